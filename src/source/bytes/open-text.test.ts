import { constants, gunzipSync, gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { memoryInput } from "../fixtures/memory-input.ts";
import type { Input } from "../input/input.ts";
import { READ_LIMITS, type ReadLimits, WHOLE_BYTES_MAX } from "../limits.ts";
import { openText } from "./open-text.ts";

interface Read {
  readonly kind: "whole" | "stream";
  readonly bytes: Buffer;
  readonly code: string | null;
  readonly seen: number;
}

async function readText(input: Input, limits: Partial<ReadLimits> = {}): Promise<Read> {
  let seen = 0;
  const text = await openText(input, {
    limits: { ...READ_LIMITS, ...limits },
    onBytes: (bytes) => {
      seen += bytes;
    },
  });
  if (text.kind === "whole")
    return { kind: "whole", bytes: text.bytes, code: text.trouble?.code ?? null, seen };
  const chunks: Buffer[] = [];
  for await (const chunk of text.chunks) chunks.push(Buffer.from(chunk));
  return { kind: "stream", bytes: Buffer.concat(chunks), code: text.note.trouble?.code ?? null, seen };
}

/** Small enough a limit that a test's text is streamed. */
const STREAMED = { recordBytesMax: 1000 };
const lines = (count: number) =>
  Array.from({ length: count }, (_, line) => `line ${line} ${line * 7919}\n`).join("");
const text = lines(5000);
const PACKERS = [
  ["gzip", (bytes: Uint8Array) => gzipSync(bytes)],
  ["zstd", (bytes: Uint8Array) => zstdCompressSync(bytes)],
] as const;

test.each(PACKERS)(
  "unpacks %s by its first bytes, whole or streamed, in chunks of any size",
  async (_name, pack) => {
    const packed = pack(Buffer.from(text));
    for (const chunk of [1 << 20, 1000, 7]) {
      const whole = await readText(memoryInput(packed, { name: "no-extension", chunk }));
      expect(whole).toMatchObject({ kind: "whole", code: null, seen: packed.length });
      expect(whole.bytes.equals(Buffer.from(text))).toBe(true);
      const streamed = await readText(memoryInput(packed, { chunk }), STREAMED);
      expect(streamed).toMatchObject({ kind: "stream", code: null, seen: packed.length });
      expect(streamed.bytes.equals(Buffer.from(text))).toBe(true);
    }
  },
);

test.each(PACKERS)("reads on through %s archives that stand one after the other", async (_name, pack) => {
  const packed = Buffer.concat([
    pack(Buffer.from("one\n")),
    pack(Buffer.from(text)),
    pack(Buffer.from("three\n")),
  ]);
  // In one chunk, cut anywhere, and cut right after the first archive.
  for (const chunk of [packed.length, 100, pack(Buffer.from("one\n")).length]) {
    for (const limits of [{}, STREAMED]) {
      const { bytes, code } = await readText(memoryInput(packed, { chunk }), limits);
      expect(code).toBeNull();
      expect(bytes.toString()).toBe(`one\n${text}three\n`);
    }
  }
});

test("reads plain text of a name that promises gzip", async () => {
  expect((await readText(memoryInput("plain", { name: "log.json.gz" }))).bytes.toString()).toBe("plain");
});

test("a gzip archive cut at any byte gives what it holds up to there, whole or streamed", async () => {
  const packed = gzipSync(lines(300));
  for (let length = 2; length < packed.length; length += length < 30 ? 1 : 37) {
    const cut = packed.subarray(0, length);
    const held = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
    const whole = await readText(memoryInput(cut));
    expect(whole).toMatchObject({ kind: "whole", code: "SOURCE_ARCHIVE_TRUNCATED" });
    expect(whole.bytes.equals(held)).toBe(true);
    const streamed = await readText(memoryInput(cut, { chunk: 50 }), { recordBytesMax: 10 });
    expect(streamed.code).toBe("SOURCE_ARCHIVE_TRUNCATED");
    expect(streamed.bytes.equals(held)).toBe(true);
  }
});

test("a zstd archive cut in the middle gives its whole blocks", async () => {
  const packed = zstdCompressSync(lines(60_000));
  for (const limits of [{}, STREAMED]) {
    const { bytes, code } = await readText(
      memoryInput(packed.subarray(0, packed.length - 5), { chunk: 5000 }),
      limits,
    );
    expect(code).toBe("SOURCE_ARCHIVE_TRUNCATED");
    expect(bytes.length).toBeGreaterThan(300_000);
    expect(lines(60_000).startsWith(bytes.toString())).toBe(true);
  }
});

test.each(PACKERS)("a damaged %s archive gives what stands before the damage", async (name, pack) => {
  const packed = Buffer.from(pack(Buffer.from(lines(60_000))));
  packed.fill(0xff, packed.length - 2000, packed.length - 1000);
  for (const limits of [{}, STREAMED]) {
    const { bytes, code } = await readText(memoryInput(packed), limits);
    expect(code, name).toBe("SOURCE_ARCHIVE_CORRUPT");
    // What was in the last round of unpacking is lost with it.
    expect(bytes.length).toBeGreaterThan(lines(60_000).length / 2);
    const sound = bytes.subarray(0, bytes.lastIndexOf(0x0a, bytes.length - 300) + 1);
    expect(lines(60_000).startsWith(sound.toString().slice(0, lines(50_000).length))).toBe(true);
  }
});

test("garbage after a gzip archive is said, and the archive is read", async () => {
  const { bytes, code } = await readText(
    memoryInput(Buffer.concat([gzipSync("one\n"), Buffer.from("garbage")])),
  );
  expect([bytes.toString(), code]).toEqual(["one\n", "SOURCE_ARCHIVE_CORRUPT"]);
});

test("zeros that fill up the end of a gzip archive are no damage", async () => {
  const packed = gzipSync(text);
  for (const chunk of [packed.length, 1000, 1 << 20]) {
    for (const limits of [{}, STREAMED]) {
      const input = memoryInput(Buffer.concat([packed, Buffer.alloc(512)]), { chunk });
      const { bytes, code } = await readText(input, limits);
      expect([bytes.toString() === text, code]).toEqual([true, null]);
    }
  }
});

test.each(PACKERS)("a %s archive may unpack to the cap, and not to one byte more", async (_name, pack) => {
  const packed = pack(Buffer.from(text));
  const limits = { ...STREAMED, unpackedBytesMax: text.length };
  expect((await readText(memoryInput(packed), limits)).code).toBeNull();
  const over = await readText(memoryInput(packed), { ...limits, unpackedBytesMax: text.length - 1 });
  expect(over.code).toBe("SOURCE_ARCHIVE_SIZE");
  expect(over.bytes.length).toBeLessThan(text.length);
  expect((await readText(memoryInput(packed), { unpackedBytesMax: text.length - 1 })).code).toBe(
    "SOURCE_ARCHIVE_SIZE",
  );
});

test.each(PACKERS)("a %s bomb is stopped after the bytes that are free of the ratio", async (_name, pack) => {
  const bomb = pack(Buffer.alloc(64 * 1024 * 1024));
  const { bytes, code } = await readText(memoryInput(bomb));
  expect(code).toBe("SOURCE_ARCHIVE_RATIO");
  expect(bytes.length).toBeLessThanOrEqual(READ_LIMITS.ratioFreeBytes);
});

test("the ratio may be reached and not passed", async () => {
  const packed = gzipSync(text);
  const limits = { ...STREAMED, ratioFreeBytes: 0 };
  const ratio = text.length / packed.length;
  expect((await readText(memoryInput(packed), { ...limits, ratioMax: ratio })).code).toBeNull();
  expect((await readText(memoryInput(packed), { ...limits, ratioMax: ratio / 2 })).code).toBe(
    "SOURCE_ARCHIVE_RATIO",
  );
  // Within the free bytes the ratio does not matter.
  expect(
    (await readText(memoryInput(packed), { ...limits, ratioFreeBytes: text.length, ratioMax: 1 })).code,
  ).toBeNull();
});

test("frames that share a slice count once towards the ratio", async () => {
  const frame = zstdCompressSync("line of text\n".repeat(100));
  const packed = Buffer.concat(new Array(50).fill(frame));
  const ratio = 1300 / frame.length;
  const limits = { ...STREAMED, ratioFreeBytes: 20_000 };
  expect((await readText(memoryInput(packed), { ...limits, ratioMax: ratio + 1 })).code).toBeNull();
  expect((await readText(memoryInput(packed), { ...limits, ratioMax: ratio / 3 })).code).toBe(
    "SOURCE_ARCHIVE_RATIO",
  );
});

test("a gzip archive that lies about its size is read all the same", async () => {
  const packed = Buffer.concat([gzipSync(text), Buffer.alloc(4)]);
  packed.writeUInt32LE(0xfffffff0, packed.length - 4);
  expect((await readText(memoryInput(packed))).bytes.toString().startsWith("line 0 0\n")).toBe(true);
});

test.each([
  ["UTF-8 with a mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from("päd😀")])],
  ["UTF-16, low byte first", Buffer.from("\ufeffpäd😀", "utf16le")],
  ["UTF-16, high byte first", Buffer.from("\ufeffpäd😀", "utf16le").swap16()],
])("reads %s, whole, streamed and packed", async (_name, bytes) => {
  for (const content of [bytes, gzipSync(bytes)]) {
    for (const chunk of [1, 2, 3, 1000]) {
      expect((await readText(memoryInput(content, { chunk }))).bytes.toString()).toBe("päd😀");
      expect((await readText(memoryInput(content, { chunk }), { recordBytesMax: 1 })).bytes.toString()).toBe(
        "päd😀",
      );
    }
  }
});

test("an input of the largest size for memory is held, one of a byte more is streamed", async () => {
  const plain = Buffer.alloc(WHOLE_BYTES_MAX + 1, "a");
  expect((await readText(memoryInput(plain.subarray(1), { chunk: 1 << 20 }))).kind).toBe("whole");
  const streamed = await readText(memoryInput(plain, { chunk: 1 << 20 }));
  expect([streamed.kind, streamed.bytes.length]).toEqual(["stream", plain.length]);
});

test("an input that fails on the way gives what came before", async () => {
  const failing: Input = {
    name: "failing",
    sizeBytes: null,
    async *open() {
      yield Buffer.from("first ");
      throw Object.assign(new Error("i/o error"), { code: "EIO" });
    },
  };
  const { bytes, code } = await readText(failing);
  expect([bytes.toString(), code]).toEqual(["first ", "SOURCE_UNREADABLE"]);
});

test("lets go of an input whose reading is given up", async () => {
  let isClosed = false;
  const input: Input = {
    name: "endless",
    sizeBytes: null,
    async *open() {
      try {
        for (;;) yield Buffer.alloc(1 << 20, "a");
      } finally {
        isClosed = true;
      }
    },
  };
  const text = await openText(input, { limits: READ_LIMITS, onBytes: () => {} });
  expect([text.kind, isClosed]).toEqual(["stream", false]);
  if (text.kind === "stream") await text.close();
  expect(isClosed).toBe(true);
});
