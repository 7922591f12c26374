import { describe, expect, test } from "vitest";
import { DAY_MS, toEntityId } from "../../domain/index.ts";
import { START_AT } from "../fixtures/sample-events.ts";
import { ALICE, BOB, CAROL, say } from "../fixtures/say-finding.ts";
import { RISK_SERIES_MAX, rankEntities, toRiskSeries } from "./rank-entities.ts";
import { toRisk } from "./to-risk.ts";

describe("entities by risk", () => {
  test("stand the riskiest first, each with its own findings, and without those that have none", () => {
    const findings = [
      say({ severity: "low" }).finding,
      say({ actor: BOB, severity: "high" }).finding,
      say({ actor: BOB, detector: "b", after: -5 }).finding,
      say({ actor: CAROL, after: 1 }).finding,
    ];
    const ranked = rankEntities(findings, { at: START_AT });
    expect(ranked.map(({ entity }) => entity.id)).toEqual([BOB.id, ALICE.id]);
    expect(ranked[0]).toMatchObject(toRisk(findings.slice(1, 3), { at: START_AT }));
    const critical = rankEntities(findings, {
      at: START_AT,
      criticalityOf: ({ id }) => (id === ALICE.id ? "critical" : "low"),
    });
    expect(critical.map(({ entity }) => entity.id)).toEqual([ALICE.id, BOB.id]);
  });

  test("what an address does weighs on the address alone, what is done to a resource on both", () => {
    const spray = say({ tried: [ALICE, BOB], address: "203.0.113.7" }).finding;
    expect(rankEntities([spray], { at: START_AT }).map(({ entity }) => entity)).toEqual([
      { type: "ip", id: "203.0.113.7" },
    ]);
    const opened = { ...say().finding, entity: { type: "resource", id: toEntityId("bucket") } } as const;
    expect(rankEntities([opened], { at: START_AT }).map(({ entity }) => entity.type)).toEqual([
      "actor",
      "resource",
    ]);
  });
});

describe("risk over time", () => {
  const finding = say().finding;
  test("stands at the end of each day, from nothing through the finding to its decay", () => {
    const span = { from: START_AT - DAY_MS, to: START_AT + 7 * DAY_MS };
    const series = toRiskSeries([finding], span, {});
    expect(series).toHaveLength(9);
    expect(series[0]!.score).toBe(0);
    for (const { at, score } of series) expect(score).toBe(toRisk([finding], { at }).score);
    expect(series[8]!.score).toBeCloseTo(series[1]!.score / 2, 12);
  });

  test("is limited to its latest days", () => {
    const days = (count: number) =>
      toRiskSeries([], { from: START_AT, to: START_AT + (count - 1) * DAY_MS }, {}).length;
    expect([days(1), days(RISK_SERIES_MAX), days(RISK_SERIES_MAX + 1)]).toEqual([
      1,
      RISK_SERIES_MAX,
      RISK_SERIES_MAX,
    ]);
    expect(days(-5)).toBe(0);
  });
});
