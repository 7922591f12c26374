import type { Input } from "../input/input.ts";
import { toWhy } from "../input/why.ts";
import { type ReadLimits, SAMPLE_BYTES_MAX, WHOLE_BYTES_MAX } from "../limits.ts";
import { type Trouble, TroubleNote } from "../trouble.ts";
import { detectPacking } from "./packing.ts";
import { asBuffer, toUtf8, toUtf8Stream } from "./unicode.ts";
import { findPassedCap, unpackStream } from "./unpack-stream.ts";
import { unpackWhole } from "./unpack-whole.ts";

/** An input's text as UTF-8, unpacked: in memory when it is small, otherwise as a stream. */
export type OpenedText =
  | { readonly kind: "whole"; readonly bytes: Buffer; readonly trouble: Trouble | null }
  | {
      readonly kind: "stream";
      /** The beginning, more than `SAMPLE_BYTES_MAX` unless a record may not be that large; `chunks` gives it again. */
      readonly head: Buffer;
      readonly chunks: AsyncIterable<Buffer>;
      /** To be looked at when the chunks have ended. */
      readonly note: TroubleNote;
      /** Lets go of the input when the chunks are not wanted after all. */
      close(): Promise<void>;
    };

export interface OpenOptions {
  readonly limits: ReadLimits;
  /** Hears how many bytes have come, as they come. */
  readonly onBytes: (bytes: number) => void;
}

/** Unpacks and decodes an input. Never throws for what the input holds or for an input that cannot be read. */
export async function openText(input: Input, options: OpenOptions): Promise<OpenedText> {
  const { limits } = options;
  const note = new TroubleNote();
  const chunks = readBytes(input, options, note);
  const wholeMax = Math.min(WHOLE_BYTES_MAX, limits.recordBytesMax);
  const { first, isAll } = await takeUpTo(chunks, wholeMax);
  const packing = detectPacking(first);
  if (isAll && packing === "none") return { kind: "whole", bytes: toUtf8(first), trouble: note.trouble };
  if (isAll && packing !== "none") {
    const whole = unpackWhole(first, packing, wholeMax);
    const volume = { packed: first.length, unpacked: whole?.bytes.length ?? 0 };
    if (whole !== null && findPassedCap(volume, limits, packing) === null) {
      return { kind: "whole", bytes: toUtf8(whole.bytes), trouble: note.trouble ?? whole.trouble };
    }
  }
  const packed = joined(first, chunks);
  const text = toUtf8Stream(packing === "none" ? packed : unpackStream(packed, { packing, limits, note }));
  const { first: head, isAll: isShort } = await takeUpTo(text, Math.min(SAMPLE_BYTES_MAX, wholeMax));
  if (isShort) return { kind: "whole", bytes: head, trouble: note.trouble };
  const close = async (): Promise<void> => {
    await text.return(undefined);
  };
  return { kind: "stream", head, chunks: joined(head, text), note, close };
}

async function* readBytes(input: Input, options: OpenOptions, note: TroubleNote): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of input.open()) {
      options.onBytes(chunk.length);
      if (chunk.length > 0) yield chunk;
    }
  } catch (error) {
    note.leave({ code: "SOURCE_UNREADABLE", details: { path: input.name, why: toWhy(error) } });
  }
}

/** The beginning of a stream: all of it, or just over `bytesMax`. The stream can be read on. */
async function takeUpTo(chunks: AsyncGenerator<Uint8Array>, bytesMax: number) {
  const taken: Buffer[] = [];
  let length = 0;
  while (length <= bytesMax) {
    const next = await chunks.next();
    if (next.done === true) return { first: joinBuffers(taken), isAll: true };
    taken.push(asBuffer(next.value));
    length += next.value.length;
  }
  return { first: joinBuffers(taken), isAll: false };
}

const joinBuffers = (buffers: readonly Buffer[]): Buffer =>
  buffers.length === 1 ? buffers[0]! : Buffer.concat(buffers);

async function* joined(first: Buffer, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first;
    for await (const chunk of rest) yield asBuffer(chunk);
  } finally {
    await rest.return(undefined);
  }
}
