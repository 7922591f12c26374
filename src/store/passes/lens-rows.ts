import { sql } from "kysely";
import { toContentHash, toDay } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { LensExport, LensState, NewInputs } from "../ports/pass-port.ts";
import { readHorizon } from "../upkeep/horizon.ts";
import type { Trx } from "../writing.ts";
import { forgetDays } from "./pass-days.ts";

type Db = Engine["db"];

/** Whether the lens works with this already. */
export async function isConfigured(db: Db, { lens, configuration }: LensState): Promise<boolean> {
  const found = await sql`
    select lens from lenses where lens = ${lens} and configuration = ${configuration}`.execute(db);
  return found.rows.length > 0;
}

/** True: the lens is new, or works with something else than before. */
export async function configureLens(trx: Trx, { lens, configuration }: LensState): Promise<boolean> {
  await sql`
    insert into lenses (lens, configuration) values (${lens}, '') on conflict (lens) do nothing`.execute(trx);
  const changed = await sql`
    update lenses set configuration = ${configuration}
    where lens = ${lens} and configuration <> ${configuration} returning lens`.execute(trx);
  if (changed.rows.length === 0) return false;
  await sql`delete from lens_inputs where lens = ${lens}`.execute(trx);
  await forgetDays(trx, lens, null);
  return true;
}

/** Inputs that the lens has not seen are seen afterwards, and what lies behind their first event is to be done again. */
export async function admitInputs(engine: Engine, trx: Trx, lens: string): Promise<NewInputs> {
  const lock = engine.capabilities.writesTogether ? sql`for update` : sql``;
  const known = await sql`select lens from lenses where lens = ${lens} ${lock}`.execute(trx);
  if (known.rows.length === 0) throw new TypeError(`the lens ${lens} was not configured`);
  const found = await sql<{ input_key: number; first_at: number | null; events: number }>`
    select i.input_key, i.first_at, i.events from inputs i
    where not exists (
      select 1 from lens_inputs l where l.lens = ${lens} and l.input_key = i.input_key)`.execute(trx);
  await addInputs(engine, trx, { lens, keys: found.rows.map((row) => row.input_key) });
  const withEvents = found.rows.filter((row) => row.events > 0 && row.first_at !== null);
  if (withEvents.length === 0) return { inputs: 0, fromDay: null };
  const firstDay = withEvents.reduce(
    (first, row) => Math.min(first, toDay(row.first_at!)),
    Number.POSITIVE_INFINITY,
  );
  // Days from which events were removed are not done again: what was learned of them would be lost.
  const fromDay = Math.max(firstDay, await readHorizon(trx));
  await forgetDays(trx, lens, fromDay);
  return { inputs: withEvents.length, fromDay };
}

/** So many are named in the statement: what comes in live is little, and needs no table of its own. */
const FEW_KEYS_MAX = 100;

async function addInputs(
  engine: Engine,
  trx: Trx,
  { lens, keys }: { readonly lens: string; readonly keys: readonly number[] },
): Promise<void> {
  if (keys.length === 0) return;
  if (keys.length <= FEW_KEYS_MAX) {
    const listed = sql.join(keys.map((key) => sql.lit(key)));
    await sql`
      insert into lens_inputs (lens, input_key) select ${lens}, i.input_key from inputs i
      where i.input_key in (${listed}) and not exists (
        select 1 from lens_inputs l where l.lens = ${lens} and l.input_key = i.input_key)`.execute(trx);
    return;
  }
  await engine.loadTemporary(trx, "staged_inputs_seen", [{ name: "seen", type: "integer", values: keys }]);
  await sql`
    insert into lens_inputs (lens, input_key)
    select ${lens}, seen from staged_inputs_seen s
    where not exists (
      select 1 from lens_inputs l where l.lens = ${lens} and l.input_key = s.seen)`.execute(trx);
  await sql`drop table staged_inputs_seen`.execute(trx);
}

export async function exportLenses(db: Db): Promise<readonly LensExport[]> {
  const lenses = await db.selectFrom("lenses").selectAll().orderBy(sql`lens collate "C"`).execute();
  const rows = await sql<{ lens: string; hash: string }>`
    select l.lens, i.hash from lens_inputs l join inputs i on i.input_key = l.input_key
    order by i.input_key`.execute(db);
  return lenses.map(({ lens, configuration }) => ({
    lens,
    configuration,
    inputs: rows.rows.filter((row) => row.lens === lens).map((row) => toContentHash(row.hash)),
  }));
}

/** Inputs that are not in the ledger here are left out: they are new to the lens when they come. */
export async function restoreLens(
  engine: Engine,
  trx: Trx,
  { lens, configuration, inputs }: LensExport,
): Promise<void> {
  await configureLens(trx, { lens, configuration });
  const rows = await trx.selectFrom("inputs").select(["input_key", "hash"]).execute();
  const wanted = new Set<string>(inputs);
  const keys = rows.filter(({ hash }) => wanted.has(hash)).map(({ input_key }) => input_key);
  await addInputs(engine, trx, { lens, keys });
}
