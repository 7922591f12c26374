import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { EVENT_ID_WORDS } from "../match/event-id-code.ts";
import { openRows, type RowLayout, type Rows, toRowBytes } from "./rows.ts";

/** A sorted part of a log. */
export type Run =
  | { readonly kind: "memory"; readonly rows: Rows }
  | { readonly kind: "disk"; readonly offset: number; readonly count: number };

/** A temporary file of rows, in blocks that are read back one at a time. */
export interface RowSpill {
  write(rows: Rows): Run;
  /** Up to `BLOCK_ROWS` rows of a run, from its row `first` on, which must be a multiple of `BLOCK_ROWS`. */
  read(run: { readonly offset: number; readonly count: number }, first: number): Rows;
  remove(): void;
}

/** Rows read at once from each spilled chunk while merging. */
export const BLOCK_ROWS = 1024;

export function createRowSpill(layout: RowLayout, folder: string, name: string): RowSpill {
  const home = mkdtempSync(join(folder, `gait-${name}-`));
  const file = openSync(join(home, "rows"), "wx+", 0o600);
  // An open file needs no name, except on Windows: however the process ends, nothing stays behind.
  if (process.platform !== "win32") rmSync(home, { recursive: true });
  const rowBytes = toRowBytes(layout);
  let end = 0;
  return {
    write(rows) {
      const offset = end;
      for (let first = 0; first < rows.count; first += BLOCK_ROWS) {
        const block = encodeBlock(layout, rows, { first, last: Math.min(rows.count, first + BLOCK_ROWS) });
        for (let done = 0; done < block.length; ) {
          const written = writeSync(file, block, done, block.length - done, end);
          done += written;
          end += written;
        }
      }
      return { kind: "disk", offset, count: rows.count };
    },
    read(run, first) {
      const count = Math.min(BLOCK_ROWS, run.count - first);
      const rows = openRows(
        layout,
        count,
        readExactly(file, run.offset + first * rowBytes, count * rowBytes),
      );
      rows.count = count;
      return rows;
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

/** A block holds its columns one after the other, as `openRows` expects them. */
function encodeBlock(
  layout: RowLayout,
  rows: Rows,
  { first, last }: { readonly first: number; readonly last: number },
): Uint8Array {
  const { fields, values } = layout;
  return Buffer.concat([
    bytesOf(rows.at, first, last),
    bytesOf(rows.values, first * values, last * values),
    bytesOf(rows.ids, first * EVENT_ID_WORDS, last * EVENT_ID_WORDS),
    bytesOf(rows.fields, first * fields, last * fields),
  ]);
}

function readExactly(file: number, offset: number, length: number): ArrayBuffer {
  const buffer = new ArrayBuffer(length);
  const bytes = new Uint8Array(buffer);
  for (let filled = 0; filled < length; ) {
    const read = readSync(file, bytes, filled, length - filled, offset + filled);
    if (read === 0) throw new Error("the temporary file of rows ended early");
    filled += read;
  }
  return buffer;
}
