import type { TriageState } from "../../domain/index.ts";

/** Which findings or incidents a list shows. Everything given must hold. */
export interface StandingFilter {
  /** `open`: new or acknowledged. */
  readonly state?: TriageState | "open";
  /** Null: those that nobody has in hand. */
  readonly assignee?: string | null;
  readonly tag?: string;
}
