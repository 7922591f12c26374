import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import type { LensSight } from "../../pass/lens-sight.ts";
import { hasHistory, type Judgement, Looker } from "../../pass/looker.ts";
import { formatCount } from "../amounts.ts";
import { nameValue } from "../explain-profile.ts";
import { createEventFilter } from "../first-seen/event-filter.ts";
import { grade } from "../grade.ts";
import type { NewcomerParameters } from "../parameters.ts";
import { maturityOf, toLensExplanation } from "./explain-lens.ts";

/** Finds an actor at a resource that few ever touched, and this one never. */
export class NewcomerLooker extends Looker<LensSight> {
  readonly #parameters: NewcomerParameters;
  readonly #accepts: (sight: Pick<LensSight, "facts">) => boolean;

  constructor(definition: BehaviourDetector, parameters: NewcomerParameters) {
    super(definition);
    this.#parameters = parameters;
    this.#accepts = createEventFilter(parameters);
  }

  protected override judge(sight: LensSight): Judgement {
    const { facts, profile } = sight;
    const { sensitivity_min, history, actors_max } = this.#parameters;
    if (facts.sensitivity < sensitivity_min || !this.#accepts(sight)) return "outside";
    if (!hasHistory(profile, history)) return "history-too-short";
    if (profile.actors <= actors_max && Number.isNaN(profile.ofActor().firstAt)) this.#speak(sight);
    return "looked";
  }

  #speak(sight: LensSight): void {
    const { facts, profile, lexicon } = sight;
    const { actors, activeDays, events } = profile;
    const strength = 1 + Math.log2((this.#parameters.actors_max + 1) / Math.max(1, actors));
    const who = nameValue(facts.actor, lexicon);
    const action = nameValue(facts.action, lexicon);
    const few = actors === 1 ? "1 identity" : `${actors} identities`;
    const { severity, score } = grade({
      severity: this.definition.detector.severity,
      strength,
      maturity: maturityOf(profile),
      // Whoever was turned away has taken nothing.
      steps: facts.outcome === 0 ? 0 : -1,
    });
    this.open.open(facts, {
      entity: profile.entity,
      keys: [facts.actor],
      before: [],
      statement: {
        severity,
        score,
        strength,
        predicate: `was touched by ${who} with ${action}, where before only ${few} ever did`,
        explanation: toLensExplanation(this.definition, sight, {
          since: facts.at,
          factors: [{ dimension: "actor", value: who, grade: "never" }],
          numbers: {
            actors,
            actors_max: this.#parameters.actors_max,
            events,
            days: activeDays,
            sensitivity: facts.sensitivity,
          },
          comparison: `Only ${few} touched it in ${formatCount(events, "event")} of ${formatCount(activeDays, "day")}; ${who} never did.`,
          counterfactual: `It would have been quiet had ${who} touched it before, or more than ${formatCount(this.#parameters.actors_max, "other")}.`,
        }),
      },
    });
  }
}
