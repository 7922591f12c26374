import { sql } from "kysely";
import type { Engine } from "../../engine.ts";
import type { SubjectFilter } from "../../ports/statistic-port.ts";
import { toGrouping } from "./grouping.ts";

const HOURS_OF_WEEK = 168;
/** 1970-01-01 was a Thursday: hours from the Monday before. */
const FIRST_HOUR = 72;

/** Counts by hour of the week in UTC, Monday 00:00 first. */
export async function readWeek(db: Engine["db"], filter: SubjectFilter): Promise<readonly number[]> {
  const { from, where, time } = toGrouping(filter, null);
  const { rows } = await sql<{ hour_of_week: number; n: number }>`
    select mod(cast(floor(extract(epoch from ${time}) / 3600) as bigint) + ${sql.lit(FIRST_HOUR)}, ${sql.lit(HOURS_OF_WEEK)})
      as hour_of_week, count(*) as n
    from ${from} where ${where} group by 1`.execute(db);
  const hours = new Array<number>(HOURS_OF_WEEK).fill(0);
  for (const { hour_of_week, n } of rows) {
    // The remainder of what was before 1970 is negative.
    const hour = (Number(hour_of_week) + HOURS_OF_WEEK) % HOURS_OF_WEEK;
    hours[hour] = hours[hour]! + Number(n);
  }
  return hours;
}
