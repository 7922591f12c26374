import type { CorrelationType } from "../parse/sigma-document.ts";
import type { WindowItem } from "./window-item.ts";

/** A number over the items of a window, kept up to date as items come and go. */
export interface Tally {
  add(item: WindowItem): void;
  remove(item: WindowItem): void;
  /** `items` are those in the window, oldest first. */
  read(items: readonly WindowItem[]): number;
}

export function createTally(type: CorrelationType, options: { readonly percentile: number }): Tally {
  switch (type) {
    case "event_count":
      return new EventTally();
    case "value_count":
      return new DistinctTally();
    case "value_sum":
      return new SumTally();
    case "value_avg":
      return new AverageTally();
    case "value_percentile":
      return new PercentileTally(options.percentile);
    case "temporal":
    case "temporal_ordered":
      throw new Error(`${type} is not a tally`);
  }
}

/** Events; a match of a correlation below counts once, however many events it has. */
class EventTally implements Tally {
  #events = 0;
  readonly #matches = new Map<number, number>();

  add(item: WindowItem): void {
    if (item.match < 0) this.#events += item.weight;
    else this.#matches.set(item.match, (this.#matches.get(item.match) ?? 0) + 1);
  }

  remove(item: WindowItem): void {
    if (item.match < 0) this.#events -= item.weight;
    else decrement(this.#matches, item.match);
  }

  read(): number {
    return this.#events + this.#matches.size;
  }
}

function decrement<K>(counts: Map<K, number>, key: K): void {
  const left = (counts.get(key) ?? 0) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}

class DistinctTally implements Tally {
  readonly #counts = new Map<string | number | null, number>();

  add({ value }: WindowItem): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  remove({ value }: WindowItem): void {
    decrement(this.#counts, value);
  }

  read(): number {
    return this.#counts.size;
  }
}

const numberOf = (item: WindowItem): number => (typeof item.value === "number" ? item.value : 0);

/** Whole numbers are summed as they come and go; with a fraction in the window it is summed anew, so nothing drifts. */
class SumTally implements Tally {
  #sum = 0;
  #inexact = 0;

  add(item: WindowItem): void {
    const value = numberOf(item);
    if (Number.isSafeInteger(value)) this.#sum += value;
    else this.#inexact++;
  }

  remove(item: WindowItem): void {
    const value = numberOf(item);
    if (Number.isSafeInteger(value)) this.#sum -= value;
    else this.#inexact--;
  }

  read(items: readonly WindowItem[]): number {
    if (this.#inexact === 0 && Number.isSafeInteger(this.#sum)) return this.#sum;
    return items.reduce((sum, item) => sum + numberOf(item), 0);
  }
}

class AverageTally implements Tally {
  readonly #sum = new SumTally();
  #events = 0;

  add(item: WindowItem): void {
    this.#sum.add(item);
    this.#events += item.weight;
  }

  remove(item: WindowItem): void {
    this.#sum.remove(item);
    this.#events -= item.weight;
  }

  read(items: readonly WindowItem[]): number {
    return this.#events === 0 ? 0 : this.#sum.read(items) / this.#events;
  }
}

/** The percentile with linear interpolation between neighbours, as NumPy and `percentile_cont` have it. */
class PercentileTally implements Tally {
  readonly #fraction: number;
  readonly #sorted: number[] = [];

  constructor(percentile: number) {
    this.#fraction = percentile / 100;
  }

  add(item: WindowItem): void {
    this.#sorted.splice(this.#find(numberOf(item)), 0, numberOf(item));
  }

  remove(item: WindowItem): void {
    this.#sorted.splice(this.#find(numberOf(item)), 1);
  }

  read(): number {
    if (this.#sorted.length === 0) return 0;
    const rank = this.#fraction * (this.#sorted.length - 1);
    const below = this.#sorted[Math.floor(rank)]!;
    const above = this.#sorted[Math.ceil(rank)]!;
    return below + (above - below) * (rank - Math.floor(rank));
  }

  /** The first place whose number is not smaller. */
  #find(value: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
