import type { RowTable } from "./row-table.ts";

/**
 * So many of the rows that have the fewest events; of equals those with the fewest actors, then the lowest codes. In no
 * order: to sort all rows for the few that go would cost more than all else at the end of a day.
 */
export function findLeastCommon(rows: RowTable, among: readonly number[], count: number): readonly number[] {
  if (count <= 0) return [];
  if (count >= among.length) return among;
  const bound = Float64Array.from(among, (row) => rows.events[row]!).sort()[count - 1]!;
  const least = among.filter((row) => rows.events[row]! < bound);
  const equals = among
    .filter((row) => rows.events[row] === bound)
    .sort((a, b) => rows.actors[a]! - rows.actors[b]! || rows.codes[a]! - rows.codes[b]!);
  return least.concat(equals.slice(0, count - least.length));
}
