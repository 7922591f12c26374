import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import type { Looker } from "../../pass/looker.ts";
import type { FirstSeenParameters } from "../parameters.ts";
import { EventLooker } from "./event-looker.ts";
import { SessionLooker } from "./session-looker.ts";

export const createFirstSeenLooker = (
  definition: BehaviourDetector,
  parameters: FirstSeenParameters,
): Looker =>
  parameters.scope === "session"
    ? new SessionLooker(definition, parameters)
    : new EventLooker(definition, parameters);
