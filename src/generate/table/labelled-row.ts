import type { JsonObject } from "../../domain/index.ts";
import { DAY_MS } from "../routine/person-day.ts";

/** A generated row with the truth about it, which no field of the row tells. */
export interface LabelledRow {
  /** Milliseconds since 1970; null: the log has no times. */
  readonly at: number | null;
  readonly user: string;
  /** By column; a value without a place in CSV (null) is an empty cell there. */
  readonly fields: JsonObject;
  /** The attack story that it belongs to; null: ordinary. */
  readonly story: string | null;
}

/** Rows of one kind of log, in batches, in order of time where the log has one. */
export interface GeneratedTable {
  readonly columns: readonly string[];
  readonly batches: Iterable<readonly LabelledRow[]>;
}

export const byTime = (a: LabelledRow, b: LabelledRow): number => (a.at ?? 0) - (b.at ?? 0);

/** Whether the row is of the day that begins at `dayAt`. */
export const isOfDay = ({ at }: LabelledRow, dayAt: number): boolean =>
  at !== null && at >= dayAt && at < dayAt + DAY_MS;

/** `2026-01-31 23:59:59`, UTC. */
export const toTimestamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

/** `2026-01-31T23:59:59Z`. */
export const toInstant = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Rounded to so many decimals, as programs that export tables do. */
export const roundTo = (value: number, decimals: number): number => Number(value.toFixed(decimals));
