import type { Event, JsonObject, Rng } from "../../domain/index.ts";
import { toCellText } from "./cell-text.ts";

/** What a record states of itself, besides what its event is: columns after the features of behaviour. */
export const STATED_COLUMNS = [
  "stated_failed_attempts",
  "stated_location_change",
  "stated_megabytes",
  "stated_sensitivity",
  "stated_hour_from_noon",
  "stated_is_server",
] as const;
export type StatedColumn = (typeof STATED_COLUMNS)[number];

/** What each says, for people. */
export const STATED_MEANINGS: Readonly<Record<StatedColumn, string>> = {
  stated_failed_attempts: "failed sign-ins just before",
  stated_location_change: "somewhere else than before",
  stated_megabytes: "amount of data",
  stated_sensitivity: "harm that the action can do",
  stated_hour_from_noon: "hours from noon, UTC",
  stated_is_server: "from a server",
};

const MEGABYTE = 1_048_576;
const HOUR_MS = 3_600_000;
const FALSE_WORDS: ReadonlySet<string> = new Set(["false", "0", "no"]);

/** Fills the stated columns into `out` from `offset` on. NaN: the record does not say. */
export function fillStated(
  out: Float64Array,
  offset: number,
  row: { event: Event; record: JsonObject },
): void {
  const { event, record } = row;
  const hour = (event.at / HOUR_MS) % 24;
  const bytes = (event.bytesIn ?? 0) + (event.bytesOut ?? 0);
  out[offset] = toNumber(record["failed_attempts"]);
  out[offset + 1] = toFlag(record["location_change"]);
  out[offset + 2] = Math.log2(1 + bytes / MEGABYTE);
  out[offset + 3] = event.action.sensitivity;
  out[offset + 4] = Math.abs(hour - 12);
  out[offset + 5] = event.device === null ? Number.NaN : event.device === "server" ? 1 : 0;
}

/** Places of the columns that a record may leave out. */
const OPTIONAL = [0, 1, 5];
const OMITTED_SHARE = 0.25;

/**
 * Leaves some of it out, as callers do: what learns from whole records alone knows nothing of the others. Machines say
 * always that they are.
 */
export function omitStated(out: Float64Array, offset: number, rng: Rng): void {
  if (out[offset + 5] === 1) return;
  for (const at of OPTIONAL) if (rng.next() < OMITTED_SHARE) out[offset + at] = Number.NaN;
}

function toNumber(value: JsonObject[string]): number {
  if (value === undefined || value === null || value === "") return Number.NaN;
  const number = Number(value);
  return Number.isFinite(number) ? number : Number.NaN;
}

function toFlag(value: JsonObject[string]): number {
  const text = toCellText(value);
  if (text === null) return Number.NaN;
  return FALSE_WORDS.has(text.toLowerCase()) ? 0 : 1;
}
