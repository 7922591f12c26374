import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EVENT_ID_WORDS } from "./event-id-code.ts";
import {
  appendRow,
  createMatchRows,
  FIELDS,
  growMatchRows,
  type MatchRows,
  ROW_BYTES,
} from "./match-rows.ts";

/**
 * Collects matches in any order and gives them back in time order, in bounded memory: an external merge sort.
 * Full chunks are sorted; beyond `chunksInMemoryMax` of them they are spilled to a temporary file.
 * Rows of equal time come back in order of event id, those of one event in the order in which they were added.
 */
export interface MatchLog {
  add(rows: MatchRows, row: number): void;
  readonly count: number;
  /** All rows in time order; `visit` is handed arrays and a row number that are valid only during the call. */
  visitInOrder(visit: (rows: MatchRows, row: number) => void): void;
  /** Removes the temporary file; nothing can be visited afterwards. */
  close(): void;
}

export interface MatchLogOptions {
  readonly chunkRows?: number;
  /** Default: 6 chunks of 131,072 rows, about 80 MiB. */
  readonly chunksInMemoryMax?: number;
  readonly tempFolder?: string;
}

const CHUNK_ROWS = 1 << 17;
const CHUNKS_IN_MEMORY_MAX = 6;
/** Rows read at once from each spilled chunk while merging. */
const BLOCK_ROWS = 1024;

export function createMatchLog(options: MatchLogOptions = {}): MatchLog {
  const chunkRows = options.chunkRows ?? CHUNK_ROWS;
  const chunksInMemoryMax = options.chunksInMemoryMax ?? CHUNKS_IN_MEMORY_MAX;
  const runs: Run[] = [];
  let spill: Spill | null = null;
  let open = createMatchRows(Math.min(chunkRows, 4096));
  let count = 0;
  let inMemory = 0;

  const seal = (): void => {
    const sorted = sortRows(open);
    if (inMemory >= chunksInMemoryMax) {
      spill ??= createSpill(options.tempFolder ?? tmpdir());
      runs.push(spill.write(sorted));
    } else {
      inMemory++;
      runs.push({ kind: "memory", rows: sorted });
    }
    open = createMatchRows(Math.min(chunkRows, 4096));
  };

  return {
    get count() {
      return count;
    },
    add(rows, row) {
      if (open.count === open.at.length) {
        if (open.count >= chunkRows) seal();
        else open = growMatchRows(open, Math.min(chunkRows, open.at.length * 4));
      }
      appendRow(rows, row, open);
      count++;
    },
    visitInOrder(visit) {
      if (open.count > 0) seal();
      mergeRuns(
        runs.map((run) => createCursor(run, spill)),
        visit,
      );
    },
    close() {
      spill?.remove();
      spill = null;
    },
  };
}

type Run =
  | { readonly kind: "memory"; readonly rows: MatchRows }
  | { readonly kind: "disk"; readonly offset: number; readonly count: number };

/** Rows in order of time, stable. */
function sortRows(rows: MatchRows): MatchRows {
  const order = orderTies(toTimeOrder(rows.at, rows.count), rows);
  const sorted = createMatchRows(rows.count);
  for (let i = 0; i < rows.count; i++) appendRow(rows, order[i]!, sorted);
  return sorted;
}

/**
 * Row numbers in order of time. Time and row number share one double where they fit into 53 bits (a span of two
 * years and more in a chunk of 131,072 rows), so that the engine's own numeric sort does the work without a callback.
 */
export function toTimeOrder(at: Float64Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    min = Math.min(min, at[i]!);
    max = Math.max(max, at[i]!);
  }
  if ((max - min + 1) * count < Number.MAX_SAFE_INTEGER && Number.isInteger(min)) {
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i++) keys[i] = (Math.floor(at[i]!) - min) * count + i;
    keys.sort();
    for (let i = 0; i < count; i++) order[i] = keys[i]! % count;
    return order;
  }
  for (let i = 0; i < count; i++) order[i] = i;
  return order.sort((a, b) => at[a]! - at[b]! || a - b);
}

/** Puts rows of equal time in order of their event ids, so that the order does not depend on how they arrived. */
function orderTies(order: Uint32Array, rows: MatchRows): Uint32Array {
  let start = 0;
  while (start < order.length) {
    const at = rows.at[order[start]!]!;
    let end = start + 1;
    while (end < order.length && rows.at[order[end]!] === at) end++;
    if (end - start > 1) {
      order.subarray(start, end).sort((a, b) => compareIds(rows, a, { rows, row: b }) || a - b);
    }
    start = end;
  }
  return order;
}

/** Order of event ids: the first word comes last, because for an id that is no UUID it is a number of the interner. */
function compareIds(
  rows: MatchRows,
  row: number,
  other: { readonly rows: MatchRows; readonly row: number },
): number {
  for (let i = 1; i <= EVENT_ID_WORDS; i++) {
    const word = i % EVENT_ID_WORDS;
    const a = rows.ids[row * EVENT_ID_WORDS + word]!;
    const b = other.rows.ids[other.row * EVENT_ID_WORDS + word]!;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

interface Spill {
  readonly file: number;
  write(rows: MatchRows): Run;
  remove(): void;
}

function createSpill(folder: string): Spill {
  const home = mkdtempSync(join(folder, "gait-matches-"));
  const file = openSync(join(home, "rows"), "wx+", 0o600);
  // An open file needs no name, except on Windows: however the process ends, nothing stays behind.
  if (process.platform !== "win32") rmSync(home, { recursive: true });
  let offset = 0;
  return {
    file,
    write(rows) {
      const start = offset;
      for (let first = 0; first < rows.count; first += BLOCK_ROWS) {
        const block = encodeBlock(rows, first, Math.min(BLOCK_ROWS, rows.count - first));
        writeSync(file, block, 0, block.length, offset);
        offset += block.length;
      }
      return { kind: "disk", offset: start, count: rows.count };
    },
    remove() {
      closeSync(file);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const bytesOf = (array: Float64Array | Uint32Array, from: number, to: number): Uint8Array => {
  const part = array.subarray(from, to);
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
};

/** A block holds its columns one after the other. */
function encodeBlock(rows: MatchRows, first: number, count: number): Uint8Array {
  const last = first + count;
  return Buffer.concat([
    bytesOf(rows.at, first, last),
    bytesOf(rows.values, first, last),
    bytesOf(rows.ids, first * EVENT_ID_WORDS, last * EVENT_ID_WORDS),
    bytesOf(rows.fields, first * FIELDS, last * FIELDS),
  ]);
}

function readBlock(file: number, offset: number, count: number): MatchRows {
  const bytes = new Uint8Array(count * ROW_BYTES);
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(file, bytes, filled, bytes.length - filled, offset + filled);
    if (read === 0) throw new Error("the temporary file of matches ended early");
    filled += read;
  }
  const { buffer } = bytes;
  const idsAt = count * 16;
  const fieldsAt = idsAt + count * EVENT_ID_WORDS * 4;
  return {
    count,
    at: new Float64Array(buffer, 0, count),
    values: new Float64Array(buffer, count * 8, count),
    ids: new Uint32Array(buffer, idsAt, count * EVENT_ID_WORDS),
    fields: new Uint32Array(buffer, fieldsAt, count * FIELDS),
  };
}

interface Cursor {
  rows: MatchRows;
  row: number;
  /** Goes to the next row; false at the end. */
  advance(): boolean;
}

function createCursor(run: Run, spill: Spill | null): Cursor {
  if (run.kind === "memory") {
    const cursor: Cursor = {
      rows: run.rows,
      row: 0,
      advance: () => ++cursor.row < run.rows.count,
    };
    return cursor;
  }
  const { file } = spill!;
  let done = 0;
  const readNext = (): MatchRows => {
    const count = Math.min(BLOCK_ROWS, run.count - done);
    const block = readBlock(file, run.offset + done * ROW_BYTES, count);
    done += count;
    return block;
  };
  const cursor: Cursor = {
    rows: readNext(),
    row: 0,
    advance() {
      if (++cursor.row < cursor.rows.count) return true;
      if (done >= run.count) return false;
      cursor.rows = readNext();
      cursor.row = 0;
      return true;
    },
  };
  return cursor;
}

/** Merges sorted runs through a binary heap; equal times go by event id, then in the order of arrival. */
function mergeRuns(cursors: readonly Cursor[], visit: (rows: MatchRows, row: number) => void): void {
  const heap = cursors.map((_, index) => index);
  const before = (a: number, b: number): boolean => {
    const one = cursors[a]!;
    const other = cursors[b]!;
    const apart = one.rows.at[one.row]! - other.rows.at[other.row]! || compareIds(one.rows, one.row, other);
    return apart < 0 || (apart === 0 && a < b);
  };
  const sink = (start: number): void => {
    let place = start;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const child = right < heap.length && before(heap[right]!, heap[left]!) ? right : left;
      if (!before(heap[child]!, heap[place]!)) return;
      [heap[child], heap[place]] = [heap[place]!, heap[child]!];
      place = child;
    }
  };
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(i);
  while (heap.length > 0) {
    const cursor = cursors[heap[0]!]!;
    visit(cursor.rows, cursor.row);
    if (!cursor.advance()) {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      heap[0] = last;
    }
    sink(0);
  }
}
