import type { Severity } from "../../domain/index.ts";
import type { QuietHours } from "./quiet-hours.ts";

export interface AlertPolicy {
  /** Alerts about single incidents that are welcome in a day; more are told together. At least 0; 0.2 is one in five days. */
  readonly perDay: number;
  readonly severityMin: Severity;
  /** Incidents of a lower score do not alert; null: the budget alone decides. From 0 to 1. */
  readonly scoreMin: number | null;
  /** Null: at any time. */
  readonly quietHours: QuietHours | null;
  /** Whether an incident of high severity that nobody judged is brought to mind again, and after how long; null: never. */
  readonly remindAfterMs: number | null;
}

export const SEVERITY_MIN_DEFAULT: Severity = "medium";
/** An incident that only grows says so no more often; one that gets worse says so at once. */
export const UPDATE_EVERY_MS = 3_600_000;
/** What is told together is told no more often, with something critical in it, or without. */
export const DIGEST_URGENT_EVERY_MS = 600_000;
export const DIGEST_EVERY_MS = 3_600_000;
/** An alert that was silent for so long is not taken up again. */
export const UPDATE_AGE_MAX_MS = 14 * 86_400_000;
export const REMINDERS_MAX = 3;
