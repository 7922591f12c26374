import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Finding,
  type Incident,
  type RunRecord,
  type Severity,
  toEntityId,
  toEpochMs,
  toEventId,
  toFindingId,
  toIncidentId,
} from "../domain/index.ts";
import { formatRunSummary, formatScanTable, TABLE_FINDINGS_MAX } from "./scan-table.ts";

const AT = toEpochMs(Date.UTC(2026, 0, 5, 10));
const columns = process.stdout.columns;
const setWidth = (width: number): void => {
  Object.defineProperty(process.stdout, "columns", { value: width, configurable: true });
};
afterEach(() => setWidth(columns));

const makeFinding = (summary: string, severity: Severity = "high"): Finding => ({
  id: toFindingId(summary),
  at: AT,
  until: AT,
  detector: { id: "d", kind: "rule", title: "t" },
  severity,
  score: 0.75,
  actor: { id: toEntityId("a"), type: "user", name: "alice" },
  entity: { type: "actor", id: toEntityId("a") },
  attack: [],
  events: [toEventId("e")],
  incident: null,
  summary,
  explanation: {},
});
const makeIncident = (summary: string): Incident => ({
  id: toIncidentId(summary),
  at: AT,
  until: AT,
  severity: "critical",
  score: 0.9,
  actors: [],
  tactics: [],
  findings: [toFindingId("f")],
  events: [],
  summary,
});
const RECORD: RunRecord = {
  startedAt: AT,
  seconds: 2,
  threads: 2,
  files: 1,
  bytes: 2048,
  skippedCount: 0,
  skipped: [],
  problems: [],
  records: 1,
  events: 1,
  duplicates: 0,
  rejected: 0,
  outside: 0,
  rejectedByCode: {},
  rejects: [],
  logTypes: {},
  firstAt: AT,
  lastAt: AT,
  detectors: 3,
  looked: 3,
  notLooked: [],
  findings: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
  incidents: 0,
  notes: [],
};

const show = (
  findings: readonly Finding[],
  rest: { readonly incidents?: readonly Incident[]; readonly record?: Partial<RunRecord> } = {},
): string =>
  stripVTControlCharacters(
    formatScanTable({
      findings,
      incidents: rest.incidents ?? [],
      record: { ...RECORD, ...rest.record },
      minSeverity: "low",
    }),
  );
const summarise = (rest: Partial<RunRecord>): string =>
  stripVTControlCharacters(formatRunSummary({ ...RECORD, ...rest }));

const LONG = `Bucket opened: alice called PutBucketPolicy on arn:aws:s3:::${"a".repeat(150)} in eu-west-1.`;

describe("the table of a scan", () => {
  test.each([60, 80, 99, 100, 120, 200])("keeps to a window of %i columns and loses no word", (width) => {
    setWidth(width);
    const text = show([makeFinding(LONG)], { incidents: [makeIncident(LONG)] });
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
    const letters = text.replaceAll(/\s/g, "");
    expect(letters.split("a".repeat(100)).length).toBeGreaterThan(1);
    expect(letters).toContain("ineu-west-1.");
  });

  test("an incident that is graver than each of its findings is not said to be nothing", () => {
    const text = show([], {
      incidents: [makeIncident("A story.")],
      record: { findings: { ...RECORD.findings, low: 2 } },
    });
    expect(text).toContain("No single finding is of severity low or above. 2 findings below it");
    expect(text).not.toContain("found nothing");
  });

  test("in a narrow window a finding is a line about it and its sentence below", () => {
    setWidth(99);
    expect(show([makeFinding("A sentence.")])).toContain(
      "▲ high  2026-01-05 10:00:00  1 event, score 0.75\n    A sentence.",
    );
    setWidth(100);
    expect(show([makeFinding("A sentence.")])).toContain("▲ high       2026-01-05 10:00:00  A sentence.");
  });

  test("shows findings up to its limit, and says how many more there are and how to get them", () => {
    const make = (count: number) => Array.from({ length: count }, (_, n) => makeFinding(`finding ${n}`));
    expect(show(make(TABLE_FINDINGS_MAX))).not.toContain("more finding");
    const over = show(make(TABLE_FINDINGS_MAX + 1));
    expect(over).toContain(`Findings (${TABLE_FINDINGS_MAX + 1}), worst first`);
    expect(over).toContain("… and 1 more finding: --format jsonl or html gives them all");
    expect(show(make(TABLE_FINDINGS_MAX + 2))).toContain("… and 2 more findings:");
  });

  test("shows what log text would do to a terminal instead of doing it", () => {
    const text = formatScanTable({
      findings: [makeFinding("x\u001b[2J\u202ey")],
      incidents: [makeIncident("x\u001b[2J\ny")],
      record: RECORD,
      minSeverity: "low",
    });
    expect(text).not.toContain("\u001b[2J");
    expect(text).not.toContain("\u202e");
    expect(text).toContain("x\\x1b[2J\\x0ay");
  });

  test.each([
    [{}, "Looked at 1 event with 3 detectors and found nothing of severity low or above."],
    [{ findings: { ...RECORD.findings, info: 1 } }, "1 finding below it: --min-severity info shows them."],
    [{ events: 0, records: 0 }, "No event was read, so nothing was looked at."],
    [{ events: 0, rejected: 1 }, "No event could be made of what was read, so nothing was looked at."],
    [{ events: 0, outside: 1 }, "Every event lies outside the time range, so nothing was looked at."],
  ])("nothing found is told from nothing looked at: %j", (record, words) => {
    expect(show([], { record })).toContain(words);
  });
});

describe("the summary of a run", () => {
  test("says what was read, how fast, and with how many detectors", () => {
    expect(summarise({})).toBe(
      "Read 1 file (2.0 KB): 1 event from 2026-01-05 10:00:00 to 2026-01-05 10:00:00 in 2.0 s (1/s, 2 threads)\n" +
        "Looked with 3 detectors\n",
    );
    expect(summarise({ threads: 0, events: 0, seconds: 0, firstAt: null, lastAt: null })).toContain(
      "0 events in 0 ms (0/s, 1 thread)",
    );
  });

  test("counts what was left aside and what did not look", () => {
    const notLooked = [1, 2].map((n) => ({
      detector: `${n}`,
      title: "",
      why: "source-gap" as const,
      needs: "upload logs",
    }));
    const text = summarise({ duplicates: 1, outside: 2, skippedCount: 3, notLooked });
    expect(text).toContain("Left aside: 1 duplicate, 2 outside the time range, 3 inputs without records");
    expect(text).toContain("; not looked: 2 had no upload logs");
  });

  test("names kinds of rejects with the place of the first, safely, and problems with remedy and code", () => {
    const text = summarise({
      rejected: 2,
      rejectedByCode: { SOURCE_JSON_INVALID: 2 },
      rejects: [
        {
          origin: { file: "a\u001b[31m.json", position: 7 },
          code: "SOURCE_JSON_INVALID",
          reason: "not JSON",
          excerpt: null,
        },
      ],
      problems: [{ code: "X_Y", status: 1, text: "It is gone.", remedy: "Bring it back." }],
    });
    expect(text).toContain(
      "! 2 records rejected:\n    2 × SOURCE_JSON_INVALID, the first in a\\x1b[31m.json record 7: not JSON",
    );
    expect(text).toContain("! It is gone. Bring it back. [X_Y]");
  });

  test("names a few problems and kinds of rejects, and counts the rest", () => {
    const problems = Array.from({ length: 7 }, (_, n) => ({
      code: "X_Y",
      status: 1,
      text: `p${n}`,
      remedy: "",
    }));
    const rejectedByCode = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`CODE_${n}`, 1]));
    const text = summarise({ problems, rejected: 7, rejectedByCode });
    expect(text).toContain("… and 2 more problems");
    expect(text).toContain("… and 2 more kinds");
  });
});
