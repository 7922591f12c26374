import type { Event, JsonObject } from "../../domain/index.ts";
import { toFacts } from "../../enrich/index.ts";

/** Root under which rules see what enrichment knows; a field of that name in the log is overwritten. */
const FACTS_ROOT = "gait";

/** A record as far as facts are put into it. */
interface OpenRecord {
  [FACTS_ROOT]?: JsonObject;
}

/** Puts the facts of an event where rules look for them. They are worked out only when a rule asks. */
export function attachFacts(event: Event, record: JsonObject & OpenRecord): void {
  record[FACTS_ROOT] = toFacts(event, record);
}
