import type { Rule } from "./use-rules.ts";

/** Kinds of detectors as people say them. */
export const KIND_WORDS: Readonly<Record<Rule["kind"], string>> = {
  rule: "Rule",
  correlation: "Correlation",
  first_seen: "First seen",
  travel: "Travel",
  deviation: "Deviation",
  model: "Model",
};
