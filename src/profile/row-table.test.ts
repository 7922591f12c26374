import { describe, expect, test } from "vitest";
import { createRng } from "../domain/index.ts";
import { findLeastCommon } from "./least-common.ts";
import { RowTable } from "./row-table.ts";

describe("a table of rows", () => {
  test("finds what is left, and nothing else, whatever is added and removed", () => {
    const rng = createRng(11);
    const table = new RowTable();
    const known = new Map<number, number>();
    for (let step = 0; step < 20_000; step++) {
      const code = rng.nextInt(700);
      const row = table.find(code % 3, code % 5, code);
      if (rng.nextInt(5) < 2 && row >= 0) {
        table.remove(row);
        known.delete(code);
      } else {
        table.addEvents(table.findOrAdd(code % 3, code % 5, code), 1);
        known.set(code, (known.get(code) ?? 0) + 1);
      }
    }
    expect(table.rows).toBe(known.size);
    for (let code = 0; code < 700; code++) {
      const row = table.find(code % 3, code % 5, code);
      expect(row < 0 ? undefined : table.events[row]).toBe(known.get(code));
    }
  });

  test("a row that comes where one was removed begins with nothing", () => {
    const table = new RowTable();
    table.addActors(table.findOrAdd(1, 2, 3), 4);
    table.remove(table.find(1, 2, 3));
    expect(table.actors[table.findOrAdd(1, 2, 9)]).toBe(0);
  });
});

test("the least common rows have the fewest events, then actors, then the lowest codes", () => {
  const rng = createRng(5);
  const table = new RowTable();
  for (let code = 1; code <= 500; code++) {
    const row = table.findOrAdd(0, 1, code);
    table.addEvents(row, rng.nextInt(6));
    table.addActors(row, rng.nextInt(3));
  }
  const all = Array.from({ length: 500 }, (_, row) => row);
  const sorted = all.toSorted(
    (a, b) =>
      table.events[a]! - table.events[b]! ||
      table.actors[a]! - table.actors[b]! ||
      table.codes[a]! - table.codes[b]!,
  );
  for (const count of [0, 1, 77, 250, 499, 500, 501]) {
    const least = findLeastCommon(table, all, count);
    expect(least.toSorted((a, b) => a - b)).toEqual(sorted.slice(0, count).toSorted((a, b) => a - b));
  }
});
