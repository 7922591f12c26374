import type { EpochMs } from "../../domain/index.ts";

interface AskedPeriod {
  /** Half-open: `[from, to)`; null: without bound. */
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}

/** What screens ask beyond lists: how a risk came to be, what is usual for whom, with what it is compared. */
export interface InsightPort {
  /** Events of every actor in equal parts of the period, and how far each is learnt. */
  readActivity(request: AskedPeriod & { readonly parts: number }): Promise<object>;
  readRiskHistory(request: AskedPeriod & { readonly actor: string }): Promise<object>;
  readHabits(request: AskedPeriod & { readonly actor: string }): Promise<object>;
  readIdentities(actor: string): Promise<object>;
  /** What the evidence of a finding says, beside what its actor did before. */
  compareFinding(finding: string): Promise<object>;
}
