import type { Learnt } from "../../client/use-actors.ts";
import { formatBytes, formatCount, formatPlural } from "../../part/format.ts";

/** Numbers of a day, as profiles count them. */
const METRIC_WORDS: Readonly<Record<string, string>> = {
  events: "events",
  bytesOut: "taken out",
  bytesIn: "brought in",
  errors: "failed calls",
  denied: "denied calls",
  distinctActions: "different actions",
  distinctServices: "different services",
  distinctContainers: "different resources",
  distinctAddresses: "different addresses",
  distinctRegions: "different regions",
};

export const metricWord = (metric: string): string => METRIC_WORDS[metric] ?? metric;

const isBytes = (metric: string): boolean => metric === "bytesOut" || metric === "bytesIn";

export const formatMetric = (metric: string, value: number): string =>
  isBytes(metric) ? formatBytes(value) : formatCount(value);

/** Kinds of values, one and several. */
const DIMENSION_WORDS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  country: ["country", "countries"],
  network: ["network", "networks"],
  address: ["address", "addresses"],
  tool: ["tool", "tools"],
  service: ["service", "services"],
  action: ["action", "actions"],
  region: ["region", "regions"],
  container: ["resource", "resources"],
  resource: ["resource", "resources"],
  session: ["session name", "session names"],
  error: ["error", "errors"],
};

export const dimensionWord = (dimension: string, count = 1): string =>
  DIMENSION_WORDS[dimension]?.[count === 1 ? 0 : 1] ?? dimension;

const REACH_WORDS: Readonly<Record<string, (count: number) => string>> = {
  "critical-actions": (count) => `did ${formatPlural(count, "action")} that can do the worst harm`,
  "sensitive-actions": (count) => `did ${formatPlural(count, "sensitive action")}`,
  "administrator-days": (count) => `worked as an administrator on ${formatPlural(count, "day")}`,
  "roles-taken": (count) => `took on ${formatPlural(count, "role")}`,
  "identities-made": (count) =>
    `made ${formatCount(count)} ${count === 1 ? "identity or key" : "identities or keys"}`,
  accounts: (count) => `reaches ${formatPlural(count, "account")}`,
  regions: (count) => `works in ${formatPlural(count, "region")}`,
  services: (count) => `uses ${formatPlural(count, "service")}`,
};

type Fact = Learnt["terms"]["own"]["facts"][number];

/** Something that speaks for a term, as a sentence without an end. */
export function factWords({ kind, what, value, usual }: Fact): string {
  switch (kind) {
    case "above-own":
      return `${formatMetric(what, value)} ${metricWord(what)} on a day; its own days seldom exceed ${formatMetric(what, usual ?? 0)}`;
    case "above-peers":
      return `${formatMetric(what, value)} ${metricWord(what)} on a day; its peers' days seldom exceed ${formatMetric(what, usual ?? 0)}`;
    case "new-values":
      return `${formatCount(value)} new ${dimensionWord(what, value)}`;
    case "new-to-all":
      return `${formatCount(value)} ${dimensionWord(what, value)} that nobody else uses`;
    case "reach":
      return REACH_WORDS[what]?.(value) ?? `${what}: ${formatCount(value)}`;
  }
}

/** UTC and some hours: `UTC+2`. */
export const offsetWord = (hours: number): string =>
  hours === 0 ? "UTC" : `UTC${hours > 0 ? "+" : "−"}${Math.abs(hours)}`;

export const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** The parts of an ARN; null where the text is none. */
export function splitArn(id: string): {
  readonly partition: string;
  readonly service: string;
  readonly account: string;
  readonly resource: string;
} | null {
  const parts = id.split(":");
  if (parts[0] !== "arn" || parts.length < 6) return null;
  return { partition: parts[1]!, service: parts[2]!, account: parts[4]!, resource: parts.slice(5).join(":") };
}
