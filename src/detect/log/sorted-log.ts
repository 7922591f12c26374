import { tmpdir } from "node:os";
import { mergeRanges } from "./merge-ranges.ts";
import { createRowSpill, type RowSpill, type Run } from "./row-spill.ts";
import {
  appendRange,
  appendRow,
  createRows,
  growRows,
  type RowLayout,
  type RowRange,
  type Rows,
} from "./rows.ts";
import { sortRows } from "./sort-rows.ts";

/**
 * Collects rows in any order and gives them back in time order, in bounded memory: an external merge sort.
 * Full chunks are sorted; beyond `chunksInMemoryMax` of them they are spilled to a temporary file.
 * Rows of equal time come back in order of event id, those of one event in the order in which they were added.
 */
export interface SortedLog {
  readonly count: number;
  add(rows: Rows, row: number): void;
  /** Neighbouring rows at once. */
  addRange(range: RowRange): void;
  /** All rows in time order; `visit` is handed arrays and a row number that are valid only during the call. */
  visitInOrder(visit: (rows: Rows, row: number) => void): void;
  /** The same as ranges of rows, valid until the next is asked for. Nothing can be added any more. */
  readInOrder(): Generator<RowRange>;
  /** Removes the temporary file; nothing can be read afterwards. */
  close(): void;
}

export interface SortedLogOptions {
  readonly chunkRows?: number;
  readonly chunksInMemoryMax?: number;
  readonly tempFolder?: string;
}

const CHUNK_ROWS = 1 << 17;
/** A chunk of 131,072 rows of some 80 bytes, about 10 MiB: what is spilled costs little, for it is read back in its order. */
const CHUNKS_IN_MEMORY_MAX = 1;
/** Rows of a chunk's first array; it grows as rows come. */
const FIRST_ROWS = 4096;

/** @param name what the rows are, for the temporary folder's name: `matches`. */
export const createSortedLog = (layout: RowLayout, name: string, options: SortedLogOptions = {}): SortedLog =>
  new ChunkedLog(layout, name, options);

class ChunkedLog implements SortedLog {
  readonly #layout: RowLayout;
  readonly #name: string;
  readonly #chunkRows: number;
  readonly #chunksInMemoryMax: number;
  readonly #tempFolder: string;
  readonly #runs: Run[] = [];
  #spill: RowSpill | null = null;
  #open: Rows;
  #count = 0;
  #inMemory = 0;

  constructor(layout: RowLayout, name: string, options: SortedLogOptions) {
    this.#layout = layout;
    this.#name = name;
    this.#chunkRows = options.chunkRows ?? CHUNK_ROWS;
    this.#chunksInMemoryMax = options.chunksInMemoryMax ?? CHUNKS_IN_MEMORY_MAX;
    this.#tempFolder = options.tempFolder ?? tmpdir();
    this.#open = createRows(layout, Math.min(this.#chunkRows, FIRST_ROWS));
  }

  get count(): number {
    return this.#count;
  }

  add(rows: Rows, row: number): void {
    this.#makeRoom();
    appendRow(this.#layout, { rows, row }, this.#open);
    this.#count++;
  }

  addRange({ rows, from, to }: RowRange): void {
    for (let start = from; start < to; ) {
      this.#makeRoom();
      const end = Math.min(to, start + this.#open.at.length - this.#open.count);
      appendRange(this.#layout, { rows, from: start, to: end }, this.#open);
      start = end;
    }
    this.#count += to - from;
  }

  visitInOrder(visit: (rows: Rows, row: number) => void): void {
    for (const { rows, from, to } of this.readInOrder())
      for (let row = from; row < to; row++) visit(rows, row);
  }

  readInOrder(): Generator<RowRange> {
    if (this.#open.count > 0) this.#seal();
    return mergeRanges(this.#runs, this.#spill);
  }

  close(): void {
    this.#spill?.remove();
    this.#spill = null;
  }

  #makeRoom(): void {
    const { at, count } = this.#open;
    if (count < at.length) return;
    if (count >= this.#chunkRows) this.#seal();
    else this.#open = growRows(this.#layout, this.#open, Math.min(this.#chunkRows, at.length * 4));
  }

  #seal(): void {
    const sorted = sortRows(this.#layout, this.#open);
    if (this.#inMemory >= this.#chunksInMemoryMax) {
      this.#spill ??= createRowSpill(this.#layout, this.#tempFolder, this.#name);
      this.#runs.push(this.#spill.write(sorted));
    } else {
      this.#inMemory++;
      this.#runs.push({ kind: "memory", rows: sorted });
    }
    this.#open = createRows(this.#layout, Math.min(this.#chunkRows, FIRST_ROWS));
  }
}
