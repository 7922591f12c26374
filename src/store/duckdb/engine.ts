import { stat } from "node:fs/promises";
import type { DuckDBInstance } from "@duckdb/node-api";
import { type CompiledQuery, Kysely, sql, type Transaction } from "kysely";
import type { Capabilities, ColumnBatch, ColumnType, Engine, LoadColumn } from "../engine.ts";
import type { StoreTables } from "../tables.ts";
import { DuckDbConnections } from "./connections.ts";
import { DuckDbConnection, DuckDbDialect } from "./dialect.ts";
import { type DuckDb, readColumn, toDuckDb } from "./values.ts";

/** Rows of one DuckDB vector: the most that a data chunk can hold. */
const CHUNK_ROWS_MAX = 2048;

export const DUCKDB_CAPABILITIES: Capabilities = { indexesLargeTables: false, writesTogether: false };

export interface DuckDbEngineOptions {
  readonly instance: DuckDBInstance;
  readonly duckdb: DuckDb;
  /** The database file; its size is asked with `stat` alone, for closing a second handle would drop the file's lock. */
  readonly file: string;
  readonly toProblem: (error: unknown) => unknown;
  /** Runs after the database is closed. */
  readonly onClosed: () => Promise<void>;
}

export function createDuckDbEngine(options: DuckDbEngineOptions): Engine {
  const { instance, duckdb, file } = options;
  const connections = new DuckDbConnections(instance);
  const db = new Kysely<StoreTables>({ dialect: new DuckDbDialect(connections, duckdb) });
  return {
    db,
    capabilities: DUCKDB_CAPABILITIES,
    loadTemporary: (trx, table, columns) => loadTemporary(trx, { table, columns, duckdb }),
    attempt: (_, work) => work(),
    stream: (query) => streamColumns(query, connections, duckdb),
    toProblem: options.toProblem,
    readVersion: async () => String(connections.version.number),
    async checkpoint() {
      await sql`checkpoint`.execute(db);
    },
    sizeBytes: async () => (await sizeOf(file)) + (await sizeOf(`${file}.wal`)),
    async close() {
      await connections.close();
      await db.destroy();
      await options.onClosed();
    },
  };
}

const sizeOf = async (file: string): Promise<number> =>
  stat(file).then(
    (found) => found.size,
    () => 0, // No write-ahead log, or an in-memory database: nothing on disk.
  );

async function* streamColumns(
  query: CompiledQuery,
  connections: DuckDbConnections,
  duckdb: DuckDb,
): AsyncGenerator<ColumnBatch> {
  const connection = await connections.connect();
  try {
    const bound = query.parameters.map((value) => toDuckDb(value, duckdb));
    const result = await connections.call(connection, () =>
      connection.stream(
        query.sql,
        bound.map(([value]) => value),
        bound.map(([, type]) => type),
      ),
    );
    for (;;) {
      const chunk = await connections.call(connection, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      const columns = Array.from({ length: chunk.columnCount }, (_, column) =>
        readColumn(chunk, column, duckdb),
      );
      yield { length: chunk.rowCount, columns };
    }
  } finally {
    connections.drop(connection);
  }
}

interface TemporaryLoad {
  readonly table: string;
  readonly columns: readonly LoadColumn[];
  readonly duckdb: DuckDb;
}

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: "varchar",
  integer: "integer",
  bigint: "bigint",
  double: "double",
  boolean: "boolean",
};

async function loadTemporary(trx: Transaction<StoreTables>, load: TemporaryLoad): Promise<void> {
  const { table, columns, duckdb } = load;
  const definitions = columns.map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(SQL_TYPES[type])}`);
  await sql`create temporary table if not exists ${sql.id(table)} (${sql.join(definitions)})`.execute(trx);
  const rows = columns[0]?.values.length ?? 0;
  if (rows === 0) return;
  await trx.getExecutor().provideConnection(async (connection) => {
    if (!(connection instanceof DuckDbConnection)) throw new TypeError("a connection of another driver");
    await connection.load(async (raw) => {
      const appender = await raw.createAppender(table, "main", "temp");
      try {
        const types = columns.map(({ type }) => toLogicalType(type, duckdb));
        for (let from = 0; from < rows; from += CHUNK_ROWS_MAX) {
          const count = Math.min(CHUNK_ROWS_MAX, rows - from);
          const chunk = duckdb.DuckDBDataChunk.create(types, count);
          for (let column = 0; column < columns.length; column++) {
            const { type, values } = columns[column]!;
            const vector = chunk.getColumnVector(column);
            if (type === "bigint")
              for (let row = 0; row < count; row++) vector.setItem(row, toBigint(values[from + row]!));
            else for (let row = 0; row < count; row++) vector.setItem(row, values[from + row]!);
            vector.flush();
          }
          appender.appendDataChunk(chunk);
        }
        appender.flushSync();
      } finally {
        appender.closeSync();
      }
    });
  });
}

const toBigint = (value: string | number | boolean | null): bigint | null =>
  value === null ? null : BigInt(value);

function toLogicalType(type: ColumnType, duckdb: DuckDb) {
  const types = {
    text: duckdb.VARCHAR,
    integer: duckdb.INTEGER,
    bigint: duckdb.BIGINT,
    double: duckdb.DOUBLE,
    boolean: duckdb.BOOLEAN,
  } as const satisfies Record<ColumnType, unknown>;
  return types[type];
}
