import type { DuckDBConnection } from "@duckdb/node-api";
import {
  CompiledQuery as Compiled,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  type QueryResult,
  type SchemaMetadata,
  sql,
  type TableMetadata,
} from "kysely";
import type { DuckDbConnections } from "./connections.ts";
import type { StatementWatch } from "./data-version.ts";
import { type DuckDb, fromDuckDb, toDuckDb } from "./values.ts";

/** Connections kept open between queries; more are made while needed and closed after. */
const IDLE_CONNECTIONS_MAX = 4;

/**
 * Kysely's dialect for DuckDB: PostgreSQL's SQL text over DuckDB's connections.
 * `duckdb` is the loaded native module, so that this file can be imported without it.
 */
export class DuckDbDialect implements Dialect {
  readonly #connections: DuckDbConnections;
  readonly #duckdb: DuckDb;

  constructor(connections: DuckDbConnections, duckdb: DuckDb) {
    this.#connections = connections;
    this.#duckdb = duckdb;
  }

  createDriver(): Driver {
    return new DuckDbDriver(this.#connections, this.#duckdb);
  }
  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }
  createAdapter(): DuckDbAdapter {
    return new DuckDbAdapter();
  }
  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new DuckDbIntrospector(db);
  }
}

class DuckDbAdapter extends PostgresAdapter {
  /** One process holds the file: nobody else can migrate it meanwhile. */
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class DuckDbDriver implements Driver {
  readonly #connections: DuckDbConnections;
  readonly #duckdb: DuckDb;
  readonly #idle: DuckDbConnection[] = [];

  constructor(connections: DuckDbConnections, duckdb: DuckDb) {
    this.#connections = connections;
    this.#duckdb = duckdb;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = this.#idle.pop() ?? (await this.#connect());
    this.#connections.hold();
    return connection;
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(Compiled.raw("begin"));
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(Compiled.raw("commit"));
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(Compiled.raw("rollback"));
  }
  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (!(connection instanceof DuckDbConnection)) throw new TypeError("a connection of another driver");
    this.#connections.release();
    if (this.#idle.length < IDLE_CONNECTIONS_MAX) this.#idle.push(connection);
    else this.#connections.drop(connection.raw);
  }
  /** Connections are closed by whoever holds them all. */
  async destroy(): Promise<void> {}

  async #connect(): Promise<DuckDbConnection> {
    const raw = await this.#connections.connect();
    return new DuckDbConnection({ raw, connections: this.#connections, duckdb: this.#duckdb });
  }
}

interface ConnectionParts {
  readonly raw: DuckDBConnection;
  readonly connections: DuckDbConnections;
  readonly duckdb: DuckDb;
}

/** Kysely's connection; `raw` is DuckDB's own, for bulk loads. */
export class DuckDbConnection implements DatabaseConnection {
  readonly raw: DuckDBConnection;
  readonly #connections: DuckDbConnections;
  readonly #duckdb: DuckDb;
  readonly #watch: StatementWatch;

  constructor({ raw, connections, duckdb }: ConnectionParts) {
    this.raw = raw;
    this.#watch = connections.version.watch();
    this.#connections = connections;
    this.#duckdb = duckdb;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#connections.call(this.raw, () => this.#run<Row>(query));
  }

  /** Native calls of a bulk load. */
  load<T>(work: (raw: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#connections.call(this.raw, () => work(this.raw));
  }

  async #run<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const bound = query.parameters.map((value) => toDuckDb(value, this.#duckdb));
    const result = await this.raw.run(
      query.sql,
      bound.map(([value]) => value),
      bound.map(([, type]) => type),
    );
    this.#watch.ran(query.sql);
    const names = result.columnNames();
    const rows: Row[] = [];
    for (const values of await result.getRows()) {
      const row: Record<string, unknown> = {};
      for (let column = 0; column < names.length; column++)
        row[names[column]!] = fromDuckDb(values[column]!, this.#duckdb);
      rows.push(row as Row);
    }
    return { rows, numAffectedRows: BigInt(result.rowsChanged) };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new TypeError("rows are not streamed: use the engine's column stream");
  }
}

/** Only as much as migrations ask. */
class DuckDbIntrospector implements DatabaseIntrospector {
  readonly #db: Kysely<unknown>;

  constructor(db: Kysely<unknown>) {
    this.#db = db;
  }

  async getSchemas(): Promise<SchemaMetadata[]> {
    const found =
      await sql<SchemaMetadata>`select schema_name as name from information_schema.schemata`.execute(
        this.#db,
      );
    return found.rows;
  }

  async getTables(): Promise<TableMetadata[]> {
    const found = await sql<{ name: string; schema: string; table_type: string }>`
      select table_name as name, table_schema as schema, table_type from information_schema.tables`.execute(
      this.#db,
    );
    return found.rows.map((row) => ({
      name: row.name,
      schema: row.schema,
      isView: row.table_type === "VIEW",
      isForeign: false,
      columns: [],
    }));
  }
}
