import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN_KEY, ServedPlace } from "../src/app/serve/fixtures/served-place.ts";

/** What clients of the reference send, by the program that its pages name. */
const run = promisify(execFile);

let place: ServedPlace;
beforeAll(async () => {
  place = await ServedPlace.open();
}, 60_000);
afterAll(() => place.close());

const JSON_TYPE = ["-H", "Content-Type: application/json"];
const KEY = ["-H", `X-API-Key: ${ADMIN_KEY}`];

async function curl(path: string, ...given: readonly string[]): Promise<unknown> {
  const { stdout } = await run("curl", ["-sS", ...given, `${place.address}${path}`]);
  const answer: unknown = JSON.parse(stdout);
  return answer;
}

const DOWNLOAD = {
  user_id: "user-001",
  timestamp: "2024-01-15T14:30:00Z",
  action_type: "download",
  resource_id: "file-001",
  ip_address: "192.168.1.100",
  data_volume_mb: 150.5,
  location: "New York",
  device_type: "desktop",
  failed_attempts: 0,
  location_change: false,
  explain: true,
};
const OTHERS = [
  {
    user_id: "user-001",
    timestamp: "2024-01-15T14:30:00Z",
    action_type: "login",
    ip_address: "192.168.1.100",
    device_type: "desktop",
  },
  {
    user_id: "user-002",
    timestamp: "2024-01-15T15:00:00Z",
    action_type: "admin",
    ip_address: "10.0.0.1",
    device_type: "mobile",
    failed_attempts: 5,
  },
];
const share = expect.toSatisfy((value: number) => value >= 0 && value <= 1);
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);

describe("a fresh start with a key answers what clients of the reference send", () => {
  it("S1-21 S1-11: health, without a key", async () => {
    expect(await curl("/health")).toMatchObject({ status: "healthy" });
  });

  it("S1-01 S1-03 S1-04 S1-05 S1-22 S1-32: one action, with its explanations", async () => {
    const answer = await curl(
      "/api/predict",
      "-X",
      "POST",
      ...JSON_TYPE,
      ...KEY,
      "-d",
      JSON.stringify(DOWNLOAD),
    );
    expect(answer).toMatchObject({
      success: true,
      prediction: {
        user_id: "user-001",
        timestamp: "2024-01-15T14:30:00Z",
        is_anomaly: expect.any(Boolean),
        anomaly_score: share,
        confidence: share,
        prediction_time: instant,
        explanation: {
          text_explanation: expect.stringContaining("download"),
          shap_explanation: { features: expect.any(Array), base_value: expect.any(Number) },
          lime_explanation: { features: expect.any(Array), fit_r2: expect.any(Number) },
        },
      },
    });
  });

  it("S1-02 S1-23: a batch, in the order of its instances, the administrator stranger than the login", async () => {
    const body = JSON.stringify({ instances: OTHERS, explain: false });
    const answer = await curl("/api/batch", "-X", "POST", ...JSON_TYPE, ...KEY, "-d", body);
    expect(answer).toMatchObject({
      success: true,
      predictions: [
        { user_id: "user-001", is_anomaly: false, explanation: null },
        { user_id: "user-002", is_anomaly: true, anomaly_score: share },
      ],
      summary: { total: 2, anomalies: 1, normal: 1 },
    });
  });

  it("S1-24: the model", async () => {
    expect(await curl("/api/model", "-X", "GET", ...KEY)).toMatchObject({
      success: true,
      model: { id: expect.any(String), threshold: share, card: expect.any(Object) },
    });
  });

  it("S1-09 S1-25: metrics of the last hour count what was served", async () => {
    expect(await curl("/api/metrics?time_window=3600", "-X", "GET", ...KEY)).toMatchObject({
      success: true,
      time_window: 3600,
      metrics: { predictions: 3, anomalies: 1, latency_ms: { p99: expect.any(Number) } },
    });
  });

  it("S1-26: statistics of thirty days", async () => {
    expect(await curl("/api/statistics?days=30", "-X", "GET", ...KEY)).toMatchObject({
      success: true,
      days: 30,
      statistics: { events: 0, findings: { total: 0 } },
    });
  });

  it("S1-27: nobody without a valid key", async () => {
    for (const path of ["/api/model", "/api/metrics", "/api/statistics"]) {
      expect(await curl(path)).toMatchObject({ status: 401, code: "API_KEY_MISSING" });
      expect(await curl(path, "-H", "X-API-Key: your-api-key-here")).toMatchObject({ status: 401 });
    }
  });

  it("S1-28 S1-30: what lacks a required field is refused by its name", async () => {
    for (const field of ["user_id", "timestamp", "action_type"] as const) {
      const { [field]: _, ...rest } = DOWNLOAD;
      const answer = await curl(
        "/api/predict",
        "-X",
        "POST",
        ...JSON_TYPE,
        ...KEY,
        "-d",
        JSON.stringify(rest),
      );
      expect(answer).toMatchObject({ status: 400, errors: [{ pointer: expect.stringContaining(field) }] });
    }
  });
});
