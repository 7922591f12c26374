import { LENS_METRICS, type LensMetric } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { formatBytes, formatNumber } from "../amounts.ts";
import type { LensMetricName } from "../parameters.ts";

/** The profile's name of the number. */
export const LENS_METRIC_OF: Readonly<Record<LensMetricName, LensMetric>> = {
  events: "events",
  errors: "errors",
  denied: "denied",
  bytes_out: "bytesOut",
  bytes_in: "bytesIn",
  failed_logins: "failedLogins",
  taken: "taken",
  actors: "distinctActors",
};

export const bitOf = (metric: LensMetric): number => 1 << LENS_METRICS.indexOf(metric);

/** Bits of the numbers that a pass's detectors look at. */
export const toWantedMask = (detectors: readonly BehaviourDetector[]): number =>
  detectors.reduce(
    (mask, one) =>
      one.kind === "lens_deviation" ? mask | bitOf(LENS_METRIC_OF[one.parameters.metric]) : mask,
    0,
  );

interface LensWords {
  /** What happened at the address or resource so and so often: `was used by 12 identities`. */
  readonly did: (amount: string) => string;
  readonly noun: string;
  readonly format: (value: number) => string;
}

const counted =
  (one: string, many: string): LensWords["format"] =>
  (value) =>
    `${formatNumber(value)} ${value === 1 ? one : many}`;

export const LENS_WORDS: Readonly<Record<LensMetricName, LensWords>> = {
  events: { did: (amount) => `saw ${amount}`, noun: "calls", format: counted("call", "calls") },
  errors: {
    did: (amount) => `saw ${amount}`,
    noun: "failed calls",
    format: counted("failed call", "failed calls"),
  },
  denied: {
    did: (amount) => `saw ${amount}`,
    noun: "refused calls",
    format: counted("refused call", "refused calls"),
  },
  bytes_out: { did: (amount) => `gave out ${amount}`, noun: "bytes out", format: formatBytes },
  bytes_in: { did: (amount) => `took in ${amount}`, noun: "bytes in", format: formatBytes },
  failed_logins: {
    did: (amount) => `saw ${amount}`,
    noun: "failed logins",
    format: counted("failed login", "failed logins"),
  },
  taken: { did: (amount) => `gave out ${amount}`, noun: "downloads", format: counted("thing", "things") },
  actors: {
    did: (amount) => `was used by ${amount}`,
    noun: "distinct identities",
    format: counted("identity", "identities"),
  },
};
