import { appendFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** A log on disk: begun anew when it is large, with the last few kept beside it. */
export interface LogFile {
  write(line: string): void;
  /** When everything is written. */
  close(): Promise<void>;
}

export interface LogFileOptions {
  readonly bytesMax: number;
  /** Older ones that are kept: `gait.log.1` is the latest of them. */
  readonly olderMax: number;
}

const OPTIONS: LogFileOptions = { bytesMax: 20 * 1024 * 1024, olderMax: 5 };
/** Characters that wait for a slow disk; what is more is lost, which is said. */
const WAITING_CHARS_MAX = 4 * 1024 * 1024;

/** Appends lines in their order, some at a time. A log that cannot be written stops nobody. */
export function openLogFile(path: string, options: Partial<LogFileOptions> = {}): LogFile {
  const { bytesMax, olderMax } = { ...OPTIONS, ...options };
  let waiting: string[] = [];
  let waitingChars = 0;
  let lost = 0;
  let sizeBytes: number | null = null;
  let writing: Promise<void> | null = null;
  const flush = async (): Promise<void> => {
    sizeBytes ??= await begin(path);
    while (waiting.length > 0) {
      const text = waiting.join("") + (lost === 0 ? "" : `{"level":40,"msg":"${lost} lines lost"}\n`);
      [waiting, waitingChars, lost] = [[], 0, 0];
      const bytes = Buffer.byteLength(text);
      if (sizeBytes > 0 && sizeBytes + bytes > bytesMax) {
        await rotate(path, olderMax);
        sizeBytes = 0;
      }
      await appendFile(path, text, { mode: 0o600 });
      sizeBytes += bytes;
    }
  };
  const start = (): void => {
    writing ??= flush()
      .catch(() => {
        // The disk is full or the folder gone: it is tried again with the next line.
        sizeBytes = null;
      })
      .finally(() => {
        writing = null;
      });
  };
  return {
    write(line) {
      if (waitingChars + line.length > WAITING_CHARS_MAX) {
        lost++;
        return;
      }
      waiting.push(line);
      waitingChars += line.length;
      start();
    },
    async close() {
      await writing;
      if (waiting.length > 0) start();
      await writing;
    },
  };
}

async function begin(path: string): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return stat(path).then(
    ({ size }) => size,
    () => 0, // It is not there yet.
  );
}

async function rotate(path: string, olderMax: number): Promise<void> {
  await rm(`${path}.${olderMax}`, { force: true });
  for (let number = olderMax - 1; number >= 1; number--)
    await rename(`${path}.${number}`, `${path}.${number + 1}`).catch(ignoreMissing);
  if (olderMax > 0) await rename(path, `${path}.1`);
  else await rm(path);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
}
