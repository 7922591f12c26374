import { BLOCK_ROWS, type RowSpill, type Run } from "./row-spill.ts";
import { compareIds, type RowRange, type Rows } from "./rows.ts";

/**
 * Merges sorted runs through a binary heap; equal times go by event id, then in the order of arrival. Logs come nearly
 * in order, so most of the time many neighbouring rows of one run come before all others and go out at once.
 */
export function* mergeRanges(runs: readonly Run[], spill: RowSpill | null): Generator<RowRange> {
  const heap = new CursorHeap(runs.map((run) => new Cursor(run, spill)));
  for (;;) {
    const first = heap.first;
    if (first === null) return;
    const to = heap.findEnd();
    yield { rows: first.rows, from: first.row, to };
    heap.advanceTo(to);
  }
}

/** A place in a run. */
class Cursor {
  rows: Rows;
  row = 0;
  readonly #run: Run;
  readonly #spill: RowSpill | null;
  /** First row of the run that was not read yet. */
  #next: number;

  constructor(run: Run, spill: RowSpill | null) {
    this.#run = run;
    this.#spill = spill;
    this.rows = run.kind === "memory" ? run.rows : spill!.read(run, 0);
    this.#next = this.rows.count;
  }

  get at(): number {
    return this.rows.at[this.row]!;
  }

  /** False at the end of the run. */
  advanceTo(row: number): boolean {
    this.row = row;
    if (row < this.rows.count) return true;
    if (this.#run.kind === "memory" || this.#next >= this.#run.count) return false;
    this.rows = this.#spill!.read(this.#run, this.#next);
    this.#next += BLOCK_ROWS;
    this.row = 0;
    return true;
  }

  /** The first row from the present one on whose time is `at` or later. */
  findRow(at: number): number {
    let low = this.row;
    let high = this.rows.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.rows.at[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

class CursorHeap {
  readonly #cursors: readonly Cursor[];
  readonly #heap: number[];

  constructor(cursors: readonly Cursor[]) {
    this.#cursors = cursors;
    this.#heap = cursors.map((_, index) => index);
    for (let i = (this.#heap.length >> 1) - 1; i >= 0; i--) this.#sink(i);
  }

  get first(): Cursor | null {
    const index = this.#heap[0];
    return index === undefined ? null : this.#cursors[index]!;
  }

  /** Where the first cursor's rows stop coming before those of all others. At least one row on. */
  findEnd(): number {
    const first = this.#cursors[this.#heap[0]!]!;
    if (this.#heap.length === 1) return first.rows.count;
    const left = this.#heap[1]!;
    const right = this.#heap[2];
    const second = right !== undefined && this.#isBefore(right, left) ? right : left;
    return Math.max(first.row + 1, first.findRow(this.#cursors[second]!.at));
  }

  advanceTo(row: number): void {
    const first = this.#cursors[this.#heap[0]!]!;
    if (!first.advanceTo(row)) {
      const last = this.#heap.pop()!;
      if (this.#heap.length === 0) return;
      this.#heap[0] = last;
    }
    this.#sink(0);
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#cursors[a]!;
    const other = this.#cursors[b]!;
    const apart = one.at - other.at || compareIds(one, other);
    return apart < 0 || (apart === 0 && a < b);
  }

  #sink(start: number): void {
    const heap = this.#heap;
    let place = start;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const child = right < heap.length && this.#isBefore(heap[right]!, heap[left]!) ? right : left;
      if (!this.#isBefore(heap[child]!, heap[place]!)) return;
      [heap[child], heap[place]] = [heap[place]!, heap[child]!];
      place = child;
    }
  }
}
