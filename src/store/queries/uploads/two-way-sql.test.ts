import { readdirSync, readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { bindTwoWaySql } from "./two-way-sql.ts";

const SQL = new URL("../../../../sql/uploads/", import.meta.url);

test("each literal after the name of a setting becomes its parameter, one for each setting", () => {
  const text =
    "WHERE a > /* z */ 3.5 AND b < /* window */ '1 hour' AND c = /* z */ 3.5 AND d = 7 /* a remark */";
  expect(bindTwoWaySql(text, { z: 4, window: "2 hours", unused: 1 })).toEqual({
    sql: "WHERE a > $1 AND b < $2 AND c = $1 AND d = 7 /* a remark */",
    values: [4, "2 hours"],
  });
});

test("a setting without a value is a bug, also one named like a property of every object", () => {
  expect(() => bindTwoWaySql("/* z */ 3", {})).toThrow("the setting z, which has no value");
  expect(() => bindTwoWaySql("/* constructor */ 3", {})).toThrow("the setting constructor");
});

test("no query holds a setting that the program would leave as it stands", () => {
  const settings = {
    window: "",
    threshold_bytes: 0,
    services: 0,
    service_bytes: 0,
    z: 0,
    robust_score: 0,
    other_days_min: 0,
    services_named_max: 0,
  };
  const bound = readdirSync(SQL)
    .filter((file) => file.endsWith(".sql"))
    .map((file) => bindTwoWaySql(readFileSync(new URL(file, SQL), "utf8"), settings).sql);
  expect(bound.length).toBeGreaterThan(10);
  for (const sql of bound) expect(sql).not.toContain("/*");
});

test("S0-02 by hand, the schema makes the table and every query runs over it as it stands", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(readFileSync(new URL("schema.sql", SQL), "utf8"));
  await connection.run(
    `INSERT INTO cloud_upload_logs (timestamp, user_id, service, bytes_uploaded)
     VALUES ('2024-01-01 10:00:00', 'u1', 'S3', 104857600), ('2024-01-01 11:00:00', 'u1', 'Drive', 1)`,
  );
  const byHand = await connection.runAndReadAll(
    "SELECT id, sum(bytes_uploaded) FROM cloud_upload_logs GROUP BY id",
  );
  expect(byHand.getRowsJS().map(([id]) => id)).toEqual(expect.arrayContaining([1n, 2n]));
  const counts = new Map<string, number>();
  for (const file of readdirSync(SQL).filter((name) => name.endsWith(".sql") && name !== "schema.sql"))
    counts.set(
      file,
      (await connection.runAndReadAll(readFileSync(new URL(file, SQL), "utf8"))).currentRowCount,
    );
  expect(counts.get("forward.sql")).toBe(1);
  expect(counts.get("trailing.sql")).toBe(1);
  expect(counts.get("history.sql")).toBe(3);
  connection.closeSync();
  instance.closeSync();
});
