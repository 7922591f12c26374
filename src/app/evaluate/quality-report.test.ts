import { describe, expect, test } from "vitest";
import type { DetectorKind, Finding, Incident, Severity } from "../../domain/index.ts";
import { BUDGETS, countDays } from "./alert-quality.ts";
import type { EventTable } from "./event-table.ts";
import { rateQuality } from "./quality-report.ts";
import { scoreEvents } from "./score-events.ts";
import { type Labels, toTruth } from "./truth.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_AT = Date.UTC(2026, 0, 5);

/** Twenty events, e0 to e19, six hours apart, of actors a0 to a3 in turn. */
const EVENTS: EventTable = {
  rows: 20,
  rowOf: new Map(Array.from({ length: 20 }, (_, row) => [`e${row}`, row])),
  at: Float64Array.from({ length: 20 }, (_, row) => START_AT + row * 6 * HOUR_MS),
  actor: Int32Array.from({ length: 20 }, (_, row) => row % 4),
  actors: ["a0", "a1", "a2", "a3"],
  reference: Object.fromEntries(
    ["user", "action", "size", "region", "address", "device", "hour", "weekday", "weekend"].map((name) => [
      name,
      new Float64Array(20),
    ]),
  ) as unknown as EventTable["reference"],
};

/** Two attacks: theft in e4 to e7, takeover in e12 and e13. One decoy: audit in e8 to e10. */
const LABELS: Labels = {
  attacks: new Map([
    ["e4", { story: "theft", technique: "T1530" }],
    ["e5", { story: "theft", technique: "T1530" }],
    ["e6", { story: "theft", technique: "T1530" }],
    ["e7", { story: "theft", technique: "T1485" }],
    ["e12", { story: "takeover", technique: "T1078.004" }],
    ["e13", { story: "takeover", technique: null }],
    ["elsewhere", { story: "theft", technique: null }],
  ]),
  decoys: new Map([
    ["e8", "audit"],
    ["e9", "audit"],
    ["e10", "audit"],
    ["e4", "audit"],
  ]),
};
const TRUTH = toTruth(LABELS, EVENTS);

interface Parts {
  readonly events: readonly number[];
  readonly score: number;
  readonly severity?: Severity;
  readonly kind?: DetectorKind;
  readonly untilMs?: number;
}

const idsOf = (events: readonly number[]): readonly string[] => events.map((event) => `e${event}`);
const timesOf = (events: readonly number[]): { readonly at: number; readonly until: number } => ({
  at: START_AT + Math.min(...events) * 6 * HOUR_MS,
  until: START_AT + Math.max(...events) * 6 * HOUR_MS,
});

const toFinding = ({ events, score, severity = "high", kind = "rule" }: Parts): Finding =>
  ({
    id: `finding ${kind} ${events.join()}`,
    ...timesOf(events),
    detector: { id: kind, kind, title: `A ${kind}` },
    explanation: {},
    severity,
    score,
    events: idsOf(events),
  }) as unknown as Finding;

const toIncident = (
  { events, score, severity = "high" }: Parts,
  findings: readonly Finding[] = [],
): Incident =>
  ({
    id: `incident ${events.join()}`,
    ...timesOf(events),
    severity,
    score,
    events: idsOf(events),
    findings: findings.map(({ id }) => id),
    summary: `About ${events.length} events`,
  }) as unknown as Incident;

const FOUND = {
  findings: [
    toFinding({ events: [4, 5], score: 0.9 }),
    toFinding({ events: [5, 6, 7], score: 0.5, severity: "medium", kind: "correlation" }),
    toFinding({ events: [1, 2], score: 0.8 }),
    toFinding({ events: [8, 9], score: 0.4, severity: "low", kind: "first_seen" }),
    toFinding({ events: [12], score: 0.1, severity: "info" }),
  ],
  incidents: [
    toIncident({ events: [4, 5, 6, 7], score: 0.95 }),
    toIncident({ events: [1, 2], score: 0.8 }),
    toIncident({ events: [8, 9], score: 0.4, severity: "low" }),
  ],
};

const rate = (
  found: { readonly findings: readonly Finding[]; readonly incidents: readonly Incident[] } = FOUND,
) =>
  rateQuality({
    events: EVENTS,
    truth: TRUTH,
    found,
    modelScores: null,
    referenceScores: null,
    withoutFamily: null,
    seed: 1,
    draws: 50,
  });

describe("truth", () => {
  test("labels of events that are not there are counted, and an attack is no decoy", () => {
    expect(TRUTH.missing).toBe(1);
    expect([...TRUTH.isAttack].flatMap((flag, row) => (flag === 1 ? [row] : []))).toEqual([
      4, 5, 6, 7, 12, 13,
    ]);
    expect([...TRUTH.decoyOf].flatMap((code, row) => (code >= 0 ? [row] : []))).toEqual([8, 9, 10]);
  });
});

describe("scores of events", () => {
  test("the best of all that cites an event; 0 where nothing does", () => {
    const scores = scoreEvents(EVENTS, FOUND, null);
    expect(Array.from(scores.slice(0, 14))).toEqual([
      0, 0.8, 0.8, 0, 0.95, 0.95, 0.95, 0.95, 0.4, 0.4, 0, 0, 0.1, 0,
    ]);
  });

  test("a model ranks what nothing cites, below all that something does", () => {
    const model = Float64Array.from({ length: 20 }, (_, row) => (row === 13 ? 1 : 0.5));
    const scores = scoreEvents(EVENTS, FOUND, model);
    expect(scores[4]).toBe(0.95);
    expect(scores[13]).toBeCloseTo(0.0999, 10);
    expect(scores[0]).toBeCloseTo(0.04995, 10);
  });
});

describe("attacks", () => {
  const [theft, takeover] = rate().stories;

  test("an attack has the place of the first incident that tells it, and what of it is cited", () => {
    expect(theft).toMatchObject({
      name: "theft",
      events: 4,
      cited: 4,
      findings: 2,
      detectors: ["A correlation", "A rule"],
      rank: 1,
      score: 0.95,
    });
  });

  test("info is no finding of an attack", () => {
    expect(takeover).toMatchObject({ cited: 0, findings: 0, rank: null, score: null, detectedAfterMs: null });
  });

  test("an attack is found with the first event that a rule cites, and when a count has seen enough", () => {
    expect(theft!.detectedAfterMs).toBe(0);
    const late = rate({ ...FOUND, findings: [FOUND.findings[1]!] });
    // Cites e5 to e7 of a story that begins with e4; a correlation may have needed the last.
    expect(late.stories[0]!.detectedAfterMs).toBe(3 * 6 * HOUR_MS);
  });

  test.each([
    ["a tenth of an incident's events", [4, 0, 1, 2, 3, 8, 9, 10, 11, 14], 1],
    ["less than that", [4, 0, 1, 2, 3, 8, 9, 10, 11, 14, 15], null],
    ["less than that, and half of the attack", [4, 5, ...Array.from({ length: 30 }, () => 0)], 1],
  ])("%s tells an attack or not", (_, events, rank) => {
    const incident = toIncident({ events, score: 0.9 });
    expect(rate({ findings: [], incidents: [incident] }).stories[0]!.rank).toBe(rank);
  });
});

test.each([
  ["half of its evidence", [4, 0], "low", 1],
  ["less than half of its evidence", [4, 0, 1], "low", null],
  ["half of its evidence, of severity info", [4, 0], "info", null],
] as const)(
  "an incident tells an attack about which a finding speaks with %s",
  (_, events, severity, rank) => {
    const finding = toFinding({ events, score: 0.3, severity });
    const many = [4, 0, 1, 2, 3, 8, 9, 10, 11, 14, 15];
    const incident = toIncident({ events: many, score: 0.5 }, [finding]);
    expect(rate({ findings: [finding], incidents: [incident] }).stories[0]!.rank).toBe(rank);
  },
);

test("a decoy has the place of the first incident about it that is not about an attack", () => {
  expect(rate().decoys).toEqual([{ name: "audit", events: 3, rank: 3, score: 0.4 }]);
  const mixed = { ...FOUND, incidents: [toIncident({ events: [8, 9, 10, 4], score: 0.9 })] };
  expect(rate(mixed).decoys[0]!.rank).toBeNull();
});

test("others that are loud are named with what is known of them", () => {
  expect(rate().loudOthers).toEqual([
    { rank: 2, severity: "high", score: 0.8, decoy: null, summary: "About 2 events" },
    { rank: 3, severity: "low", score: 0.4, decoy: "audit", summary: "About 2 events" },
  ]);
});

test("techniques: in how many attacks they are found, and how many of their events are cited", () => {
  expect(rate().techniques).toEqual([
    { technique: "T1078.004", events: 1, cited: 0, stories: 1, storiesFound: 0 },
    { technique: "T1485", events: 1, cited: 1, stories: 1, storiesFound: 1 },
    { technique: "T1530", events: 3, cited: 3, stories: 1, storiesFound: 1 },
  ]);
});

describe("alerts", () => {
  const { alerts } = rate();

  test("days are counted from the first event's to the last's", () => {
    expect(alerts.days).toBe(5);
    expect(countDays({ rows: 2, at: Float64Array.of(DAY_MS - 1, DAY_MS) })).toBe(2);
    expect(countDays({ rows: 0, at: new Float64Array(0) })).toBe(0);
  });

  test("findings and incidents by severity, of attacks and others, a day and per 10,000 ordinary events", () => {
    expect(alerts.benignEvents).toBe(14);
    expect(alerts.bySeverity.map(({ severity }) => severity)).toEqual([
      "critical",
      "high",
      "medium",
      "low",
      "info",
    ]);
    expect(alerts.bySeverity[1]).toEqual({
      severity: "high",
      findings: 2,
      trueFindings: 1,
      incidents: 2,
      trueIncidents: 1,
      falsePerDay: 1 / 5,
      falsePerTenThousand: 10_000 / 14,
    });
    expect(alerts.benignShareHigh).toBeCloseTo(2 / 14, 12);
    expect(alerts.alertsPerDay).toBe(2 / 5);
    expect(alerts.falseAlertsPerDay).toBe(1 / 5);
  });

  test("of the first incidents, those about attacks", () => {
    expect(alerts.incidentPrecisionAt[0]).toEqual({ k: 10, precision: 1 / 3 });
  });

  test("a budget takes the worst incidents of each day", () => {
    const incidents = [
      toIncident({ events: [12, 13], score: 0.9 }),
      toIncident({ events: [0, 1], score: 0.8 }),
      toIncident({ events: [4, 5], score: 0.7 }),
      toIncident({ events: [5, 3], score: 0.6 }),
      // The same day as e12: worse ones take its place at one a day.
      toIncident({ events: [14, 15, 4, 5, 6, 7], score: 0.5 }),
    ];
    const { budgets } = rate({ findings: [], incidents }).alerts;
    expect(budgets.map(({ perDay }) => perDay)).toEqual([...BUDGETS]);
    expect(budgets[0]).toEqual({ perDay: 1, stories: 2, alerts: 3 });
    expect(budgets[1]).toEqual({ perDay: 3, stories: 2, alerts: 5 });
  });
});

describe("ranking of events", () => {
  test("average precision, by hand", () => {
    // Four attacks at 0.95; two others at 0.8; two at 0.4; e12 at 0.1; e13 among the eleven at 0.
    const expected = (4 / 6) * 1 + (1 / 6) * (5 / 9) + (1 / 6) * (6 / 20);
    const { ranking } = rate();
    expect(ranking.averagePrecision).toBeCloseTo(expected, 12);
    expect(ranking.interval!.estimate).toBeCloseTo(expected, 12);
    expect(ranking.interval!.low!).toBeLessThanOrEqual(expected);
    expect(ranking.interval!.high!).toBeGreaterThanOrEqual(expected);
    expect(ranking.precisionAt[0]).toEqual({ k: 10, precision: (5 + 1 / 11) / 10, recall: (5 + 1 / 11) / 6 });
  });

  test("doing nothing has the share of attacks", () => {
    const [nothing] = rate().baselines;
    expect(nothing!.ranking.averagePrecision).toBeCloseTo(6 / 20, 12);
  });

  test("without attacks there is nothing to rank", () => {
    const truth = toTruth({ attacks: new Map(), decoys: new Map() }, EVENTS);
    const report = rateQuality({
      events: EVENTS,
      truth,
      found: FOUND,
      modelScores: null,
      referenceScores: null,
      withoutFamily: null,
      seed: 1,
      draws: 10,
    });
    expect(report.ranking.averagePrecision).toBeNull();
    expect(report.summary).toMatchObject({ told: 0, stories: 0, medianRank: null, decoysBelow: 1 });
  });
});

test("the summary: told, among the first, the median place, decoys below it", () => {
  const { summary } = rate();
  expect(summary).toMatchObject({
    told: 1,
    stories: 2,
    within10: 1,
    within15: 1,
    medianRank: 1,
    decoysBelow: 1,
  });
  const first = toIncident({ events: [8, 9], score: 0.99 });
  const worse = rate({ ...FOUND, incidents: [first, ...FOUND.incidents] });
  expect(worse.summary).toMatchObject({ medianRank: 2, decoysBelow: 0 });
});

test("each family left out is rated on what is left", () => {
  const report = rateQuality({
    events: EVENTS,
    truth: TRUTH,
    found: FOUND,
    modelScores: Float64Array.from({ length: 20 }, (_, row) => TRUTH.isAttack[row]!),
    referenceScores: null,
    withoutFamily: (family) => (family === "rule" ? { findings: [], incidents: [] } : FOUND),
    seed: 1,
    draws: 0,
  });
  const of = (family: DetectorKind) => report.without.find((one) => one.family === family)!;
  expect(of("rule")).toMatchObject({
    findings: 3,
    summary: { told: 0, alertsPerDay: 0, averagePrecision: 1 },
  });
  expect(of("travel")).toMatchObject({ findings: 0, summary: { told: 1 } });
  // Without the model nobody tells e13 from ordinary events.
  expect(of("model").summary.averagePrecision!).toBeLessThan(of("travel").summary.averagePrecision!);
});
