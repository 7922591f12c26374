import type { Bound } from "../parse/sigma-document.ts";
import type { CompiledCorrelation } from "../rule-set.ts";
import { createTally, type Tally } from "./tally.ts";
import { viewTemporal } from "./temporal.ts";
import type { WindowItem } from "./window-item.ts";

/** A burst while it grows. */
export interface OpenMatch {
  readonly id: number;
  from: number;
  until: number;
  readonly events: Set<number>;
  /** Events beyond the limit: they took part and are not listed. */
  unlisted: number;
  value: number;
}

/** The items of one group in the sliding window (now - timespan, now], and what the condition says of them. */
export class GroupWindow {
  readonly key: string;
  match: OpenMatch | null = null;
  readonly #correlation: CompiledCorrelation;
  readonly #tally: Tally | null;
  #items: WindowItem[] = [];
  #value = 0;

  constructor(key: string, correlation: CompiledCorrelation) {
    this.key = key;
    this.#correlation = correlation;
    this.#tally = isTemporal(correlation) ? null : createTally(correlation.type, correlation);
  }

  get items(): readonly WindowItem[] {
    return this.#items;
  }

  get lastAt(): number {
    return this.#items.at(-1)?.at ?? -Infinity;
  }

  /** The number that the condition looked at last. */
  get value(): number {
    return this.#value;
  }

  /** Removes what has left the window that ends now; half-open: an item leaves exactly one timespan after its time. */
  expire(now: number): number {
    const oldest = now - this.#correlation.timespanMs;
    let gone = 0;
    while (gone < this.#items.length && this.#items[gone]!.at <= oldest) {
      this.#tally?.remove(this.#items[gone]!);
      gone++;
    }
    if (gone > 0) this.#items = this.#items.slice(gone);
    return gone;
  }

  add(item: WindowItem): void {
    this.#items.push(item);
    this.#tally?.add(item);
  }

  /** Makes room for one item: see `CorrelatorLimits.groupEventsMax`. */
  shrink(): void {
    if (this.#tally === null) this.#dropMostFrequent();
    else if (FOLDING.has(this.#correlation.type)) this.#foldOldest(this.#tally);
    else this.#tally.remove(this.#items.shift()!);
  }

  /** The oldest item becomes part of the next: the sum stays exact until the next leaves the window. */
  #foldOldest(tally: Tally): void {
    const oldest = this.#items.shift()!;
    const next = this.#items[0];
    tally.remove(oldest);
    if (next === undefined || oldest.match >= 0 || next.match >= 0) return;
    tally.remove(next);
    const value =
      typeof oldest.value === "number" && typeof next.value === "number"
        ? oldest.value + next.value
        : next.value;
    const folded = { ...next, value, weight: oldest.weight + next.weight };
    this.#items[0] = folded;
    tally.add(folded);
  }

  /** A flood of one kind must not push the rare other kind out of the window. */
  #dropMostFrequent(): void {
    const counts = new Map<number, number>();
    for (const { slots } of this.#items) counts.set(slots[0]!, (counts.get(slots[0]!) ?? 0) + 1);
    const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    this.#items.splice(
      this.#items.findIndex(({ slots }) => slots[0] === most),
      1,
    );
  }

  /** Whether the condition holds for the window as it is. */
  holds(): boolean {
    if (this.#items.length === 0) return false;
    const { condition } = this.#correlation;
    if (this.#tally === null) {
      const view = viewTemporal(this.#correlation, this.#items);
      this.#value = view.seen;
      if (view.holds !== null) return view.holds;
    } else {
      this.#value = this.#tally.read(this.#items);
    }
    return condition.kind === "bounds" && condition.bounds.every((bound) => isWithin(this.#value, bound));
  }
}

/** Types whose number can be kept while two items become one. */
const FOLDING: ReadonlySet<CompiledCorrelation["type"]> = new Set(["event_count", "value_sum", "value_avg"]);

export function isTemporal({ type }: CompiledCorrelation): boolean {
  return type === "temporal" || type === "temporal_ordered";
}

function isWithin(value: number, { operator, value: bound }: Bound): boolean {
  switch (operator) {
    case "gt":
      return value > bound;
    case "gte":
      return value >= bound;
    case "lt":
      return value < bound;
    case "lte":
      return value <= bound;
    case "eq":
      return value === bound;
    case "neq":
      return value !== bound;
  }
}
