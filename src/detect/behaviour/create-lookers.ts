import type { BehaviourDetector } from "../pass/behaviour-detector.ts";
import type { Looker } from "../pass/looker.ts";
import { DeviationLooker } from "./deviation/deviation.ts";
import { DriftLooker } from "./deviation/drift.ts";
import { HabitLooker } from "./deviation/habit.ts";
import { createFirstSeenLooker } from "./first-seen/first-seen.ts";
import { ForeignLooker } from "./first-seen/foreign.ts";
import { PlaceForTakingLooker } from "./first-seen/place-for-taking.ts";
import { ModelLooker } from "./model/model.ts";
import { TravelLooker } from "./travel/travel.ts";

/** The detectors of an actor's behaviour at work: a pass asks them in this order at every event. */
export interface Lookers {
  readonly all: readonly Looker[];
  readonly models: readonly ModelLooker[];
}

/** Throws on a detector of another lens. */
export function createLookers(definitions: readonly BehaviourDetector[]): Lookers {
  const models: ModelLooker[] = [];
  const all = definitions.map((definition): Looker => {
    if (definition.kind !== "model") return createLooker(definition);
    const looker = new ModelLooker(definition, definition.parameters);
    models.push(looker);
    return looker;
  });
  return { all, models };
}

function createLooker(definition: Exclude<BehaviourDetector, { kind: "model" }>): Looker {
  switch (definition.kind) {
    case "first_seen":
      return createFirstSeenLooker(definition, definition.parameters);
    case "foreign":
      return new ForeignLooker(definition, definition.parameters);
    case "place_for_taking":
      return new PlaceForTakingLooker(definition, definition.parameters);
    case "travel":
      return new TravelLooker(definition, definition.parameters);
    case "habit":
      return new HabitLooker(definition, definition.parameters);
    case "deviation":
      return definition.parameters.window === "drift"
        ? new DriftLooker(definition, definition.parameters)
        : new DeviationLooker(definition, definition.parameters);
    case "lens_deviation":
    case "newcomer":
      throw new TypeError(`the detector ${definition.detector.ref.id} does not look at actors`);
  }
}
