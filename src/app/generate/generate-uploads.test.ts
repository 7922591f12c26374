import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { GenerateTableRequest } from "../../cli/generate-port.ts";
import { UPLOADS_PORT } from "../uploads/uploads-port.ts";
import { type GeneratedFile, generate, groupRows, request, sum } from "./fixtures/generated-file.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gait-generate-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const makeUploads = (parts: Partial<GenerateTableRequest>): Promise<GeneratedFile> =>
  generate(request(FOLDER, { kind: "uploads", ...parts }));

test("S0-03 S0-07 S0-08 uploads: each analysis finds the story that it is for, among ordinary deliveries", async () => {
  const log = await makeUploads({ days: 40, people: 60 });
  const report = await UPLOADS_PORT.analyse({
    file: log.file,
    limits: UPLOADS_PORT.defaults,
    onProgress: () => {},
  });
  expect(report.rejects).toBe(0);
  expect(report.uploads).toBe(log.rows.length);
  const usersIn = (key: string) =>
    new Set(report.tables.find((table) => table.key === key)!.rows.map((row) => row["user_id"]));
  const usersOf = (story: string) =>
    new Set(log.rows.filter((_, row) => log.stories[row] === story).map((row) => row["user_id"]));
  for (const [story, analysis] of [
    ["upload-burst", "forward"],
    ["upload-burst", "bursts"],
    ["many-services", "multi_service_sliding"],
    ["slow-rise", "daily_robust"],
  ] as const) {
    expect(usersOf(story).size).toBe(2);
    const found = usersIn(analysis);
    expect(
      [...usersOf(story)].filter((user) => !found.has(user)),
      `${story} in ${analysis}`,
    ).toEqual([]);
  }
  // Large is not bad: people who hand over something large are in the windows too.
  const guilty = new Set(log.rows.filter((_, row) => log.stories[row] !== null).map((row) => row["user_id"]));
  expect([...usersIn("forward")].filter((user) => !guilty.has(String(user))).length).toBeGreaterThan(3);
});

test("S0-08 uploads: a slow theft rises day by day, and its late days are what the median tells", async () => {
  const log = await makeUploads({ days: 40, people: 60, stories: ["slow-rise"] });
  const report = await UPLOADS_PORT.analyse({
    file: log.file,
    limits: UPLOADS_PORT.defaults,
    onProgress: () => {},
  });
  const told = new Set(
    report.tables
      .find(({ key }) => key === "daily_robust")!
      .rows.map((row) => `${row["user_id"]} ${row["activity_date"]}`),
  );
  const stolen = groupRows(
    { ...log, rows: log.rows.filter((_, row) => log.stories[row] !== null), stories: [] },
    (row) => row["user_id"]!,
  );
  expect(stolen).toHaveLength(2);
  for (const { rows } of stolen) {
    const days = [...Map.groupBy(rows, (row) => `${row["user_id"]} ${row["timestamp"]!.slice(0, 10)}`)];
    const bytes = days.map(([, uploads]) => sum(uploads.map((row) => Number(row["bytes_uploaded"]))));
    expect(bytes).toHaveLength(12);
    expect(sum(bytes.slice(-3))).toBeGreaterThan(4 * sum(bytes.slice(0, 3)));
    expect(days.slice(-4).filter(([day]) => told.has(day)).length).toBeGreaterThanOrEqual(2);
  }
});
