import { toTimeZone, type Zone } from "../time-range/zone.ts";
import { LOCALE } from "./locale.ts";

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 4 });
const share = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto", style: "short" });

/** 12,345. */
export const formatCount = (value: number): string => whole.format(value);
/** 12.3K; for places where there is little room. */
export const formatShort = (value: number): string => short.format(value);
/** Four digits that matter. */
export const formatNumber = (value: number): string => exact.format(value);
/** 0.043 as 4.3%. */
export const formatShare = (value: number): string => share.format(value);

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** 1.5 MiB. */
export function formatBytes(bytes: number): string {
  let amount = Math.abs(bytes);
  let unit = 0;
  while (amount >= 1024 && unit < BYTE_UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  const text =
    unit === 0 || amount >= 100 ? whole.format(amount) : exact.format(Number(amount.toPrecision(3)));
  return `${bytes < 0 ? "-" : ""}${text} ${BYTE_UNITS[unit]}`;
}

export type TimeStyle = "full" | "minute" | "day" | "clock";

const STYLES: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  full: { dateStyle: "medium", timeStyle: "medium" },
  minute: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  day: { dateStyle: "medium" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant in the zone that the reader chose. `style`: how much of it. */
export function formatTime(at: number, style: TimeStyle, zone: Zone): string {
  const key = `${style} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    const timeZone = toTimeZone(zone);
    const options = { ...STYLES[style], hourCycle: "h23" as const };
    format = new Intl.DateTimeFormat(LOCALE, timeZone === undefined ? options : { ...options, timeZone });
    formats.set(key, format);
  }
  return format.format(at);
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** "3 hours ago", as of `now`. */
export function formatAgo(at: number, now: number): string {
  const past = at - now;
  const [unit, size] = STEPS.find(([, least]) => Math.abs(past) >= least) ?? ["second", 1000];
  return relative.format(Math.round(past / size), unit);
}

/** "2 h 05 min", "3 d 4 h". */
export function formatDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** "1 event", "2 events". */
export const formatPlural = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
