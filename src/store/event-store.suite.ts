import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Event, toEntityId, toEpochMs, toEventId } from "../domain/index.ts";
import { describeExactlyOnce, SUITE_LIMITS } from "./exactly-once.suite.ts";
import type { StoreLimits } from "./limits.ts";
import { type EventStore, type InputBatch, PAGE_EVENTS_MAX } from "./port.ts";
import {
  SAMPLE_FULL_EVENT,
  SAMPLE_START,
  sampleBatches,
  sampleEvent,
  sampleHash,
  sampleInput,
  sampleReject,
  sampleUuid,
} from "./sample-event.ts";

/** An empty database of the engine under test. */
export interface OpenedStore {
  readonly store: EventStore;
  /** Runs a query as a person would write it. */
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Closes and opens the same database again. */
  reopen(): Promise<EventStore>;
  destroy(): Promise<void>;
}

/** What a store of events must do, on every engine. */
export function describeEventStore(
  engine: string,
  open: (limits: StoreLimits) => Promise<OpenedStore>,
): void {
  describe(`the store of events on ${engine}`, () => {
    let opened: OpenedStore;
    let store: EventStore;
    beforeEach(async () => {
      opened = await open(SUITE_LIMITS);
      store = opened.store;
    });
    afterEach(() => opened.destroy());

    describeRoundTrip(() => store);
    describeExactlyOnce(
      () => store,
      async () => {
        store = await opened.reopen();
      },
    );
    describe("with events of three seconds", () => describeReading(() => store));
    describeViews(
      () => store,
      (text) => opened.query(text),
    );
  });
}

const BARE_EVENT: Event = sampleEvent({
  id: "not-a-uuid\u202e'; drop table events --",
  at: SAMPLE_START + 124,
  logType: "activity",
  actor: {
    id: toEntityId("user:__proto__"),
    type: "unknown",
    name: "",
    account: null,
    session: null,
    automated: false,
  },
  accessKeyId: null,
  account: null,
  region: null,
  address: { kind: "absent", text: null, country: null },
  tool: { family: "absent", name: "", version: null, os: null },
  resource: null,
  bytesIn: null,
  bytesOut: null,
});

function describeRoundTrip(store: () => EventStore): void {
  it.each([
    ["with every field", SAMPLE_FULL_EVENT],
    ["with no field that may be missing", BARE_EVENT],
    ["whose id is a UUID in capitals", sampleEvent({ id: sampleUuid(0xabcdef).toUpperCase() })],
    ["whose id is a UUID of version 8", sampleEvent({ id: "00000000-0000-8000-8000-00000000000a" })],
    ["of the far past", sampleEvent({ id: sampleUuid(2), at: -62_135_596_799_999 })],
    ["of the far future", sampleEvent({ id: sampleUuid(3), at: 253_402_300_799_999 })],
  ])("gives back an event %s as it was", async (_, event) => {
    await store().commitInput(sampleInput("a"), sampleBatches([event]));
    const found = await store().findEvent(event.id);
    expect(found).toEqual({
      event,
      origin: { hash: sampleHash("a"), name: "a", format: "auto", position: 0 },
    });
    const streamed: Event[] = [];
    for await (const batch of store().streamEvents({})) streamed.push(batch.eventAt(0));
    expect(streamed).toEqual([event]);
  });

  it("knows nothing of an event that it does not hold", async () => {
    await store().commitInput(sampleInput("a"), sampleBatches([SAMPLE_FULL_EVENT]));
    expect(await store().findEvent(toEventId(sampleUuid(99)))).toBeNull();
    expect(await store().findEvent(toEventId("'"))).toBeNull();
  });

  it("stores the replacement character for NUL, which not every engine can keep", async () => {
    const event = sampleEvent({ id: "a\0b", resource: "x\0y" });
    await store().commitInput(sampleInput("a"), sampleBatches([event]));
    const found = await store().findEvent(event.id);
    expect(found?.event.resource).toBe("x\ufffdy");
    expect(found?.event.id).toBe("a\ufffdb");
  });

  it("keeps whole bytes as far as numbers are exact", async () => {
    const sizes = [89.5, 1e300, Number.MAX_SAFE_INTEGER, -1, Number.NaN];
    const events = sizes.map((bytesIn, index) => sampleEvent({ id: sampleUuid(index), bytesIn }));
    await store().commitInput(sampleInput("a"), sampleBatches(events));
    const page = await store().readEvents({ limit: 10, order: "oldest-first" });
    expect(page.events.map(({ event }) => event.bytesIn)).toEqual([
      89,
      Number.MAX_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
      -1,
      null,
    ]);
  });

  it("keeps rejects with their place and reason", async () => {
    async function* batches(): AsyncGenerator<InputBatch> {
      yield {
        events: [],
        rejects: [sampleReject("a", 0), { ...sampleReject("a", 3), excerpt: null }],
        skipped: 2,
      };
    }
    const outcome = await store().commitInput(sampleInput("a"), batches());
    expect(outcome).toMatchObject({
      kind: "committed",
      input: { rejects: 2, skipped: 2, events: 0, firstAt: null },
    });
    expect(await store().listRejects({ limit: 10 })).toEqual([
      sampleReject("a", 0),
      { ...sampleReject("a", 3), excerpt: null },
    ]);
    expect(await store().listRejects({ limit: 1 })).toHaveLength(1);
    expect(await store().listRejects({ limit: 9, hash: sampleHash("b") })).toEqual([]);
  });
}

function describeReading(store: () => EventStore): void {
  const bob = { ...sampleEvent({ id: "x" }).actor, id: toEntityId("user:bob"), name: "bob" };
  const put = {
    name: "PutObject",
    service: "s3",
    class: "upload",
    activity: "create",
    sensitivity: 1,
  } as const;
  const events = [
    sampleEvent({ id: "b", at: SAMPLE_START + 1000 }),
    sampleEvent({ id: "a", at: SAMPLE_START + 1000 }),
    sampleEvent({ id: "Z", at: SAMPLE_START + 1000, actor: bob }),
    sampleEvent({ id: sampleUuid(7), at: SAMPLE_START + 1000, action: put }),
    sampleEvent({ id: "0", at: SAMPLE_START + 2000, actor: bob, action: put }),
    sampleEvent({ id: "1", at: SAMPLE_START }),
  ];
  const inOrder = ["1", sampleUuid(7), "Z", "a", "b", "0"];
  beforeEach(async () => {
    await store().commitInput(sampleInput("a"), sampleBatches(events.slice(0, 3)));
    await store().commitInput(sampleInput("b"), sampleBatches(events.slice(3)));
  });

  it("orders by time, then by the code points of the id", async () => {
    const page = await store().readEvents({ limit: 100, order: "oldest-first" });
    expect(page.events.map(({ event }) => event.id)).toEqual(inOrder);
    expect(page.next).toBeNull();
    const newest = await store().readEvents({ limit: 100, order: "newest-first" });
    expect(newest.events.map(({ event }) => event.id)).toEqual(inOrder.toReversed());
  });

  it.each(["oldest-first", "newest-first"] as const)("pages %s without gap or repetition", async (order) => {
    const seen: string[] = [];
    let page = await store().readEvents({ limit: 1, order });
    for (;;) {
      seen.push(...page.events.map(({ event }) => event.id));
      if (page.next === null) break;
      page = await store().readEvents({ limit: 2, order, after: page.next });
    }
    expect(seen).toEqual(order === "oldest-first" ? inOrder : inOrder.toReversed());
  });

  it("gives at least one event and at most a page", async () => {
    expect((await store().readEvents({ limit: 0, order: "oldest-first" })).events).toHaveLength(1);
    const many = Array.from({ length: PAGE_EVENTS_MAX }, (_, n) =>
      sampleEvent({ id: sampleUuid(1000 + n), at: SAMPLE_START + n }),
    );
    await store().commitInput(sampleInput("many"), sampleBatches(many));
    const page = await store().readEvents({ limit: PAGE_EVENTS_MAX + 1, order: "oldest-first" });
    expect(page.events).toHaveLength(PAGE_EVENTS_MAX);
    const rest = await store().readEvents({
      limit: PAGE_EVENTS_MAX,
      order: "oldest-first",
      after: page.next!,
    });
    expect(rest.events).toHaveLength(events.length);
    expect(rest.next).toBeNull();
  });

  it("filters by half-open time, actor and action", async () => {
    const ask = (filter: Parameters<EventStore["countEvents"]>[0]) => store().countEvents(filter);
    const second = toEpochMs(SAMPLE_START + 1000);
    expect(await ask({ from: second })).toBe(5);
    expect(await ask({ to: second })).toBe(1);
    expect(await ask({ from: second, to: toEpochMs(SAMPLE_START + 2000) })).toBe(4);
    expect(await ask({ from: second, to: second })).toBe(0);
    expect(await ask({ actor: "bob" })).toBe(2);
    expect(await ask({ actor: "user:bob" })).toBe(2);
    expect(await ask({ actor: "BOB" })).toBe(0);
    expect(await ask({ action: "putobject" })).toBe(2);
    expect(await ask({ action: "s3:PutObject" })).toBe(2);
    expect(await ask({ action: "ec2:PutObject" })).toBe(0);
    expect(await ask({ actor: "bob", action: "PutObject", from: second })).toBe(1);
    expect(await ask({ actor: "' or 1=1 --" })).toBe(0);
  });

  it("streams columns in the same order, with shared instances", async () => {
    const ids: string[] = [];
    const actors = new Set<unknown>();
    for await (const batch of store().streamEvents({ from: toEpochMs(SAMPLE_START + 1000) })) {
      for (let row = 0; row < batch.length; row++) {
        ids.push(batch.idAt(row));
        actors.add(batch.actors[row]);
        expect(batch.bytesIn[row]).toBeNaN();
        expect(batch.bytesOut[row]).toBe(0);
        expect(batch.contexts[row]!.region).toBe("eu-central-1");
      }
    }
    expect(ids).toEqual(inOrder.slice(1));
    expect(actors.size).toBe(2);
  });

  it("gives every event its own session, however few are remembered", async () => {
    const sessions = ["a", "b", "a", "c", null, "b"];
    const later = sessions.map((session, n) =>
      sampleEvent({
        id: sampleUuid(500 + n),
        at: SAMPLE_START + 5000 + n,
        actor: { ...sampleEvent({ id: "x" }).actor, session },
        address: { kind: "public", text: `198.51.100.${n % 4}`, country: null },
      }),
    );
    await store().commitInput(sampleInput("later"), sampleBatches(later));
    const streamed: Event[] = [];
    for await (const batch of store().streamEvents({ from: toEpochMs(SAMPLE_START + 5000) }))
      for (let row = 0; row < batch.length; row++) streamed.push(batch.eventAt(row));
    expect(streamed).toEqual(later);
  });

  it("can be asked while it streams, and a stream can be left early", async () => {
    for await (const batch of store().streamEvents({})) {
      expect(await store().countEvents({})).toBe(6);
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    expect(await store().countEvents({})).toBe(6);
  });

  it("says what it holds", async () => {
    expect(await store().readStats()).toMatchObject({
      inputs: 2,
      inputBytes: 2,
      events: 6,
      duplicates: 0,
      rejects: 0,
      actors: 2,
      firstAt: SAMPLE_START,
      lastAt: SAMPLE_START + 2000,
      eventsByLogType: { "aws-cloudtrail": 6 },
    });
  });

  it("says of an empty span that it holds nothing", async () => {
    for await (const batch of store().streamEvents({ to: toEpochMs(0) })) expect(batch).toBeUndefined();
    expect((await store().readEvents({ limit: 5, order: "oldest-first", to: toEpochMs(0) })).events).toEqual(
      [],
    );
  });
}

function describeViews(
  store: () => EventStore,
  query: (text: string) => ReturnType<OpenedStore["query"]>,
): void {
  it("answers hand-written SQL over the upload log", async () => {
    const upload = (id: string, at: number, bytesIn: number): Event => ({
      ...sampleEvent({ id, at: SAMPLE_START + at, logType: "upload", bytesIn }),
      action: {
        name: "Upload",
        service: "Google Drive",
        class: "upload",
        activity: "create",
        sensitivity: 1,
      },
    });
    await store().commitInput(
      sampleInput("a"),
      sampleBatches([
        upload("u1", 0, 60),
        upload("u2", 3_600_000, 50),
        upload("u3", 3_600_001, 1),
        SAMPLE_FULL_EVENT,
      ]),
    );
    const rows = await query(`
      select id, user_id, service, bytes_uploaded, extract(hour from timestamp) as hour,
        sum(bytes_uploaded) over (partition by user_id order by timestamp
          range between interval '1 hour' preceding and current row) as total
      from cloud_upload_logs order by timestamp`);
    expect(
      rows.map((row) => [
        row["id"],
        row["user_id"],
        row["service"],
        Number(row["hour"]),
        Number(row["total"]),
      ]),
    ).toEqual([
      ["u1", "ann", "Google Drive", 0, 60],
      ["u2", "ann", "Google Drive", 1, 110],
      ["u3", "ann", "Google Drive", 1, 51],
    ]);
  });

  it("answers hand-written SQL over flat events", async () => {
    await store().commitInput(sampleInput("a"), sampleBatches([SAMPLE_FULL_EVENT, BARE_EVENT]));
    const rows = await query(
      "select id, actor_name, session, action, outcome, country, input_name, position from events order by position",
    );
    expect(rows).toEqual([
      {
        id: SAMPLE_FULL_EVENT.id,
        actor_name: "deploy",
        session: "__proto__",
        action: "GetObject",
        outcome: "denied",
        country: "DE",
        input_name: "a",
        position: 0,
      },
      {
        id: BARE_EVENT.id,
        actor_name: "",
        session: null,
        action: "GetObject",
        outcome: "success",
        country: null,
        input_name: "a",
        position: 1,
      },
    ]);
  });
}
