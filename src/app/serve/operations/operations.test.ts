import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startJsonReceiver } from "../../../alert/http/json-receiver.suite.ts";
import { openStore, type Store } from "../../../store/index.ts";
import { ADMIN_KEY, type AskInit, askAt, toTrailRecord } from "../fixtures/served-place.ts";
import { type Server, startServer } from "../start-server.ts";

let folder: string;
let store: Store;
let server: Server;
let receiver: Awaited<ReturnType<typeof startJsonReceiver>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-operations-"));
  receiver = await startJsonReceiver();
  store = await openStore({ folder: join(folder, "data"), databaseUrl: null, purpose: "serve" });
  server = await startServer({
    store,
    settings: { apiKey: ADMIN_KEY, threshold: null },
    version: "0.0.0",
    host: "127.0.0.1",
    port: 0,
    logsFolder: join(folder, "logs"),
    sources: {
      env: {
        GAIT_ALERTS_WEBHOOK_URL: receiver.url,
        GAIT_ALERTS_ALLOW_PRIVATE: "true",
        GAIT_ALERTS_MIN_SEVERITY: "low",
      },
    },
  });
}, 60_000);
afterAll(async () => {
  await server.close();
  await store.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (path: string, init: AskInit = {}) => askAt(server.address, `/api/v1${path}`, init);
const itemsOf = (json: object): readonly Record<string, unknown>[] =>
  "items" in json && Array.isArray(json.items) ? json.items : [];

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  const started = performance.now();
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() - started > 30_000) throw new Error("it did not come");
    await wait(50);
  }
}

describe("a server by itself", { timeout: 60_000 }, () => {
  it("S1-07 S1-36: tells of what comes in, by webhook and in logs/alerts.jsonl, once", async () => {
    const id = "00000000-0000-4000-8000-000000000001";
    await ask("/events", { json: { Records: [toTrailRecord(id)] } });
    const [alert] = await until(async () => {
      const { json } = await ask("/alerts?state=delivered");
      const items = itemsOf(json);
      const deliveries = items[0]?.["deliveries"] as { state: string }[] | undefined;
      return deliveries?.every(({ state }) => state === "delivered") === true ? items : null;
    });
    expect(alert).toMatchObject({ version: 1, reason: "new", incidents_total: 1 });
    expect(receiver.requests).toHaveLength(1);
    const lines = (await readFile(join(folder, "logs", "alerts.jsonl"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([`${String(alert!["id"])}.1`]);
    const found = await ask(`/alerts/${String(alert!["id"])}`);
    expect(found.json).toEqual(alert);
    expect((await ask("/alerts/none")).json["code"]).toBe("ALERT_UNKNOWN");
    expect((await ask("/alerting")).json).toMatchObject({
      policy: { min_severity: "low", per_day: 3 },
      channels: [{ id: "file" }, { id: "webhook" }],
      alerts: 1,
      alerts_last_day: 1,
      deliveries: { delivered: 2, dead: 0 },
      failure: null,
    });
  });

  it("keeps what was refused, and tries it again when it is asked to", async () => {
    await receiver.behave("refusing");
    await ask("/settings", { method: "PUT", json: { changes: { "alerts.remind_hours": 1 } } });
    const other = {
      ...toTrailRecord("00000000-0000-4000-8000-000000000002"),
      eventTime: "2026-01-09T03:00:00Z",
    };
    const identity = { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/bob", userName: "bob" };
    await ask("/events", { json: { Records: [{ ...other, userIdentity: identity }] } });
    const [dead] = await until(async () => {
      const items = itemsOf((await ask("/alerts/deliveries?state=dead")).json);
      return items.length > 0 ? items : null;
    });
    expect(dead).toMatchObject({ channel: "webhook", problem: "it answered 410" });
    await receiver.behave("fine");
    const retried = await ask(`/alerts/deliveries/${encodeURIComponent(String(dead!["id"]))}/retry`, {
      method: "POST",
    });
    expect([retried.status, retried.json]).toEqual([202, { revived: true }]);
    await until(async () =>
      itemsOf((await ask("/alerts/deliveries?state=dead")).json).length === 0 ? true : null,
    );
    await until(async () => (receiver.requests.length >= 3 ? true : null));
    const [, second, third] = receiver.requests;
    expect(second!.headers["webhook-id"]).toBe(third!.headers["webhook-id"]);
    expect((await ask("/alerts/deliveries/retry", { method: "POST" })).json).toEqual({ revived: 0 });
  });

  it("says what became of a test, and of which channels there are", async () => {
    const tested = await ask("/alerts/channels/webhook/test", { method: "POST" });
    expect(tested.json).toMatchObject({ items: [{ id: "webhook", delivered: true, problem: null }] });
    expect(JSON.parse(receiver.requests.at(-1)!.text)).toMatchObject({ type: "alert.test" });
    const unknown = await ask("/alerts/channels/pigeon/test", { method: "POST" });
    expect(unknown.json["code"]).toBe("ALERT_CHANNEL_UNKNOWN");
  });

  it("mutes with a reason and an end, which hides no incident", async () => {
    const before = itemsOf((await ask("/incidents")).json).length;
    const asked = { kind: "value", target: "x", reason: "planned work" };
    const past = await ask("/alerts/mutes", { json: { ...asked, until: "2020-01-01T00:00:00Z" } });
    expect(past.json["code"]).toBe("ALERT_MUTE_PAST");
    const made = await ask("/alerts/mutes", { json: { ...asked, until: "2126-01-01T00:00:00Z" } });
    expect([made.status, made.json]).toEqual([
      201,
      expect.objectContaining({ is_held: true, by: "API_KEY" }),
    ]);
    const { id } = made.json as { readonly id: string };
    const ended = await ask(`/alerts/mutes/${id}`, { method: "DELETE" });
    expect(ended.json).toMatchObject({ is_held: false, ended_by: "API_KEY" });
    expect(itemsOf((await ask("/alerts/mutes")).json)).toHaveLength(1);
    expect(itemsOf((await ask("/incidents")).json)).toHaveLength(before);
  });
});

describe("settings over HTTP", { timeout: 60_000 }, () => {
  const settingOf = (json: object, key: string) => itemsOf(json).find((one) => one["key"] === key);

  it("change where nobody fixed them, from the version that was read", async () => {
    const before = await ask("/settings");
    const tag = before.headers.get("etag")!;
    const changes = { "alerts.per_day": 7, "alerts.quiet_hours": "22:00-07:00" };
    const put = (headers: Record<string, string>, json: object) =>
      ask("/settings", { method: "PUT", headers, json: { changes: json } });
    const changed = await put({ "if-match": tag }, changes);
    expect(changed.status).toBe(200);
    expect(settingOf(changed.json, "alerts.per_day")).toMatchObject({
      value: 7,
      default: 3,
      origin: { kind: "app" },
      is_editable: true,
    });
    expect(changed.headers.get("etag")).not.toBe(tag);
    expect((await put({ "if-match": tag }, { "alerts.per_day": 8 })).json["code"]).toBe("CONFIG_CHANGED");
    expect((await put({ "if-match": "nonsense" }, { "alerts.per_day": 8 })).status).toBe(400);
    expect((await ask("/alerting")).json["policy"]).toMatchObject({ per_day: 7, quiet_hours: "22:00-07:00" });
    const back = await put({}, { "alerts.per_day": null, "alerts.quiet_hours": null });
    expect(settingOf(back.json, "alerts.per_day")).toMatchObject({ value: 3, origin: { kind: "default" } });
    const audit = itemsOf((await ask("/audit?action=setting")).json);
    expect(audit[0]).toMatchObject({ action: "setting.change" });
  });

  it("say from which score on an action is an anomaly, at once", async () => {
    const thresholdOf = async () => (await askAt(server.address, "/api/model")).json["model"];
    for (const [value, threshold] of [
      [0.9, 0.9],
      [null, 0.7],
    ]) {
      await ask("/settings", { method: "PUT", json: { changes: { "alerts.threshold": value } } });
      expect(await thresholdOf()).toMatchObject({ threshold });
    }
  });

  it("show no secret and refuse what is fixed, unknown or wrong, all or none", async () => {
    const read = await ask("/settings");
    expect(read.text).not.toContain("secret-token");
    expect(settingOf(read.json, "alerts.webhook_url")).toMatchObject({
      value: "(set)",
      is_editable: false,
      origin: { kind: "env", text: "environment GAIT_ALERTS_WEBHOOK_URL" },
    });
    const refused: readonly (readonly [object, string])[] = [
      [{ "alerts.min_severity": "high" }, "CONFIG_FIXED"],
      [{ "server.api_key": "x" }, "CONFIG_FIXED"],
      [{ nonsense: 1 }, "CONFIG_UNKNOWN"],
      [{ __proto__x: 1 }, "CONFIG_UNKNOWN"],
      [{ "alerts.per_day": 1001 }, "CONFIG_SETTING"],
      [{ "alerts.per_day": 5, "alerts.time_zone": "Nowhere/City" }, "CONFIG_SETTING"],
    ];
    for (const [changes, code] of refused) {
      const answer = await ask("/settings", { method: "PUT", json: { changes } });
      expect(answer.json["code"]).toBe(code);
    }
    expect(settingOf((await ask("/settings")).json, "alerts.per_day")).toMatchObject({ value: 3 });
  });

  it("name folders that are watched from then on", async () => {
    await writeFile(
      join(folder, "late.json"),
      JSON.stringify({ Records: [toTrailRecord("00000000-0000-4000-8000-00000000000a", "StopLogging")] }),
    );
    const changes = { "watch.folders": [join(folder, "*.json")], "watch.seconds": 1 };
    await ask("/settings", { method: "PUT", json: { changes } });
    await until(async () =>
      (await ask("/events/00000000-0000-4000-8000-00000000000a")).status === 200 ? true : null,
    );
  });
});

describe("figures for Prometheus", { timeout: 60_000 }, () => {
  it("tell of models, deliveries and accounts", async () => {
    const { text } = await askAt(server.address, "/metrics");
    expect(text).toMatch(/gait_model_created_timestamp_seconds\{model="[^"]+"\} \d{10}/);
    expect(text).toMatch(/gait_alert_deliveries\{state="delivered"\} [1-9]/);
    expect(text).toMatch(/gait_detection_pass_seconds \d/);
    expect(text).toContain("gait_account_silent");
  });
});

describe("the schedule", { timeout: 60_000 }, () => {
  it("lists its work with the next time, and does it when it is asked to", async () => {
    const items = itemsOf((await ask("/schedule")).json);
    expect(items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["detect", "gaps", "drift", "digest"]),
    );
    expect(items.find(({ name }) => name === "digest")).toMatchObject({ times: "off", next_at: null });
    expect((await ask("/schedule/digest/run", { method: "POST" })).status).toBe(202);
    await until(async () => {
      const digest = itemsOf((await ask("/schedule")).json).find(({ name }) => name === "digest");
      return (digest?.["last"] as { outcome?: string } | null)?.outcome === "done" ? true : null;
    });
    await until(async () => {
      const notices = itemsOf((await ask("/alerts")).json).filter(({ kind }) => kind === "notice");
      return notices.length === 1 && (notices[0]!["notes"] as string[]).length > 0 ? true : null;
    });
    expect((await ask("/schedule/nothing/run", { method: "POST" })).json["code"]).toBe("SERVE_WORK_UNKNOWN");
  });
});
