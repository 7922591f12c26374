import {
  CompiledQuery as Compiled,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import type { PoolClient } from "pg";
import type { Connections } from "./connections.ts";

/** Kysely's dialect for PostgreSQL over our own connections, which bulk loads and streams use as well. */
export class PostgresDialect implements Dialect {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  createDriver(): Driver {
    return new PostgresDriver(this.#connections);
  }
  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }
  /** Its migration lock is an advisory one: of two processes that start at once, one migrates. */
  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }
  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }
}

class PostgresDriver implements Driver {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new PostgresConnection(await this.#connections.acquire());
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(Compiled.raw("begin"));
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const { command } = await toRaw(connection).query("commit");
    // The server answers a commit of a failed transaction with a rollback, and with no error.
    if (command !== "COMMIT") throw new Error("the transaction had failed before it was committed");
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const client = toRaw(connection);
    try {
      await client.query("rollback");
    } catch {
      // A connection that cannot roll back is gone, and its transaction with it.
      this.#connections.markBroken(client);
    }
  }
  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#connections.release(toRaw(connection));
  }
  async destroy(): Promise<void> {
    await this.#connections.close();
  }
}

/** Kysely's connection; `raw` is the driver's own. */
class PostgresConnection implements DatabaseConnection {
  readonly raw: PoolClient;

  constructor(raw: PoolClient) {
    this.raw = raw;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, rowCount } = await this.raw.query<Row & object>(query.sql, [...query.parameters]);
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new TypeError("rows are not streamed: use the engine's column stream");
  }
}

/** The driver's own connection under Kysely's. */
export function toRaw(connection: DatabaseConnection): PoolClient {
  if (!(connection instanceof PostgresConnection)) throw new TypeError("a connection of another driver");
  return connection.raw;
}
