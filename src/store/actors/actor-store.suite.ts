import { expect, it } from "vitest";
import {
  type Actor,
  type Event,
  toDay,
  toEntityId,
  toEpochMs,
  toEventId,
  toFindingId,
} from "../../domain/index.ts";
import { RULES_SCOPE } from "../findings/finding-store.suite.ts";
import type { TimelineCursor, TimelineQuery, ValueKind } from "../ports/actor-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START, sampleBatches, sampleEvent, sampleInput, sampleUuid } from "../sample-event.ts";
import { sampleNew } from "../sample-finding.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ANN = sampleEvent({ id: "x" }).actor;
const BOB: Actor = { ...ANN, id: toEntityId("user:bob"), name: "Bob" };
/** Ann, after something else was learned of her name. */
const ANNE: Actor = { ...ANN, name: "Anne Example" };

const EVENTS: readonly Event[] = [
  sampleEvent({ id: sampleUuid(1), at: SAMPLE_START, bytesIn: 5, bytesOut: 1 }),
  sampleEvent({
    id: sampleUuid(2),
    at: SAMPLE_START + HOUR_MS,
    outcome: "denied",
    errorCode: "AccessDenied",
  }),
  sampleEvent({
    id: "b",
    at: SAMPLE_START + DAY_MS,
    actor: ANNE,
    bytesIn: 7,
    action: { name: "PutObject", service: "s3", class: "upload", activity: "create", sensitivity: 1 },
    address: { kind: "absent", text: null, country: null },
  }),
  sampleEvent({ id: "a", at: SAMPLE_START + DAY_MS, actor: ANNE, resource: "__proto__" }),
  sampleEvent({ id: sampleUuid(5), at: SAMPLE_START + DAY_MS, actor: BOB }),
  sampleEvent({ id: sampleUuid(6), at: -100 * HOUR_MS, actor: BOB }),
];

const VALUES: readonly (readonly [ValueKind, readonly (readonly [string, number])[]])[] = [
  [
    "action",
    [
      ["s3:GetObject", 3],
      ["s3:PutObject", 1],
    ],
  ],
  ["service", [["s3", 4]]],
  ["region", [["eu-central-1", 4]]],
  ["country", [["DE", 3]]],
  ["address", [["198.51.100.7", 3]]],
  ["tool", [["aws-cli", 4]]],
  ["session", []],
  [
    "resource",
    [
      ["arn:aws:s3:::plans/a.txt", 3],
      ["__proto__", 1],
    ],
  ],
  ["error", [["AccessDenied", 1]]],
];

const HARM = sampleEvent({
  id: "x",
  action: { name: "Harm", service: "iam", class: "admin", activity: "update", sensitivity: 3 },
});

export function describeActors({ store }: PortsUnderTest): void {
  const fill = async () => {
    await store().events.commitInput(sampleInput("a"), sampleBatches(EVENTS));
    await store().findings.replace({ ...RULES_SCOPE, fromDay: 0 }, [
      sampleNew(1, { id: toFindingId("f1"), at: toEpochMs(SAMPLE_START + DAY_MS), severity: "low" }),
      sampleNew(2, { id: toFindingId("f2"), at: toEpochMs(SAMPLE_START + DAY_MS), severity: "high" }),
      sampleNew(3, {
        id: toFindingId("f3"),
        at: toEpochMs(SAMPLE_START),
        actor: { id: BOB.id, type: "user", name: "Bob" },
      }),
    ]);
  };
  describeSummaries({ store }, fill);
  describeTimeline({ store }, fill);
  describeLinks({ store });
}

type Under = Pick<PortsUnderTest, "store">;
type Fill = () => Promise<void>;

function describeSummaries({ store }: Under, fill: Fill): void {
  const annSummary = {
    id: ANN.id,
    type: "user",
    name: "Anne Example",
    account: ANN.account,
    automated: false,
    events: 4,
    firstAt: SAMPLE_START,
    lastAt: SAMPLE_START + DAY_MS,
    failures: 1,
    bytesIn: 12,
    bytesOut: 1,
  };

  it("lists actors, the busiest first, one for each id, by its latest name", async () => {
    await fill();
    const list = await store().actors.list({});
    expect(list.map(({ name, events }) => [name, events])).toEqual([
      ["Anne Example", 4],
      ["Bob", 2],
    ]);
    expect(list[0]).toEqual(annSummary);
    const day = { from: toEpochMs(SAMPLE_START), to: toEpochMs(SAMPLE_START + DAY_MS) };
    expect(await store().actors.list(day)).toMatchObject([{ name: "ann", events: 2 }]);
    expect(await store().actors.list({ text: "BOB" })).toMatchObject([{ id: BOB.id }]);
    expect(await store().actors.list({ type: "role" })).toEqual([]);
  });

  it("finds an actor by id, by any name it had, or by a part of these", async () => {
    await fill();
    expect(await store().actors.find(ANN.id)).toEqual(annSummary);
    expect(await store().actors.find(ANN.id, { from: toEpochMs(SAMPLE_START + DAY_MS + 1) })).toBeNull();
    expect(await store().actors.find(toEntityId("nobody"))).toBeNull();
    const search = async (text: string, limit = 9) =>
      (await store().actors.search(text, limit)).map(({ id }) => id);
    expect(await search("ann")).toEqual([ANN.id]);
    expect(await search(BOB.id)).toEqual([BOB.id]);
    expect(await search("USER")).toEqual([ANN.id, BOB.id]);
    expect(await search("user", 1)).toEqual([ANN.id]);
    expect(await search("%")).toEqual([]);
  });

  it("counts an actor's days with their findings, in UTC", async () => {
    await fill();
    const none = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
    const first = toDay(SAMPLE_START);
    expect(await store().actors.listDays(ANN.id)).toEqual([
      { day: first, events: 2, failures: 1, bytesIn: 5, bytesOut: 1, findings: none },
      {
        day: first + 1,
        events: 2,
        failures: 0,
        bytesIn: 7,
        bytesOut: 0,
        findings: { ...none, low: 1, high: 1 },
      },
    ]);
    expect((await store().actors.listDays(BOB.id)).map(({ day }) => day)).toEqual([-5, first + 1]);
    expect(await store().actors.listDays(BOB.id, { from: toEpochMs(SAMPLE_START + DAY_MS + 1) })).toEqual([]);
  });

  it("lists an actor's values, the most used first", async () => {
    await fill();
    for (const [kind, expected] of VALUES) {
      const read = await store().actors.listTopValues(ANN.id, kind, { limit: 5 });
      expect(
        read.map(({ value, events }) => [value, events]),
        kind,
      ).toEqual(expected);
      expect(await store().actors.listTopValues(ANN.id, kind, { limit: 1 })).toEqual(read.slice(0, 1));
    }
  });

  it("counts the days on which an actor did what can harm most, with success", async () => {
    await fill();
    const harm = (id: string, at: number, changes: Partial<Event> = {}) =>
      sampleEvent({ ...HARM, ...changes, id, at });
    await store().events.commitInput(
      sampleInput("b"),
      sampleBatches([
        harm("s1", SAMPLE_START),
        harm("s2", SAMPLE_START + 1),
        harm("s3", SAMPLE_START + DAY_MS),
        harm("s4", SAMPLE_START + 2 * DAY_MS, { outcome: "denied" }),
        harm("s5", SAMPLE_START + 3 * DAY_MS, { action: { ...HARM.action, sensitivity: 2 } }),
      ]),
    );
    expect(await store().actors.countSensitiveDays()).toEqual(new Map([[ANN.id, 2]]));
    const later = { from: toEpochMs(SAMPLE_START + 1), to: toEpochMs(SAMPLE_START + DAY_MS) };
    expect(await store().actors.countSensitiveDays(later)).toEqual(new Map([[ANN.id, 1]]));
  });

  it("says when a value was used first and last in a period", async () => {
    await fill();
    const period = { to: toEpochMs(SAMPLE_START + DAY_MS) };
    expect(await store().actors.listTopValues(ANN.id, "service", { limit: 1, ...period })).toEqual([
      { value: "s3", events: 2, firstAt: SAMPLE_START, lastAt: SAMPLE_START + HOUR_MS },
    ]);
  });

  it("counts by hour of the week, from Monday in UTC, also before 1970", async () => {
    await fill();
    const hours = await store().actors.countByHour(ANN.id);
    expect(hours).toHaveLength(168);
    // The first day of the samples is a Monday.
    expect([hours[0], hours[1], hours[24]]).toEqual([1, 1, 2]);
    const bob = await store().actors.countByHour(BOB.id);
    // A hundred hours before 1970 it was Saturday, 20:00.
    expect([bob[5 * 24 + 20], bob[24]]).toEqual([1, 1]);
    expect(bob.reduce((sum, count) => sum + count, 0)).toBe(2);
  });
}

function describeTimeline({ store }: Under, fill: Fill): void {
  const expected = [sampleUuid(1), sampleUuid(2), "a", "b", "f1", "f2"];

  it.each<TimelineQuery["order"]>(["oldest-first", "newest-first"])(
    "shows events and findings in one order, page after page, %s",
    async (order) => {
      await fill();
      for (const limit of [1, 2, 3, 5, 6, 7]) {
        const seen: string[] = [];
        let after: TimelineCursor | null = null;
        do {
          const page = await store().actors.readTimeline({
            actor: ANN.id,
            limit,
            order,
            ...(after === null ? {} : { after }),
          });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map((item) => (item.kind === "event" ? item.event.id : item.finding.id)));
          after = page.next;
        } while (after !== null);
        expect(seen).toEqual(order === "oldest-first" ? expected : expected.toReversed());
      }
    },
  );

  it("keeps to the period, and has nothing of others", async () => {
    await fill();
    const page = await store().actors.readTimeline({
      actor: BOB.id,
      limit: 9,
      order: "oldest-first",
      from: toEpochMs(SAMPLE_START),
      to: toEpochMs(SAMPLE_START + DAY_MS),
    });
    expect(page).toMatchObject({ items: [{ kind: "finding", finding: { id: "f3" } }], next: null });
    expect(await store().events.findEvents([toEventId("a"), toEventId("absent")])).toMatchObject(
      new Map([[toEventId("a"), { event: EVENTS[3]! }]]),
    );
  });
}

function describeLinks({ store }: Under): void {
  it("streams who handed identities over, in the order of time", async () => {
    const link = (target: string) => ({
      kind: "issued-key" as const,
      accessKeyId: "ASIA",
      target: toEntityId(target),
    });
    const role: Actor = { ...ANN, id: toEntityId("role"), session: "s", automated: true };
    await store().events.commitInput(
      sampleInput("a"),
      sampleBatches([
        sampleEvent({ id: "b", at: SAMPLE_START + 5, links: [link("later")] }),
        sampleEvent({
          id: "a",
          actor: role,
          accessKeyId: null,
          links: [link("first"), { kind: "created-identity", accessKeyId: null, target: null }],
        }),
        sampleEvent({ id: "none" }),
      ]),
    );
    const links: unknown[] = [];
    for await (const some of store().actors.streamLinks({})) links.push(...some);
    expect(links).toEqual([
      { event: "a", at: SAMPLE_START, actor: role, accessKeyId: null, link: link("first") },
      {
        event: "a",
        at: SAMPLE_START,
        actor: role,
        accessKeyId: null,
        link: { kind: "created-identity", accessKeyId: null, target: null },
      },
      { event: "b", at: SAMPLE_START + 5, actor: ANN, accessKeyId: "AKIAANNEXAMPLE", link: link("later") },
    ]);
    const period = { from: toEpochMs(SAMPLE_START + 6) };
    for await (const some of store().actors.streamLinks(period)) expect(some).toEqual([]);
  });
}
