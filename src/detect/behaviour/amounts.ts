import type { Metric } from "./parameters.ts";

const KILO = 1024;
const UNITS = ["bytes", "KB", "MB", "GB", "TB", "PB"] as const;

/** `1.2 GB`, in powers of 1024 as rules count them. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= KILO;
    unit++;
  }
  return `${formatNumber(value)} ${UNITS[unit]!}`;
}

/** `3,400`, `12.5`, `0.03`: three digits that matter, whole numbers from 100 on. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "an unknown number of";
  if (Number.isInteger(value) || Math.abs(value) >= 100) return groupThousands(String(Math.round(value)));
  return String(Number(value.toPrecision(3)));
}

const groupThousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** `1 day`, `12 days`. */
export const formatCount = (count: number, noun: string): string =>
  `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;

export const formatPercent = (share: number): string => `${formatNumber(share * 100)}%`;

/** `20 minutes`, `3.5 hours`, `2 days`. */
export function formatDuration(ms: number): string {
  if (ms < 90_000) return formatCount(Math.round(ms / 1000), "second");
  if (ms < 90 * 60_000) return formatCount(Math.round(ms / 60_000), "minute");
  if (ms < 48 * 3_600_000) return formatCount(Number((ms / 3_600_000).toPrecision(2)), "hour");
  return formatCount(Math.round(ms / 86_400_000), "day");
}

/** Digits that numbers of explanations keep: enough to be checked against the events. */
export const toExact = (value: number): number => Number(value.toPrecision(12));

interface MetricWords {
  /** What was done so and so much: `downloaded 3.2 GB`. */
  readonly did: (amount: string) => string;
  readonly noun: string;
  readonly format: (value: number) => string;
}

const counted =
  (noun: string): MetricWords["format"] =>
  (value) =>
    formatCount(value, noun);

export const METRIC_WORDS: Readonly<Record<Metric, MetricWords>> = {
  bytes_out: { did: (amount) => `took out ${amount}`, noun: "bytes out", format: formatBytes },
  bytes_in: { did: (amount) => `brought in ${amount}`, noun: "bytes in", format: formatBytes },
  events: { did: (amount) => `made ${amount}`, noun: "calls", format: counted("call") },
  errors: { did: (amount) => `made ${amount}`, noun: "failed calls", format: counted("failed call") },
  denied: { did: (amount) => `made ${amount}`, noun: "refused calls", format: counted("refused call") },
  containers: {
    did: (amount) => `touched ${amount}`,
    noun: "distinct things",
    format: counted("distinct thing"),
  },
  actions: {
    did: (amount) => `used ${amount}`,
    noun: "distinct actions",
    format: counted("distinct action"),
  },
};
