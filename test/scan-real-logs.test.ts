import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { ScanResult } from "../src/app/scan/run-scan.ts";
import { type Severity, severityRank } from "../src/domain/index.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const data = process.env["GAIT_SHARED_DATA"] ?? fileURLToPath(new URL("../../shared/data/", import.meta.url));
const isAbsent = !existsSync(data);

const CLOUDTRAIL = ["stratus", "otrf", "traildiscover", "console", "splunk_examples/aws_cloudtrail"];
const DESCRIPTIONS = ["truth.json", "index.json", "mapping.json"];
const INDEX = z.record(
  z.string(),
  z.object({ events: z.number(), sensitive_event_names: z.record(z.string(), z.number()) }),
);
const RECORD = z.looseObject({ eventID: z.string().optional() });

const logsIn = (folder: string): readonly string[] =>
  readdirSync(join(data, folder))
    .filter((name) => name.endsWith(".json") && !DESCRIPTIONS.includes(name))
    .sort()
    .map((name) => join(data, folder, name));

/** The records of a file by other means than ours: a JSON document, or one record a line. */
function readPlainly(path: string): readonly z.infer<typeof RECORD>[] {
  const text = readFileSync(path, "utf8");
  try {
    const document: unknown = JSON.parse(text);
    return z.array(RECORD).parse(Array.isArray(document) ? document : [document]);
  } catch {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return lines.map((line) => RECORD.parse(JSON.parse(line)));
  }
}

describe.skipIf(isAbsent)("scan of real logs (skipped where the shared data are absent)", () => {
  let everything: ScanResult;
  let visits: ScanResult;
  beforeAll(async () => {
    everything = await scanPaths(CLOUDTRAIL.map((folder) => join(data, folder)));
    visits = await scanPaths(logsIn("console"));
  }, 60_000);

  test("every record is an event, a duplicate, a reject or outside the time, as an independent count has it", async () => {
    const records = CLOUDTRAIL.flatMap((folder) => logsIn(folder).flatMap((path) => readPlainly(path)));
    const ids = records.flatMap((record) => record.eventID ?? []);
    const { record } = await scanPaths(CLOUDTRAIL.flatMap(logsIn));
    expect(record.records).toBe(records.length);
    expect(record.events + record.duplicates + record.rejected + record.outside).toBe(record.records);
    expect(record.duplicates).toBe(ids.length - new Set(ids).size);
    expect(record.rejected).toBe(0);
    expect(record.problems).toEqual([]);
  });

  test("what stands beside the logs in their folders is rejected with its place, and nothing is lost by it", () => {
    const { record } = everything;
    expect(record.events + record.duplicates + record.rejected + record.outside).toBe(record.records);
    const descriptions = new Set(record.rejects.map((reject) => basename(reject.origin.file)));
    for (const name of descriptions) expect(name).not.toMatch(/^(aws\.|ec2_|[0-9a-f]{12}\.json$)/);
    expect(record.rejected).toBe(record.rejects.length);
  });

  test("the whole of the data goes through without a crash, every record accounted for", async () => {
    const { record } = await scanPaths([data]);
    expect(record.records).toBeGreaterThan(everything.record.records);
    expect(record.events + record.duplicates + record.rejected + record.outside).toBe(record.records);
  });

  test("visits to the console: high or above only where the index lists sensitive actions, on few records", () => {
    const index = INDEX.parse(JSON.parse(readFileSync(join(data, "console", "index.json"), "utf8")));
    const fileOf = new Map<string, string>();
    for (const path of logsIn("console")) {
      for (const { eventID } of readPlainly(path))
        if (eventID !== undefined) fileOf.set(eventID, basename(path));
    }
    const atLeast = (severity: Severity) =>
      visits.findings.filter((finding) => severityRank(finding.severity) >= severityRank(severity));
    // Medium is asked of as well: at high nothing may be left to look at, and a scan that never speaks would pass.
    expect(atLeast("medium").length).toBeGreaterThan(0);
    for (const finding of atLeast("medium")) {
      for (const event of finding.events) {
        const names = Object.keys(index[fileOf.get(event)!]!.sensitive_event_names);
        expect(names, `${finding.summary} in ${fileOf.get(event)}`).not.toEqual([]);
      }
    }
    const touched = new Set(atLeast("high").flatMap((finding) => finding.events));
    expect(touched.size / visits.record.records).toBeLessThan(0.005);
  });
});
