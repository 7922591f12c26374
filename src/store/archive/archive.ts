import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { type ContentHash, type EpochMs, toContentHash, toError } from "../../domain/index.ts";
import { isDiskFull, STORE_PROBLEMS } from "../problems.ts";

/** What stands in the archive after `put`. */
export interface ArchivedInput {
  readonly hash: ContentHash;
  /** Bytes as they came. */
  readonly sizeBytes: number;
  /** Bytes that they take in the archive. */
  readonly storedBytes: number;
  /** False: the archive held these bytes already. */
  readonly added: boolean;
}

export interface ArchiveCheck {
  readonly hash: ContentHash;
  readonly state: "whole" | "damaged";
}

/**
 * Every input's bytes as they came, under the SHA-256 of those bytes: `ab/cdef…` as they are, `ab/cdef….zst` where the
 * archive compressed them (the hash is of the bytes before that, and reading gives those back). An object is whole or
 * absent: it is written beside, synced, and renamed to its place.
 */
export interface Archive {
  put(bytes: AsyncIterable<Uint8Array>): Promise<ArchivedInput>;
  has(hash: ContentHash): Promise<boolean>;
  /** The file that holds the bytes, as they came or compressed by zstd. Throws `STORE_ARCHIVE_MISSING`. */
  locate(hash: ContentHash): Promise<string>;
  /** The bytes as they came. Throws `STORE_ARCHIVE_MISSING`. */
  read(hash: ContentHash): AsyncGenerator<Uint8Array>;
  /** Makes sure that all that was put survives a power cut. */
  sync(): Promise<void>;
  /** Reads one object whole and compares its hash. */
  verify(hash: ContentHash): Promise<"whole" | "damaged" | "missing">;
  /** The same for every object, in the order of hashes. */
  verifyAll(): AsyncGenerator<ArchiveCheck>;
  readSizeBytes(): Promise<number>;
  /** Removes one object. False: there is none. */
  remove(hash: ContentHash): Promise<boolean>;
}

const TEMPORARY_FOLDER = "tmp";
const COMPRESSED_SUFFIX = ".zst";
/** Bytes compressed and written to disk at once. */
const BLOCK_BYTES = 1 << 16;

/** Formats that are compressed already, by their first bytes: gzip, zstd, zip, bzip2, xz, and the column formats. */
const COMPRESSED_MAGIC: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x4b, 0x03, 0x04],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x50, 0x41, 0x52, 0x31],
];

/** Nobody writes one object for so long without a byte: what is older was left half written. */
export const LEFT_OVER_AGE_MS = 86_400_000;

/**
 * What an interrupted run left half written is swept away when the archive is opened: all of it where no other process
 * can have it open, else what is older than `LEFT_OVER_AGE_MS`.
 */
export type ArchiveSweep = { readonly sweep: "all" } | { readonly sweep: "old"; readonly now: EpochMs };

/** Opens an archive, making its folder. */
export async function openArchive(folder: string, sweep: ArchiveSweep): Promise<Archive> {
  const temporary = join(folder, TEMPORARY_FOLDER);
  try {
    if (sweep.sweep === "all") await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    if (sweep.sweep === "old") await sweepOld(temporary, sweep.now);
  } catch (error) {
    throw toProblem(error, folder);
  }
  return new FolderArchive(folder, temporary);
}

async function sweepOld(temporary: string, now: EpochMs): Promise<void> {
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name);
    // It may go meanwhile: its writer is done with it.
    const found = await stat(path).catch(() => null);
    if (found !== null && now - found.mtimeMs > LEFT_OVER_AGE_MS) await rm(path, { force: true });
  }
}

class FolderArchive implements Archive {
  readonly #folder: string;
  readonly #temporary: string;
  /** Folders that are known to be there: at most 256. */
  readonly #folders = new Set<string>();
  /** Folders with names that are not yet synced. */
  readonly #unsynced = new Set<string>();

  constructor(folder: string, temporary: string) {
    this.#folder = folder;
    this.#temporary = temporary;
  }

  async put(bytes: AsyncIterable<Uint8Array>): Promise<ArchivedInput> {
    const path = join(this.#temporary, randomUUID());
    try {
      const { added, written } = await writeObject(path, bytes, async (object) => {
        // A file that is there with another length was damaged from outside: it is replaced.
        const found = await this.#find(object.hash);
        return found === null || found.storedBytes !== object.storedBytes;
      });
      if (added) await this.#place(path, written);
      else await unlink(path);
      const { hash, sizeBytes, storedBytes } = written;
      return { hash, sizeBytes, storedBytes, added };
    } catch (error) {
      await rm(path, { force: true });
      throw toProblem(error, this.#folder);
    }
  }

  async #place(path: string, written: WrittenObject): Promise<void> {
    const final = this.#pathOf(written.hash) + (written.compressed ? COMPRESSED_SUFFIX : "");
    const folder = join(this.#folder, written.hash.slice(0, 2));
    if (!this.#folders.has(folder)) {
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      if (made !== undefined) this.#unsynced.add(this.#folder);
      this.#folders.add(folder);
    }
    await rename(path, final);
    this.#unsynced.add(folder);
  }

  async has(hash: ContentHash): Promise<boolean> {
    return (await this.#find(hash)) !== null;
  }

  async locate(hash: ContentHash): Promise<string> {
    const found = await this.#find(hash);
    if (found === null) throw toError(STORE_PROBLEMS, "STORE_ARCHIVE_MISSING", { hash });
    return found.path;
  }

  async *read(hash: ContentHash): AsyncGenerator<Uint8Array> {
    const path = await this.locate(hash);
    const file = createReadStream(path);
    if (!path.endsWith(COMPRESSED_SUFFIX)) {
      yield* toBytes(file);
      return;
    }
    const plain = createZstdDecompress();
    const done = pipeline(file, plain);
    // A reader that stops early ends the pipeline early; real failures arrive through the stream as well.
    done.catch(() => {});
    try {
      yield* toBytes(plain);
    } catch (error) {
      throw toError(STORE_PROBLEMS, "STORE_ARCHIVE_DAMAGED", { hash }, { cause: error });
    } finally {
      file.destroy();
      plain.destroy();
    }
  }

  async sync(): Promise<void> {
    const folders = [...this.#unsynced];
    this.#unsynced.clear();
    await Promise.all(folders.map(syncFolder));
  }

  async verify(hash: ContentHash): Promise<"whole" | "damaged" | "missing"> {
    if (!(await this.has(hash))) return "missing";
    const digest = createHash("sha256");
    try {
      for await (const part of this.read(hash)) digest.update(part);
    } catch (error) {
      if (isCode(error, "EACCES")) throw error;
      return "damaged";
    }
    return digest.digest("hex") === hash ? "whole" : "damaged";
  }

  async *verifyAll(): AsyncGenerator<ArchiveCheck> {
    for await (const { hash } of this.#list()) {
      const state = await this.verify(hash);
      if (state !== "missing") yield { hash, state };
    }
  }

  async readSizeBytes(): Promise<number> {
    let bytes = 0;
    for await (const { path } of this.#list()) bytes += (await stat(path)).size;
    return bytes;
  }

  async remove(hash: ContentHash): Promise<boolean> {
    const found = await this.#find(hash);
    if (found === null) return false;
    await rm(found.path, { force: true });
    return true;
  }

  async *#list(): AsyncGenerator<{ hash: ContentHash; path: string }> {
    const folders = (await readdir(this.#folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
    for (const folder of folders) {
      for (const name of (await readdir(join(this.#folder, folder))).sort()) {
        const plain = name.endsWith(COMPRESSED_SUFFIX) ? name.slice(0, -COMPRESSED_SUFFIX.length) : name;
        if (/^[0-9a-f]{62}$/.test(plain))
          yield { hash: toContentHash(folder + plain), path: join(this.#folder, folder, name) };
      }
    }
  }

  #pathOf(hash: ContentHash): string {
    return join(this.#folder, hash.slice(0, 2), hash.slice(2));
  }

  async #find(hash: ContentHash): Promise<{ path: string; storedBytes: number } | null> {
    for (const path of [this.#pathOf(hash), this.#pathOf(hash) + COMPRESSED_SUFFIX]) {
      try {
        return { path, storedBytes: (await stat(path)).size };
      } catch (error) {
        if (!isCode(error, "ENOENT")) throw error;
      }
    }
    return null;
  }
}

interface WrittenObject {
  readonly hash: ContentHash;
  readonly sizeBytes: number;
  readonly storedBytes: number;
  readonly compressed: boolean;
}

/** Writes an object beside its place, and makes it durable if it is wanted there. */
async function writeObject(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  isWanted: (written: WrittenObject) => Promise<boolean>,
): Promise<{ readonly written: WrittenObject; readonly added: boolean }> {
  const digest = createHash("sha256");
  let sizeBytes = 0;
  const parts = bytes[Symbol.asyncIterator]();
  const first = await readFirst(parts);
  const compressed = first.length > 0 && !isCompressed(first);
  async function* came(): AsyncGenerator<Uint8Array> {
    try {
      let part: Uint8Array | null = first;
      while (part !== null) {
        digest.update(part);
        sizeBytes += part.length;
        if (part.length > 0) yield part;
        const next: IteratorResult<Uint8Array> = await parts.next();
        part = next.done === true ? null : next.value;
      }
    } finally {
      await parts.return?.();
    }
  }
  const handle = await open(path, "wx", 0o600);
  try {
    const storedBytes = compressed ? await writeCompressed(handle, came()) : await writeAll(handle, came());
    const written = { hash: toContentHash(digest.digest("hex")), sizeBytes, storedBytes, compressed };
    const added = await isWanted(written);
    if (added) await handle.sync();
    return { written, added };
  } finally {
    await handle.close();
  }
}

async function writeCompressed(handle: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const packed = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  const [, storedBytes] = await Promise.all([
    pipeline(Readable.from(inBlocks(bytes), { objectMode: false }), packed),
    writeAll(handle, toBytes(packed)),
  ]);
  return storedBytes;
}

async function writeAll(handle: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let written = 0;
  for await (const block of inBlocks(bytes)) {
    // The kernel may take less than it was given, above all when the disk is nearly full.
    for (let from = 0; from < block.length; ) from += (await handle.write(block, from)).bytesWritten;
    written += block.length;
  }
  return written;
}

/** The same bytes in blocks of one size, however they come: equal bytes then compress to equal bytes. */
async function* inBlocks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let filled = 0;
  for await (const part of bytes) {
    for (let from = 0; from < part.length; ) {
      const taken = Math.min(part.length - from, BLOCK_BYTES - filled);
      block.set(part.subarray(from, from + taken), filled);
      from += taken;
      filled += taken;
      if (filled < BLOCK_BYTES) continue;
      yield block;
      block = Buffer.allocUnsafe(BLOCK_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

/** Enough of the first bytes to tell a compressed format, however small the parts come. */
async function readFirst(parts: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < 8) {
    const next = await parts.next();
    if (next.done === true) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return first;
}

const isCompressed = (first: Uint8Array): boolean =>
  COMPRESSED_MAGIC.some((magic) => magic.every((byte, index) => first[index] === byte));

async function* toBytes(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const part of stream) {
    if (!(part instanceof Uint8Array)) throw new TypeError("a stream of bytes gave something else");
    yield part;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder, and needs no such thing.
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

const toProblem = (error: unknown, folder: string): unknown =>
  isDiskFull(error) ? toError(STORE_PROBLEMS, "STORE_DISK_FULL", { folder }, { cause: error }) : error;
