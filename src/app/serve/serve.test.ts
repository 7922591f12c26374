import { once } from "node:events";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue, toEpochMs } from "../../domain/index.ts";
import { LARGE_DOWNLOAD, LOGIN, NIGHT_ADMIN } from "../predict/manual-scenarios.ts";
import {
  ADMIN_KEY,
  type AskInit,
  askAt,
  listenAt,
  ServedPlace,
  toTrailRecord,
} from "./fixtures/served-place.ts";

let place: ServedPlace;
beforeAll(async () => {
  place = await ServedPlace.open();
}, 60_000);
afterAll(() => place.close());

const ask = (path: string, init?: AskInit) => place.ask(path, init);
const items = (json: JsonObject): readonly JsonObject[] =>
  Array.isArray(json["items"]) ? json["items"].filter(isJsonObject) : [];

const textOf = (json: JsonObject | undefined, name: string): string => {
  const value = json?.[name];
  if (typeof value !== "string") throw new Error(`no text ${name} in ${JSON.stringify(json)}`);
  return value;
};

describe("the paths of the prediction API", () => {
  it("say without a key that all is well", async () => {
    const { status, json } = await ask("/health", { key: null });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: "healthy", version: "0.0.0", checks: { database: "ok" } });
    expect((await ask("/livez", { key: null })).json).toEqual({ status: "ok" });
    expect((await ask("/readyz", { key: null })).json).toMatchObject({ ready: true });
  });

  it("judge one action in the promised fields, explained when asked", async () => {
    const asked = {
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
    const { status, json } = await ask("/api/predict", { json: asked });
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      prediction: {
        user_id: "user-001",
        timestamp: "2024-01-15T14:30:00Z",
        is_anomaly: false,
        anomaly_score: expect.any(Number),
        confidence: expect.any(Number),
        prediction_time: expect.any(String),
        explanation: {
          text_explanation: expect.any(String),
          shap_explanation: expect.any(Object),
          lime_explanation: expect.any(Object),
        },
      },
    });
  });

  it("tell business as usual from a night's administration and from gigabytes that leave", async () => {
    const judged = [];
    for (const json of [LOGIN, NIGHT_ADMIN, LARGE_DOWNLOAD])
      judged.push((await ask("/api/predict", { json })).json["prediction"]);
    expect(judged).toMatchObject([{ is_anomaly: false }, { is_anomaly: true }, { is_anomaly: true }]);
  });

  it("judge a batch in its order, wrong instances in their places", async () => {
    const instances = [LOGIN, { user_id: "x" }, NIGHT_ADMIN, { ...LOGIN, action_type: "dance" }];
    const { json } = await ask("/api/batch", { json: { instances, explain: false } });
    expect(json).toMatchObject({
      success: true,
      predictions: [
        { is_anomaly: false, explanation: null },
        { error: { code: "API_INPUT" } },
        { is_anomaly: true },
        { error: { text: expect.stringContaining("/action_type") } },
      ],
      summary: { total: 4, anomalies: 1, normal: 1, failed: 2, anomaly_rate: 0.5 },
    });
  });

  it("refuse to explain more than can be answered soon, and take as many as that", async () => {
    const toBatch = (count: number) => ({
      instances: Array.from({ length: count }, () => LOGIN),
      explain: true,
    });
    const { status, json } = await ask("/api/batch", { json: toBatch(501) });
    expect([status, json["code"]]).toEqual([413, "API_BATCH_EXPLAINED"]);
  });

  it("tell of the model, of what was served and of what is stored", async () => {
    expect((await ask("/api/model")).json).toMatchObject({ success: true, model: { threshold: 0.7 } });
    const metrics = (await ask("/api/metrics?time_window=3600")).json;
    expect(metrics).toMatchObject({ success: true, time_window: 3600, metrics: { errors: 0 } });
    expect(JSON.stringify(metrics)).toMatch(/"predictions":[1-9]/);
    expect((await ask("/api/statistics?days=30")).json).toMatchObject({ success: true, days: 30 });
    expect((await ask("/metrics")).text).toMatch(/^gait_predictions_total\{verdict="anomaly"\} [1-9]/m);
  });

  it.each<[string, object, string]>([
    ["without a user", { ...LOGIN, user_id: undefined }, "/body/user_id"],
    ["of an unknown type", { ...LOGIN, action_type: "dance" }, "/body/action_type"],
    ["at no time", { ...LOGIN, timestamp: "yesterday" }, "/body/timestamp"],
    ["from no address", { ...LOGIN, ip_address: "1.2.3.4'; drop table events; --" }, "/body/ip_address"],
    ["of less than nothing", { ...LOGIN, data_volume_mb: -1 }, "/body/data_volume_mb"],
    ["with half a failure", { ...LOGIN, failed_attempts: 0.5 }, "/body/failed_attempts"],
    ["on a toaster", { ...LOGIN, device_type: "toaster" }, "/body/device_type"],
    ["with a word for a truth", { ...LOGIN, location_change: "maybe" }, "/body/location_change"],
  ])("refuse an action %s, and say where it is wrong", async (_, json, pointer) => {
    const { status, headers, json: problem } = await ask("/api/predict", { json });
    expect(status).toBe(400);
    expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(problem).toMatchObject({ code: "API_INPUT", errors: [{ pointer }] });
  });
});

describe("what comes in over HTTP", () => {
  it("is stored once, looked at, told to who listens, and asked for by every path", async () => {
    const news = await listenAt(place.address);
    const body = `${JSON.stringify(toTrailRecord("e-1"))}\n${JSON.stringify(toTrailRecord("e-2", "ListTrails"))}\n`;
    const packed = new Uint8Array(gzipSync(body));
    const upload = () => ask("/api/v1/events?name=trail.json.gz", { body: packed });
    expect((await upload()).json).toMatchObject({ inputs_new: 1, events: 2, rejects: 0 });
    expect((await upload()).json).toMatchObject({ inputs_new: 0, inputs_known: 1, events: 0 });
    expect(await news.until("detection")).toContain("CloudTrail trail deleted");
    expect(items((await ask("/api/v1/events?action=DeleteTrail")).json)).toMatchObject([{ id: "e-1" }]);
    expect((await ask("/api/v1/events/e-1")).json).toMatchObject({
      id: "e-1",
      input: { name: "trail.json.gz" },
    });
    expect((await ask("/api/v1/events/e-1/raw")).text).toBe(JSON.stringify(toTrailRecord("e-1")));
    const [finding] = items((await ask("/api/v1/findings?text=trail%20deleted")).json);
    expect(finding).toMatchObject({ severity: "high", events: ["e-1"], verdict: null });
    const id = textOf(finding, "id");
    const { events: _events, explanation: _, access_key_id: _key, ...summary } = finding!;
    expect(items((await ask("/api/v1/findings/summaries?text=trail%20deleted")).json)).toEqual([
      { ...summary, event_count: 1 },
    ]);
    expect((await ask(`/api/v1/findings/${id.slice(0, 10)}`)).json).toMatchObject({
      id,
      event_details: [{ id: "e-1" }],
    });
    const [incident] = items((await ask("/api/v1/incidents")).json);
    expect((await ask(`/api/v1/incidents/${textOf(incident, "incident")}`)).json).toMatchObject({
      actor_names: [{ name: "ann" }],
    });
    const [actor] = items((await ask("/api/v1/actors")).json);
    const path = `/api/v1/actors/${encodeURIComponent(textOf(actor, "id"))}`;
    expect((await ask(path)).json).toMatchObject({
      name: "ann",
      risk_parts: expect.arrayContaining([expect.objectContaining({ finding: id })]),
    });
    expect(items((await ask(`${path}/timeline`)).json).map(({ kind }) => kind)).toContain("finding");
    expect((await ask("/api/v1/risk")).json).toMatchObject({ actors: 1, riskiest: [{ name: "ann" }] });
    const judged = await ask("/api/v1/verdicts", { json: { target: id, verdict: "false-positive" } });
    expect([judged.status, judged.json]).toMatchObject([201, { before: null, by: "API_KEY" }]);
    expect(items((await ask("/api/v1/findings?text=trail%20deleted")).json)).toEqual([]);
    expect(items((await ask("/api/v1/findings?text=trail%20deleted&all=true")).json)).toHaveLength(1);
  });

  it("is shown again when a verdict is taken back and an exception is ended", async () => {
    const find = async (query = "") =>
      items((await ask(`/api/v1/findings?text=trail%20deleted${query}`)).json);
    const [hidden] = await find("&all=true");
    const target = textOf(hidden, "id");
    const opened = await ask("/api/v1/verdicts", { json: { target, verdict: "open" } });
    expect([opened.status, opened.json]).toMatchObject([201, { before: "false-positive", verdict: "open" }]);
    expect(await find()).toMatchObject([{ verdict: null, exception: null }]);
    const exception = { scope: "actor" };
    await ask("/api/v1/verdicts", { json: { target, verdict: "benign", note: "her work", exception } });
    expect(await find()).toEqual([]);
    const [made] = items((await ask("/api/v1/exceptions")).json);
    expect(made).toMatchObject({ reason: "her work", is_ended: false, by: "API_KEY", finding: target });
    expect(made?.["covers"]).toBeGreaterThan(0);
    const ended = await ask(`/api/v1/exceptions/${textOf(made, "id")}`, { method: "DELETE" });
    expect(ended.json).toMatchObject({ is_ended: true, covers: 0 });
    expect(await find()).toMatchObject([{ verdict: "benign", exception: null }]);
    expect((await ask("/api/v1/exceptions/nothing", { method: "DELETE" })).status).toBe(404);
    await ask("/api/v1/verdicts", { json: { target, verdict: "false-positive" } });
  });

  it("is given in pages, each where the one before ended", async () => {
    const first = (await ask("/api/v1/events?limit=1&order=oldest-first")).json;
    const cursor = textOf(first, "next_cursor");
    const second = (await ask(`/api/v1/events?limit=1&order=oldest-first&cursor=${cursor}`)).json;
    expect([...items(first), ...items(second)].map(({ id }) => id)).toEqual(["e-1", "e-2"]);
    expect(second["next_cursor"]).toBeNull();
  });

  it.each(["x", "bnVsbA", Buffer.from('{"at":"x","id":1}').toString("base64url")])(
    "is not given from the cursor %s, which no page gave",
    async (cursor) => {
      expect((await ask(`/api/v1/events?cursor=${cursor}`)).json).toMatchObject({ code: "API_CURSOR" });
    },
  );

  it("is refused where it is nothing of ours, and kept with its reason", async () => {
    const { status, json } = await ask("/api/v1/events", { body: '{"Records":[{"eventID":"x"}]}' });
    expect([status, json]).toMatchObject([200, { events: 0, rejects: 1 }]);
    expect((await ask("/api/v1/events?format=tea", { body: "{}" })).json).toMatchObject({
      code: "INGEST_FORMAT_UNKNOWN",
    });
  });
});

describe("what detects", () => {
  it("is sent again only when it changed", async () => {
    const { headers, json } = await ask("/api/v1/rules");
    expect(items(json).length).toBeGreaterThan(50);
    const again = await ask("/api/v1/rules", { headers: { "if-none-match": headers.get("etag") ?? "" } });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect(items((await ask("/api/v1/models")).json)).toMatchObject([{ name: "activity", is_active: true }]);
  });
});

describe("keys", () => {
  it("let in where no key is needed, and nowhere else", async () => {
    const patient = await place.serveAlso({ limits: { wrongKeysPerMinuteMax: 10_000 } });
    for (const [method, path] of await listPaths()) {
      const init = method === "POST" ? { method, body: "{}" } : { method };
      for (const key of [null, "gait_wrong"]) {
        const { status, json, headers } = await askAt(patient.address, path, { ...init, key });
        // Who signs in or follows a link has no key yet.
        const signsIn = /^\/api\/v1\/(session|setup|link)/.test(path);
        if (signsIn) continue;
        const open = ["/health", "/livez", "/readyz"].includes(path);
        expect([path, status]).toEqual([path, open ? 200 : 401]);
        if (!open)
          expect([json["status"], headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="gait"']);
      }
    }
    await patient.close();
  });

  it("allow what they say, as a bearer too, until they are ended", async () => {
    const made = (await ask("/api/v1/keys", { json: { name: "reader", scopes: ["read"] } })).json;
    const key = textOf(made, "key");
    expect(key).toMatch(/^gait_[\w-]{43}$/);
    const bearer = { key: null, headers: { authorization: `Bearer ${key}` } };
    expect((await ask("/api/v1/risk", bearer)).status).toBe(200);
    expect((await ask("/api/v1/events", { key, body: "{}" })).json).toMatchObject({
      code: "API_SCOPE",
      status: 403,
    });
    expect((await ask("/api/v1/keys", { key })).status).toBe(403);
    const listed = await ask("/api/v1/keys");
    expect(listed.text).not.toContain(key);
    expect(listed.text).not.toContain("digest");
    await ask(`/api/v1/keys/${textOf(made, "id")}`, { method: "DELETE" });
    expect((await ask("/api/v1/risk", { key })).json).toMatchObject({ code: "API_KEY_UNKNOWN" });
    expect(JSON.stringify(await place.store.keys.list())).not.toContain(key);
  });

  it("do not count after their time", async () => {
    const expires_at = "2020-01-01T00:00:00Z";
    const late = await ask("/api/v1/keys", { json: { name: "late", scopes: ["read"], expires_at } });
    expect(late.json).toMatchObject({ code: "KEYS_EXPIRY" });
    const { digest, ...key } = { digest: "ab".repeat(32), id: "old", name: "old", scopes: ["read" as const] };
    await place.store.keys.add({ ...key, digest, expiresAt: toEpochMs(1) });
    expect(items((await ask("/api/v1/keys")).json)).toContainEqual(
      expect.objectContaining({ state: "expired" }),
    );
  });

  it("stand in no line of the log", () => {
    expect(place.log.length).toBeGreaterThan(50);
    expect(place.log.join("")).not.toContain(ADMIN_KEY);
    expect(place.log.join("")).not.toContain("gait_");
  });

  it("are needed to listen beyond this machine, good ones at that", async () => {
    const start = (apiKey: string | null) =>
      place.serveAlso({ host: "0.0.0.0", settings: { apiKey, threshold: null } });
    await expect(start("your-api-key-here")).rejects.toMatchObject({ report: { code: "SERVE_KEY_WEAK" } });
    await expect(start("fifteen letters")).rejects.toMatchObject({ report: { code: "SERVE_KEY_WEAK" } });
    await expect(start(null)).rejects.toMatchObject({ report: { code: "SERVE_NO_KEY" } });
    await (await start("sixteen letters!")).close();
  });

  it("are made for one run where there is none", async () => {
    const server = await place.serveAlso({ settings: { apiKey: null, threshold: null } });
    const key = server.onceKey ?? "";
    expect((await askAt(server.address, "/api/v1/risk", { key })).status).toBe(200);
    await server.close();
  });
});

describe("limits", () => {
  it("end with 429 and say when to come again", async () => {
    const server = await place.serveAlso({ limits: { requestsPerMinuteMax: 3, wrongKeysPerMinuteMax: 2 } });
    const askMany = async (key: string) => {
      const statuses = [];
      for (let at = 0; at < 4; at++) statuses.push(await askAt(server.address, "/api/model", { key }));
      return statuses;
    };
    const wrong = await askMany("wrong");
    expect(wrong.map(({ status }) => status)).toEqual([401, 401, 429, 429]);
    const right = await askMany(ADMIN_KEY);
    expect(right.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    for (const { headers, json } of [wrong[2]!, right[3]!]) {
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
      expect(json).toMatchObject({ status: 429 });
    }
    await server.close();
  });

  it("hold for bodies: as large as allowed, and one byte more", async () => {
    const limits = { bodyBytesMax: 200, uploadBytesMax: 300 };
    const server = await place.serveAlso({ limits });
    const toBody = (length: number) => JSON.stringify(LOGIN).padEnd(length);
    expect((await askAt(server.address, "/api/predict", { body: toBody(200) })).status).toBe(200);
    expect((await askAt(server.address, "/api/predict", { body: toBody(201) })).json).toMatchObject({
      code: "API_BODY_LARGE",
    });
    const upload = (length: number) => askAt(server.address, "/api/v1/events", { body: "{}".padEnd(length) });
    expect((await upload(300)).status).toBe(200);
    expect((await upload(301)).json).toMatchObject({ code: "API_BODY_LARGE" });
    await server.close();
  });

  it("hold for requests that never end", async () => {
    const server = await place.serveAlso({ limits: { requestMs: 300 } });
    const socket = connect(Number(new URL(server.address).port), "127.0.0.1");
    socket.write(
      `POST /api/predict HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${ADMIN_KEY}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"us`,
    );
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1.1 408 /);
    expect(String(answer)).toContain("API_SLOW");
    await server.close();
  });
});

describe("hostile requests", () => {
  it.each([
    "/api/v1/events/..%2f..%2f..%2fetc%2fpasswd",
    "/api/v1/events/..%2f..%2fgait.duckdb/raw",
    "/api/v1/findings/'%20or%201=1%20--",
    "/api/v1/findings?text='%20or%201=1%20--&actor=%25",
    "/api/v1/findings?all=__proto__",
    "/api/v1/actors?text=%00",
    "/api/v1/actors/__proto__",
    "/api/v1/models/constructor",
    `/api/v1/models/${"x".repeat(3000)}`,
    "/api/v1/events?limit=1e9",
    "/api/v1/events?from=2026-99-99T00:00:00Z",
    "/api/v1/%ff",
    "/api/statistics?days=1&days=2",
    "/api/metrics?time_window=0",
  ])("at %s give nothing away", async (path) => {
    const { status, text } = await ask(path);
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(/root:|node_modules|at .*\.ts:\d|select /i);
  });

  it.each([
    ["prototype keys", '{"__proto__":{"x":1},"user_id":"a"}'],
    ["deep nesting", "[".repeat(10_000) + "]".repeat(10_000)],
    ["half a document", '{"user_id":'],
    ["nothing", ""],
    ["bytes that are no text", "\u0000\uffff"],
  ])("with %s in the body are refused with a problem", async (_, body) => {
    for (const path of ["/api/predict", "/api/batch", "/api/v1/verdicts", "/api/v1/keys"]) {
      const { status, json } = await ask(path, { body });
      expect([status, json["status"]]).toEqual([400, 400]);
    }
  });

  it("that are no HTTP are answered in the same words", async () => {
    const socket = connect(Number(new URL(place.address).port), "127.0.0.1");
    socket.write("NONSENSE\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1.1 400 [\s\S]*API_REQUEST/);
  });

  it("are answered with a type that leads to what to do", async () => {
    const { json } = await ask("/api/v1/nothing");
    const [path, code] = textOf(json, "type").split("#");
    expect(code).toBe("API_ROUTE_UNKNOWN");
    expect((await ask(path!, { key: null })).text).toContain(`<h2 id="${code}">`);
  });

  it("find headers that keep pages from being more than they are", async () => {
    const { headers } = await ask("/health");
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

async function listPaths(): Promise<readonly (readonly [method: string, path: string])[]> {
  const { paths } = (await ask("/api/openapi.json", { key: null })).json;
  const found: [string, string][] = [];
  for (const [path, operations] of Object.entries(toRecord(paths)))
    for (const method of Object.keys(toRecord(operations)))
      found.push([method.toUpperCase(), path.replaceAll(/\{\w+\}/g, "x")]);
  expect(found.length).toBeGreaterThan(25);
  return found;
}

const toRecord = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
