import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ADDRESS_KINDS, toDay } from "../domain/index.ts";
import { createEventFacts, type EventFacts } from "./facts.ts";
import { createStream } from "./fixtures/random-stream.ts";
import { createLens, LENS_ACTORS_MAX, LENS_ENTITIES_MAX, type Lens } from "./lens.ts";
import { lensQuantileOf } from "./lens-delta.ts";
import { createTenant } from "./tenant.ts";

const HOUR = 3_600_000;

const at = (minutes: number, actor: number, change: Partial<EventFacts> = {}): EventFacts => ({
  ...createEventFacts(),
  at: 86_400_000 * 100 + minutes * 60_000,
  actor,
  address: 900,
  container: 800,
  ...change,
});

/** Whether the first lies in the sliding hour that ends with the second. */
const isInHour = (one: EventFacts, last: EventFacts): boolean => {
  const steps = Math.floor(last.at / 300_000) - Math.floor(one.at / 300_000);
  return steps >= 0 && steps < 12 && one.at <= last.at;
};

function learnAll(lens: Lens, events: readonly EventFacts[]): void {
  for (const facts of events) {
    lens.observe(facts);
    lens.learn(facts);
  }
}

describe("lens", () => {
  test("S2-01: counts the accounts that one address uses within an hour, across the hour of the clock", () => {
    const lens = createLens("address");
    for (let actor = 1; actor <= 9; actor++)
      learnAll(lens, [at(50 + actor * 2, actor), at(50 + actor * 2, actor)]);
    const seen = lens.observe(at(71, 10))!;
    expect(seen.hour("distinctActors")).toBe(10);
    expect(seen.hour("events")).toBe(19);
    expect(lens.observe(at(71, 3))!.hour("distinctActors")).toBe(9);
    expect(lens.observe(at(71 + 120, 3))!.hour("distinctActors")).toBe(1);
  });

  test("knows who usually touches a resource, and since when", () => {
    const lens = createLens("resource");
    learnAll(lens, [at(0, 1), at(1, 1), at(2, 2), at(3, 1)]);
    const seen = lens.observe(at(4, 2))!;
    expect(seen.ofActor()).toEqual({ count: 1, share: 0.25, firstAt: at(2, 0).at });
    // Until the day is over nothing of it is usual.
    expect(seen.usualBefore(at(4, 0).at, 1)).toEqual([]);
    const next = lens.observe(at(24 * 60, 2))!;
    expect(next.usualBefore(at(24 * 60, 0).at, 9)).toEqual([
      { code: 1, share: 0.75 },
      { code: 2, share: 0.25 },
    ]);
    expect(next.usualBefore(at(2, 0).at, 9)).toEqual([{ code: 1, share: 0.75 }]);
    expect(Number.isNaN(lens.observe(at(24 * 60 + 5, 7))!.ofActor().firstAt)).toBe(true);
  });

  test("says nothing of events without such an entity", () => {
    expect(createLens("address").observe(at(0, 1, { address: 0 }))).toBeNull();
    const inside = ADDRESS_KINDS.indexOf("private");
    expect(createLens("address").observe(at(0, 1, { addressKind: inside }))).toBeNull();
  });

  test("agrees with sums taken from the raw events", () => {
    const stream = createStream({ seed: 11, events: 1500, actors: 20, days: 20 });
    const lens = createLens("resource");
    for (const [index, facts] of stream.entries()) {
      const seen = lens.observe(facts);
      if (seen === null) continue;
      const past = stream.slice(0, index).filter(({ container }) => container === facts.container);
      const all = [...past, facts];
      const hour = all.filter((one) => Math.floor(facts.at / 300_000) - Math.floor(one.at / 300_000) < 12);
      const today = all.filter((one) => toDay(one.at) === toDay(facts.at));
      const bytes = (events: readonly EventFacts[]): number =>
        events.reduce((sum, { bytesOut }) => sum + (bytesOut > 0 ? bytesOut : 0), 0);
      const distinct = (events: readonly EventFacts[]): number =>
        new Set(events.map(({ actor }) => actor)).size;
      expect([seen.hour("bytesOut"), seen.hour("distinctActors")]).toEqual([bytes(hour), distinct(hour)]);
      expect([seen.today("bytesOut"), seen.today("distinctActors")]).toEqual([bytes(today), distinct(today)]);
      expect(seen.today("errors")).toBe(today.filter(({ outcome }) => outcome !== 0).length);
      const days = [...Map.groupBy(past, (one) => toDay(one.at))].filter(([day]) => day < toDay(facts.at));
      expect(seen.past("events")).toEqual(days.slice(-14).map(([, events]) => events.length));
      const peak = (events: readonly EventFacts[]): number =>
        Math.max(...events.map((last) => bytes(past.filter((one) => isInHour(one, last)))));
      expect(seen.peaks("bytesOut")).toEqual(days.slice(-14).map(([, events]) => peak(events)));
      lens.learn(facts);
    }
  });

  test("forgets those that were quiet for longest when there are too many", () => {
    const lens = createLens("address");
    const come = (address: number): EventFacts => at(address, address % 7, { address });
    for (let n = 1; n <= LENS_ENTITIES_MAX; n++) learnAll(lens, [come(n)]);
    expect(lens.entities).toBe(LENS_ENTITIES_MAX);
    learnAll(lens, [come(LENS_ENTITIES_MAX + 1)]);
    expect(lens.entities).toBe(LENS_ENTITIES_MAX * 0.75 + 1);
    const last = lens.observe({ ...come(LENS_ENTITIES_MAX), at: at(9000, 1).at })!;
    expect([last.events, last.usualBefore(at(9000, 1).at, 9)]).toEqual([
      1,
      [{ code: LENS_ENTITIES_MAX % 7, share: 1 }],
    ]);
    expect(lens.observe({ ...come(1), at: at(9000, 1).at })!.events).toBe(0);
  });

  test("tells the tenant each entity's largest hour and its day", () => {
    const lens = createLens("address");
    for (let actor = 1; actor <= 4; actor++) learnAll(lens, [at(actor, actor)]);
    for (let actor = 1; actor <= 4; actor++) learnAll(lens, [at(300 + actor, actor)]);
    learnAll(lens, [at(310, 9, { address: 901 })]);
    const tenant = createTenant();
    tenant.merge(100, [lens.takeTenantDelta(100)]);
    const most = (span: "hour" | "day") => lensQuantileOf(tenant.view, { metric: "events", span, share: 1 });
    expect(most("hour")).toBeGreaterThanOrEqual(4);
    expect(most("hour")).toBeLessThan(8);
    expect(most("day")).toBeGreaterThanOrEqual(8);
    expect(lensQuantileOf(createTenant().view, { metric: "events", span: "day", share: 1 })).toBeNaN();
  });

  test("goes on after a restart as if it had never stopped", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const stream = createStream({ seed, events: 300, actors: 70, days: 6 });
        const through = createLens("address");
        learnAll(through, stream);
        const before = createLens("address");
        learnAll(before, stream.slice(0, 150));
        const after = createLens("address", before.snapshot());
        learnAll(after, stream.slice(150));
        expect(after.snapshot()).toEqual(through.snapshot());
        expect(after.entities).toBe(through.entities);
      }),
      { numRuns: 10 },
    );
  });

  test("keeps a bounded number of actors, and bytes, however many come", () => {
    const lens = createLens("address");
    for (let i = 0; i < 20_000; i++) learnAll(lens, [at((i * HOUR) / 60_000 / 40, i + 1, { bytesOut: 3 })]);
    expect(lens.observe(at(20_000 * 1.5 + 24 * 60, 1))!.usualBefore(at(30_000, 1).at, 1000)).toHaveLength(
      LENS_ACTORS_MAX,
    );
    expect(lens.snapshot().length).toBeLessThan(3000);
  });
});
