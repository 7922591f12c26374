import { createReadStream } from "node:fs";
import { pipeline, Readable, type Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { toError } from "../../domain/index.ts";
import { UPLOAD_PROBLEMS } from "../../store/queries/uploads/index.ts";

/** Bytes that an archive may unpack to: a bomb must end somewhere, and no upload log is as long. */
export const UNPACKED_BYTES_MAX = 8 * 1024 ** 3;

export interface UploadInput {
  /** Path of the file; `-` for standard input. */
  readonly file: string;
  readonly unpackedBytesMax?: number;
  /** Bytes taken from the file so far, packed as they are. */
  readonly onBytes: (bytes: number) => void;
  /** The archive ended early or is damaged; the bytes before that were given. */
  readonly onDamage: (reason: string) => void;
}

/**
 * The bytes of an upload log; gzip and zstd are recognised by their first bytes and unpacked.
 *
 * @throws GaitError when the file cannot be read, or unpacks to more than the limit.
 */
export async function* openUploadInput(input: UploadInput): AsyncGenerator<Uint8Array> {
  const raw = readRaw(input);
  const first = await raw.next();
  if (first.done === true) return;
  const whole = prepend(first.value, raw);
  const unpacker = createUnpacker(first.value);
  if (unpacker === null) yield* whole;
  else yield* unpack(whole, unpacker, input);
}

async function* readRaw({ file, onBytes }: UploadInput): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    const chunks: AsyncIterable<Uint8Array> =
      file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 });
    for await (const chunk of chunks) {
      bytes += chunk.length;
      onBytes(bytes);
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw toError(UPLOAD_PROBLEMS, "UPLOAD_FILE", { file, reason: describeReason(String(error.code)) });
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "you may not read it"],
  ["EISDIR", "it is a folder"],
]);
const describeReason = (code: string): string => REASONS.get(code) ?? code;

async function* prepend(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

function createUnpacker(start: Uint8Array): Transform | null {
  if (start[0] === 0x1f && start[1] === 0x8b) return createGunzip();
  if (start[0] === 0x28 && start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd)
    return createZstdDecompress();
  return null;
}

async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  unpacker: Transform,
  { file, unpackedBytesMax = UNPACKED_BYTES_MAX, onDamage }: UploadInput,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    const unpacked: AsyncIterable<Uint8Array> = pipeline(Readable.from(packed), unpacker, () => {
      // The loop below gets the same error from the stream.
    });
    for await (const chunk of unpacked) {
      bytes += chunk.length;
      if (bytes > unpackedBytesMax)
        throw toError(UPLOAD_PROBLEMS, "UPLOAD_ARCHIVE_TOO_LARGE", {
          file,
          max: `${unpackedBytesMax} bytes`,
        });
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!/^(?:Z_|ZSTD_)/.test(code)) throw error;
    onDamage(code);
  }
}
