import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import type { Looker } from "../../pass/looker.ts";
import type { FirstSeenParameters } from "../parameters.ts";
import { createEventLooker } from "./event-scope.ts";
import { createSessionLooker } from "./session-scope.ts";

export const createFirstSeenLooker = (
  definition: BehaviourDetector,
  parameters: FirstSeenParameters,
): Looker =>
  parameters.scope === "session"
    ? createSessionLooker(definition, parameters)
    : createEventLooker(definition, parameters);
