import { open } from "node:fs/promises";
import type { Input } from "./input.ts";

const CHUNK_BYTES = 1024 * 1024;
const SMALL_BYTES = 64 * 1024;

/** A file, a named pipe, or standard input. Plain data but for `open`: a worker makes its own from the path. */
export interface FileInput extends Input {
  /** The path as given to the system; `-` for standard input. */
  readonly path: string;
}

class OpenedFile implements FileInput {
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
    return this.path === STDIN_PATH ? process.stdin : readFile(this.path);
  }
}

/** The path that stands for standard input. */
export const STDIN_PATH = "-";

/** The input behind a path. Nothing is touched before it is read: a missing file is a reject of the reading. */
export const openPath = (path: string, sizeBytes: number | null = null): FileInput =>
  new OpenedFile(path, sizeBytes);

async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    // One byte more than the size, so that a small file is known to be at its end after one read and an empty one.
    const wanted = size > 0 ? Math.min(CHUNK_BYTES, Math.max(size + 1, SMALL_BYTES)) : SMALL_BYTES;
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(wanted);
      const { bytesRead } = await file.read(chunk, 0, wanted, null);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
