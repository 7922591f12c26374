import type { LimeExplanation } from "./lime/lime.ts";
import type { Contributions } from "./tree-shap/tree-shap.ts";

/** Features of each explanation that are compared. */
const COMPARED = 5;

/** Whether two ways to explain one row say the same. */
export interface Agreement {
  /** Features among the top five of both, over how many there could be. */
  readonly topOverlap: number;
  /** Of the features in both, the share that points the same way; null when they have none in common. */
  readonly sameSign: number | null;
  /** Features that point opposite ways, the strongest first: shown, never hidden. */
  readonly contradictions: readonly string[];
  readonly sentence: string;
}

/**
 * Compares the Shapley values of one row with LIME's weights. Both must explain numbers that rise together (log2 score
 * and score, say). A LIME weight that does not differ from its noise points no way and contradicts nothing.
 */
export function compareExplanations(explained: Contributions, row: number, lime: LimeExplanation): Agreement {
  const width = explained.features.length;
  const shap = explained.features
    .map((feature, c) => ({ feature, weight: explained.values[row * width + c]! }))
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, COMPARED);
  const local = lime.weights.slice(0, COMPARED);
  const ofLime = new Map(local.map((weight) => [weight.feature, weight]));
  const common = shap.filter(({ feature }) => ofLime.has(feature));
  const pointing = common.filter(({ feature }) => ofLime.get(feature)!.stable);
  const against = pointing.filter(({ feature, weight }) => weight * ofLime.get(feature)!.weight < 0);
  const possible = Math.min(shap.length, local.length);
  const contradictions = against.map(({ feature }) => feature);
  return {
    topOverlap: possible === 0 ? 1 : common.length / possible,
    sameSign: pointing.length === 0 ? null : 1 - against.length / pointing.length,
    contradictions,
    sentence:
      `SHAP and LIME share ${common.length} of their ${possible} strongest features` +
      (contradictions.length === 0 ? "." : ` and contradict each other on ${contradictions.join(", ")}.`),
  };
}
