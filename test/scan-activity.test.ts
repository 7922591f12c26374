import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { ScanResult } from "../src/app/scan/run-scan.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const HEAD =
  "user_id,timestamp,action_type,resource_id,ip_address,data_volume_mb,location,device_type,failed_attempts,location_change";

/** A working week of user activity with one of everything that the detections are about; days are 5 to 11 January 2026. */
const ROWS = [
  "ann,2026-01-05T09:00:00Z,login,,31.10.2.3,,Berlin,desktop,0,false",
  "ann,2026-01-05T10:00:00Z,download,report.pdf,31.10.2.3,4,Berlin,desktop,0,false",
  "ann,2026-01-06T10:00:00Z,download,archive.zip,31.10.2.3,801,Berlin,desktop,0,false",
  "bob,2026-01-06T10:00:00Z,download,archive.zip,31.10.2.4,800,Berlin,desktop,0,false",
  "cleo,2026-01-07T03:10:00Z,download,list.csv,31.10.2.5,3,Berlin,desktop,0,false",
  "dora,2026-01-07T11:00:00Z,login,,31.10.2.6,,Lisbon,mobile,0,true",
  "emil,2026-01-08T11:00:00Z,login,,175.45.176.9,,North Korea,desktop,0,false",
  "finn,2026-01-08T02:30:00Z,admin,users,31.10.2.8,,Berlin,desktop,4,false",
  "gina,2026-01-10T12:00:00Z,delete,folder,31.10.2.9,,Berlin,desktop,0,false",
  "hugo,2026-01-06T12:00:00Z,delete,folder,79.0.0.1,,Rome,desktop,0,false",
  "ines,2026-01-06T12:00:00Z,delete,folder,217.0.0.1,,Berlin,desktop,0,false",
];

let result: ScanResult;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "gait-activity-"));
  await writeFile(join(folder, "activity.csv"), `${HEAD}\n${ROWS.join("\n")}\n`);
  result = await scanPaths([join(folder, "activity.csv")]);
});

const titlesOf = (user: string): readonly string[] =>
  result.findings.filter((finding) => finding.actor.name === user).map((finding) => finding.detector.title);

test("the log is recognised and every row is an event", () => {
  expect(result.record.events).toBe(ROWS.length);
  expect(result.record.rejected).toBe(0);
  expect(result.record.logTypes).toEqual({ activity: ROWS.length });
});

test("S3-06: a download of more than 800 MB is found, one of exactly 800 MB is not", () => {
  expect(titlesOf("ann").some((title) => /download/i.test(title))).toBe(true);
  expect(titlesOf("bob")).toEqual([]);
});

test("S3-07: a download between 2 and 4 in the morning is found", () => {
  expect(titlesOf("cleo").some((title) => /night|morning/i.test(title))).toBe(true);
});

test("S3-08: a login that the log marks as coming from a new place is found", () => {
  expect(titlesOf("dora").some((title) => /place/i.test(title))).toBe(true);
});

test("S3-09: access from a listed country is found, by address or by the place that the log names", () => {
  expect(titlesOf("emil").some((title) => /list/i.test(title))).toBe(true);
});

test("S3-10: administration in the small hours, after failures, is found", () => {
  expect(titlesOf("finn").length).toBeGreaterThan(0);
});

test("S3-11: deleting at a weekend is found", () => {
  expect(titlesOf("gina").some((title) => /weekend/i.test(title))).toBe(true);
});

test("S3-11: deleting on a public holiday is found, on that day in another country it is not", () => {
  expect(titlesOf("hugo").some((title) => /holiday/i.test(title))).toBe(true);
  expect(titlesOf("ines")).toEqual([]);
});
