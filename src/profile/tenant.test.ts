import { describe, expect, test } from "vitest";
import { DIMENSION, HOURLY_FIRST, MEMBERS } from "./dimension.ts";
import { createTenant, TENANT_VALUES_MAX } from "./tenant.ts";
import type { PeerVectors, PeerView, TenantDelta } from "./tenant-delta.ts";

type Row = readonly [dimension: number, group: number, code: number, events: number, actors: number];

const delta = (rows: readonly Row[]): TenantDelta => ({
  dimensions: Uint8Array.from(rows, (row) => row[0]),
  groups: Uint32Array.from(rows, (row) => row[1]),
  codes: Uint32Array.from(rows, (row) => row[2]),
  events: Float64Array.from(rows, (row) => row[3]),
  actors: Int32Array.from(rows, (row) => row[4]),
});

const PEERS = 0x80000007;

describe("tenant", () => {
  test("adds kinds up to the whole and leaves groups of peers for themselves", () => {
    const tenant = createTenant();
    tenant.merge(10, [
      delta([
        [0, 1, 50, 3, 1],
        [0, 2, 50, 4, 2],
        [0, PEERS, 50, 3, 1],
      ]),
    ]);
    const { view } = tenant;
    expect(view.eventsOf(view.find(0, 0, 50))).toBe(7);
    expect(view.actorsOf(view.find(0, 0, 50))).toBe(3);
    expect(view.eventsOf(view.find(0, PEERS, 50))).toBe(3);
    expect(view.totalOf(0, 0)).toBe(7);
    expect(view.valuesOf(0, 0)).toBe(1);
    expect(view.find(0, 0, 51)).toBe(-1);
    expect(view.eventsOf(-1)).toBe(0);
  });

  test("counts half of an event thirty days later, and all of its actors", () => {
    const tenant = createTenant();
    tenant.merge(10, [delta([[0, 1, 50, 8, 1]])]);
    tenant.merge(40, []);
    const { view } = tenant;
    expect(view.eventsOf(view.find(0, 1, 50))).toBe(4);
    expect(view.totalOf(0, 0)).toBe(4);
    expect(view.actorsOf(view.find(0, 1, 50))).toBe(1);
    tenant.merge(400, []);
    expect(view.find(0, 1, 50)).toBe(-1);
  });

  test("is the same in whatever order the deltas of a day come", () => {
    const parts = Array.from({ length: 5 }, (_, part) =>
      delta(
        Array.from(
          { length: 40 },
          (__, i) => [i % 4, 1 + (part % 3), 1 + ((i * part) % 17), i + 1, part - 1] as const,
        ),
      ),
    );
    const forth = createTenant();
    const back = createTenant();
    for (const day of [3, 4, 9]) {
      forth.merge(day, parts);
      back.merge(day, parts.toReversed());
    }
    expect(back.snapshot()).toEqual(forth.snapshot());
    expect(createTenant(forth.snapshot()).snapshot()).toEqual(forth.snapshot());
  });

  test("keeps the most common values and counts those that it drops", () => {
    const tenant = createTenant();
    const full = Array.from({ length: TENANT_VALUES_MAX }, (_, i) => [0, 1, i + 1, 2, 1] as const);
    tenant.merge(1, [delta(full)]);
    expect(tenant.view.valuesOf(0, 1)).toBe(TENANT_VALUES_MAX);
    expect(tenant.view.find(0, 1, 1)).toBeGreaterThanOrEqual(0);
    tenant.merge(1, [
      delta([
        [0, 1, 900_001, 1, 1],
        [0, 1, 900_002, 9, 1],
      ]),
    ]);
    expect(tenant.view.find(0, 1, 900_001)).toBe(-1);
    expect(tenant.view.find(0, 1, 900_002)).toBeGreaterThanOrEqual(0);
    // Two were dropped: the rarest, and of the equal ones the one with the lowest code. They still count.
    expect(tenant.view.find(0, 1, 1)).toBe(-1);
    expect(tenant.view.find(0, 1, 2)).toBeGreaterThanOrEqual(0);
    expect(tenant.view.valuesOf(0, 1)).toBe(TENANT_VALUES_MAX + 2);
    expect(tenant.view.totalOf(0, 1)).toBe(2 * TENANT_VALUES_MAX + 10);
  });

  test("tells below what most hours of a group stay", () => {
    const tenant = createTenant();
    expect(Number.isNaN(tenant.view.quantileOf(HOURLY_FIRST, 1, 0.95))).toBe(true);
    // Bin 1 is one event, bin 7 begins with eight.
    tenant.merge(1, [
      delta([
        [HOURLY_FIRST, 1, 2, 90, 0],
        [HOURLY_FIRST, 1, 8, 10, 0],
      ]),
    ]);
    expect(tenant.view.quantileOf(HOURLY_FIRST, 1, 0.5)).toBeLessThan(1.42);
    expect(tenant.view.quantileOf(HOURLY_FIRST, 1, 0.95)).toBeCloseTo(8 + 0.5 * (Math.SQRT2 * 8 - 8), 6);
  });

  test("counts groups of peers anew from all profiles, in whatever order they come", () => {
    const vectors = (actors: readonly number[]): PeerVectors => ({
      actors: Uint32Array.from(actors),
      kinds: Uint8Array.from(actors, () => 0),
      accounts: Uint32Array.from(actors, () => 1),
      events: Float64Array.from(actors, () => 5),
      offsets: Uint32Array.from([0, ...actors.keys().map((i) => i + 1)]),
      dimensions: Uint8Array.from(actors, () => DIMENSION.tool),
      codes: Uint32Array.from(actors, () => 77),
      counts: Float64Array.from(actors, (actor) => actor),
    });
    const peers: PeerView = {
      version: 1,
      actors: Uint32Array.from([1, 2, 3, 4]),
      groups: Uint32Array.from([PEERS, PEERS, PEERS, 1]),
    };
    const regroup = (...parts: readonly PeerVectors[]): ReturnType<typeof createTenant> => {
      const tenant = createTenant();
      tenant.merge(1, [
        delta([
          [DIMENSION.tool, 1, 77, 10, 4],
          [DIMENSION.tool, 0x80000001, 77, 10, 4],
          [MEMBERS, 1, 1, 0, 4],
        ]),
      ]);
      tenant.regroup(peers, parts);
      return tenant;
    };
    const tenant = regroup(vectors([1, 2]), vectors([3, 4]));
    const { view } = tenant;
    expect(view.find(DIMENSION.tool, 0x80000001, 77)).toBe(-1);
    expect(view.membersOf(PEERS)).toBe(3);
    expect(view.eventsOf(view.find(DIMENSION.tool, PEERS, 77))).toBe(6);
    expect(view.totalOf(DIMENSION.tool, PEERS)).toBe(6);
    // The whole kind and tenant stay as the days have told them.
    expect(view.eventsOf(view.find(DIMENSION.tool, 1, 77))).toBe(10);
    expect(view.membersOf(1)).toBe(4);
    expect(regroup(vectors([3, 4]), vectors([1, 2])).snapshot()).toEqual(tenant.snapshot());
  });
});
