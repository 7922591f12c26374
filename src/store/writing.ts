import { sql, type Transaction } from "kysely";
import { toError } from "../domain/index.ts";
import type { Engine } from "./engine.ts";
import type { WriteOptions } from "./ports/lease-port.ts";
import { STORE_PROBLEMS } from "./problems.ts";
import type { StoreTables } from "./tables.ts";

export type Trx = Transaction<StoreTables>;

/** Runs short transactions, one after another where the engine has one writer. */
export interface Writing {
  /**
   * Whatever goes wrong, nothing of it stays. It may run several times, where the database gave it up for another
   * process's sake. With a fence, it fails when the lease is another's, and nobody can take the lease while it runs.
   */
  write<T>(work: (trx: Trx) => Promise<T>, options?: WriteOptions): Promise<T>;
  /** Where the engine has one writer, nothing is written while the work is done. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

export function createWriting(engine: Engine): Writing {
  let last: Promise<unknown> = Promise.resolve();
  const run = <T>(work: (trx: Trx) => Promise<T>, options: WriteOptions): Promise<T> =>
    engine.db.transaction().execute((trx) =>
      engine.attempt(trx, async () => {
        await refuseLost(engine, trx, options);
        return work(trx);
      }),
    );
  return {
    async hold(work) {
      if (engine.capabilities.writesTogether) return work();
      const next = last.then(work);
      last = next.catch(() => {});
      return next;
    },
    async write(work, options = {}) {
      try {
        if (engine.capabilities.writesTogether) return await run(work, options);
        // The engine lets two transactions change the same rows and throws one away: they wait for each other instead.
        const next = last.then(() => run(work, options));
        last = next.catch(() => {});
        return await next;
      } catch (error) {
        throw engine.toProblem(error);
      }
    },
  };
}

async function refuseLost(engine: Engine, trx: Trx, { fence }: WriteOptions): Promise<void> {
  if (fence === undefined) return;
  const lock = engine.capabilities.writesTogether ? sql`for share` : sql``;
  const found = await sql<{ token: number; holder: string }>`
    select token, holder from leases where name = ${fence.name} ${lock}`.execute(trx);
  const held = found.rows[0];
  if (held?.token !== fence.token || held.holder !== fence.holder)
    throw toError(STORE_PROBLEMS, "STORE_LEASE_LOST", { name: fence.name });
}
