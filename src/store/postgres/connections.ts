import { setTimeout as sleep } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { toError } from "../../domain/index.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { isStartingUp } from "./to-problem.ts";
import { findParser } from "./values.ts";

/** Connections of one process. An ingest holds two, a stream one. */
export const CONNECTIONS_MAX = 16;
const CONNECT_TIMEOUT_MS = 10_000;
/** A server that is just starting gets so many tries, each waiting twice as long as the one before: 4 s in all. */
const CONNECT_ATTEMPTS_MAX = 5;
const CONNECT_FIRST_WAIT_MS = 250;
/** No statement may run longer. */
const STATEMENT_TIMEOUT_MS = 3_600_000;
/** How long a statement waits for what another process is writing before it is given up and tried again. */
const LOCK_TIMEOUT_MS = 60_000;
/** A process that went silent in a transaction loses it: nobody waits for it longer. */
const IDLE_TRANSACTION_TIMEOUT_MS = 300_000;

/**
 * How every session is set up, whatever server, role or database have for defaults: one time zone, one way to write
 * instants, the isolation that exactly-once writing is built on, limits. Machine code for queries costs more than it brings here.
 */
const SESSION = [
  "set TimeZone = 'UTC'",
  "set DateStyle = 'ISO, YMD'",
  "set default_transaction_isolation = 'read committed'",
  "set default_transaction_deferrable = off",
  "set jit = off",
  `set statement_timeout = ${STATEMENT_TIMEOUT_MS}`,
  `set lock_timeout = ${LOCK_TIMEOUT_MS}`,
  `set idle_in_transaction_session_timeout = ${IDLE_TRANSACTION_TIMEOUT_MS}`,
].join("; ");

/** Connections to one database, each set up before it is used. A broken one is thrown away. */
export class Connections {
  readonly #pool: Pool;
  readonly #ready = new WeakSet<PoolClient>();
  readonly #broken = new WeakSet<PoolClient>();
  /** Host, port and database, for messages. */
  readonly place: string;
  readonly user: string;

  private constructor(pool: Pool, { place, user }: { readonly place: string; readonly user: string }) {
    this.#pool = pool;
    this.place = place;
    this.user = user;
  }

  static async create(url: string): Promise<Connections> {
    const { default: pg } = await import("pg");
    const driver = pg.types;
    const types = {
      // The driver's own type for this is an overload with a text format and a binary one; only text is asked for.
      getTypeParser: ((id: number, format: "text") =>
        findParser(id) ?? driver.getTypeParser(id, format)) as typeof driver.getTypeParser,
    };
    const config = { connectionString: url, application_name: "gait", keepAlive: true, types };
    try {
      refuseOtherAddress(url);
      const { host, port, database, user } = new pg.Client(config);
      const pool = new pg.Pool({
        ...config,
        max: CONNECTIONS_MAX,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      });
      // An idle connection that breaks is replaced when one is needed.
      pool.on("error", () => {});
      return new Connections(pool, { place: `${host}:${port}/${database ?? ""}`, user: user ?? "" });
    } catch (error) {
      throw toError(STORE_PROBLEMS, "STORE_DATABASE_URL", {}, { cause: error });
    }
  }

  async acquire(): Promise<PoolClient> {
    const client = await this.#connect();
    if (this.#ready.has(client)) return client;
    client.on("error", () => this.markBroken(client));
    try {
      await client.query(SESSION);
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.#ready.add(client);
    return client;
  }

  async #connect(): Promise<PoolClient> {
    for (let attempt = 1, waitMs = CONNECT_FIRST_WAIT_MS; ; attempt++, waitMs *= 2) {
      try {
        return await this.#pool.connect();
      } catch (error) {
        if (attempt === CONNECT_ATTEMPTS_MAX || !isStartingUp(error)) throw error;
        await sleep(waitMs);
      }
    }
  }

  /** Never to be used again. */
  markBroken(client: PoolClient): void {
    this.#broken.add(client);
  }

  release(client: PoolClient): void {
    client.release(this.#broken.has(client));
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

function refuseOtherAddress(url: string): void {
  const { protocol } = new URL(url);
  if (protocol !== "postgres:" && protocol !== "postgresql:") throw new TypeError("another kind of address");
}
