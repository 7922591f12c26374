import { type EntityId, toDay } from "../../domain/index.ts";

/** Only so many days before are looked at: what nobody did for a month is no habit any more. */
export const HABIT_DAYS = 30;

/**
 * Before anything is known, one identity in so many days is expected to be found doing the same: the prior of the
 * expected number (a gamma distribution with shape 1), which what is seen outweighs day by day.
 */
export const PRIOR_DAYS = 20;

/** Something was found of somebody: a detector spoke of a root, or an address was used by it. */
export interface Occurrence {
  /** What is counted: a detector's id, an address. */
  readonly of: string;
  readonly root: EntityId;
  readonly at: number;
}

/** What was found before. Days are UTC; the day that is asked about never counts. */
export interface Habits {
  /** Days of the 30 before `day` on which it was found of this root. */
  ownDays(of: string, root: EntityId, day: number): number;
  /** Other roots of which it was found within the 30 days before `day`. */
  others(of: string, root: EntityId, day: number): number;
  /**
   * How many other roots a month are to be expected, by those of the days before and by how many days there were:
   * after a month without any, 0.6; on the log's first day, when nothing is known, 1.5.
   */
  expectedOthers(of: string, root: EntityId, day: number): number;
}

/** The past of one thing that is counted. */
interface Past {
  /** Sorted distinct days of each root. */
  readonly days: ReadonlyMap<EntityId, readonly number[]>;
  /** Days on which the number of roots within the window changes, and the number from then on. */
  readonly changeDays: readonly number[];
  readonly roots: readonly number[];
}

/** `beganAt`: when the log begins. */
export function learnHabits(occurrences: Iterable<Occurrence>, beganAt: number): Habits {
  const daysOf = new Map<string, Map<EntityId, Set<number>>>();
  for (const { of, root, at } of occurrences) {
    const roots = daysOf.get(of) ?? new Map<EntityId, Set<number>>();
    daysOf.set(of, roots);
    const days = roots.get(root) ?? new Set<number>();
    roots.set(root, days);
    days.add(toDay(at));
  }
  const pasts = new Map<string, Past>();
  for (const [of, roots] of daysOf) pasts.set(of, toPast(roots));
  const ownDays = (of: string, root: EntityId, day: number): number => {
    const days = pasts.get(of)?.days.get(root) ?? [];
    return countBelow(days, day) - countBelow(days, day - HABIT_DAYS);
  };
  const firstDay = toDay(beganAt);
  const others = (of: string, root: EntityId, day: number): number => {
    const past = pasts.get(of);
    if (past === undefined) return 0;
    const at = countBelow(past.changeDays, day + 1) - 1;
    const all = at < 0 ? 0 : past.roots[at]!;
    return all - (ownDays(of, root, day) > 0 ? 1 : 0);
  };
  return {
    ownDays,
    others,
    expectedOthers(of, root, day) {
      const known = Math.min(HABIT_DAYS, Math.max(0, day - firstDay));
      return ((others(of, root, day) + 1) * HABIT_DAYS) / (known + PRIOR_DAYS);
    },
  };
}

/** What is expected of a detector that has been silent for the whole month. */
export const EXPECTED_OF_SILENT = HABIT_DAYS / (HABIT_DAYS + PRIOR_DAYS);

function toPast(daysOf: ReadonlyMap<EntityId, ReadonlySet<number>>): Past {
  const days = new Map<EntityId, readonly number[]>();
  const changes = new Map<number, number>();
  const change = (day: number, by: number): void => void changes.set(day, (changes.get(day) ?? 0) + by);
  for (const [root, set] of daysOf) {
    const sorted = [...set].sort((a, b) => a - b);
    days.set(root, sorted);
    // A day counts from the next one on, for 30 days; days that lie closer together overlap.
    let until = Number.NEGATIVE_INFINITY;
    for (const day of sorted) {
      if (day + 1 > until) {
        if (until > Number.NEGATIVE_INFINITY) change(until, -1);
        change(day + 1, 1);
      }
      until = day + 1 + HABIT_DAYS;
    }
    change(until, -1);
  }
  const changeDays = [...changes.keys()].sort((a, b) => a - b);
  const roots: number[] = [];
  let sum = 0;
  for (const day of changeDays) {
    sum += changes.get(day)!;
    roots.push(sum);
  }
  return { days, changeDays, roots: roots };
}

/** How many of the sorted numbers lie below the limit. */
function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
