import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import type { Input } from "./input.ts";

const CHUNK_BYTES = 1024 * 1024;

/** A file, a named pipe, or standard input. */
export interface FileInput extends Input {
  /** The path as given to the system; `-` for standard input. */
  readonly path: string;
}

/** The path that stands for standard input. */
export const STDIN_PATH = "-";

/** The input behind a path. Nothing is touched before it is read: a missing file is a reject of the reading. */
export const openPath = (path: string, sizeBytes: number | null = null): FileInput =>
  new OpenedPath(path, sizeBytes);

class OpenedPath implements FileInput {
  readonly path: string;
  readonly sizeBytes: number | null;

  constructor(path: string, sizeBytes: number | null) {
    this.path = path;
    this.sizeBytes = sizeBytes;
  }

  get name(): string {
    return this.path;
  }

  open(): AsyncIterable<Uint8Array> {
    return this.path === STDIN_PATH ? process.stdin : readPath(this.path);
  }
}

/**
 * A file is read without leaving the thread: CloudTrail delivers thousands of files of a few kilobytes, and handing
 * each read to another thread took longer than the reading. What is no file may block, and is read as a stream.
 */
async function* readPath(path: string): AsyncGenerator<Uint8Array> {
  const file = openSync(path, "r");
  let isOpen = true;
  try {
    const stats = fstatSync(file);
    if (stats.isFile()) yield* readFile(file, stats.size);
    else {
      isOpen = false;
      yield* createReadStream(path, { fd: file, highWaterMark: CHUNK_BYTES });
    }
  } finally {
    if (isOpen) closeSync(file);
  }
}

function* readFile(file: number, size: number): Generator<Uint8Array> {
  // One byte more than the size, so that the end of a small file shows in the first read.
  const wanted = Math.min(CHUNK_BYTES, size + 1);
  for (let isMore = true; isMore; ) {
    const chunk = Buffer.allocUnsafeSlow(wanted);
    const length = readSync(file, chunk, 0, wanted, null);
    // A short read is the end of a file.
    isMore = length === wanted;
    if (length > 0) yield chunk.subarray(0, length);
  }
}
