import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toDay } from "../domain/index.ts";
import { createBehaviour } from "./behaviour.ts";
import type { Behaviour } from "./behaviour-port.ts";
import { VALUE_DIMENSIONS, VALUES_MAX } from "./dimension.ts";
import { createEventFacts, type EventFacts } from "./facts.ts";
import { FEATURES } from "./feature/features.ts";
import { PLACE } from "./feature/place.ts";
import { createStream } from "./fixtures/random-stream.ts";
import { groupPeers } from "./group-peers.ts";
import { partitionOf } from "./partition.ts";
import { PROFILE_BYTES_MAX } from "./profile-bytes.ts";
import { createTenant } from "./tenant.ts";
import { NO_PEERS, PEER_GROUPING_DAYS } from "./tenant-delta.ts";
import { toValueCode } from "./value-code.ts";

interface Outcome {
  /** Features of every event, in the order of the stream. */
  readonly rows: readonly (readonly number[])[];
  readonly tenant: Uint8Array;
  /** Profiles by actor, so that they can be compared whatever the parts were. */
  readonly states: readonly Uint8Array[];
}

interface RunOptions {
  /** The part of an actor, below `parts`. */
  readonly partOf: (actor: number) => number;
  readonly parts: number;
  /** In which order parts work and hand in their deltas. */
  readonly reversed?: boolean;
  /** Whether everything is put away and taken up again after this day of the run. */
  readonly restartAfter?: (day: number) => boolean;
}

/** A pass over the stream as it is made: day by day, each part for itself, peers grouped every week. */
function run(
  stream: readonly EventFacts[],
  { partOf, parts, reversed = false, restartAfter }: RunOptions,
): Outcome {
  let behaviours: Behaviour[] = Array.from({ length: parts }, () => createBehaviour());
  let tenant = createTenant();
  let peers = NO_PEERS;
  const rows: number[][] = [];
  const order = Array.from({ length: parts }, (_, part) => (reversed ? parts - 1 - part : part));
  const firstDay = toDay(stream[0]!.at);
  for (const [day, events] of Map.groupBy(stream, ({ at }) => toDay(at))) {
    if (day > firstDay && (day - firstDay) % PEER_GROUPING_DAYS === 0) {
      const vectors = order.map((part) => behaviours[part]!.takePeerVectors());
      peers = groupPeers(vectors, peers);
      tenant.regroup(peers, vectors);
    }
    const deltas = order.map((part) => {
      const behaviour = behaviours[part]!;
      behaviour.startDay(day, tenant.view, peers);
      for (const facts of events.filter(({ actor }) => partOf(actor) === part)) {
        const row = new Float64Array(FEATURES.length);
        behaviour.observe(facts, row);
        behaviour.learn(facts);
        rows[facts.event] = [...row];
      }
      return behaviour.takeTenantDelta();
    });
    tenant.merge(day, deltas);
    if (restartAfter?.(day - firstDay) === true) {
      behaviours = behaviours.map((behaviour) => createBehaviour({ resume: behaviour.snapshot() }));
      tenant = createTenant(tenant.snapshot());
    }
  }
  return {
    rows,
    tenant: tenant.snapshot(),
    states: behaviours.map((behaviour) => behaviour.snapshot()),
  };
}

const ONE = { partOf: () => 0, parts: 1 };

describe("behaviour", () => {
  test("is the same byte for byte however actors are spread over parts, in whatever order the parts work", () => {
    const seeds = fc.record({ seed: fc.nat(), parts: fc.integer({ min: 2, max: 7 }), salt: fc.nat(1000) });
    fc.assert(
      fc.property(seeds, ({ seed, parts, salt }) => {
        const stream = createStream({ seed, events: 500, actors: 40, days: 23 });
        const whole = run(stream, ONE);
        const spread = run(stream, {
          parts,
          partOf: (actor) => (actor + salt) % parts,
          reversed: salt % 2 === 1,
        });
        expect(spread.rows).toEqual(whole.rows);
        expect(spread.tenant).toEqual(whole.tenant);
        const bytes = (states: readonly Uint8Array[]): number =>
          states.reduce((sum, { length }) => sum + length - 12, 0);
        expect(bytes(spread.states)).toBe(bytes(whole.states));
      }),
      { numRuns: 4 },
    );
  });

  test("goes on after a restart as if it had never stopped", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), (seed, every) => {
        const stream = createStream({ seed, events: 400, actors: 25, days: 20 });
        const through = run(stream, ONE);
        const restarted = run(stream, { ...ONE, restartAfter: (day) => day % every === 0 });
        expect(restarted.rows).toEqual(through.rows);
        expect(restarted.tenant).toEqual(through.tenant);
        expect(restarted.states).toEqual(through.states);
      }),
      { numRuns: 4 },
    );
  });

  test("takes nothing that another version or another kind of state has written", () => {
    const bytes = createBehaviour().snapshot();
    expect(() => createTenant(bytes)).toThrow("no state of this kind");
    bytes[4] = 99;
    expect(() => createBehaviour({ resume: bytes })).toThrow("version 99");
    expect(() => createBehaviour({ resume: new Uint8Array(3) })).toThrow(RangeError);
  });

  test("refuses what would learn out of order: no day, a later day, a snapshot before the day is told", () => {
    const behaviour = createBehaviour();
    const facts = { ...createEventFacts(), at: 86_400_000 * 3, actor: 9, action: 1 };
    const row = new Float64Array(FEATURES.length);
    expect(() => behaviour.observe(facts, row)).toThrow("startDay");
    behaviour.startDay(2, createTenant().view, NO_PEERS);
    expect(() => behaviour.observe(facts, row)).toThrow(RangeError);
    behaviour.startDay(3, createTenant().view, NO_PEERS);
    expect(() => behaviour.learn(facts)).toThrow("observed before");
    behaviour.observe(facts, row);
    behaviour.learn(facts);
    expect(() => behaviour.snapshot()).toThrow("takeTenantDelta");
  });

  test("an event that is only looked at leaves no trace", () => {
    const stream = createStream({ seed: 1, events: 60, actors: 4, days: 1 });
    const behaviour = createBehaviour();
    const looked = createBehaviour();
    const row = new Float64Array(FEATURES.length);
    for (const one of [behaviour, looked]) one.startDay(20_000, createTenant().view, NO_PEERS);
    for (const facts of stream) {
      looked.observe({ ...facts, actor: 77 }, row);
      for (const one of [behaviour, looked]) {
        one.observe(facts, row);
        one.learn(facts);
      }
    }
    expect(looked.takeTenantDelta()).toEqual(behaviour.takeTenantDelta());
    expect(looked.snapshot()).toEqual(behaviour.snapshot());
    expect(looked.actors).toBe(4);
    expect(looked.profileOf(77)).toBeNull();
  });

  test("partitions are sixteen, by code", () => {
    expect([0, 15, 16, 0xffffffff].map(partitionOf)).toEqual([0, 15, 0, 15]);
  });
});

/** An actor whose every event brings new values of all dimensions, over `days`. */
function learnHostile(events: number, days: number): Behaviour {
  const behaviour = createBehaviour();
  const tenant = createTenant();
  const row = new Float64Array(FEATURES.length);
  const facts = { ...createEventFacts(), actor: toValueCode("mallory"), actorAccount: 5 };
  for (let day = 0; day < days; day++) {
    behaviour.startDay(day, tenant.view, NO_PEERS);
    for (let i = 0; i < events / days; i++) {
      const value = (day * (events / days) + i) * 11 + 1;
      facts.at = day * 86_400_000 + Math.floor((i * 86_400_000 * days) / events);
      facts.action = value;
      facts.service = value + 1;
      facts.region = value + 2;
      facts.country = value + 3;
      facts.network = value + 4;
      facts.address = value + 5;
      facts.tool = value + 6;
      facts.container = value + 7;
      facts.session = value + 8;
      facts.error = value + 9;
      facts.outcome = 1;
      facts.latitude = 5;
      facts.longitude = 5;
      facts.bytesIn = 2 ** (i % 45);
      facts.bytesOut = 2 ** ((i * 7) % 45);
      behaviour.observe(facts, row);
      behaviour.learn(facts);
    }
    tenant.merge(day, [behaviour.takeTenantDelta()]);
  }
  return behaviour;
}

describe("a stranger", () => {
  const stream = createStream({ seed: 8, events: 2000, actors: 30, days: 9 });
  const [first, last] = [toDay(stream[0]!.at), toDay(stream.at(-1)!.at)];
  const tenant = createTenant();
  for (let day = first; day < last; day++) {
    const behaviour = createBehaviour();
    behaviour.startDay(day, tenant.view, NO_PEERS);
    for (const facts of stream.filter(({ at }) => toDay(at) === day)) {
      behaviour.observe(facts, new Float64Array(FEATURES.length));
      behaviour.learn(facts);
    }
    tenant.merge(day, [behaviour.takeTenantDelta()]);
  }
  const start = (): Behaviour => {
    const behaviour = createBehaviour();
    behaviour.startDay(last, tenant.view, NO_PEERS);
    return behaviour;
  };

  test("looks as an actor of whom nothing is known, whoever came before and in whatever order of time", () => {
    const strangers = start();
    const [row, alone] = [new Float64Array(FEATURES.length), new Float64Array(FEATURES.length)];
    for (const facts of stream.toReversed()) {
      const profile = strangers.observeStranger(facts, row);
      const expected = start().observe(facts, alone);
      expect(row).toEqual(alone);
      for (const key of [
        "actor",
        "kind",
        "firstAt",
        "events",
        "activeDays",
        "peerGroup",
        "sessionStartAt",
      ] as const)
        expect(profile[key]).toEqual(expected[key]);
      expect(profile.daily("events")).toEqual(expected.daily("events"));
      expect(profile.hourly("events").running).toBe(expected.hourly("events").running);
      expect(profile.historyOf("action")).toEqual(expected.historyOf("action"));
    }
    strangers.startDay(last, createTenant().view, NO_PEERS);
    strangers.observeStranger(stream[0]!, row);
    const nobody = createBehaviour();
    nobody.startDay(last, createTenant().view, NO_PEERS);
    nobody.observe(stream[0]!, alone);
    expect(row).toEqual(alone);
  });

  test("leaves nothing behind", () => {
    const strangers = start();
    const row = new Float64Array(FEATURES.length);
    for (const facts of stream.slice(0, 50)) strangers.observeStranger(facts, row);
    expect(() => strangers.learn(stream[49]!)).toThrow(/nothing is learned of a stranger/);
    expect(strangers.actors).toBe(0);
    expect(strangers.takeTenantDelta()).toEqual(start().takeTenantDelta());
    expect(strangers.snapshot()).toEqual(start().snapshot());
  });
});

describe("a full profile", () => {
  test("takes at most 16 KiB, after a million values that were never seen before", () => {
    const behaviour = learnHostile(100_000, 40);
    const { length } = behaviour.snapshot();
    expect(length).toBeLessThanOrEqual(PROFILE_BYTES_MAX);
    // It is full: the limit is not met by forgetting everything.
    expect(length).toBeGreaterThan(PROFILE_BYTES_MAX / 2);
  });

  test("could not take more if every place were taken", () => {
    const values = VALUES_MAX.reduce((sum, max) => sum + max, 0);
    // Head, totals, hours, sketches, windows, days: every place with its value, and a bit for each.
    const places = VALUE_DIMENSIONS * 2 * 8 + (168 + 24 + 380) * 4 + (12 + 24 + 2) * (2 * 8 + 8 * 4) + 12 * 4;
    const bits = 2 * 2 + 21 + 3 + 48 + 15 + 30 + 2 + 2 + 2;
    expect(12 + 130 + places + bits + 30 * (4 + 2 * 8 + 8 * 4) + 12 + values * 20).toBeLessThanOrEqual(
      PROFILE_BYTES_MAX,
    );
  });

  test("gives up the rarest value first, then the one first seen earliest", () => {
    const behaviour = createBehaviour();
    behaviour.startDay(0, createTenant().view, NO_PEERS);
    const row = new Float64Array(FEATURES.length);
    const facts = { ...createEventFacts(), actor: 3, action: 1 };
    const use = (country: number): number => {
      facts.at += 1000;
      facts.country = country;
      behaviour.observe(facts, row);
      behaviour.learn(facts);
      return row[PLACE.country_age]!;
    };
    use(101);
    use(101);
    for (let country = 102; country <= 100 + VALUES_MAX[3]!; country++) use(country);
    const known = (): readonly number[] =>
      behaviour
        .profileOf(3)!
        .usualValues("country", 99)
        .map(({ code }) => code)
        .sort((a, b) => a - b);
    expect(known()).toHaveLength(12);
    use(200);
    expect(known()).toEqual([101, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 200]);
    // Day by day the tenant knows how many actors still have a value.
    const tenant = createTenant();
    tenant.merge(0, [behaviour.takeTenantDelta()]);
    const actorsOf = (country: number): number => tenant.view.actorsOf(tenant.view.find(3, 0, country));
    expect([101, 102, 103, 200].map(actorsOf)).toEqual([1, 0, 1, 1]);
    behaviour.startDay(1, tenant.view, NO_PEERS);
    facts.at = 86_400_000;
    use(201);
    tenant.merge(1, [behaviour.takeTenantDelta()]);
    expect([101, 103, 104, 201].map(actorsOf)).toEqual([1, 0, 1, 1]);
    // The one that went is new again; one that stayed is not.
    behaviour.startDay(1, tenant.view, NO_PEERS);
    expect(use(102)).toBe(0);
    expect(use(112)).toBeGreaterThan(0);
  });
});
