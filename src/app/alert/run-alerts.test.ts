import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startJsonReceiver } from "../../alert/http/json-receiver.suite.ts";
import { Secret } from "../../alert/index.ts";
import {
  type Finding,
  type Incident,
  type Severity,
  toEntityId,
  toEpochMs,
  toFindingId,
  toIncidentId,
} from "../../domain/index.ts";
import { openStore, type Store } from "../../store/index.ts";
import { readAlertSettings } from "./alert-settings.ts";
import { type Alerting, toAlerting } from "./open-channels.ts";
import { runAlerts, runDeliveries } from "./run-alerts.ts";

const START = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;

let folder: string;
let store: Store;
let now: number;
const CLOCK = { now: () => toEpochMs(now) };

const open = () => openStore({ folder, databaseUrl: null, purpose: "test", clock: CLOCK });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-alerts-"));
  now = START;
  store = await open();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const alertingOf = (env: Readonly<Record<string, string>> = {}): Alerting =>
  toAlerting(readAlertSettings({ GAIT_ALERTS_ALLOW_PRIVATE: "true", ...env }), CLOCK);
const toFile = (): Alerting => alertingOf({ GAIT_ALERTS_FILE: join(folder, "logs", "alerts.jsonl") });

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly reason: string;
  readonly incidents_total: number;
}
const readLines = async (): Promise<readonly Line[]> => {
  const text = await readFile(join(folder, "logs", "alerts.jsonl"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
};

/** Incidents of so many findings each, about a user each. */
async function fill(count: number, { each = 1, severity = "high" as Severity } = {}): Promise<void> {
  const findings: Finding[] = [];
  const incidents: Incident[] = [];
  for (let number = 0; number < count; number++) {
    const actor = { id: toEntityId(`user:${number}`), type: "user" as const, name: `user ${number}` };
    const at = toEpochMs(START - HOUR_MS + number);
    const own = Array.from(
      { length: each },
      (_, index): Finding => ({
        id: toFindingId(`finding-${number}-${index}`),
        at,
        until: at,
        detector: { id: "rule-1", kind: "rule", title: "A trail was stopped" },
        severity,
        score: 0.5 + number / (2 * count),
        actor,
        entity: { type: "actor", id: actor.id },
        attack: [],
        events: [],
        incident: null,
        summary: "A trail was stopped.",
        explanation: {},
      }),
    );
    findings.push(...own);
    incidents.push({
      id: toIncidentId(`incident-${number}`),
      at,
      until: at,
      severity,
      score: 0.5 + number / (2 * count),
      actors: [actor.id],
      tactics: ["TA0010"],
      findings: own.map(({ id }) => id),
      events: [],
      summary: `A story ${number}.`,
    });
  }
  await store.findings.replace(
    { lens: "rules", partition: null, fromDay: 0, toDay: null },
    findings.map((finding) => ({ finding, accessKeyId: null, day: Math.floor(finding.at / 86_400_000) })),
  );
  await store.incidents.replace({ from: null }, { incidents, scores: new Map() });
}

describe("alerts of what is stored", () => {
  it("tells each incident once, however often it is asked", async () => {
    await fill(2);
    expect(await runAlerts(store, toFile())).toMatchObject({ added: 2, delivered: 2, waiting: 0 });
    expect(await runAlerts(store, toFile())).toMatchObject({ added: 0, delivered: 0 });
    expect(await readLines()).toHaveLength(2);
  });

  it("makes a handful of alerts of ten thousand findings in hundreds of incidents", async () => {
    await fill(400, { each: 25 });
    for (let second = 0; second < 60; second += 10) {
      now = START + second * 1000;
      await runAlerts(store, toFile());
    }
    const lines = await readLines();
    // Deliveries of one turn go out side by side: their order is nobody's promise.
    const told = lines.map(({ kind, incidents_total: total }) => `${kind} ${total}`);
    expect(told.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      "digest 397",
      "incident 1",
      "incident 1",
      "incident 1",
    ]);
  });

  it("only counts where no channel is configured, and tells once there is one", async () => {
    await fill(1);
    expect(await runAlerts(store, alertingOf())).toMatchObject({ channels: [], added: 1, delivered: 0 });
    expect((await store.alerts.count()).alerts).toBe(0);
    expect(await runAlerts(store, toFile())).toMatchObject({ added: 1, delivered: 1 });
  });

  it("follows a growing incident in one alert", async () => {
    await fill(1);
    await runAlerts(store, toFile());
    await fill(1, { each: 3 });
    now += HOUR_MS;
    expect(await runAlerts(store, toFile())).toMatchObject({ added: 0, updated: 1, delivered: 1 });
    const [first, second] = await readLines();
    expect(second!.id).toBe(first!.id.replace(/\.1$/, ".2"));
  });

  it("is silent about what is muted, judged or covered, and hides no incident", async () => {
    await fill(3);
    const by = "eve";
    const until = toEpochMs(START + HOUR_MS);
    await store.alerts.addMute({
      purpose: "mute",
      kind: "entity",
      target: "user 0",
      reason: "drill",
      until,
      by,
    });
    await store.verdicts.add({
      target: { type: "incident", id: "incident-1" },
      verdict: "benign",
      by,
      note: null,
    });
    await store.verdicts.addException({
      detector: "rule-1",
      entity: { type: "actor", id: "user:2" },
      actor: null,
      reason: "allowed",
      until: null,
      finding: null,
      by,
    });
    expect(await runAlerts(store, toFile())).toMatchObject({ added: 0, muted: 1 });
    expect((await store.incidents.count({})).total).toBe(3);
    expect((await store.findings.count({})).total).toBe(3);
    now = until;
    expect(await runAlerts(store, toFile())).toMatchObject({ added: 1, muted: 0 });
  });

  it("heeds the score that is set, and quiet hours", async () => {
    await fill(2);
    const env = { GAIT_ALERTS_FILE: join(folder, "logs", "alerts.jsonl"), GAIT_ALERTS_MIN_SCORE: "0.7" };
    const quiet = alertingOf({ ...env, GAIT_ALERTS_QUIET_HOURS: "22:00-07:00" });
    expect(await runAlerts(store, quiet)).toMatchObject({ added: 1, delivered: 0, waiting: 1 });
    now = START + 7 * HOUR_MS - 1;
    expect(await runDeliveries(store, quiet)).toMatchObject({ delivered: 0 });
    now = START + 7 * HOUR_MS;
    expect(await runDeliveries(store, quiet)).toMatchObject({ delivered: 1, waiting: 0 });
  });
});

describe("alerts on their way", () => {
  const hook = (url: string): Alerting =>
    toAlerting(
      { ...readAlertSettings({}), webhook: { url: new Secret(url), secret: null, allowPrivate: true } },
      CLOCK,
    );

  it("arrive at least once, by the same id, whatever the other side does meanwhile", async () => {
    const receiver = await startJsonReceiver();
    try {
      const alerting = hook(receiver.url);
      await fill(2);
      await receiver.behave("down");
      expect(await runAlerts(store, alerting)).toMatchObject({ added: 2, delivered: 0, waiting: 2 });
      for (const behaviour of ["busy", "dropping", "fine", "fine"] as const) {
        await receiver.behave(behaviour);
        now += HOUR_MS;
        await store.close();
        store = await open();
        await runDeliveries(store, alerting);
      }
      const ids = receiver.requests.map(({ headers }) => headers["webhook-id"]);
      expect(ids).toHaveLength(6);
      expect(new Set(ids).size).toBe(2);
      expect((await store.alerts.count()).deliveries).toMatchObject({ delivered: 2, waiting: 0, dead: 0 });
    } finally {
      await receiver.close();
    }
  });

  it("are repeated by the next process when one dies between sending and noting it", async () => {
    await fill(1);
    const alerting = toFile();
    const dying: Alerting = {
      ...alerting,
      channels: alerting.channels.map((channel) => ({
        ...channel,
        send: async (message, options) => {
          await channel.send(message, options);
          throw new Error("killed");
        },
      })),
    };
    await expect(runAlerts(store, dying)).rejects.toThrow("killed");
    now += 180_000;
    expect(await runAlerts(store, alerting)).toMatchObject({ added: 0, delivered: 1 });
    const lines = await readLines();
    expect(lines.map(({ id }) => id)).toEqual([lines[0]!.id, lines[0]!.id]);
  });

  it("are kept when they are refused, and go out when somebody asks again", async () => {
    const receiver = await startJsonReceiver();
    try {
      const alerting = hook(receiver.url);
      await fill(1);
      await receiver.behave("refusing");
      const turn = await runAlerts(store, alerting);
      expect(turn.dead).toEqual([{ channel: "webhook", problem: "it answered 410" }]);
      await receiver.behave("fine");
      expect(await runAlerts(store, alerting)).toMatchObject({ delivered: 0 });
      expect(await store.alerts.list({ limit: 5, state: "dead" })).toHaveLength(1);
      expect(await store.alerts.reviveDead()).toBe(1);
      expect(await runAlerts(store, alerting)).toMatchObject({ delivered: 1 });
    } finally {
      await receiver.close();
    }
  });
});
