import type { EpochMs } from "./id.ts";

export const VERDICTS = ["true-positive", "false-positive", "benign", "duplicate"] as const;
/** `benign`: it happened as the finding says, and it was allowed. `duplicate`: another one tells of it already. */
export type VerdictKind = (typeof VERDICTS)[number];

/** What was judged so counts no more: neither as risk nor in any number of open ones. */
export const DISMISSALS = ["false-positive", "duplicate"] as const satisfies readonly VerdictKind[];

export const isDismissed = (verdict: VerdictKind | null | undefined): boolean =>
  DISMISSALS.some((one) => one === verdict);

/** What may be said: a verdict, or `open`, which takes back what was said before. */
export const JUDGEMENTS = [...VERDICTS, "open"] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

/** A person's judgement of a finding or an incident. The latest one of a target counts. */
export interface Verdict {
  readonly target: { readonly type: "finding" | "incident"; readonly id: string };
  readonly verdict: Judgement;
  readonly at: EpochMs;
  /** Who judged: a user's name. */
  readonly by: string;
  readonly note: string | null;
}
