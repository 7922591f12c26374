import { describe, expect, it } from "vitest";
import { createRng, type JsonObject } from "../../../domain/index.ts";
import { generateAccounts } from "../../../generate/index.ts";
import { PRESET_S4_FEATURES } from "../../../profile/index.ts";
import { sampleEvent } from "../fixtures/sample-event.ts";
import type { LabelledLog } from "../read-labelled.ts";
import { PRESETS } from "./presets.ts";
import { DrillHistory } from "./s4-features.ts";
import { POINTS_MAX, type RiskSigns, toModelLevel, toRiskLevel, toRiskScore } from "./s4-risk.ts";

const toLog = (records: readonly JsonObject[]): LabelledLog => ({
  rows: records.map((record) => ({ event: sampleEvent({}), record, story: null })),
  rejected: 0,
  isLabelled: false,
});

const accounts = (seed: number, rows: number): LabelledLog =>
  toLog([...generateAccounts({ seed, accounts: rows }).batches].flat().map(({ fields }) => fields));

describe("account snapshots (s2)", () => {
  it("call one row in twenty strange, and find the compromised far better than chance", async () => {
    const result = await PRESETS.s2.run([accounts(42, 1_000)], { seed: 42 });
    expect(result.strange).toBe(50);
    expect(result.features).toHaveLength(13);
    expect(result.quality[0]!.averagePrecision).toBeGreaterThan(0.7);
    expect(result.tables[0]).toMatchObject({ file: "user_behavior_anomalies.csv" });
    expect(result.tables[0]!.rows).toHaveLength(50);
    expect(result.quality[0]!.reportText).toMatch(/weighted avg/);
  });

  it("score a fresh set with the codes and scales of the first one", async () => {
    const fresh = accounts(7, 200);
    const result = await PRESETS.s2.run([accounts(42, 1_000), fresh], { seed: 42 });
    expect(result.scored).toBe(200);
    expect(result.quality[0]!.averagePrecision).toBeGreaterThan(0.6);
    // A set that knows one of the categories only is still coded as the training set was: alone in its log, each row
    // has the score that it has among others.
    const scoreOf = (rows: Awaited<typeof result>): readonly number[] =>
      rows.tables[0]!.rows.map((row) => Number(row["anomaly_score"]));
    const alone = await Promise.all(
      fresh.rows
        .map(async (row) => {
          const one = { ...fresh, rows: [row] };
          return row.record["login_location"] === "India"
            ? scoreOf(await PRESETS.s2.run([accounts(42, 1_000), one], { seed: 42 }))
            : [];
        })
        .slice(0, 12),
    );
    for (const score of alone.flat()) expect(scoreOf(result)).toContain(score);
  });

  it("are at chance where labels say nothing", async () => {
    const rng = createRng(3);
    const log = accounts(42, 2_000);
    const random = toLog(
      log.rows.map(({ record }) => ({ ...record, is_account_compromised: rng.next() < 0.05 ? 1 : 0 })),
    );
    const { quality } = await PRESETS.s2.run([random], { seed: 42 });
    expect(quality[0]!.averagePrecision).toBeLessThan(0.12);
    expect(Math.abs(quality[0]!.rocArea! - 0.5)).toBeLessThan(0.12);
  });
});

describe("risk of the drill (s4)", () => {
  const quiet: RiskSigns = {
    isSensitive: false,
    isRecon: false,
    isBadAddress: false,
    isBadAgent: false,
    isNight: false,
    isWeekend: false,
    hasError: false,
    isDenied: false,
    isBurst: false,
    isNewUser: false,
    isRare: false,
  };

  it("adds up nineteen points to a hundred", () => {
    expect(POINTS_MAX).toBe(19);
    expect(toRiskScore(quiet)).toBe(0);
    expect(toRiskScore({ ...quiet, isSensitive: true, isDenied: true })).toBeCloseTo((100 * 5) / 19, 9);
    expect([70, 69.9, 50, 25, 24.9].map(toRiskLevel)).toEqual(["critical", "high", "high", "medium", "low"]);
    expect([80, 60, 40, 39.9].map(toModelLevel)).toEqual(["critical", "high", "medium", "low"]);
  });

  it("computes 34 features that know nothing of what comes later", () => {
    const history = new DrillHistory();
    const first = history.observe(sampleEvent({ at: Date.UTC(2026, 0, 10, 3) }));
    expect(Object.keys(first)).toEqual([...PRESET_S4_FEATURES]);
    expect(PRESET_S4_FEATURES).toHaveLength(34);
    expect(first).toMatchObject({
      hour: 3,
      day_of_week: 5,
      is_weekend: true,
      is_late_night: true,
      time_period: "night",
      user_total_events: 1,
      is_new_user: true,
      time_since_prev_event: null,
    });
    let last = first;
    for (let i = 1; i <= 11; i++)
      last = history.observe(sampleEvent({ at: Date.UTC(2026, 0, 10, 3) + i * 500 }));
    expect(last).toMatchObject({
      is_burst: true,
      events_this_minute: 12,
      is_rapid_event: true,
      is_new_user: false,
    });
  });
});
