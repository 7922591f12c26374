import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse as parseCsv } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { runGait } from "../../../test/fixtures/gait-process.ts";
import { PRESET_S4_FEATURES } from "../../profile/index.ts";
import { addFeatures, PARSE_PORT } from "./parse-command.ts";

let folder: string;
let drill: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-parse-"));
  drill = join(folder, "drill.json");
  const made = await runGait(["generate", "drill", "--size", "1000", "--seed", "42", "--out", drill]);
  expect([made.code, made.errors]).toEqual([0, expect.anything()]);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const FLAT = [
  "eventID",
  "eventTime",
  "eventSource",
  "eventName",
  "awsRegion",
  "userType",
  "userName",
  "userArn",
  "userAccountId",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
];
const rowsOf = (csv: string) =>
  z.array(z.record(z.string(), z.string())).parse(parseCsv(csv, { columns: true }));
const request = (path: string) => ({ paths: [path], as: null, mapping: null, withFeatures: false });

async function collect(path: string, withFeatures = false) {
  const { columns, pages, counts } = await PARSE_PORT.parse({ ...request(path), withFeatures });
  const rows = [];
  for await (const page of pages) rows.push(...page);
  return { columns, rows, counts };
}

describe("S4-09 S4r-12: logs as flat rows", () => {
  it("S4-09 S4r-12: a generated log is parsed to a row for each event by one command, as CSV and as JSON", async () => {
    const { code, out, errors } = await runGait(["parse", drill]);
    expect([code, errors.trim()]).toEqual([0, "1,000 events, 0 rejects, 0 skipped"]);
    const rows = rowsOf(out);
    expect([rows.length, Object.keys(rows[0]!)]).toEqual([1000, FLAT]);
    const asJson = await runGait(["parse", drill, "--format", "json", "--quiet"]);
    const objects = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(asJson.out));
    expect(objects.map((one) => one["eventID"])).toEqual(rows.map((row) => row["eventID"]));
    // Most calls have no error: that is null, and never a text.
    expect(objects.filter((one) => one["errorCode"] === null).length).toBeGreaterThan(500);
    expect(objects.filter((one) => one["errorCode"] !== null).length).toBeGreaterThan(20);
  }, 60_000);

  it("S4-09 S4-10: the 34 features of each event come from another, in order of time, of what came before", async () => {
    const { code, out } = await runGait(["parse", drill, "--features", "--quiet"]);
    const rows = rowsOf(out);
    expect([code, rows.length]).toEqual([0, 1000]);
    expect(Object.keys(rows[0]!)).toEqual([...FLAT, ...PRESET_S4_FEATURES]);
    const times = rows.map((row) => Date.parse(row["eventTime"]!));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(rows[0]).toMatchObject({ user_total_events: "1", ip_event_count: "1", is_new_user: "1" });
    const share = rows.filter((row) => row["has_error"] === "1").length / rows.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.5);
  }, 60_000);

  it("is null-safe, of whatever came as a record, and takes no formula to a spreadsheet", async () => {
    const path = join(folder, "odd.json");
    const at = { eventTime: "2026-01-05T03:00:00Z", eventSource: "s3.amazonaws.com", eventName: "GetObject" };
    const records = [
      { ...at, eventID: "1", userIdentity: null, userAgent: "=cmd|' /C calc'!A0", errorCode: "" },
      { ...at, eventID: "2", userIdentity: { type: {} }, sourceIPAddress: null, errorMessage: ["x"] },
      { eventID: "3" },
    ];
    await writeFile(path, JSON.stringify({ Records: records }));
    const { rows, counts } = await collect(path);
    expect(counts).toEqual({ events: 2, rejects: 1, skipped: 0 });
    expect(rows[1]!.slice(5)).toEqual(Array(8).fill(null));
    const { out } = await runGait(["parse", path, "--quiet"]);
    expect(rowsOf(out)[0]).toMatchObject({ userAgent: "'=cmd|' /C calc'!A0", errorCode: "" });
  });

  it("has the same columns of logs of another kind", async () => {
    const path = join(folder, "activity.csv");
    await writeFile(
      path,
      "user_id,timestamp,action_type,ip_address\nann,2026-01-05T09:00:00Z,login,217.0.0.1\n",
    );
    const { rows } = await collect(path, true);
    expect(rows[0]!.slice(1, 10)).toEqual([
      "2026-01-05T09:00:00.000Z",
      expect.any(String),
      "login",
      null,
      "user",
      "ann",
      "user:ann",
      null,
      "217.0.0.1",
    ]);
    expect(rows[0]).toHaveLength(FLAT.length + PRESET_S4_FEATURES.length);
  });

  it("computes features of as many as there is room for, and says when there are more", async () => {
    const { pages } = await PARSE_PORT.parse(request(drill));
    expect(pages).toBeDefined();
    async function* rows(count: number) {
      const { event } = JSON.parse(JSON.stringify({ event: EVENT }));
      for (let n = 0; n < count; n++) yield { event: { ...event, at: -n, id: `${n}` }, cells: [] };
    }
    const all = [];
    for await (const row of addFeatures(rows(3), 3)) all.push(row);
    expect(all.map(({ event }) => event.id)).toEqual(["2", "1", "0"]);
    const more = async () => {
      for await (const row of addFeatures(rows(4), 3)) all.push(row);
    };
    await expect(more()).rejects.toMatchObject({ report: { code: "RUN_PARSE_MANY" } });
    await expect(PARSE_PORT.parse({ ...request(drill), as: "nonsense" })).rejects.toMatchObject({
      report: { code: "RUN_FORMAT_UNKNOWN" },
    });
    await expect(PARSE_PORT.parse(request(join(folder, "none")))).rejects.toMatchObject({
      report: { code: "SOURCE_PATH_MISSING" },
    });
  });
});

const EVENT = {
  at: 0,
  actor: { id: "a", type: "user", name: "a", account: null, session: null, automated: false },
  action: { name: "x", service: "y", class: "view", activity: "read", sensitivity: 0 },
  outcome: "success",
  address: { kind: "absent", text: null, country: null },
  tool: { family: "absent", name: "", version: null, os: null },
};
