import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DAY_MS, toContentHash, toEntityId, toEpochMs } from "../../../domain/index.ts";
import { parseSigma } from "../../../sigma/index.ts";
import { toTrailRecord } from "../../serve/fixtures/served-place.ts";
import { isCovered, sumTrial, TRIAL_SAMPLES_MAX, toNoise, toTrialRange } from "./sum-trial.ts";
import type { TrialFinding, TrialTask } from "./trial-task.ts";
import { tryAside } from "./try-aside.ts";
import { tryInputs } from "./try-inputs.ts";

const AT = Date.UTC(2026, 0, 5);
const RULE = `title: Trail deleted
id: r
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: DeleteTrail }, condition: selection }
`;

/** Files with so many events each, the latest first; the last one is not there. */
function makeTask(counts: readonly number[], limits: Partial<TrialTask["limits"]> = {}): TrialTask {
  const folder = mkdtempSync(join(tmpdir(), "gait-trial-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const inputs = counts.map((count, file) => {
    const path = join(folder, `${file}.ndjson`);
    const records = Array.from({ length: count }, (_, n) => toTrailRecord(`e-${file}-${n}`));
    if (count > 0) writeFileSync(path, records.map((record) => JSON.stringify(record)).join("\n"));
    return {
      hash: toContentHash(String(file).repeat(64)),
      name: `${file}.ndjson`,
      path,
      format: null,
      mapping: null,
      sizeBytes: 10,
    };
  });
  return {
    rules: [parseSigma(RULE, "r.yml")],
    detectors: ["r"],
    inputs,
    range: { from: toEpochMs(AT), to: toEpochMs(AT + DAY_MS) },
    readFrom: toEpochMs(AT - DAY_MS),
    limits: { secondsMax: 60, matchesMax: 1000, ...limits },
  };
}

test("reads file by file until there are no more, and says which of them are gone", async () => {
  const steps: number[] = [];
  const tried = await tryInputs(makeTask([2, 3, 0]), (done) => steps.push(done));
  expect(tried).toMatchObject({ events: 5, matches: 5, inputs: 2, findings: [{ detector: "r" }] });
  expect(tried.notTried).toEqual([{ why: "unreadable", text: "1 files are no longer in the archive." }]);
  expect(steps).toEqual([10, 20, 30]);
});

test("ends when enough matched, or enough time went by, and says what was not read", async () => {
  // Events are brought together in batches, so the limit is seen at the end of a file at the latest.
  const broad = await tryInputs(makeTask([20_000, 3, 3], { matchesMax: 20_000 }), () => {});
  expect(broad).toMatchObject({ inputs: 0, matches: 20_000, notTried: [{ why: "matches" }] });
  const all = await tryInputs(makeTask([20_000, 3, 3], { matchesMax: 20_007 }), () => {});
  expect(all).toMatchObject({ inputs: 3, matches: 20_006, notTried: [] });
  const slow = await tryInputs(makeTask([3, 3], { secondsMax: 0 }), () => {});
  expect(slow).toMatchObject({
    events: 0,
    notTried: [{ why: "time", text: expect.stringContaining("2 of 2") }],
  });
});

test("ends at once when somebody cancels it, with their reason", async () => {
  const stop = new AbortController();
  const trial = tryAside(makeTask([50_000]), { stop: stop.signal, onStep: () => {} });
  setTimeout(() => stop.abort(new Error("enough")), 20);
  await expect(trial).rejects.toThrow("enough");
  await expect(tryAside(makeTask([1]), { stop: stop.signal, onStep: () => {} })).rejects.toThrow("enough");
});

const toFinding = (n: number, actor: string): TrialFinding => ({
  at: toEpochMs(AT + n * 1000),
  until: toEpochMs(AT + n * 1000),
  detector: "r",
  severity: "high",
  actor: { id: actor, name: actor },
  entity: { type: "ip", id: "198.51.100.7" },
  summary: "s".repeat(10_000),
  events: [],
});

test("many findings of one do not hide the others, and what is told is bounded", () => {
  const findings = [
    ...Array.from({ length: 500 }, (_, n) => toFinding(n + 10, "ci-deploy")),
    toFinding(0, "ann"),
  ];
  const told = sumTrial(
    { findings, events: 501, matches: 501, inputs: 1, bytes: 1, notTried: [] },
    {
      title: "t",
      detectors: ["r"],
      range: { from: toEpochMs(AT), to: toEpochMs(AT + 2 * DAY_MS) },
      exceptions: [],
      notTried: [],
      seconds: 1,
    },
  );
  expect(told).toMatchObject({
    text: "Would have fired 501 times in 2 days, 500 of them by ci-deploy.",
    noise: { level: "flood" },
    by_day: [{ findings: 501 }, { findings: 0 }],
    samples: expect.arrayContaining([expect.objectContaining({ actor: "ann" })]),
  });
  expect(told["samples"]).toHaveLength(TRIAL_SAMPLES_MAX);
  expect(JSON.stringify(told).length).toBeLessThan(30_000);
});

test.each([
  [0, 30, "silent"],
  [1, 30, "rare"],
  [8, 30, "rare"],
  [9, 30, "steady"],
  [90, 30, "steady"],
  [91, 30, "noisy"],
  [600, 30, "noisy"],
  [601, 30, "flood"],
])("%d findings in %d days are %s", (findings, days, level) => {
  expect(toNoise(findings, days).level).toBe(level);
});

test("an exception covers what it is about, until it ends", () => {
  const finding = toFinding(1, "ann");
  const exception = { detector: "r", entity: null, actor: null, until: null, isEnded: false };
  const covers = (changes: object) => isCovered(finding, { ...exception, ...changes });
  expect(covers({})).toBe(true);
  expect(covers({ actor: "ann", entity: { type: "ip", id: toEntityId("198.51.100.7") } })).toBe(true);
  for (const changes of [
    { detector: "x" },
    { actor: "bob" },
    { entity: { type: "resource", id: "198.51.100.7" } },
    { until: finding.at },
    { isEnded: true },
  ])
    expect(covers(changes), JSON.stringify(changes)).toBe(false);
  expect(covers({ until: toEpochMs(finding.at + 1) })).toBe(true);
});

test("days end with the last event, or today where clocks were wrong", () => {
  const day = (n: number) => toEpochMs(n * DAY_MS + 5);
  expect(toTrialRange({ now: day(100), lastAt: day(50) }, 7)).toEqual({ from: 44 * DAY_MS, to: 51 * DAY_MS });
  expect(toTrialRange({ now: day(100), lastAt: day(999) }, 1)).toEqual({
    from: 100 * DAY_MS,
    to: 101 * DAY_MS,
  });
});
