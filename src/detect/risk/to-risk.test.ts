import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DAY_MS,
  type Finding,
  type Judgement,
  SEVERITIES,
  toEpochMs,
  toIncidentId,
  type Verdict,
} from "../../domain/index.ts";
import { START_AT } from "../fixtures/sample-events.ts";
import { type Saying, say } from "../fixtures/say-finding.ts";
import { CRITICALITIES, toCriticality } from "./criticality.ts";
import {
  BENIGN_FACTOR,
  FINDINGS_PER_DETECTOR_MAX,
  RISK_HALF_LIFE_MS,
  toRisk,
  toRiskLevel,
  toWeight,
} from "./to-risk.ts";

const ZETA = 2.612375348685488;
const find = (saying: Saying = {}): Finding => say(saying).finding;
const judge = (id: string, verdict: Judgement, rest: Partial<Verdict> = {}): Verdict => ({
  target: { type: "finding", id },
  verdict,
  at: toEpochMs(START_AT),
  by: "ana",
  note: null,
  ...rest,
});
const AT = { at: START_AT };

describe("risk", () => {
  test("of nothing is nothing", () => {
    expect(toRisk([], AT)).toEqual({
      score: 0,
      shown: 0,
      level: "info",
      criticality: "normal",
      contributions: [],
      suppressed: 0,
      judgedFalse: 0,
    });
  });

  test("follows the formula, worked out by hand", () => {
    const high = find({ severity: "high", score: 1, detector: "a" });
    const low = find({ severity: "low", score: 1, detector: "b" });
    const sum = 0.75 / ZETA + 0.3 / 2 ** 1.5 / ZETA;
    expect(toRisk([low, high], AT).score).toBeCloseTo(100 * sum, 12);
    const doubled = (2 * sum) / (1 + sum);
    expect(toRisk([low, high], { ...AT, criticality: "high" }).score).toBeCloseTo(100 * doubled, 12);
    expect(toRisk([low, high], AT).contributions.map(({ finding }) => finding)).toEqual([high.id, low.id]);
  });

  test("decays by half in a week from the last event of a finding, or in what time is wanted", () => {
    const finding = find({ lasts: DAY_MS });
    const full = toRisk([finding], { at: START_AT + DAY_MS }).score;
    expect(toRisk([finding], AT).score).toBe(full);
    expect(toRisk([finding], { at: START_AT + DAY_MS + RISK_HALF_LIFE_MS }).score).toBeCloseTo(full / 2, 12);
    expect(toRisk([finding], { at: START_AT + 2 * DAY_MS, halfLifeMs: DAY_MS }).score).toBeCloseTo(
      full / 2,
      12,
    );
  });

  test("knows nothing of what comes later", () => {
    expect(toRisk([find({ after: 1 })], AT).score).toBe(0);
    expect(toRisk([find()], AT).score).toBeGreaterThan(0);
  });

  test("counts one detector so many times and no more", () => {
    const findings = Array.from({ length: 50 }, (_, n) => find({ after: -n }));
    const risk = toRisk(findings, AT);
    expect(risk.contributions).toHaveLength(FINDINGS_PER_DETECTOR_MAX);
    expect(risk.suppressed).toBe(50 - FINDINGS_PER_DETECTOR_MAX);
    const others = Array.from({ length: FINDINGS_PER_DETECTOR_MAX + 1 }, (_, n) =>
      find({ after: -n, detector: `d${n}` }),
    );
    expect(toRisk(others, AT).contributions).toHaveLength(FINDINGS_PER_DETECTOR_MAX + 1);
  });

  test("drops what was judged false at once, counts what was allowed less, and takes the latest judgement", () => {
    const finding = find();
    const whole = toRisk([finding], AT).score;
    const with_ = (...verdicts: readonly Verdict[]) => toRisk([finding], { ...AT, verdicts });
    expect(with_(judge(finding.id, "false-positive"))).toMatchObject({
      score: 0,
      judgedFalse: 1,
      contributions: [],
    });
    expect(with_(judge(finding.id, "duplicate")).score).toBe(0);
    expect(with_(judge(finding.id, "benign")).score).toBeCloseTo(whole * BENIGN_FACTOR, 12);
    expect(with_(judge(finding.id, "true-positive")).score).toBe(whole);
    const later = judge(finding.id, "true-positive", { at: toEpochMs(START_AT + 1) });
    expect(with_(later, judge(finding.id, "false-positive")).score).toBe(whole);
    expect(with_(judge("another", "false-positive")).score).toBe(whole);
    expect(with_(judge(finding.id, "false-positive"), judge(finding.id, "open")).score).toBe(whole);
  });

  test("a judgement of an incident is one of its findings, unless they have their own", () => {
    const finding = { ...find(), incident: toIncidentId("story") };
    const story = judge("story", "false-positive", { target: { type: "incident", id: "story" } });
    expect(toRisk([finding], { ...AT, verdicts: [story] }).score).toBe(0);
    const own = judge(finding.id, "true-positive", { at: toEpochMs(START_AT - 1) });
    expect(toRisk([finding], { ...AT, verdicts: [story, own] }).score).toBeGreaterThan(0);
  });

  test("grows with criticality and stays within bounds; the order of findings does not matter", () => {
    const findings = Array.from({ length: 200 }, (_, n) =>
      find({ detector: `d${n}`, severity: SEVERITIES[n % 5]!, after: -n }),
    );
    const scores = CRITICALITIES.map((criticality) => toRisk(findings, { ...AT, criticality }).score);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBe(CRITICALITIES.length);
    expect(scores.at(-1)).toBeLessThan(100);
    expect(toRisk(findings.toReversed(), AT)).toEqual(toRisk(findings, AT));
  });

  test("has its levels", () => {
    expect([9.9, 10, 24.9, 25, 49.9, 50, 69.9, 70].map(toRiskLevel)).toEqual([
      "info",
      "low",
      "low",
      "medium",
      "medium",
      "high",
      "high",
      "critical",
    ]);
  });

  test("of a severity, the stranger weighs more; of any strangeness, the severer", () => {
    for (let rank = 0; rank < SEVERITIES.length; rank++) {
      const severity = SEVERITIES[rank]!;
      expect(toWeight({ severity, score: 1 })).toBeGreaterThan(toWeight({ severity, score: 0 }));
      if (rank > 0) {
        expect(toWeight({ severity, score: 0 })).toBeGreaterThanOrEqual(
          toWeight({ severity: SEVERITIES[rank - 1]!, score: 1 }),
        );
      }
    }
  });

  test("adds up: points to the score within 1e-9, shown points to the shown score exactly", () => {
    const sayings = fc.array(
      fc.record({
        severity: fc.constantFrom(...SEVERITIES),
        score: fc.double({ min: 0, max: 1, noNaN: true }),
        daysAgo: fc.double({ min: 0, max: 90, noNaN: true }),
        detector: fc.constantFrom("a", "b", "c", "d", "e", "f"),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(sayings, fc.constantFrom(...CRITICALITIES), (list, criticality) => {
        const findings = list.map(({ daysAgo, ...rest }, n) =>
          find({ ...rest, after: -Math.round(daysAgo * DAY_MS) - n }),
        );
        const risk = toRisk(findings, { ...AT, criticality });
        const points = risk.contributions.reduce((sum, one) => sum + one.points, 0);
        expect(Math.abs(points - risk.score)).toBeLessThan(1e-9);
        expect(risk.contributions.reduce((sum, one) => sum + one.shown, 0)).toBe(risk.shown);
        expect(risk.shown).toBe(Math.round(risk.score));
        for (const one of risk.contributions) expect(Math.abs(one.shown - one.points)).toBeLessThan(1);
      }),
    );
  });
});

test("criticality: what is set outranks what is learned; root is critical, an administrator is known by its days", () => {
  const of = (sensitiveDays: number, type: "user" | "root" = "user") =>
    toCriticality({ setting: null, type, sensitiveDays });
  expect([of(0), of(2), of(3), of(0, "root")]).toEqual(["normal", "normal", "high", "critical"]);
  expect(toCriticality({ setting: "low", type: "root", sensitiveDays: 30 })).toBe("low");
});
