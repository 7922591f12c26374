import type { EventFilter, FindingFilter } from "../../store/index.ts";

/** Which events and findings are counted together. */
export interface AskedCounts {
  readonly events: EventFilter;
  /** Null: nothing was ever looked at. */
  readonly findings: FindingFilter | null;
}
