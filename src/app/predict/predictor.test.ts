import { beforeAll, describe, expect, it } from "vitest";
import { type JsonObject, type JsonValue, toEpochMs } from "../../domain/index.ts";
import { type AnomalyModels, readAnomalyModels, toBytes } from "./anomaly-models.ts";
import { trainFirstModels } from "./first-models.ts";
import { moveToWeek } from "./judge-action.ts";
import { LARGE_DOWNLOAD, LOGIN, NIGHT_ADMIN } from "./manual-scenarios.ts";
import { answerRequest, BATCH_MAX, createPredictor, type Predictor } from "./predictor.ts";

const NOW = Date.UTC(2026, 5, 1);

let models: AnomalyModels;
let predictor: Predictor;
beforeAll(async () => {
  models = await trainFirstModels({ seed: 1 });
  predictor = createPredictor(models, { clock: { now: () => toEpochMs(NOW) } });
}, 60_000);

describe("single actions of users whom nobody knows", () => {
  it("are usual in business hours, with what is said and with what is left out", () => {
    const whole = {
      ...LOGIN,
      ip_address: "192.168.1.100",
      location: "New York",
      device_type: "desktop",
      failed_attempts: 0,
      location_change: false,
    };
    for (const action of [LOGIN, whole, { ...LOGIN, action_type: "view", data_volume_mb: 1 }]) {
      expect(predictor.predict(action)).toMatchObject({ is_anomaly: false });
      expect(predictor.predict(action).anomaly_score).toBeLessThan(0.3);
    }
  });

  it("are suspicious at three in the morning after failed sign-ins, and when gigabytes leave from elsewhere", () => {
    const scores = [LOGIN, NIGHT_ADMIN, LARGE_DOWNLOAD].map(
      (action) => predictor.predict(action).anomaly_score,
    );
    expect(scores[1]).toBeGreaterThan(0.7);
    expect(scores[2]).toBeGreaterThan(0.7);
    expect(scores[0]).toBeLessThan(Math.min(scores[1]!, scores[2]!) / 2);
  });

  it("are answered in the fields of the API", () => {
    const answer = answerRequest(predictor, { ...NIGHT_ADMIN, explain: true });
    expect(answer).toMatchObject({
      success: true,
      prediction: {
        user_id: "user-001",
        timestamp: "2024-01-15T03:00:00Z",
        is_anomaly: true,
        prediction_time: "2026-06-01T00:00:00.000Z",
        explanation: { text_explanation: expect.stringContaining("5 failed sign-ins just before") },
      },
    });
    expect(predictor.predict(NIGHT_ADMIN).explanation).toBeNull();
    const { confidence, anomaly_score } = predictor.predict(LOGIN);
    expect(confidence).toBeCloseTo(1 - anomaly_score, 12);
  });

  it("are explained by contributions that add up, and by a local picture with its fit", () => {
    const { shap_explanation: shap, lime_explanation: lime } = predictor.predict(LARGE_DOWNLOAD, true)
      .explanation!;
    const features = shap["features"] as readonly JsonObject[];
    const sum = features.reduce((total, one) => total + Number(one["contribution"]), Number(shap["others"]));
    expect(Number(shap["base_value"]) + sum).toBeCloseTo(Number(shap["output_value"]), 9);
    expect(Number(lime["fit_r2"])).toBeGreaterThan(0);
    expect(lime["agreement"]).toMatch(/SHAP and LIME/);
    expect(JSON.stringify(predictor.predict(LARGE_DOWNLOAD, true).explanation)).not.toMatch(/NaN|undefined/);
  });

  it("never change a later answer, whatever their time", () => {
    const before = predictor.predict(LOGIN).anomaly_score;
    predictor.predict({ ...NIGHT_ADMIN, timestamp: "2099-01-01T03:00:00Z" });
    predictor.predict({ ...NIGHT_ADMIN, timestamp: "1999-01-01T03:00:00Z" });
    expect(predictor.predict(LOGIN).anomaly_score).toBe(before);
  });

  it("are judged alike by models that were written and read", () => {
    const again = readAnomalyModels(toBytes(models));
    expect(again.id).toBe(models.id);
    expect(Buffer.from(toBytes(again)).equals(Buffer.from(toBytes(models)))).toBe(true);
    const other = createPredictor(again);
    for (const action of [LOGIN, NIGHT_ADMIN, LARGE_DOWNLOAD]) {
      expect(other.predict(action).anomaly_score).toBe(predictor.predict(action).anomaly_score);
    }
  });
});

describe("what is no action", () => {
  it("is refused with the field", () => {
    expect(() => predictor.predict({ ...LOGIN, timestamp: "nope" })).toThrow(/timestamp/);
    expect(() => predictor.predict({ user_id: "a" })).toThrow(/timestamp/);
    expect(() => predictor.predict({ ...LOGIN, action_type: "dance" })).toThrow(/action_type/);
    expect(() => predictor.predict([])).toThrow(/no JSON object/);
    expect(() => readAnomalyModels(Buffer.from("{}"))).toThrow(/cannot be used/);
  });

  it("spoils nothing else of a batch", () => {
    const answer = predictor.predictBatch([LOGIN, { ...LOGIN, timestamp: "nope" }, NIGHT_ADMIN, 7]);
    expect(answer.summary).toEqual({ total: 4, anomalies: 1, normal: 1, failed: 2, anomaly_rate: 0.5 });
    expect(answer.predictions[1]).toMatchObject({ error: { code: "SOURCE_FIELD_INVALID" } });
    expect(predictor.predictBatch([]).summary.anomaly_rate).toBe(0);
  });

  it("is a batch one too large", () => {
    const many: JsonValue[] = Array.from({ length: BATCH_MAX + 1 }, () => ({}));
    expect(() => predictor.predictBatch(many)).toThrow(/10001 instances, and at most 10000/);
    expect(predictor.predictBatch(many.slice(1)).summary.failed).toBe(BATCH_MAX);
    expect(() => predictor.predictBatch({})).toThrow(/no list/);
  });

  it("may hold whatever an attacker writes", () => {
    const hostile = {
      ...LOGIN,
      user_id: "__proto__",
      resource_id: "x".repeat(100_000),
      location: "\u001b[31m",
    };
    expect(predictor.predict(hostile, true).anomaly_score).toBeLessThan(1);
  });
});

describe("moveToWeek", () => {
  it("keeps the hour and the weekday", () => {
    const from = Date.UTC(2026, 0, 14);
    for (const at of [Date.UTC(2024, 0, 15, 3, 30), Date.UTC(2030, 6, 7, 23), from]) {
      const moved = new Date(moveToWeek(at, from));
      expect(moved.getTime()).toBeGreaterThanOrEqual(from);
      expect(moved.getTime()).toBeLessThan(from + 7 * 86_400_000);
      expect([moved.getUTCDay(), moved.getUTCHours()]).toEqual([
        new Date(at).getUTCDay(),
        new Date(at).getUTCHours(),
      ]);
    }
  });
});
