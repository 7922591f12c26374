import { type RawBuilder, sql } from "kysely";
import type { LoadColumn } from "../engine.ts";

const DAY_MS = 86_400_000;

/**
 * Instants as days and milliseconds of the day, put together by the engine: exact to the millisecond in every year,
 * which seconds in floating point are not, and read alike by all engines.
 */
const compose = (day: RawBuilder<unknown>, ms: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`(timestamptz '1970-01-01 00:00:00+00' + ${day} * interval '1 day' + ${ms} * interval '1 millisecond')`;

const dayOf = (at: number): number => Math.floor(at / DAY_MS);
const msOf = (at: number): number => at - dayOf(at) * DAY_MS;

/** Years -4712 to 275760: what every engine and JavaScript can say. No log is from before or after. */
const INSTANT_MIN = -210_860_000_000_000;
const INSTANT_MAX = 8_640_000_000_000_000;

const clamp = (at: number): number => Math.min(Math.max(at, INSTANT_MIN), INSTANT_MAX);

/** An instant as a bound value; beyond what engines know, the first or last that they do. */
export function toInstant(instant: number): RawBuilder<number> {
  const at = clamp(instant);
  return compose(sql`cast(${dayOf(at)} as integer)`, sql`cast(${msOf(at)} as integer)`);
}

/** Two columns of a temporary table that hold instants. */
export const toInstantColumns = (
  name: string,
  instants: readonly (number | null)[],
): readonly LoadColumn[] => [
  {
    name: `${name}_day`,
    type: "integer",
    values: instants.map((at) => (at === null ? null : dayOf(clamp(at)))),
  },
  {
    name: `${name}_ms`,
    type: "integer",
    values: instants.map((at) => (at === null ? null : msOf(clamp(at)))),
  },
];

/** The instant that such two columns hold. */
export const fromInstantColumns = (name: string): RawBuilder<number> =>
  compose(sql.ref(`${name}_day`), sql.ref(`${name}_ms`));
