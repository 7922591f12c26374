import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lookAtStore } from "../src/app/detect/look-at-store.ts";
import { runIngest } from "../src/app/ingest/run-ingest.ts";
import { loadScanRules } from "../src/app/scan/scan-rules.ts";
import type { Finding } from "../src/domain/index.ts";
import { generateCloudTrail, writeS3Layout } from "../src/generate/index.ts";
import { toFindingJson } from "../src/report/index.ts";
import { openDuckDbStore } from "../src/store/index.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const home = mkdtempSync(join(tmpdir(), "gait-test-scan-and-detect-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const OF_RULES = ["rule", "correlation"];
/** Without the place in a story, which counts what else is there. */
const toLines = (findings: readonly Finding[]): readonly string[] =>
  findings
    .filter(({ detector }) => !OF_RULES.includes(detector.kind))
    .map((finding) => JSON.stringify(toFindingJson({ ...finding, incident: null })))
    .sort();

test("behaviour finds the same in files and in the store that took them in", async () => {
  const logs = join(home, "logs");
  const days = generateCloudTrail({
    seed: 5,
    people: 12,
    days: 10,
    startAt: Date.UTC(2026, 0, 5),
    stories: null,
  });
  await writeS3Layout(days, {
    folder: logs,
    seed: 5,
    minutesPerFile: 60,
    recordsMax: null,
    onProgress: () => {},
  });
  const scanned = await scanPaths([join(logs, "AWSLogs")]);
  expect(toLines(scanned.findings).length).toBeGreaterThan(0);

  const store = await openDuckDbStore({ folder: join(home, "data"), purpose: "test" });
  try {
    await runIngest({ paths: [join(logs, "AWSLogs")], as: null, mapping: null }, { store });
    const rules = await loadScanRules({ moreRules: [], onlyRules: null });
    const look = await lookAtStore(
      store,
      { rules, moreRules: [], onlyRules: null, withModels: true, threads: 0 },
      () => {},
    );
    expect(toLines(look.detection.findings)).toEqual(toLines(scanned.findings));
  } finally {
    await store.close();
  }
}, 120_000);
