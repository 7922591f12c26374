import { describe, expect, it } from "vitest";
import { countAt, EMPTY_COUNT, noveltyBits, observe, rarityBits } from "./rarity.ts";

const NOTHING = { pair: 0, entity: 0, pairInGroup: 0, group: 0, value: 0, total: 0, kinds: 0 };

describe("rarityBits", () => {
  it("backs off from entity to group to everybody", () => {
    const counts = { pair: 3, entity: 40, pairInGroup: 10, group: 200, value: 50, total: 1000, kinds: 9 };
    const everybody = 50.5 / 1005;
    const group = (10 + 20 * everybody) / 220;
    const entity = (3 + 20 * group) / 60;
    const bits = rarityBits(counts);
    expect(bits.everybody).toBeCloseTo(-Math.log2(everybody), 12);
    expect(bits.group).toBeCloseTo(-Math.log2(group), 12);
    expect(bits.entity).toBeCloseTo(-Math.log2(entity), 12);
  });

  it("is quiet about what a group does daily and a new entity does first", () => {
    const usualInGroup = {
      ...NOTHING,
      entity: 2,
      pairInGroup: 900,
      group: 1000,
      value: 900,
      total: 5000,
      kinds: 50,
    };
    const usualNowhere = { ...usualInGroup, pairInGroup: 0, value: 0 };
    expect(rarityBits(usualInGroup).entity).toBeLessThan(0.5);
    expect(rarityBits(usualNowhere).entity).toBeGreaterThan(10);
  });

  it("falls with every observation of the pair", () => {
    const at = (pair: number): number =>
      rarityBits({ ...NOTHING, pair, entity: 100, total: 100, kinds: 5 }).entity;
    expect(at(0)).toBeGreaterThan(at(1));
    expect(at(1)).toBeGreaterThan(at(50));
  });

  it("stays finite and at least 0 without any history", () => {
    for (const counts of [NOTHING, { ...NOTHING, pair: 1, entity: 1 }]) {
      const { entity } = rarityBits(counts);
      expect(entity).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(entity)).toBe(true);
    }
  });
});

describe("noveltyBits", () => {
  it("scores a static role's one new call high, a wanderer's low", () => {
    expect(noveltyBits(3, 10_000)).toBeGreaterThan(11);
    expect(noveltyBits(5_000, 10_000)).toBeLessThan(1.1);
    expect(noveltyBits(0, 0)).toBe(1);
  });
});

describe("decayed counts", () => {
  const DAY = 86_400_000;

  it("halve with each half-life", () => {
    expect(countAt({ count: 8, at: 0 }, 3 * DAY, DAY)).toBe(1);
    expect(observe({ count: 8, at: 0 }, { at: DAY }, DAY)).toEqual({ count: 5, at: DAY });
    expect(observe(EMPTY_COUNT, { at: 7 * DAY }, DAY)).toEqual({ count: 1, at: 7 * DAY });
  });

  it("come out the same for late events", () => {
    const inOrder = observe(observe(EMPTY_COUNT, { at: 0 }, DAY), { at: DAY }, DAY);
    const late = observe(observe(EMPTY_COUNT, { at: DAY }, DAY), { at: 0 }, DAY);
    expect(late).toEqual(inOrder);
    expect(countAt({ count: 4, at: DAY }, 0, DAY)).toBe(4);
  });
});
