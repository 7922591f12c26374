import { sql } from "kysely";
import type { Engine } from "../engine.ts";
import type { Trx } from "../writing.ts";

const NAME = "retention_day";
/** Before any day: nothing was ever removed. */
export const NO_HORIZON = -(2 ** 31);

/** The first day whose events are all there; what was found of the days before stays as it is. */
export async function readHorizon(db: Engine["db"] | Trx): Promise<number> {
  const found = await sql<{ value: string }>`select value from meta where name = ${NAME}`.execute(db);
  const value = found.rows[0]?.value;
  return value === undefined ? NO_HORIZON : Number(value);
}

/** Days are closed for good. */
export async function raiseHorizon(trx: Trx, day: number): Promise<void> {
  if (day <= (await readHorizon(trx))) return;
  await trx.deleteFrom("meta").where("name", "=", NAME).execute();
  await trx
    .insertInto("meta")
    .values({ name: NAME, value: String(day) })
    .execute();
}
