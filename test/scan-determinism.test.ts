import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ScanResult } from "../src/app/scan/run-scan.ts";
import { toEpochMs } from "../src/domain/index.ts";
import { generateCloudTrail, type LabelledRecord, textOf, writeS3Layout } from "../src/generate/index.ts";
import { toFindingJson, toIncidentJson } from "../src/report/index.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const DAY_MS = 86_400_000;
const START_AT = Date.UTC(2026, 0, 5);

const toLines = ({ findings, incidents }: ScanResult): string =>
  [...findings.map(toFindingJson), ...incidents.map(toIncidentJson)]
    .map((line) => JSON.stringify(line))
    .join("\n");

describe("the same logs give the same findings, byte for byte", () => {
  const home = mkdtempSync(join(tmpdir(), "gait-test-determinism-"));
  const logs = join(home, "logs");
  const records: LabelledRecord[] = [];
  let expected: ScanResult;

  beforeAll(async () => {
    const days = generateCloudTrail({ seed: 11, people: 12, days: 10, startAt: START_AT, stories: null });
    const written = [...days];
    records.push(...written.flat());
    await writeS3Layout(written, {
      folder: logs,
      seed: 11,
      minutesPerFile: 60,
      recordsMax: null,
      onProgress: () => {},
    });
    expected = await scanPaths([join(logs, "AWSLogs")]);
  }, 60_000);
  afterAll(() => rmSync(home, { recursive: true }));

  test("there is something to compare", () => {
    expect(records.length).toBeGreaterThan(10_000);
    expect(expected.record.events).toBe(records.length);
    expect(expected.findings.length).toBeGreaterThan(50);
    expect(expected.incidents.length).toBeGreaterThan(5);
    const kinds = new Set(expected.findings.map((finding) => finding.detector.kind));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(["correlation", "deviation", "rule"]));
    const looked = new Set(expected.record.notLooked.map((one) => one.title));
    expect(looked.has("Hour full of strange events")).toBe(false);
    expect(new Set(expected.findings.map((finding) => finding.id)).size).toBe(expected.findings.length);
  });

  /** Folders of days, which a scan reads in one go when their parent is named. */
  const dayFolders = (): readonly string[] =>
    readdirSync(logs, { recursive: true, withFileTypes: true })
      .filter((file) => file.isDirectory() && /[/\\]2026[/\\]\d\d$/.test(file.parentPath))
      .map((file) => join(file.parentPath, file.name))
      .sort();

  const ORDERS = {
    forward: (folders: readonly string[]) => folders,
    backward: (folders: readonly string[]) => folders.toReversed(),
    mixed: (folders: readonly string[]) => [...folders.slice(5), ...folders.slice(0, 5).toReversed()],
  };

  test.each([
    [0, "forward"],
    [1, "backward"],
    [4, "mixed"],
  ] as const)("on %i threads, in another order of the paths", async (threads, order) => {
    const folders = dayFolders();
    expect(folders.length).toBeGreaterThan(6);
    expect(toLines(await scanPaths(ORDERS[order](folders), { threads }))).toBe(toLines(expected));
  });

  test("with files that are there twice: each event counts once", async () => {
    const again = join(home, "again");
    mkdirSync(again);
    // Every other folder: some of them are of regions where little happens.
    for (const folder of dayFolders().filter((_, place) => place % 2 === 0))
      cpSync(folder, join(again, folder.replaceAll(/[^\w]/g, "_")), { recursive: true });
    const result = await scanPaths([join(logs, "AWSLogs"), again]);
    expect(result.record.events).toBe(records.length);
    expect(result.record.duplicates).toBeGreaterThan(1000);
    expect(result.record.records).toBe(result.record.events + result.record.duplicates);
    expect(toLines(result)).toBe(toLines(expected));
    expect(toLines(await scanPaths([again, join(logs, "AWSLogs")]))).toBe(toLines(expected));
  });

  test("--from and --to are half-open: an instant belongs to the run that begins with it", async () => {
    const at = toEpochMs(Date.parse(textOf(records[Math.floor(records.length / 2)]!.record, "eventTime")));
    const before = records.filter((one) => Date.parse(textOf(one.record, "eventTime")) < at).length;
    const [early, late, both] = await Promise.all([
      scanPaths([logs], { to: at }),
      scanPaths([logs], { from: at }),
      scanPaths([logs], { from: at, to: at }),
    ]);
    expect(early.record.events).toBe(before);
    expect(late.record.events).toBe(records.length - before);
    expect(early.record.outside).toBe(late.record.events);
    expect(both.record.events).toBe(0);
    expect(late.record.firstAt).toBe(at);
    expect(early.record.lastAt).toBeLessThan(at);
    const day = toEpochMs(START_AT + DAY_MS);
    expect((await scanPaths([logs], { to: day })).record.lastAt).toBeLessThan(day);
  });
});
