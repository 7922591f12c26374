import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as duckdb from "@duckdb/node-api";
import { type CompiledQuery, sql } from "kysely";
import { expect, it } from "vitest";
import type { ColumnBatch } from "../engine.ts";
import { DuckDbConnections } from "./connections.ts";
import { createDuckDbEngine } from "./engine.ts";

const LONG =
  "select count(*) as found from range(100000000) a(x), range(1000) b(y) where hash(x + y) % 7 = 1";

const open = async () =>
  createDuckDbEngine({
    instance: await duckdb.DuckDBInstance.create(":memory:"),
    duckdb,
    file: "",
    toProblem: (error) => error,
    onClosed: async () => {},
  });

const refusal = { report: { code: "STORE_CLOSED" } };

it("breaks off what takes long when the database is closed, and refuses whoever comes after", async () => {
  const instance = await duckdb.DuckDBInstance.create(":memory:");
  const connections = new DuckDbConnections(instance, 50);
  const asked = [];
  for (let at = 0; at < 3; at++) {
    const connection = await connections.connect();
    asked.push(connections.call(connection, () => connection.run(LONG)).then(() => "done", String));
  }
  await wait(20);
  const started = performance.now();
  await connections.close();
  expect(performance.now() - started).toBeLessThan(5000);
  expect(await Promise.all(asked)).toEqual(Array(3).fill(expect.stringContaining("INTERRUPT")));
  await expect(connections.connect()).rejects.toMatchObject(refusal);
  await connections.close();
});

it("lets a transaction that is under way come to its end", async () => {
  const engine = await open();
  await sql`create table kept (n integer)`.execute(engine.db);
  const steps: string[] = [];
  const writing = engine.db.transaction().execute(async (trx) => {
    await sql`insert into kept values (1)`.execute(trx);
    steps.push("began");
    await wait(100);
    await sql`insert into kept values (2)`.execute(trx);
    steps.push("ended");
  });
  while (steps.length === 0) await wait(1);
  const closing = engine.close().then(() => steps.push("closed"));
  await expect(sql`select 1`.execute(engine.db)).rejects.toMatchObject(refusal);
  await Promise.all([writing, closing]);
  expect(steps).toEqual(["began", "ended", "closed"]);
});

it("closes under rows that nobody reads on, and says so to whoever does", async () => {
  const engine = await open();
  const rows = engine.stream(compile("select range::varchar as x from range(100000)"));
  expect((await rows.next()).done).toBe(false);
  await engine.close();
  await expect(rows.next()).rejects.toMatchObject(refusal);
});

it("keeps the memory of rows for as long as somebody holds them", async () => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("garbage cannot be collected");
  const engine = await open();
  const held: ColumnBatch[] = [];
  const long = "'a text that does not fit into a cell: ' || range";
  for await (const batch of engine.stream(compile(`select ${long} as x from range(40000)`))) held.push(batch);
  for (let round = 0; round < 3; round++) {
    collect();
    await turn();
    // Whatever was freed is used again.
    for await (const batch of engine.stream(compile("select repeat('z', 60) || range from range(40000)")))
      batch.columns[0]!.textAt(0);
  }
  const texts = held.flatMap(({ length, columns }) =>
    Array.from({ length }, (_, row) => columns[0]!.textAt(row)),
  );
  expect(texts).toEqual(
    Array.from({ length: 40_000 }, (_, n) => `a text that does not fit into a cell: ${n}`),
  );
  await engine.close();
});

const compile = (text: string): CompiledQuery => ({ sql: text, parameters: [] }) as unknown as CompiledQuery;
