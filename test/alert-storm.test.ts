import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type MailReceiver, startMailReceiver } from "../src/alert/channel/email/mail-receiver.suite.ts";
import { type JsonReceiver, startJsonReceiver } from "../src/alert/http/json-receiver.suite.ts";
import { ADMIN_KEY, type AskInit, askAt, toTrailRecord } from "../src/app/serve/fixtures/served-place.ts";
import { type Server, startServer } from "../src/app/serve/start-server.ts";
import { isJsonObject, type JsonObject } from "../src/domain/index.ts";
import { openStore, type Store } from "../src/store/index.ts";

const PEOPLE = 2000;
/** What each of them does, a finding each. */
const ACTIONS = [
  ["cloudtrail", "DeleteTrail"],
  ["cloudtrail", "StopLogging"],
  ["guardduty", "DeleteDetector"],
  ["ec2", "DeleteFlowLogs"],
  ["config", "StopConfigurationRecorder"],
] as const;
const ALERTS_PER_DAY = 4;

let folder: string;
let store: Store;
let server: Server;
let receiver: JsonReceiver;
const mails: string[] = [];
let smtp: MailReceiver;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-storm-"));
  receiver = await startJsonReceiver();
  smtp = await startMailReceiver(({ subject }, answer) => {
    mails.push(subject ?? "");
    answer();
  });
  store = await openStore({ folder: join(folder, "data"), databaseUrl: null, purpose: "serve" });
  server = await startServer({
    store,
    settings: { apiKey: ADMIN_KEY, threshold: null },
    version: "0.0.0",
    host: "127.0.0.1",
    port: 0,
    sources: {
      env: {
        GAIT_ALERTS_WEBHOOK_URL: receiver.url,
        GAIT_ALERTS_ALLOW_PRIVATE: "true",
        GAIT_ALERTS_MIN_SEVERITY: "low",
        GAIT_ALERTS_PER_DAY: String(ALERTS_PER_DAY),
        ...smtp.env,
      },
    },
  });
}, 120_000);
afterAll(async () => {
  await server.close();
  await store.close();
  await receiver.close();
  await smtp.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (path: string, init: AskInit = {}) => askAt(server.address, `/api/v1${path}`, init);

/** Within one minute everybody does everything, each from an address of their own. */
function toStorm(person: number): readonly object[] {
  const userName = `person-${person}`;
  const at = Date.UTC(2026, 0, 5, 3) + (person * 60_000) / PEOPLE;
  return ACTIONS.map(([service, eventName], number) => ({
    ...toTrailRecord(`${userName}-${number}`, eventName),
    eventTime: new Date(at).toISOString(),
    eventSource: `${service}.amazonaws.com`,
    sourceIPAddress: `198.18.${person >> 8}.${person & 255}`,
    userIdentity: {
      type: "IAMUser",
      arn: `arn:aws:iam::111122223333:user/${userName}`,
      accountId: "111122223333",
      userName,
    },
  }));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > 300_000) throw new Error("it did not come");
    await wait(50);
  }
}

const itemsOf = (json: JsonObject): readonly JsonObject[] =>
  Array.isArray(json["items"]) ? json["items"].filter(isJsonObject) : [];

it("ten thousand findings of a minute are a handful of alerts, and muting hides no incident", async () => {
  const mute = { kind: "entity", target: "person-1", reason: "a drill", until: "2126-01-01T00:00:00Z" };
  expect((await ask("/alerts/mutes", { json: mute })).status).toBe(201);
  const body = Array.from({ length: PEOPLE }, (_, person) => toStorm(person))
    .flat()
    .map((record) => `${JSON.stringify(record)}\n`)
    .join("");
  const posted = await ask("/events", { body, headers: { "content-type": "application/x-ndjson" } });
  expect(posted.json).toMatchObject({ events: PEOPLE * ACTIONS.length });
  await until(async () => {
    const { json } = await ask("/alerting");
    const { waiting, delivered } = z
      .object({ waiting: z.int(), delivered: z.int() })
      .parse(json["deliveries"]);
    const { json: seen } = await ask("/overview");
    const { count } = z.object({ count: z.int() }).catch({ count: 0 }).parse(seen["incidents"]);
    return waiting === 0 && delivered > 2 * ALERTS_PER_DAY && count === PEOPLE;
  });
  const { json: overview } = await ask("/overview");
  expect(overview).toMatchObject({ incidents: { count: PEOPLE } });
  expect(z.object({ count: z.int() }).parse(overview["findings"]).count).toBeGreaterThanOrEqual(10_000);
  const alerts = itemsOf((await ask("/alerts")).json);
  const own = alerts.filter(({ kind }) => kind === "incident");
  expect(own.map(({ incidents_total }) => incidents_total)).toEqual(Array(ALERTS_PER_DAY).fill(1));
  // A machine under load may look before all has arrived: what comes later waits for the next digest.
  const digests = alerts.filter(({ kind }) => kind === "digest").map((alert) => alert["incidents_total"]);
  expect(digests).toEqual([expect.any(Number)]);
  expect(digests[0]).toBeLessThanOrEqual(PEOPLE - ALERTS_PER_DAY - 1);
  const titles = alerts.map(({ title }) => (typeof title === "string" ? title : "")).toSorted();
  expect(mails.map((subject) => subject.replace(/^\[Gait\] \w+: /, "")).toSorted()).toEqual(titles);
  expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(titles.length);
  expect(receiver.requests).toHaveLength(titles.length);
  expect(titles.join()).not.toContain("person-1:");
  const [hidden] = itemsOf((await ask("/incidents?q=user:person-1")).json);
  expect(hidden).toMatchObject({ severity: "critical", verdict: null });
}, 360_000);
