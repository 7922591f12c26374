import { type EntityId, toDay } from "../../domain/index.ts";

/** Only so many days before are looked at: what nobody did for a month is no habit any more. */
export const HABIT_DAYS = 30;

/**
 * Before anything is known, one day in so many is expected to bring the same: the prior of the expected number (a gamma
 * distribution with shape 1), which what is seen outweighs day by day.
 */
export const PRIOR_DAYS = 20;

/** So long nobody is known. */
const UNKNOWN_DAYS = 14;

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
  /** Days of the 30 before `day` on which it was found of another root: a burst on one day is one occasion. */
  othersDays(of: string, root: EntityId, day: number): number;
  /**
   * On how many days a month it is to be expected of others, by how often it was and for how many days it was looked
   * for: after a month without any, 0.6; on the log's first day, when nothing is known, 1.5.
   */
  expectedDays(of: string, root: EntityId, day: number): number;
  /** 1 on the log's first day to 0 two weeks later. */
  unknown(day: number): number;
}

/** The past of one thing that is counted. */
interface Past {
  /** Sorted distinct days of each root. */
  readonly ofRoot: ReadonlyMap<EntityId, readonly number[]>;
  /** Sorted distinct days, and how many roots each has. */
  readonly days: readonly number[];
  readonly rootsOn: ReadonlyMap<number, number>;
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
  return new LearnedHabits(pasts, toDay(beganAt));
}

class LearnedHabits implements Habits {
  readonly #pasts: ReadonlyMap<string, Past>;
  readonly #firstDay: number;

  constructor(pasts: ReadonlyMap<string, Past>, firstDay: number) {
    this.#pasts = pasts;
    this.#firstDay = firstDay;
  }

  ownDays(of: string, root: EntityId, day: number): number {
    return countWithin(this.#pasts.get(of)?.ofRoot.get(root) ?? [], day);
  }

  others(of: string, root: EntityId, day: number): number {
    const past = this.#pasts.get(of);
    if (past === undefined) return 0;
    const at = countBelow(past.changeDays, day + 1) - 1;
    const all = at < 0 ? 0 : past.roots[at]!;
    return all - (this.ownDays(of, root, day) > 0 ? 1 : 0);
  }

  othersDays(of: string, root: EntityId, day: number): number {
    const past = this.#pasts.get(of);
    if (past === undefined) return 0;
    const own = past.ofRoot.get(root) ?? [];
    const alone = own
      .slice(countBelow(own, day - HABIT_DAYS), countBelow(own, day))
      .filter((one) => past.rootsOn.get(one) === 1).length;
    return countWithin(past.days, day) - alone;
  }

  expectedDays(of: string, root: EntityId, day: number): number {
    const known = Math.min(HABIT_DAYS, Math.max(0, day - this.#firstDay));
    return ((this.othersDays(of, root, day) + 1) * HABIT_DAYS) / (known + PRIOR_DAYS);
  }

  unknown(day: number): number {
    return Math.min(1, Math.max(0, 1 - (day - this.#firstDay) / UNKNOWN_DAYS));
  }
}

/** What is expected of a detector that has been silent for the whole month. */
export const EXPECTED_OF_SILENT = HABIT_DAYS / (HABIT_DAYS + PRIOR_DAYS);

function toPast(daysOf: ReadonlyMap<EntityId, ReadonlySet<number>>): Past {
  const ofRoot = new Map<EntityId, readonly number[]>();
  const rootsOn = new Map<number, number>();
  const changes = new Map<number, number>();
  const change = (day: number, by: number): void => void changes.set(day, (changes.get(day) ?? 0) + by);
  for (const [root, set] of daysOf) {
    const sorted = [...set].sort((a, b) => a - b);
    ofRoot.set(root, sorted);
    for (const day of sorted) rootsOn.set(day, (rootsOn.get(day) ?? 0) + 1);
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
  const days = [...rootsOn.keys()].sort((a, b) => a - b);
  return { ofRoot, days, rootsOn, changeDays, roots };
}

/** How many of the sorted days lie within the 30 before the day. */
const countWithin = (days: readonly number[], day: number): number =>
  countBelow(days, day) - countBelow(days, day - HABIT_DAYS);

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
