import { type AlertBudget, type BudgetThreshold, chooseThreshold } from "./alert-budget.ts";
import { type EventExplanation, type ExplainOptions, explainEvent } from "./explain-event.ts";
import { agreedBits, type KindScales } from "./kind-scales.ts";
import { createGroupScorer, type GroupScorer } from "./member-group.ts";
import type { Judge, MemberScores, ModelCard, ModelsData } from "./models-data.ts";
import { toScore, toTailBits } from "./tail-scale.ts";

/**
 * What is usual for actors of each kind, and how far an event is from it: an Isolation Forest, a One-Class SVM and the
 * events' rarity, by consensus. Rows are `featureNames` in their order; NaN: not known. `kind` is the place in
 * `ACTOR_KINDS`. Nothing here changes by asking.
 */
export interface BehaviourModels {
  readonly id: string;
  /** Day (`toDay`) at whose start they came into force. */
  readonly trainedDay: number;
  readonly card: ModelCard;
  readonly data: ModelsData;
  /**
   * Strangeness of one event, 0 to 1 and below 1: 0.99 where one usual event of the kind in a hundred is as strange. At
   * least two of the three members must agree. Below the gate (nine usual events in ten) the answer is the rarity's
   * alone, by definition: the common costs next to nothing.
   */
  scoreEvent(features: Float64Array, kind: number): number;
  membersOf(features: Float64Array, kind: number): MemberScores;
  explain(features: Float64Array, kind: number, options?: ExplainOptions): EventExplanation;
  /** The score from on which so many alerts a day are expected. */
  thresholdFor(budget: AlertBudget): BudgetThreshold;
}

export function createBehaviourModels(data: ModelsData): BehaviourModels {
  const scorers = data.groups.map(createGroupScorer);
  const judges = data.groupOfKind.map((group, kind) =>
    createJudge(scorers[group]!, data.scales[data.scaleOfKind[kind]!]!),
  );
  // A kind that nobody knew when the models were trained is judged by what all kinds do.
  const anyone = createJudge(scorers[0]!, data.scales[0]!);
  const judgeOf = (kind: number): Judge => judges[kind] ?? anyone;
  return {
    id: data.id,
    trainedDay: data.trainedDay,
    card: data.card,
    data,
    scoreEvent: (features, kind) => toScore(judgeOf(kind).bits(features)),
    membersOf: (features, kind) => judgeOf(kind).members(features),
    explain: (features, kind, options = {}) =>
      explainEvent(
        {
          data,
          group: data.groups[data.groupOfKind[kind] ?? 0]!,
          scales: data.scales[data.scaleOfKind[kind] ?? 0]!,
          judge: judgeOf(kind),
        },
        features,
        options,
      ),
    thresholdFor: (budget) => chooseThreshold(data, budget),
  };
}

function createJudge(scorer: GroupScorer, scales: KindScales): Judge {
  const bits = (features: Float64Array): number => {
    const rarity = scorer.rarity(features);
    const own = toTailBits(scales.rarity, rarity);
    if (rarity < scales.gate) return toTailBits(scales.consensus, own);
    scorer.prepare(features);
    const isolation = toTailBits(scales.isolation, scorer.isolation());
    const plane = toTailBits(scales.plane, scorer.plane());
    return toTailBits(scales.consensus, agreedBits(own, isolation, plane));
  };
  return {
    bits,
    members: (features) => {
      const rarity = scorer.rarity(features);
      const own = toTailBits(scales.rarity, rarity);
      scorer.prepare(features);
      const isolation = toTailBits(scales.isolation, scorer.isolation());
      const plane = toTailBits(scales.plane, scorer.plane());
      const gated = rarity < scales.gate;
      const agreed = gated ? own : agreedBits(own, isolation, plane);
      return {
        isolation: toScore(isolation),
        svm: toScore(plane),
        rarity: toScore(own),
        consensus: toScore(toTailBits(scales.consensus, agreed)),
        gated,
      };
    },
  };
}
