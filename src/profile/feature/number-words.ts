const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"] as const;

/** `0 bytes`, `512 bytes`, `40 MB`, `2.3 GB`: decimal units, two digits where there are fewer than two before the point. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatShort(value)} ${UNITS[unit]}`;
}

/** `7`, `1,240`, `2.5`. */
export function formatCount(count: number): string {
  return count >= 10 || Number.isInteger(count)
    ? Math.round(count)
        .toString()
        .replace(/\B(?=(\d{3})+$)/g, ",")
    : formatShort(count);
}

const formatShort = (value: number): string => (value < 9.95 ? trim(value.toFixed(1)) : value.toFixed(0));
const trim = (text: string): string => text.replace(/\.0$/, "");

/** `12%`, `0.4%`, `under 0.1%`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return "under 0.1%";
  return `${formatShort(share * 100)}%`;
}

/** `40 seconds`, `5 minutes`, `3 hours`, `12 days`: in the largest unit of which there is at least one. */
export function formatSpan(seconds: number): string {
  if (seconds < 1) return "under a second";
  if (seconds < 60) return plural(seconds, "second");
  if (seconds < 3600) return plural(seconds / 60, "minute");
  return seconds < 86_400 ? plural(seconds / 3600, "hour") : plural(seconds / 86_400, "day");
}

export function plural(count: number, noun: string): string {
  const rounded = Math.round(count);
  return `${formatCount(rounded)} ${noun}${rounded === 1 ? "" : "s"}`;
}

/** 2 to the power of bits as people say it: `1 in 3`, `1 in 4,000`. */
export function formatOdds(bits: number): string {
  const odds = 2 ** Math.min(bits, 40);
  const scale = odds < 20 ? 1 : 10 ** Math.floor(Math.log10(odds));
  return `1 in ${formatCount(Math.max(1, Math.round(odds / scale) * scale))}`;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** `Sunday 03:00`, from an hour of the week, Monday 00:00 first. */
export const formatHourOfWeek = (hour: number): string =>
  `${WEEKDAYS[Math.floor(hour / 24)]} ${String(hour % 24).padStart(2, "0")}:00`;
