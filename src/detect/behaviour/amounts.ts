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

/** The next time up that `formatDuration` says without rounding: what is told as enough must be. */
export function roundUpDuration(ms: number): number {
  const unit = ms < 90_000 ? 1000 : ms < 90 * 60_000 ? 60_000 : ms < 48 * 3_600_000 ? 3_600_000 : 86_400_000;
  const step = unit === 3_600_000 && ms < 10 * unit ? unit / 10 : unit;
  return Math.ceil(ms / step) * step;
}

/** The next number of bytes down that `formatBytes` says without rounding: what is told as quiet must be. */
function roundDownBytes(bytes: number): number {
  let scale = 1;
  while (bytes / scale >= 1000 && scale < KILO ** (UNITS.length - 1)) scale *= KILO;
  const value = bytes / scale;
  if (scale === 1 || value >= 100) return Math.floor(value) * scale;
  const step = 10 ** (Math.floor(Math.log10(value)) - 2);
  return Math.floor(value / step + 1e-9) * step * scale;
}

/** Digits that numbers of explanations keep: enough to be checked against the events. */
export const toExact = (value: number): number => Number(value.toPrecision(12));

interface MetricWords {
  /** What was done so and so much: `downloaded 3.2 GB`. */
  readonly did: (amount: string) => string;
  readonly noun: string;
  readonly format: (value: number) => string;
  /** The same for a bound that must not be passed: rounded down. */
  readonly formatBound: (value: number) => string;
}

const BYTES = { format: formatBytes, formatBound: (value: number) => formatBytes(roundDownBytes(value)) };

const counted = (noun: string): Pick<MetricWords, "format" | "formatBound"> => ({
  format: (value) => formatCount(value, noun),
  formatBound: (value) => formatCount(Math.floor(value), noun),
});

export const METRIC_WORDS: Readonly<Record<Metric, MetricWords>> = {
  bytes_out: { did: (amount) => `took out ${amount}`, noun: "bytes out", ...BYTES },
  bytes_in: { did: (amount) => `brought in ${amount}`, noun: "bytes in", ...BYTES },
  events: { did: (amount) => `made ${amount}`, noun: "calls", ...counted("call") },
  errors: { did: (amount) => `made ${amount}`, noun: "failed calls", ...counted("failed call") },
  denied: { did: (amount) => `made ${amount}`, noun: "refused calls", ...counted("refused call") },
  containers: {
    did: (amount) => `touched ${amount}`,
    noun: "distinct things",
    ...counted("distinct thing"),
  },
  actions: {
    did: (amount) => `used ${amount}`,
    noun: "distinct actions",
    ...counted("distinct action"),
  },
};
