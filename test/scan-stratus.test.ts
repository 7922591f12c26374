import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Finding } from "../src/domain/index.ts";
import { severityRank } from "../src/domain/index.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const data = process.env["GAIT_SHARED_DATA"] ?? fileURLToPath(new URL("../../shared/data/", import.meta.url));
const folder = join(data, "stratus");
const isAbsent = !existsSync(folder);

const TRUTH = z.record(
  z.string(),
  z.object({
    attack_tactics: z.array(z.object({ id: z.string(), name: z.string() })),
    attack_event_ids: z.array(z.string()).min(1),
  }),
);
const RECORDS = z.array(z.looseObject({ eventID: z.string() }));

const truth = isAbsent ? {} : TRUTH.parse(JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")));
const files = Object.keys(truth);
/** Findings of severity medium or above that touch no event of the attack, per file. */
const ELSEWHERE_MAX = 3;

const readRecords = (file: string) => RECORDS.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));

describe.skipIf(isAbsent)("logs of real attacks (skipped where the shared data are absent)", () => {
  const rewritten = mkdtempSync(join(tmpdir(), "gait-test-stratus-"));
  const findings = new Map<string, readonly Finding[]>();

  beforeAll(async () => {
    for (const file of files) {
      const records = readRecords(file).map((record) => ({ ...record, userAgent: "aws-cli/2.15.0" }));
      writeFileSync(join(rewritten, file), JSON.stringify(records));
    }
    findings.set("as they are", (await scanPaths(files.map((file) => join(folder, file)))).findings);
    findings.set("all with the same user agent", (await scanPaths([rewritten])).findings);
  });
  afterAll(() => rmSync(rewritten, { recursive: true }));

  test("every log that there is has its truth, and nothing else is in the folder", () => {
    expect(files).toHaveLength(17);
    const logs = readdirSync(folder).filter((name) => /^aws\..*\.json$/.test(name));
    expect(logs.sort()).toEqual([...files].sort());
  });

  describe.each(["as they are", "all with the same user agent"])("%s", (variant) => {
    /** Findings whose evidence meets the file. */
    const findingsOf = (file: string): readonly Finding[] => {
      const ids = new Set(readRecords(file).map((record) => record.eventID));
      return findings.get(variant)!.filter((finding) => finding.events.some((id) => ids.has(id)));
    };

    test.each(files)("%s: a finding on its attack, with a tactic of the attack", (file) => {
      const { attack_event_ids, attack_tactics } = truth[file]!;
      const tactics = attack_tactics.map(({ id }) => id);
      const attack = new Set(attack_event_ids);
      const telling = findingsOf(file).filter((finding) => finding.events.some((id) => attack.has(id)));
      expect(telling.map((finding) => finding.detector.title)).not.toEqual([]);
      expect(telling.flatMap((finding) => finding.attack.map((ref) => ref.tactic))).toEqual(
        expect.arrayContaining([expect.toBeOneOf(tactics)]),
      );
    });

    test.each(files)("%s: hardly a finding on anything else", (file) => {
      const attack = new Set(truth[file]!.attack_event_ids);
      const elsewhere = findingsOf(file).filter(
        (finding) =>
          severityRank(finding.severity) >= severityRank("medium") &&
          !finding.events.some((id) => attack.has(id)),
      );
      expect(elsewhere.length, elsewhere.map((finding) => finding.summary).join("\n")).toBeLessThanOrEqual(
        ELSEWHERE_MAX,
      );
    });
  });
});
