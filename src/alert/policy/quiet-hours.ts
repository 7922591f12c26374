import { type EpochMs, type Severity, toEpochMs } from "../../domain/index.ts";

/** Minutes of the day in which nobody wants to be woken; over midnight where `from` is the later. */
export interface QuietHours {
  /** 0 to 1439. */
  readonly from: number;
  readonly to: number;
  /** IANA name: `Europe/Berlin`. */
  readonly zone: string;
}

const DAY_MINUTES = 1440;
const MINUTE_MS = 60_000;
const HOURS = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/;

/** From `22:00-07:00`; null: it is written otherwise, or is no time at all. */
export function parseQuietHours(text: string, zone: string): QuietHours | null {
  const parts = HOURS.exec(text.trim());
  if (parts === null || !isZone(zone)) return null;
  const from = Number(parts[1]) * 60 + Number(parts[2]);
  const to = Number(parts[3]) * 60 + Number(parts[4]);
  return from === to ? null : { from, to, zone };
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone }).format(0);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** When an alert may be delivered: at once, or when quiet hours end. What is critical does not wait. */
export function toDueAt(quiet: QuietHours | null, now: EpochMs, severity: Severity): EpochMs {
  if (quiet === null || severity === "critical") return now;
  const minute = minuteOfDay(now, quiet.zone);
  const length = (quiet.to - quiet.from + DAY_MINUTES) % DAY_MINUTES;
  const passed = (minute - quiet.from + DAY_MINUTES) % DAY_MINUTES;
  if (passed >= length) return now;
  return toEpochMs(Math.floor(now / MINUTE_MS) * MINUTE_MS + (length - passed) * MINUTE_MS);
}

function minuteOfDay(now: EpochMs, zone: string): number {
  const format = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  return parts.get("hour")! * 60 + parts.get("minute")!;
}
