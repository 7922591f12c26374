import type { BehaviourDetector } from "../pass/behaviour-detector.ts";
import type { Looker } from "../pass/looker.ts";
import { createDeviationLooker } from "./deviation/deviation.ts";
import { createDriftLooker } from "./deviation/drift.ts";
import { createHabitLooker } from "./deviation/habit.ts";
import { createFirstSeenLooker } from "./first-seen/first-seen.ts";
import { createModelLooker, type ModelLooker } from "./model/model.ts";
import { createTravelLooker } from "./travel/travel.ts";

/** The detectors of an actor's behaviour at work: a pass asks them in this order at every event. */
export interface Lookers {
  readonly all: readonly Looker[];
  readonly models: readonly ModelLooker[];
}

export function createLookers(definitions: readonly BehaviourDetector[]): Lookers {
  const models: ModelLooker[] = [];
  const all = definitions.map((definition): Looker => {
    if (definition.kind !== "model") return createLooker(definition);
    const looker = createModelLooker(definition, definition.parameters);
    models.push(looker);
    return looker;
  });
  return { all, models };
}

function createLooker(definition: Exclude<BehaviourDetector, { kind: "model" }>): Looker {
  switch (definition.kind) {
    case "first_seen":
      return createFirstSeenLooker(definition, definition.parameters);
    case "travel":
      return createTravelLooker(definition, definition.parameters);
    case "habit":
      return createHabitLooker(definition, definition.parameters);
    case "deviation":
      return definition.parameters.window === "drift"
        ? createDriftLooker(definition, definition.parameters)
        : createDeviationLooker(definition, definition.parameters);
  }
}
