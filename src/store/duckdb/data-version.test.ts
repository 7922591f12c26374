import { expect, test } from "vitest";
import { DataVersion } from "./data-version.ts";

function run(...statements: readonly string[]): number {
  const version = new DataVersion();
  const watch = version.watch();
  for (const statement of statements) watch.ran(statement);
  return version.number;
}

test("counts what is written by itself, and a transaction that wrote when it ends well", () => {
  expect(run('insert into "event_rows" values (1)')).toBe(1);
  expect(run("begin", "delete from finding_rows", "update x set y = 1")).toBe(0);
  expect(run("begin", "delete from finding_rows", "update x set y = 1", "commit")).toBe(1);
  expect(run("begin", "delete from finding_rows", "rollback", "begin", "select 1", "commit")).toBe(0);
  expect(run("alter table x add column y integer", "\n  INSERT INTO t values (1)")).toBe(2);
});

test("counts neither questions nor what no answer speaks of", () => {
  expect(run("select 1", "  with a as (select 1) select * from a", "checkpoint")).toBe(0);
  expect(run('update "sessions" set "used_at" = 1', 'insert into "audit_rows" values (1)')).toBe(0);
  expect(run("begin", 'update "leases" set "token" = 1', "commit")).toBe(0);
});

test("connections are told apart", () => {
  const version = new DataVersion();
  const [one, other] = [version.watch(), version.watch()];
  one.ran("begin");
  one.ran("insert into t values (1)");
  other.ran("commit");
  expect(version.number).toBe(0);
  one.ran("commit");
  expect(version.number).toBe(1);
});
