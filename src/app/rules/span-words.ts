import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../domain/index.ts";

const UNITS = [
  { ms: DAY_MS, name: "day" },
  { ms: HOUR_MS, name: "hour" },
  { ms: MINUTE_MS, name: "minute" },
  { ms: 1000, name: "second" },
] as const;

/** A length of time in its largest whole unit: `90 minutes`, `1 day`. */
export function formatSpan(ms: number): string {
  const { ms: unit, name } = UNITS.find((one) => ms >= one.ms && ms % one.ms === 0) ?? UNITS[3];
  const count = Math.round((ms / unit) * 10) / 10;
  return `${count.toLocaleString("en")} ${name}${count === 1 ? "" : "s"}`;
}
