import { ACTION_CLASSES, OUTCOMES } from "../../../domain/index.ts";
import type { Metric as ProfileMetric } from "../../../profile/index.ts";
import type { Metric } from "../parameters.ts";

const DENIED = OUTCOMES.indexOf("denied");
const LOGIN = ACTION_CLASSES.indexOf("login");

/** What of an event says whether it counts. */
interface Counted {
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly outcome: number;
  readonly actionClass: number;
}

/** Whether an event adds to a number. */
export const CONTRIBUTES: Readonly<Record<Metric, (event: Counted) => boolean>> = {
  bytes_out: ({ bytesOut }) => bytesOut > 0,
  bytes_in: ({ bytesIn }) => bytesIn > 0,
  events: () => true,
  errors: ({ outcome }) => outcome !== 0,
  denied: ({ outcome }) => outcome === DENIED,
  containers: () => true,
  actions: () => true,
  actors: () => true,
  logins: ({ actionClass }) => actionClass === LOGIN,
  failed_logins: ({ actionClass, outcome }) => actionClass === LOGIN && outcome !== 0,
};

/** The profile's name of the number; null: only addresses have it. */
export const PROFILE_METRIC: Readonly<Record<Metric, ProfileMetric | null>> = {
  bytes_out: "bytesOut",
  bytes_in: "bytesIn",
  events: "events",
  errors: "errors",
  denied: "denied",
  containers: "distinctContainers",
  actions: "distinctActions",
  actors: null,
  logins: null,
  failed_logins: null,
};
