import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdDecompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ContentHash, toContentHash, toEpochMs } from "../../domain/index.ts";
import { type Archive, LEFT_OVER_AGE_MS, openArchive } from "./archive.ts";

let folder: string;
let archive: Archive;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-archive-"));
  archive = await openArchive(folder, { sweep: "all" });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function* inParts(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function readAll(hash: ContentHash): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of archive.read(hash)) parts.push(part);
  return Buffer.concat(parts);
}

describe("the archive", () => {
  const text = Buffer.from('{"Records":[{"a":"\u00e4"}]}\n'.repeat(1000));

  it.each([
    ["plain bytes", text],
    ["gzip", gzipSync(text)],
    ["nothing at all", Buffer.alloc(0)],
    ["fewer bytes than any magic number", Buffer.from([0x1f])],
    ["bytes that only begin like gzip", Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ])("gives back %s exactly, under the hash of what came", async (_, bytes) => {
    const put = await archive.put(inParts(bytes));
    expect(put).toMatchObject({ hash: sha256(bytes), sizeBytes: bytes.length, added: true });
    expect(await readAll(put.hash)).toEqual(bytes);
    expect(await archive.verify(put.hash)).toBe("whole");
  });

  it("keeps compressed bytes as they are and compresses the others", async () => {
    const gzip = gzipSync(text);
    const packed = await archive.put(inParts(gzip));
    const plain = await archive.put(inParts(text));
    expect(await readFile(join(folder, packed.hash.slice(0, 2), packed.hash.slice(2)))).toEqual(gzip);
    const stored = await readFile(join(folder, plain.hash.slice(0, 2), `${plain.hash.slice(2)}.zst`));
    expect(stored.length).toBe(plain.storedBytes);
    expect(stored.length).toBeLessThan(text.length / 10);
    expect(zstdDecompressSync(stored)).toEqual(text);
    expect(await archive.readSizeBytes()).toBe(packed.storedBytes + plain.storedBytes);
  });

  it("keeps the same bytes once", async () => {
    await archive.put(inParts(text));
    expect(await archive.put(inParts(text, 100_000))).toMatchObject({ added: false });
    expect(await readdir(join(folder, "tmp"))).toEqual([]);
  });

  it("keeps nothing of an input that breaks off", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield text;
      throw new Error("the cable was pulled");
    }
    await expect(archive.put(broken())).rejects.toThrow("the cable was pulled");
    expect(await readdir(folder)).toEqual(["tmp"]);
    expect(await readdir(join(folder, "tmp"))).toEqual([]);
  });

  it("sweeps away what an interrupted run left half written", async () => {
    await writeFile(join(folder, "tmp", "left-over"), "half");
    archive = await openArchive(folder, { sweep: "all" });
    expect(await readdir(join(folder, "tmp"))).toEqual([]);
  });

  it("sweeps away only what is old where others may be writing", async () => {
    const written = join(folder, "tmp", "left-over");
    await writeFile(written, "half");
    const { mtimeMs } = await stat(written);
    await openArchive(folder, { sweep: "old", now: toEpochMs(mtimeMs + LEFT_OVER_AGE_MS) });
    expect(await readdir(join(folder, "tmp"))).toEqual(["left-over"]);
    await openArchive(folder, { sweep: "old", now: toEpochMs(mtimeMs + LEFT_OVER_AGE_MS + 1) });
    expect(await readdir(join(folder, "tmp"))).toEqual([]);
  });

  it("says that it does not hold an input", async () => {
    const hash = toContentHash("0".repeat(64));
    expect(await archive.has(hash)).toBe(false);
    expect(await archive.verify(hash)).toBe("missing");
    await expect(readAll(hash)).rejects.toMatchObject({ report: { code: "STORE_ARCHIVE_MISSING" } });
  });

  it("finds objects that were cut, changed or replaced", async () => {
    const plain = await archive.put(inParts(text));
    const gzip = await archive.put(inParts(gzipSync(text)));
    const other = await archive.put(inParts(Buffer.from("other")));
    const pathOf = (hash: string, suffix: string) => join(folder, hash.slice(0, 2), hash.slice(2) + suffix);
    await truncate(pathOf(plain.hash, ".zst"), 20);
    const changed = await readFile(pathOf(gzip.hash, ""));
    changed[changed.length - 1]! ^= 1;
    await writeFile(pathOf(gzip.hash, ""), changed);
    const states = new Map<string, string>();
    for await (const { hash, state } of archive.verifyAll()) states.set(hash, state);
    expect(states).toEqual(
      new Map([
        [plain.hash, "damaged"],
        [gzip.hash, "damaged"],
        [other.hash, "whole"],
      ]),
    );
    await expect(readAll(plain.hash)).rejects.toMatchObject({ report: { code: "STORE_ARCHIVE_DAMAGED" } });
    await archive.put(inParts(text));
    expect(await archive.verify(plain.hash), "the same bytes again mend a cut object").toBe("whole");
  });

  it("lets a reader stop early", async () => {
    const { hash } = await archive.put(
      inParts(Buffer.concat(Array.from({ length: 200 }, () => text)), 50_000),
    );
    for await (const part of archive.read(hash)) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
  });

  it("syncs the folders of what was put", async () => {
    await archive.put(inParts(text));
    await archive.sync();
    await archive.sync();
  });

  it.skipIf(process.platform === "win32")("is for its owner alone", async () => {
    const { hash } = await archive.put(inParts(gzipSync(text)));
    const path = join(folder, hash.slice(0, 2), hash.slice(2));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, hash.slice(0, 2)))).mode & 0o777).toBe(0o700);
  });
});
