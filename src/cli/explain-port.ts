import type { StorePlace } from "./data-option.ts";
import type { ListedEvent } from "./event-json.ts";
import type { ListedFinding } from "./findings.ts";

export interface ExplainDetail extends ListedFinding {
  /** The first events of the evidence that are still stored. */
  readonly events: readonly ListedEvent[];
  /** Names of its tactics. */
  readonly tacticNames: readonly string[];
}

export interface ExplainPort {
  /** By id, or the beginning of it. Throws a problem when there is none. */
  explain(place: StorePlace, id: string): Promise<ExplainDetail>;
}
