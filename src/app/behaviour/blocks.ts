import {
  appendRange,
  EVENT_LAYOUT,
  openRows,
  type RowRange,
  type Rows,
  toRowBytes,
} from "../../detect/log/index.ts";
import { DAY_MS, toDay } from "../../domain/index.ts";

/** Rows of a block: 2.5 MiB. */
export const BLOCK_ROWS = 32_768;

/** Rows of one day that stand in one block of shared memory. */
export interface FilledBlock {
  readonly day: number;
  readonly number: number;
  readonly memory: SharedArrayBuffer;
  readonly count: number;
  readonly firstEvent: number;
  /** Of the day's last block, the next day with events (null: there is none); of others the same day. */
  readonly nextDay: number | null;
}

/** A number of blocks that are filled, read by all lanes, and filled again. */
export class BlockPool {
  readonly #free: number[];
  readonly #memories: (SharedArrayBuffer | undefined)[] = [];
  #wake = (): void => {};

  constructor(blocks: number) {
    this.#free = Array.from({ length: blocks }, (_, number) => number);
  }

  /** Waits until a block is free. */
  async take(): Promise<{ readonly number: number; readonly memory: SharedArrayBuffer }> {
    for (;;) {
      const number = this.#free.pop();
      if (number === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const memory = this.#memories[number] ?? new SharedArrayBuffer(BLOCK_ROWS * toRowBytes(EVENT_LAYOUT));
      this.#memories[number] = memory;
      return { number, memory };
    }
  }

  release(number: number): void {
    this.#free.push(number);
    this.#wake();
  }
}

/**
 * Cuts rows in order of time into blocks, none of which holds more than one day. Events are numbered in that order.
 * Times before 1970 are nobody's behaviour but a broken clock's, and are left out.
 */
export async function* toBlocks(ranges: Iterable<RowRange>, pool: BlockPool): AsyncGenerator<FilledBlock> {
  let open: OpenBlock | null = null;
  let event = 0;
  const close = (block: OpenBlock, nextDay: number | null): FilledBlock => {
    const { day, number, memory, rows } = block;
    const filled = { day, number, memory, count: rows.count, firstEvent: event, nextDay };
    event += rows.count;
    return filled;
  };
  for (const range of ranges) {
    for (let from = range.from; from < range.to; ) {
      const day = toDay(range.rows.at[from]!);
      if (day < 0) {
        const to = findRow(range.rows.at, { from, to: range.to, at: 0 });
        event += to - from;
        from = to;
        continue;
      }
      if (open !== null && (open.day !== day || open.rows.count === BLOCK_ROWS)) {
        yield close(open, day);
        open = null;
      }
      open ??= await openBlock(day, pool);
      const room = Math.min(range.to, from + BLOCK_ROWS - open.rows.count);
      const to = findRow(range.rows.at, { from, to: room, at: (day + 1) * DAY_MS });
      appendRange(EVENT_LAYOUT, { rows: range.rows, from, to }, open.rows);
      from = to;
    }
  }
  if (open !== null) yield close(open, null);
}

interface OpenBlock {
  readonly day: number;
  readonly number: number;
  readonly memory: SharedArrayBuffer;
  readonly rows: Rows;
}

async function openBlock(day: number, pool: BlockPool): Promise<OpenBlock> {
  const { number, memory } = await pool.take();
  return { day, number, memory, rows: openRows(EVENT_LAYOUT, BLOCK_ROWS, memory) };
}

/** The first row between `from` and `to` whose time is `at` or later; `to` where there is none. */
function findRow(times: Float64Array, { from, to, at }: { from: number; to: number; at: number }): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
