import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type CompiledQuery, Kysely, sql, type Transaction } from "kysely";
import type { Capabilities, ColumnBatch, ColumnType, Engine, LoadColumn } from "../engine.ts";
import type { StoreTables } from "../tables.ts";
import type { Connections } from "./connections.ts";
import { PostgresDialect, toRaw } from "./dialect.ts";
import { isGivenUp, toDatabaseProblem } from "./to-problem.ts";
import { type RowValue, toColumnBatch, toCopyText } from "./values.ts";

const POSTGRES_CAPABILITIES: Capabilities = { indexesLargeTables: true, writesTogether: true };

/** How often a step is tried that the database gives up for another process's sake. */
export const WRITE_ATTEMPTS_MAX = 8;
const WRITE_FIRST_WAIT_MS = 10;
/** Rows that a stream fetches at once. */
const FETCH_ROWS = 4096;
/** Whoever reads a stream may think so long between two batches. */
const STREAM_IDLE_TIMEOUT_MS = 3_600_000;

export function createPostgresEngine(connections: Connections): Engine {
  const db = new Kysely<StoreTables>({ dialect: new PostgresDialect(connections) });
  return {
    db,
    capabilities: POSTGRES_CAPABILITIES,
    loadTemporary,
    attempt,
    stream: (query) => streamColumns(query, connections),
    toProblem: (error) => toDatabaseProblem(error, connections),
    async readVersion() {
      // Two snapshots that are alike see the same rows, whoever writes.
      const found = await sql<{ snapshot: string }>`
        select cast(pg_current_snapshot() as text) as snapshot`.execute(db);
      return found.rows[0]!.snapshot;
    },
    // Pages are the server's own affair: nothing has to be written out for its sizes to be read.
    async checkpoint() {},
    async sizeBytes() {
      const found = await sql<{ bytes: number | null }>`
        select sum(pg_total_relation_size(c.oid)) as bytes
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and c.relkind = 'r'`.execute(db);
      return found.rows[0]?.bytes ?? 0;
    },
    close: () => db.destroy(),
  };
}

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: "text",
  integer: "integer",
  bigint: "bigint",
  double: "double precision",
  boolean: "boolean",
};

async function loadTemporary(
  trx: Transaction<StoreTables>,
  table: string,
  columns: readonly LoadColumn[],
): Promise<void> {
  const { from } = (await import("pg-copy-streams")).default;
  const definitions = columns.map(({ name, type }) => `${name} ${SQL_TYPES[type]}`).join(", ");
  await sql.raw(`create temporary table if not exists ${table} (${definitions}) on commit drop`).execute(trx);
  if ((columns[0]?.values.length ?? 0) === 0) return;
  await trx.getExecutor().provideConnection(async (connection) => {
    const names = columns.map(({ name }) => name).join(", ");
    const copy = toRaw(connection).query(from(`copy pg_temp.${table} (${names}) from stdin`));
    await pipeline(Readable.from(toCopyText(columns)), copy);
  });
}

async function attempt<T>(trx: Transaction<StoreTables>, work: () => Promise<T>): Promise<T> {
  await sql`savepoint attempt`.execute(trx);
  for (let tried = 1, waitMs = WRITE_FIRST_WAIT_MS; ; tried++, waitMs *= 2) {
    try {
      const result = await work();
      await sql`release savepoint attempt`.execute(trx);
      return result;
    } catch (error) {
      if (tried === WRITE_ATTEMPTS_MAX || !isGivenUp(error)) throw error;
      await sql`rollback to savepoint attempt`.execute(trx);
      await sleep(waitMs);
    }
  }
}

/** A cursor on the server: memory holds one fetch. Its rows are those of one moment, whatever is written meanwhile. */
async function* streamColumns(query: CompiledQuery, connections: Connections): AsyncGenerator<ColumnBatch> {
  const client = await connections.acquire();
  try {
    await client.query("begin read only");
    await client.query(`set local idle_in_transaction_session_timeout = ${STREAM_IDLE_TIMEOUT_MS}`);
    await client.query(`declare rows_in_order no scroll cursor for ${query.sql}`, [...query.parameters]);
    for (;;) {
      const { rows, fields } = await client.query<RowValue[]>({
        text: `fetch ${FETCH_ROWS} from rows_in_order`,
        rowMode: "array",
      });
      if (rows.length === 0) return;
      yield toColumnBatch(rows, fields.length);
    }
  } finally {
    try {
      await client.query("rollback");
    } catch {
      // Gone, and its cursor with it.
      connections.markBroken(client);
    }
    connections.release(client);
  }
}
