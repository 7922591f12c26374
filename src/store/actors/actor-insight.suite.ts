import { expect, it } from "vitest";
import { type Actor, toEntityId, toEpochMs } from "../../domain/index.ts";
import { ACTIVITY_PARTS_MAX } from "../ports/actor-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START, sampleBatches, sampleEvent, sampleInput } from "../sample-event.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ANN = sampleEvent({ id: "x" }).actor;
const BOB: Actor = { ...ANN, id: toEntityId("user:bob"), name: "Bob", session: "s1" };
const ROLE = toEntityId("arn:aws:iam::1:role/deploy");

const EVENTS = [
  sampleEvent({ id: "a", at: SAMPLE_START, bytesOut: 5 }),
  sampleEvent({ id: "b", at: SAMPLE_START + 30 * MINUTE_MS, outcome: "denied", errorCode: "AccessDenied" }),
  // One millisecond more than the pause that is allowed.
  sampleEvent({
    id: "c",
    at: SAMPLE_START + 60 * MINUTE_MS + 1,
    address: { kind: "absent", text: null, country: null },
    links: [{ kind: "issued-key", accessKeyId: "ASIA1", target: ROLE }],
  }),
  sampleEvent({ id: "d", at: SAMPLE_START + 60 * MINUTE_MS + 1, accessKeyId: "AKIAOTHER" }),
  sampleEvent({
    id: "e",
    at: SAMPLE_START + DAY_MS,
    actor: BOB,
    accessKeyId: null,
    resource: "__proto__",
    links: [
      { kind: "issued-key", accessKeyId: "ASIA2", target: ROLE },
      { kind: "issued-key", accessKeyId: "ASIA3", target: ROLE },
      { kind: "created-key", accessKeyId: "AKIA4", target: ANN.id },
    ],
  }),
];

/** What screens ask of one actor beyond its counts. */
export function describeActorInsight({ store }: Pick<PortsUnderTest, "store">): void {
  const fill = () => store().events.commitInput(sampleInput("a"), sampleBatches(EVENTS));
  const at = (ms: number) => toEpochMs(SAMPLE_START + ms);

  it("counts activity in equal parts of a period", async () => {
    await fill();
    const two = await store().actors.countActivity({ from: at(0), to: at(2 * DAY_MS), parts: 2 });
    expect(two).toEqual(
      new Map([
        [ANN.id, [4, 0]],
        [BOB.id, [0, 1]],
      ]),
    );
    const before = await store().actors.countActivity({ from: at(-DAY_MS), to: at(0), parts: 3 });
    expect(before).toEqual(new Map());
    const sizes = [];
    for (const parts of [0, ACTIVITY_PARTS_MAX, ACTIVITY_PARTS_MAX + 1]) {
      const counts = await store().actors.countActivity({ from: at(0), to: at(DAY_MS + 1), parts });
      sizes.push(counts.get(ANN.id)?.length);
    }
    expect(sizes).toEqual([1, ACTIVITY_PARTS_MAX, ACTIVITY_PARTS_MAX]);
  });

  it("ends a session at a longer pause than allowed, the latest first", async () => {
    await fill();
    const sessions = await store().actors.listSessions(ANN.id, { limit: 9, idleMs: 30 * MINUTE_MS });
    expect(sessions).toEqual([
      {
        beganAt: at(60 * MINUTE_MS + 1),
        endedAt: at(60 * MINUTE_MS + 1),
        events: 2,
        failures: 0,
        actions: 1,
        bytesOut: 0,
        addresses: 1,
        address: "198.51.100.7",
        country: "DE",
        names: 0,
        name: null,
      },
      expect.objectContaining({
        beganAt: at(0),
        endedAt: at(30 * MINUTE_MS),
        events: 2,
        failures: 1,
        bytesOut: 5,
      }),
    ]);
    const one = { limit: 1, idleMs: 31 * MINUTE_MS, to: at(DAY_MS) };
    expect(await store().actors.listSessions(ANN.id, one)).toMatchObject([{ events: 4 }]);
    expect(await store().actors.listSessions(toEntityId("nobody"), one)).toEqual([]);
  });

  it("names the identities that an actor gave and came from", async () => {
    await fill();
    expect(await store().actors.listIdentities(BOB.id, 9)).toEqual([
      {
        kind: "created-key",
        direction: "gave",
        actor: ANN.id,
        links: 1,
        firstAt: at(DAY_MS),
        lastAt: at(DAY_MS),
        accessKeys: 1,
        accessKeyId: "AKIA4",
      },
      expect.objectContaining({
        kind: "issued-key",
        actor: ROLE,
        links: 2,
        accessKeys: 2,
        accessKeyId: "ASIA3",
      }),
    ]);
    expect(await store().actors.listIdentities(ROLE, 9)).toMatchObject([
      { direction: "came-from", actor: BOB.id, links: 2 },
      { direction: "came-from", actor: ANN.id, links: 1 },
    ]);
    expect(await store().actors.listIdentities(ROLE, 1)).toHaveLength(1);
  });

  it("names the keys that an actor called with", async () => {
    await fill();
    expect(await store().actors.listKeys(ANN.id, 1)).toEqual({
      total: 2,
      keys: [{ accessKeyId: "AKIAANNEXAMPLE", events: 3, firstAt: at(0), lastAt: at(60 * MINUTE_MS + 1) }],
    });
    expect(await store().actors.listKeys(BOB.id, 1)).toEqual({ total: 0, keys: [] });
  });

  it("says what an actor was able to do", async () => {
    const harm = (id: string, sensitivity: 2 | 3, outcome: "success" | "denied") =>
      sampleEvent({
        id,
        outcome,
        region: id,
        action: { name: id, service: "iam", class: "admin", activity: "update", sensitivity },
      });
    await store().events.commitInput(
      sampleInput("a"),
      sampleBatches([harm("a", 3, "success"), harm("b", 3, "denied"), harm("c", 2, "success"), ...EVENTS]),
    );
    expect(await store().actors.readReach(ANN.id)).toEqual({
      criticalActions: 1,
      sensitiveActions: 1,
      accounts: 1,
      regions: 3,
      services: 2,
    });
    expect(await store().actors.readReach(toEntityId("nobody"))).toMatchObject({ services: 0 });
  });

  it("says who used a value before an instant", async () => {
    await fill();
    const users = (
      kind: "country" | "action" | "resource" | "session" | "error",
      value: string,
      before: number,
    ) =>
      store()
        .actors.listValueUsers({ kind, value, before: at(before) })
        .then((found) => found.map(({ id, events }) => [id, events]));
    expect(await users("country", "DE", DAY_MS + 1)).toEqual([
      [ANN.id, 3],
      [BOB.id, 1],
    ]);
    expect(await users("country", "DE", DAY_MS)).toEqual([[ANN.id, 3]]);
    expect(await users("action", "s3:GetObject", 1)).toEqual([[ANN.id, 1]]);
    expect(await users("resource", "__proto__", 2 * DAY_MS)).toEqual([[BOB.id, 1]]);
    expect(await users("session", "s1", 2 * DAY_MS)).toEqual([[BOB.id, 1]]);
    expect(await users("error", "AccessDenied", 2 * DAY_MS)).toEqual([[ANN.id, 1]]);
  });
}
