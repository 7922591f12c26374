import { ACTION_CLASSES } from "../../../domain/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { createLooks, hasHistory, isOfKind, type Looker, type Sight, toKindMask } from "../../pass/looker.ts";
import { createOpenFindings, type Statement } from "../../pass/open-findings.ts";
import { formatPercent, toExact } from "../amounts.ts";
import { hourOfWeek, nameHour, nameValue, toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { HoursParameters } from "../parameters.ts";
import { type HourHabit, isWeekend, toHourHabit } from "./hour-habit.ts";

/** Finds activity in hours in which the actor is never active, by its own habit. */
export function createHabitLooker(definition: BehaviourDetector, parameters: HoursParameters): Looker {
  const open = createOpenFindings(definition);
  const looks = createLooks();
  const kinds = toKindMask(parameters.actor_kinds);
  const classes = ACTION_CLASSES.map((name) => parameters.classes.includes(name));
  return {
    detector: definition,
    looks,
    startDay: () => undefined,
    look(sight) {
      const { facts, profile } = sight;
      if (!isOfKind(kinds, facts.actorKind) || classes[facts.actionClass] !== true) return;
      if (facts.sensitivity < parameters.sensitivity_min) return;
      if (!hasHistory(profile, parameters.history)) {
        looks.historyTooShort++;
        return;
      }
      looks.looked++;
      const hour = hourOfWeek(facts.at);
      const weekend = isWeekend(Math.floor(hour / 24));
      if (parameters.days !== "any" && weekend !== (parameters.days === "weekend")) return;
      const habit = toHourHabit(profile.hours, hour);
      if (habit.share > parameters.share_max) return;
      const finding = open.find(facts.actor, facts.at);
      if (finding !== null) open.join(finding, facts);
      else {
        const statement = toStatement(definition, sight, { parameters, habit });
        open.open(facts, { entity: facts.actor, keys: [], before: [], statement });
      }
    },
    take: open.take,
    prune: open.prune,
    toJson: open.toJson,
    restore: open.restore,
  };
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
      counterfactual: `It would have been quiet within the actor's usual hours.`,
    }),
  };
}
