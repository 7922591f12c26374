import { ACTION_CLASSES, OUTCOMES } from "../../../domain/index.ts";
import { toValueCode } from "../../../profile/index.ts";
import { isOfKind, type Sight, toKindMask } from "../../pass/looker.ts";
import type { FirstSeenParameters } from "../parameters.ts";

/** Which events a first-seen detector looks at at all. */
export function createEventFilter(
  parameters: Pick<FirstSeenParameters, "actor_kinds" | "outcomes" | "classes" | "actions">,
): (sight: Pick<Sight, "facts">) => boolean {
  const kinds = toKindMask(parameters.actor_kinds);
  const outcomes = OUTCOMES.map((outcome) => parameters.outcomes.includes(outcome));
  const classes = ACTION_CLASSES.map((name) => parameters.classes.includes(name));
  const actions = parameters.actions.length === 0 ? null : new Set(parameters.actions.map(toValueCode));
  return ({ facts }) =>
    isOfKind(kinds, facts.actorKind) &&
    outcomes[facts.outcome] === true &&
    classes[facts.actionClass] === true &&
    (actions === null || actions.has(facts.action));
}
