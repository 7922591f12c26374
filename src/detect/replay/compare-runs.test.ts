import { describe, expect, test } from "vitest";
import { DAY_MS, type Finding, toFindingId } from "../../domain/index.ts";
import { ALICE, BOB, NO_LINKS, type Saying, say } from "../fixtures/say-finding.ts";
import { buildIncidents } from "../incident/build-incidents.ts";
import { compareRuns, type Run } from "./compare-runs.ts";
import { COMPARISON_LINES_MAX, tellComparison, toComparisonJson } from "./tell-comparison.ts";

const run = (...sayings: readonly Saying[]): Run => buildIncidents(sayings.map(say), NO_LINKS);
const ofFindings = (...findings: readonly Finding[]): Run => ({ findings, incidents: [] });
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe("two runs compared", () => {
  test("equal runs have no difference, in whatever order they stand", () => {
    const [a, b] = [run({}, { actor: BOB }), run({ actor: BOB }, {})];
    expect(compareRuns(a, b)).toEqual({
      findings: { appeared: [], disappeared: [], changed: [], unchanged: 2 },
      incidents: { appeared: [], disappeared: [], changed: [], unchanged: 2 },
      days: [],
    });
    expect(tellComparison(compareRuns(a, b))).toBe(
      "Findings: the same 2 as before.\nIncidents: the same 2 as before.\n",
    );
  });

  test("what is only in the one appeared or disappeared, findings and incidents, counted by detector and day", () => {
    const { findings, incidents, days } = compareRuns(
      run({}, { detector: "old", actor: BOB }),
      run(
        {},
        { detector: "new", after: DAY_MS, actor: BOB },
        { detector: "new", after: DAY_MS + 1, actor: ALICE },
      ),
    );
    expect(ids(findings.appeared)).toEqual([`new-bob-${DAY_MS}`, `new-alice-${DAY_MS + 1}`]);
    expect(ids(findings.disappeared)).toEqual(["old-bob-0"]);
    expect(incidents.appeared).toHaveLength(2);
    expect(incidents.disappeared).toHaveLength(1);
    const day = Math.floor(say().finding.at / DAY_MS);
    expect(days).toEqual([
      { detector: "new", title: "Title of new", day: day + 1, before: 0, after: 2 },
      { detector: "old", title: "Title of old", day, before: 1, after: 0 },
    ]);
  });

  test("says what changed of the same finding", () => {
    const finding = say({ events: ["a", "b"] }).finding;
    const changesTo = (rest: Partial<Finding>) =>
      compareRuns(ofFindings(finding), ofFindings({ ...finding, ...rest })).findings.changed.map(
        ({ changes }) => changes,
      );
    const { events: other } = say({ events: ["a", "c"] }).finding;
    expect(changesTo({ severity: "high", score: 0.75 })).toEqual([["severity", "score"]]);
    expect(changesTo({ score: finding.score + 1e-10 })).toEqual([]);
    expect(changesTo({ events: other })).toEqual([["evidence"]]);
    expect(changesTo({ events: finding.events.toReversed() })).toEqual([]);
    expect(changesTo({ events: finding.events.slice(0, 1) })).toEqual([["evidence"]]);
  });

  test("a burst that now begins earlier is the same finding changed, not one gone and one come", () => {
    const before = say({ after: 10, events: ["b", "c"] }).finding;
    const after = say({ after: 5, events: ["a", "b", "c"] }).finding;
    const { findings } = compareRuns(ofFindings(before), ofFindings(after));
    expect(findings).toMatchObject({
      appeared: [],
      disappeared: [],
      changed: [{ before, after, changes: ["evidence"] }],
    });
    const elsewhere = say({ after: 5, detector: "other", events: ["a", "b", "c"] }).finding;
    expect(compareRuns(ofFindings(before), ofFindings(elsewhere)).findings.changed).toEqual([]);
  });

  test("each finding is paired once, with the one that has most in common", () => {
    const before = [say({ after: 1, events: ["a"] }).finding, say({ after: 2, events: ["b", "c"] }).finding];
    const after = say({ after: 3, events: ["a", "b", "c"] }).finding;
    const { findings } = compareRuns(ofFindings(...before), ofFindings(after));
    expect(findings.changed.map((one) => one.before)).toEqual([before[1]]);
    expect(findings.disappeared).toEqual([before[0]]);
  });

  test("is told in words and as plain JSON, with a limit to the lines", () => {
    const fresh = Array.from(
      { length: COMPARISON_LINES_MAX + 3 },
      (_, n) => say({ after: n, detector: "new" }).finding,
    );
    const stays = say({ detector: "stays" }).finding;
    const comparison = compareRuns(
      ofFindings(stays, say({ detector: "old" }).finding),
      ofFindings({ ...stays, severity: "high", score: 0.75 }, ...fresh),
    );
    const text = tellComparison(comparison);
    expect(text).toContain("Findings: would have found 23 more, 1 fewer, 1 otherwise; 0 unchanged.");
    expect(text).toContain("[medium to high, score 0.50 to 0.75]");
    expect(text).toContain("  + and 3 more\n");
    expect(text.split("\n").filter((line) => line.startsWith("  + 2026"))).toHaveLength(COMPARISON_LINES_MAX);
    expect(text).toContain("Title of new: 0 before, 23 after, on 1 day that differ");
    const json = toComparisonJson(comparison);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(json).toMatchObject({
      findings: { disappeared: ["old-alice-0"], unchanged: 0 },
      days: [{ day: "2026-01-05" }, {}],
    });
  });

  test("findings whose ids all changed are found again by their events", () => {
    const make = (after: number) =>
      Array.from({ length: 2000 }, (_, n) => ({
        ...say({ after: n, events: Array.from({ length: 50 }, (__, k) => `e${n}-${k}`) }).finding,
        id: toFindingId(`${after}-${n}`),
      }));
    const { findings } = compareRuns(ofFindings(...make(0)), ofFindings(...make(1)));
    expect(findings.unchanged).toBe(2000);
  });
});
