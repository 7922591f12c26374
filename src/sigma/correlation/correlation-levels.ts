/** How many correlations stand on each other, from 1 for those on rules alone. */
export type Level = number | "circle" | "above-circle";

/**
 * Levels of correlations by those that each refers to. Correlations that refer to themselves, directly or through
 * others, are in a circle; what stands on such is above one. Without recursion: a file may hold a tower of thousands.
 */
export function findLevels(children: readonly (readonly number[])[]): readonly Level[] {
  const parents = invert(children);
  const levels = new Array<Level>(children.length).fill("circle");
  const waiting = children.map((list) => list.length);
  const ready = children.flatMap((list, index) => (list.length === 0 ? [index] : []));
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    const below = children[index]!.map((child) => levels[child]).filter((level) => typeof level === "number");
    levels[index] = 1 + below.reduce((most, level) => Math.max(most, level), 0);
    for (const parent of parents[index]!) if (--waiting[parent]! === 0) ready.push(parent);
  }
  markAbove(children, parents, levels);
  return levels;
}

/** Of what is left, whatever nothing in a circle refers to is not in one itself. */
function markAbove(
  children: readonly (readonly number[])[],
  parents: readonly (readonly number[])[],
  levels: Level[],
): void {
  const isLeft = (index: number): boolean => levels[index] === "circle";
  const referring = parents.map((list) => list.filter(isLeft).length);
  const ready = levels.flatMap((level, index) =>
    level === "circle" && referring[index] === 0 ? [index] : [],
  );
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    levels[index] = "above-circle";
    for (const child of children[index]!) if (isLeft(child) && --referring[child]! === 0) ready.push(child);
  }
}

/** For each correlation the number of ways up to others, counted to `most`. */
export function countWaysUp(
  children: readonly (readonly number[])[],
  levels: readonly Level[],
  most: number,
): readonly number[] {
  const ways = new Array<number>(children.length).fill(0);
  const fromAbove = levels
    .flatMap((level, index) => (typeof level === "number" ? [{ level, index }] : []))
    .sort((a, b) => b.level - a.level);
  for (const { index } of fromAbove) {
    for (const child of children[index]!) ways[child] = Math.min(most, ways[child]! + 1 + ways[index]!);
  }
  return ways;
}

function invert(children: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const parents = children.map((): number[] => []);
  for (const [index, list] of children.entries()) for (const child of list) parents[child]!.push(index);
  return parents;
}
