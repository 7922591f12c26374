import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { type Channel, describeFailure, retryLater } from "../channel.ts";

export interface FileSettings {
  readonly path: string;
}

/** Alerts may name people and secrets' places: only the own user reads them. */
const FILE_MODE = 0o600;

/** Appends each alert to a file as one line of JSON, and has it on the disk before it says so. */
export const createFileChannel = ({ path }: FileSettings): Channel => ({
  name: "file",
  place: path,
  async send({ id, body }, { signal }) {
    try {
      signal.throwIfAborted();
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, "a+", FILE_MODE);
      try {
        const gap = (await endsInLine(file)) ? "" : "\n";
        await file.appendFile(`${gap}${JSON.stringify({ id, ...body })}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
      return { kind: "delivered" };
    } catch (error) {
      const problem = describeFailure(error);
      return isFolder(error) ? { kind: "refused", problem } : retryLater(problem);
    }
  },
});

/** False: a write was cut off, by a crash or a full disk. */
async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

const isFolder = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EISDIR" || error.code === "ENOTDIR");
