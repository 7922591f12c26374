import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject } from "../../domain/index.ts";
import { LARGE_DOWNLOAD, LOGIN, NIGHT_ADMIN } from "../predict/manual-scenarios.ts";
import { ADMIN_KEY, type AskInit, ServedPlace, toTrailRecord } from "./fixtures/served-place.ts";

let place: ServedPlace;
beforeAll(async () => {
  place = await ServedPlace.open();
}, 60_000);
afterAll(() => place.close());

/** A field that is a text. */
const textOf = (json: unknown, name: string): string => {
  const value = isJsonObject(json) ? json[name] : null;
  if (typeof value !== "string") throw new Error(`no text ${name} in ${JSON.stringify(json)}`);
  return value;
};

const ask = (path: string, init?: AskInit) => place.ask(path, init);
const items = (json: JsonObject): readonly JsonObject[] =>
  Array.isArray(json["items"]) ? json["items"].filter(isJsonObject) : [];

/** Sends files as a browser's form does. */
async function sendFiles(path: string, files: Readonly<Record<string, string>>): Promise<Response> {
  const form = new FormData();
  form.append("note", "a field that nobody reads");
  for (const [name, text] of Object.entries(files)) form.append("file", new Blob([text]), name);
  return fetch(`${place.address}${path}`, {
    method: "POST",
    body: form,
    headers: { "x-api-key": ADMIN_KEY },
  });
}

async function untilOver(job: JsonObject): Promise<JsonObject> {
  for (;;) {
    const { json } = await ask(`/api/v1/jobs/${textOf(job, "id")}`);
    if (json["finished_at"] !== null) return json;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const toJob = async (response: Response): Promise<JsonObject> => {
  const json: unknown = await response.json();
  expect(response.status, JSON.stringify(json)).toBe(202);
  if (!isJsonObject(json)) throw new Error("no job");
  return untilOver(json);
};

const trail = (id: string): string => `${JSON.stringify({ Records: [toTrailRecord(id)] })}`;

describe("files of logs", () => {
  it("are taken in as a job, with what came of them, once", async () => {
    const files = {
      "../../etc/a.json": trail("f-1"),
      "b.ndjson": `${JSON.stringify(toTrailRecord("f-2"))}\n`,
    };
    const job = await toJob(await sendFiles("/api/v1/files", files));
    expect(job).toMatchObject({
      state: "done",
      kind: "upload",
      by: "API_KEY",
      parameters: { files: ["a.json", "b.ndjson"] },
      result: { inputs_new: 2, events: 2, rejects: 0 },
    });
    const again = await toJob(await sendFiles("/api/v1/files", files));
    expect(again["result"]).toMatchObject({ inputs_new: 0, inputs_known: 2, events: 0 });
    expect(items((await ask("/api/v1/jobs?kind=upload")).json)).toHaveLength(2);
  });

  it("are told of as server-sent events until they are over", async () => {
    const job = await toJob(await sendFiles("/api/v1/files", { "c.json": trail("f-3") }));
    const stream = await fetch(`${place.address}/api/v1/jobs/${textOf(job, "id")}/stream`, {
      headers: { "x-api-key": ADMIN_KEY, accept: "text/event-stream" },
    });
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    const told = await stream.text();
    expect(told).toMatch(/event: job\n/);
    expect(told).toContain('"state":"done"');
    expect((await ask("/api/v1/jobs/nobody")).status).toBe(404);
  });

  it("are refused when there is none, or too many", async () => {
    expect((await sendFiles("/api/v1/files", {})).status).toBe(400);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`${at}.json`, ""]));
    const refused = await sendFiles("/api/v1/files", many);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ code: "API_REQUEST" });
  });
});

describe("S1-02 S1-19: a batch", () => {
  const rows = [
    "user_id,timestamp,action_type,failed_attempts,data_volume_mb,location,location_change",
    "=cmd|1,2024-01-15T10:30:00Z,login,,,,",
    `${NIGHT_ADMIN.user_id},${NIGHT_ADMIN.timestamp},admin,5,,,`,
    "user-9,no time at all,login,,,,",
    `${LARGE_DOWNLOAD.user_id},${LARGE_DOWNLOAD.timestamp},download,,5000,Reykjavik,true`,
  ].join("\n");

  it("is judged row by row from a CSV, shown by pages, and given back as a file", async () => {
    const job = await toJob(await sendFiles("/api/v1/batches?explain=true", { "batch.csv": rows }));
    expect(job).toMatchObject({ state: "done", result: { rows: 4, anomalies: 2, normal: 1, failed: 1 } });
    const results = `/api/v1/batches/${textOf(job, "id")}/results`;
    const first = await ask(`${results}?limit=3`);
    expect(items(first.json).map((one) => one["is_anomaly"])).toEqual([true, true, false]);
    expect(items(first.json)[0]).toMatchObject({
      explanation: expect.stringContaining("flagged as anomalous"),
    });
    const rest = await ask(`${results}?limit=3&cursor=${textOf(first.json, "next_cursor")}`);
    expect(items(rest.json)).toMatchObject([{ row: 3, is_anomaly: null, error: expect.any(String) }]);
    expect(rest.json["next_cursor"]).toBeNull();
    const byRow = items((await ask(`${results}?order=row`)).json);
    expect(byRow.map((one) => one["row"])).toEqual([1, 2, 3, 4]);
    const csv = await ask(`/api/v1/batches/${textOf(job, "id")}/download`);
    expect(csv.headers.get("content-disposition")).toContain("attachment");
    expect(csv.text.split("\n")[1]).toMatch(/^1,'=cmd\|1,/);
    const json = await ask(`/api/v1/batches/${textOf(job, "id")}/download?format=json`);
    expect(JSON.parse(json.text)).toEqual(byRow);
  });

  it("takes NDJSON as the body itself, and CloudTrail", async () => {
    const lines = [LOGIN, NIGHT_ADMIN].map((one) => JSON.stringify(one)).join("\n");
    for (const [body, count] of [
      [lines, 2],
      [trail("f-9"), 1],
    ] as const) {
      const { json, status } = await ask("/api/v1/batches?name=x", {
        body,
        headers: { "content-type": "text/plain" },
      });
      expect(status).toBe(202);
      expect(await untilOver(json)).toMatchObject({ state: "done", result: { rows: count, failed: 0 } });
    }
    expect((await ask("/api/v1/batches/nobody/results")).status).toBe(404);
  });

  it("S1-35 offers the three manual scenarios, which score on their side of the threshold", async () => {
    const examples = items((await ask("/api/v1/predict/examples")).json);
    expect(examples.map(({ id }) => id)).toEqual(["normal-login", "night-admin", "large-download"]);
    for (const { instance, expected } of examples) {
      const { json } = await ask("/api/predict", { json: instance });
      expect(json).toMatchObject({ prediction: { is_anomaly: expected === "suspicious" } });
    }
  });
});

describe("S0-01 S0-04 S0-05: analyses of uploads", () => {
  const log = [
    "timestamp,user_id,service,bytes_uploaded",
    "2024-01-01T10:00:00Z,ann,drive,80000000",
    "2024-01-01T10:30:00Z,ann,box,40000000",
    "2024-01-01T11:40:00Z,bob,drive,1000",
    "2024-01-01T11:50:00Z,bob,drive,minus one",
  ].join("\n");

  it("answer for a CSV as the command does, with rejects by line and reason", async () => {
    const response = await sendFiles("/api/v1/uploads/analyses", { "log.csv": log });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      forward: [{ user_id: "ann", total_bytes: 120_000_000, services: expect.stringContaining("drive") }],
      trailing: [{ user_id: "ann", total_mb_1h: expect.closeTo(114.44, 1) }],
      multi_service: [],
      run: {
        uploads: 3,
        rejects: 1,
        source: "file",
        first_rejects: [{ row: 4, reason: expect.any(String) }],
      },
    });
    const higher = await sendFiles("/api/v1/uploads/analyses?threshold_mb=200", { "log.csv": log });
    expect(await higher.json()).toMatchObject({ forward: [] });
    const refused = await sendFiles("/api/v1/uploads/analyses", { "log.csv": "a,b\n1,2\n" });
    expect(refused.status).toBe(400);
  });

  it("answer for what is stored, in a period", async () => {
    await toJob(await sendFiles("/api/v1/files", { "log.csv": log }));
    const { json } = await ask("/api/v1/uploads/analyses?window_hours=0.25&threshold_mb=70");
    expect(json).toMatchObject({
      forward: [{ user_id: "ann", total_bytes: 80_000_000 }],
      run: { source: "stored", uploads: 3 },
    });
    const few = await ask("/api/v1/uploads/analyses?window_hours=0.1&threshold_mb=10&rows_max=1");
    expect(few.json).toMatchObject({
      forward: [{ user_id: "ann", total_bytes: 80_000_000 }],
      run: { rows: { forward: 2, trailing: 2, bursts: 2, daily_z: 0 } },
    });
    const later = await ask("/api/v1/uploads/analyses?from=2024-01-01T11:00:00Z");
    expect(later.json).toMatchObject({ forward: [], run: { uploads: 1 } });
  });
});

describe("models", () => {
  it("S1-13 S2-10 are learned aside from a recipe, and told of with all that was measured", async () => {
    const { json, status } = await ask("/api/v1/training", {
      json: { preset: "s2", rows: 500, trees: 50, contamination: 0.1, seed: 7, activate: false },
    });
    expect(status).toBe(202);
    const job = await untilOver(json);
    expect(job).toMatchObject({ state: "done", result: { name: "preset-s2", is_active: false } });
    const { json: detail } = await ask(`/api/v1/models/${textOf(job["result"], "model")}`);
    const [part] = Array.isArray(detail["parts"]) ? detail["parts"].filter(isJsonObject) : [];
    expect(part).toMatchObject({
      parameters: { trees: 50, contamination: 0.1, seed: 7 },
      qualities: [
        {
          rows: 500,
          accuracy: expect.any(Number),
          false_positive_rate: expect.any(Number),
          classes: [{ name: "usual" }, { name: "strange" }],
          averages: { macro: { f1: expect.any(Number) }, weighted: { f1: expect.any(Number) } },
          confusion: [
            [expect.any(Number), expect.any(Number)],
            [expect.any(Number), expect.any(Number)],
          ],
        },
      ],
    });
  }, 30_000);

  it("S1-24 are listed, used and taken back", async () => {
    const [active] = items((await ask("/api/v1/models")).json).filter((one) => one["is_active"] === true);
    expect(active).toMatchObject({ name: "activity", title: "Judges single actions" });
    const { json: detail } = await ask(`/api/v1/models/${textOf(active, "id")}`);
    const [forest] = Array.isArray(detail["parts"]) ? detail["parts"].filter(isJsonObject) : [];
    expect(forest).toMatchObject({
      calibration: { bins: expect.any(Array) },
      importances: expect.any(Array),
    });
    const again = await ask(`/api/v1/models/${textOf(active, "id")}/activation`, { method: "POST" });
    expect(again.json).toMatchObject({ is_active: true });
    const none = await ask("/api/v1/models/rollback", { json: { name: "activity" } });
    expect(none.json).toMatchObject({ code: "STORE_MODEL_NONE_BEFORE" });
  });

  it("S1-08 say that nobody can tell whether they drift, while they learned from nobody's days", async () => {
    expect((await ask("/api/v1/drift")).json).toMatchObject({ checked_at: null, level: "not-looked" });
    const job = await untilOver((await ask("/api/v1/drift", { method: "POST" })).json);
    expect(job).toMatchObject({ state: "failed", problem: { code: "DRIFT_NO_MODEL" } });
    expect((await ask("/api/v1/drift")).json["verdict"]).toMatch(/nothing to compare with/);
  });

  it("refuse to learn from verdicts that nobody gave, in words", async () => {
    const job = await untilOver((await ask("/api/v1/training", { json: { source: "verdicts" } })).json);
    expect(job).toMatchObject({ state: "failed", problem: { code: "TRAIN_VERDICTS_FEW" } });
  }, 30_000);
});
