import type { Schema } from "../client/client.ts";

export type Standing = Schema<"Standing">;
export type TriageState = Standing["state"];
export type VerdictKind = NonNullable<Standing["verdict"]>;

/** In the order in which they are offered. */
export const VERDICTS: readonly VerdictKind[] = ["true-positive", "benign", "false-positive", "duplicate"];

export const VERDICT_WORDS: Readonly<Record<VerdictKind, string>> = {
  "true-positive": "True positive",
  benign: "Benign",
  "false-positive": "False positive",
  duplicate: "Duplicate",
};

/** What each verdict means, for those who choose. */
export const VERDICT_MEANINGS: Readonly<Record<VerdictKind, string>> = {
  "true-positive": "It is what it says: somebody must act",
  benign: "It happened as told, and it was allowed",
  "false-positive": "It is not what it says: it no longer counts as risk",
  duplicate: "Another one tells of it already: it no longer counts as risk",
};

export const STATE_WORDS: Readonly<Record<TriageState, string>> = {
  new: "New",
  acknowledged: "Acknowledged",
  closed: "Closed",
};

export const STATE_MEANINGS: Readonly<Record<TriageState, string>> = {
  new: "Nobody looks at it yet",
  acknowledged: "Somebody looks at it",
  closed: "Somebody said what it was",
};
