import { OUTCOMES } from "../../../domain/index.ts";
import type { Metric as ProfileMetric } from "../../../profile/index.ts";
import type { Metric } from "../parameters.ts";

const DENIED = OUTCOMES.indexOf("denied");

/** What of an event says whether it counts. */
interface Counted {
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly outcome: number;
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
};

/** The profile's name of the number. */
export const PROFILE_METRIC: Readonly<Record<Metric, ProfileMetric>> = {
  bytes_out: "bytesOut",
  bytes_in: "bytesIn",
  events: "events",
  errors: "errors",
  denied: "denied",
  containers: "distinctContainers",
  actions: "distinctActions",
};

/** Whether the log does not say what would have to be summed up. */
export const isUnsaid = (metric: Metric, facts: Pick<Counted, "bytesIn" | "bytesOut">): boolean =>
  (metric === "bytes_out" && Number.isNaN(facts.bytesOut)) ||
  (metric === "bytes_in" && Number.isNaN(facts.bytesIn));
