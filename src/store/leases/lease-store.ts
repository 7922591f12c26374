import { sql } from "kysely";
import { type Clock, type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { LeasesTable } from "../behaviour-tables.ts";
import type { Engine } from "../engine.ts";
import type { Lease, LeaseStore } from "../ports/lease-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx, Writing } from "../writing.ts";

export interface LeaseParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly clock: Clock;
}

const NOBODY = "";

/** Leases as rows: `for update skip locked` where several processes take them at once. */
export function createLeaseStore({ engine, writing, clock }: LeaseParts): LeaseStore {
  const toUntil = (durationMs: number): EpochMs => toEpochMs(clock.now() + durationMs);
  return {
    acquire: ({ durationMs, ...asked }) =>
      writing.write((trx) =>
        acquire(engine, trx, { ...asked, now: clock.now(), until: toUntil(durationMs) }),
      ),
    renew: (lease, durationMs) =>
      writing.write(async (trx) => {
        const until = toUntil(durationMs);
        return (await change(trx, lease, { holder: lease.holder, until })) ? { ...lease, until } : null;
      }),
    release: (lease) =>
      writing.write(async (trx) => {
        await change(trx, lease, { holder: NOBODY, until: toEpochMs(0) });
      }),
    async list() {
      try {
        const rows = await engine.db
          .selectFrom("leases")
          .selectAll()
          .where("holder", "<>", NOBODY)
          .where("until_at", ">", toInstant(clock.now()))
          .orderBy(sql`name collate "C"`)
          .execute();
        return rows.map(toLease);
      } catch (error) {
        throw engine.toProblem(error);
      }
    },
  };
}

interface Acquisition {
  readonly names: readonly string[];
  readonly holder: string;
  readonly now: EpochMs;
  readonly until: EpochMs;
}

async function acquire(engine: Engine, trx: Trx, asked: Acquisition): Promise<Lease | null> {
  const { holder, until } = asked;
  const names = asked.names.map(toStoredText);
  await addMissing(trx, names);
  const free = await findFree(engine, trx, { ...asked, names });
  if (free === null) return null;
  const token = free.holder === holder ? free.token : await nextToken(trx);
  await trx
    .updateTable("leases")
    .set({ holder, token, until_at: toInstant(until) })
    .where("name", "=", free.name)
    .execute();
  return { name: free.name, holder, token, until };
}

/** The first of the names that is free or the holder's own. */
async function findFree(
  engine: Engine,
  trx: Trx,
  { names, holder, now }: Acquisition,
): Promise<LeasesTable | null> {
  // A name whose row is locked is being taken, or its holder is writing: the next one is looked at.
  const lock = engine.capabilities.writesTogether ? sql`for update skip locked` : sql``;
  for (const name of names) {
    const found = await sql<LeasesTable>`
      select * from leases
      where name = ${name} and (holder = ${holder} or until_at <= ${toInstant(now)})
      ${lock}`.execute(trx);
    if (found.rows[0] !== undefined) return found.rows[0];
  }
  return null;
}

/** False: the lease is another's. */
async function change(
  trx: Trx,
  lease: Lease,
  { holder, until }: { readonly holder: string; readonly until: EpochMs },
): Promise<boolean> {
  const written = await trx
    .updateTable("leases")
    .set({ holder, until_at: toInstant(until) })
    .where("name", "=", lease.name)
    .where("token", "=", lease.token)
    .where("holder", "=", lease.holder)
    .returning("name")
    .execute();
  return written.length > 0;
}

/** Rows are there before they are locked: what is not there cannot be. */
async function addMissing(trx: Trx, names: readonly string[]): Promise<void> {
  const found = await trx.selectFrom("leases").select("name").where("name", "in", names).execute();
  const known = new Set(found.map(({ name }) => name));
  const missing = [...new Set(names)].filter((name) => !known.has(name)).sort();
  for (const name of missing)
    await sql`
      insert into leases (name, holder, token, until_at) values (${name}, ${NOBODY}, 0, ${toInstant(0)})
      on conflict (name) do nothing`.execute(trx);
}

async function nextToken(trx: Trx): Promise<number> {
  const found = await sql<{ token: number }>`select nextval('lease_tokens') as token`.execute(trx);
  return Number(found.rows[0]!.token);
}

const toLease = ({ name, holder, token, until_at }: LeasesTable): Lease => ({
  name,
  holder,
  token,
  until: toEpochMs(until_at),
});
