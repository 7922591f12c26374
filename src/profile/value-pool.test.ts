import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COUNT, createTables, SLOT_DOUBLES, ValuePool } from "./value-pool.ts";

describe("value pool", () => {
  test("finds what a map would find, through growth, removal and codes that fall on one place", () => {
    const step = fc.record({
      profile: fc.nat(1),
      dimension: fc.nat(1),
      // Multiples of 256 fall on the same slot of every block.
      code: fc.integer({ min: 1, max: 40 }).map((n) => (n % 3 === 0 ? n * 256 : n)),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, size: "max" }), (steps) => {
        const pool = new ValuePool();
        const profiles = [createTables(), createTables(), createTables()];
        const expected = new Map<string, number>();
        for (const [i, { profile, dimension, code, remove }] of steps.entries()) {
          const tables = profiles[profile]!;
          const key = `${profile} ${dimension} ${code}`;
          const slot = pool.find(tables, dimension, code);
          expect(slot >= 0).toBe(expected.has(key));
          if (slot >= 0) expect(pool.doubles[slot * SLOT_DOUBLES + COUNT]).toBe(expected.get(key));
          if (remove && slot >= 0) {
            pool.remove(tables, dimension, slot);
            expected.delete(key);
          } else if (slot < 0) {
            // The room may be another one after the value was put into it.
            const inserted = pool.insert(tables, dimension, code);
            pool.doubles[inserted * SLOT_DOUBLES + COUNT] = i;
            expected.set(key, i);
          }
        }
        for (const [key, value] of expected) {
          const [profile, dimension, code] = key.split(" ").map(Number);
          const slot = pool.find(profiles[profile!]!, dimension!, code!);
          expect(pool.doubles[slot * SLOT_DOUBLES + COUNT]).toBe(value);
        }
      }),
      { numRuns: 30 },
    );
  });
});
