import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { API_PROBLEMS, type GivenFile } from "../../api/index.ts";
import { toError } from "../../domain/index.ts";
import { type FileInput, openPath } from "../../source/index.ts";

/** Files whose bytes are all here. */
export interface ReceivedFiles {
  readonly files: readonly FileInput[];
  /** Of all of them, as they came. */
  readonly bytes: number;
  /** Removes them. */
  readonly drop: () => Promise<void>;
}

/**
 * Writes what comes to temporary files: a slow sender keeps nobody waiting. Throws API_BODY_LARGE, and API_FILES_NONE
 * where nothing came; nothing stays then.
 */
export async function receiveFiles(
  given: AsyncIterable<GivenFile>,
  bytesMax: number,
): Promise<ReceivedFiles> {
  const folder = await mkdtemp(join(tmpdir(), "gait-upload-"));
  const drop = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const files: FileInput[] = [];
  let bytes = 0;
  try {
    for await (const { name, body } of given) {
      const path = join(folder, String(files.length));
      let sizeBytes = 0;
      const limit = async function* (parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
        for await (const part of parts) {
          sizeBytes += part.length;
          bytes += part.length;
          if (bytes > bytesMax) throw toError(API_PROBLEMS, "API_BODY_LARGE");
          yield part;
        }
      };
      await pipeline(body, limit, createWriteStream(path, { mode: 0o600 }));
      const opened = openPath(path, sizeBytes);
      files.push({ name, path, sizeBytes, open: () => opened.open() });
    }
    if (files.length === 0) throw toError(API_PROBLEMS, "API_FILES_NONE");
    return { files, bytes, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}
