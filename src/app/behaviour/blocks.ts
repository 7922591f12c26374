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

/**
 * Numbers of events are made of their day (UTC) and their place within it, so that they stay what they are when other
 * days are read with them or not. No day has more events.
 */
const EVENTS_PER_DAY_MAX = 2 ** 27;

/** @param place within the day, in order of time, then id, from 0. */
export const toEventNumber = (day: number, place: number): number => day * EVENTS_PER_DAY_MAX + place;
export const dayOfEvent = (number: number): number => Math.floor(number / EVENTS_PER_DAY_MAX);

/** Rows of one day that stand in one block of shared memory. */
export interface FilledBlock {
  readonly day: number;
  readonly number: number;
  readonly memory: SharedArrayBuffer;
  readonly count: number;
  readonly firstEvent: number;
  /** Events of the log up to this block's end. */
  readonly through: number;
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
 * Cuts rows in order of time into blocks, none of which holds more than one day, and numbers events (`toEventNumber`).
 * Times before 1970 are nobody's behaviour but a broken clock's, and are left out.
 */
export async function* toBlocks(ranges: Iterable<RowRange>, pool: BlockPool): AsyncGenerator<FilledBlock> {
  let open: OpenBlock | null = null;
  let place = 0;
  let through = 0;
  const close = (block: OpenBlock, nextDay: number | null): FilledBlock => {
    const { day, number, memory, rows } = block;
    through += rows.count;
    const filled = { day, number, memory, count: rows.count, firstEvent: toEventNumber(day, place) };
    place = nextDay === day ? place + rows.count : 0;
    return { ...filled, through, nextDay };
  };
  for (const { day, rows, from, to } of toDayRanges(ranges)) {
    for (let start = from; start < to; ) {
      if (open !== null && (open.day !== day || open.rows.count === BLOCK_ROWS)) {
        yield close(open, day);
        open = null;
      }
      open ??= await openBlock(day, pool);
      const end = Math.min(to, start + BLOCK_ROWS - open.rows.count);
      appendRange(EVENT_LAYOUT, { rows, from: start, to: end }, open.rows);
      start = end;
    }
  }
  if (open !== null) yield close(open, null);
}

/** Neighbouring rows of one day. */
interface DayRange extends RowRange {
  readonly day: number;
}

/** Cuts ranges where a day ends; what is older than 1970 is left out. */
export function* toDayRanges(ranges: Iterable<RowRange>): Generator<DayRange> {
  for (const { rows, from: first, to: end } of ranges) {
    for (let from = first; from < end; ) {
      const day = toDay(rows.at[from]!);
      const to = findRow(rows.at, { from, to: end, at: Math.max(0, (day + 1) * DAY_MS) });
      if (day >= 0) yield { day, rows, from, to };
      from = to;
    }
  }
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
