import { ACTION_CLASSES } from "../../../domain/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { KindLooker } from "../../pass/kind-looker.ts";
import { hasHistory, type Judgement, type Sight } from "../../pass/looker.ts";
import type { Statement } from "../../pass/open-findings.ts";
import { formatPercent, toExact } from "../amounts.ts";
import { hourOfWeek, nameHour, nameValue, toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { HoursParameters } from "../parameters.ts";
import { type HourHabit, isWeekend, toHourHabit } from "./hour-habit.ts";

/** Finds activity in hours in which the actor is never active, by its own habit. */
export class HabitLooker extends KindLooker<HoursParameters> {
  readonly #classes: readonly boolean[];

  constructor(definition: BehaviourDetector, parameters: HoursParameters) {
    super(definition, parameters);
    this.#classes = ACTION_CLASSES.map((name) => parameters.classes.includes(name));
  }

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    const { sensitivity_min, history, days, share_max } = this.parameters;
    if (!this.isLookedAt(facts) || this.#classes[facts.actionClass] !== true) return "outside";
    if (facts.sensitivity < sensitivity_min) return "outside";
    if (!hasHistory(profile, history)) return "history-too-short";
    const hour = hourOfWeek(facts.at);
    if (days !== "any" && isWeekend(Math.floor(hour / 24)) !== (days === "weekend")) return "looked";
    const habit = toHourHabit(profile.hours, hour);
    if (habit.share > share_max) return "looked";
    const finding = this.open.find(facts.actor, facts.at);
    if (finding !== null) {
      this.open.join(finding, facts);
      return "looked";
    }
    const statement = toStatement(this.definition, sight, { parameters: this.parameters, habit });
    this.open.open(facts, { entity: facts.actor, keys: [], before: [], statement });
    return "looked";
  }
}

function toStatement(
  definition: BehaviourDetector,
  sight: Sight,
  { parameters, habit }: { readonly parameters: HoursParameters; readonly habit: HourHabit },
): Statement {
  const { facts, profile, lexicon } = sight;
  const strength =
    parameters.share_max > 0 ? 1 + (parameters.share_max - habit.share) / parameters.share_max : 1;
  const when = nameHour(facts.at);
  return {
    ...grade({ severity: definition.detector.severity, strength, maturity: profile.maturity, steps: 0 }),
    strength,
    predicate: `called ${nameValue(facts.action, lexicon)} on ${when}, when ${formatPercent(habit.share)} of what it does happens`,
    explanation: toExplanation(definition.detector, sight, {
      since: facts.at,
      factors: [
        {
          dimension: "hour",
          value: when,
          grade: habit.share === 0 ? "never" : "rare",
          share: toExact(habit.share),
        },
      ],
      numbers: {
        share: toExact(habit.share),
        share_max: parameters.share_max,
        share_of_such_days: toExact(habit.dayShare),
        events: toExact(habit.events),
      },
      comparison: `${formatPercent(habit.share)} of the actor's events lie within an hour of this time on such days.`,
      counterfactual:
        parameters.days === "weekend"
          ? "It would have been quiet on a day from Monday to Friday."
          : "It would have been quiet within the actor's usual hours.",
    }),
  };
}
