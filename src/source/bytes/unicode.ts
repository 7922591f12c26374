const UTF16: readonly { readonly label: string; readonly mark: readonly number[] }[] = [
  { label: "utf-16le", mark: [0xff, 0xfe] },
  { label: "utf-16be", mark: [0xfe, 0xff] },
];
const UTF8_MARK = [0xef, 0xbb, 0xbf];
const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/** Bytes of a byte order mark at most. */
const MARK_BYTES_MAX = 3;

/** The text as UTF-8 without a byte order mark; UTF-16 is recognised by its mark. */
export function toUtf8(bytes: Buffer): Buffer {
  if (startsWith(bytes, UTF8_MARK)) return bytes.subarray(UTF8_MARK.length);
  const wide = UTF16.find(({ mark }) => startsWith(bytes, mark));
  return wide === undefined ? bytes : Buffer.from(new TextDecoder(wide.label).decode(bytes));
}

/** The same for a stream. */
export async function* toUtf8Stream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const chunk of chunks) {
    let bytes = asBuffer(chunk);
    if (head !== null) {
      bytes = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
      head = bytes.length < MARK_BYTES_MAX ? bytes : null;
      if (head !== null) continue;
      const start = bytes;
      const wide = UTF16.find(({ mark }) => startsWith(start, mark));
      decoder = wide === undefined ? null : new TextDecoder(wide.label);
      if (decoder === null) bytes = toUtf8(bytes);
    }
    const text = decoder === null ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
    if (text.length > 0) yield text;
  }
  if (head !== null && head.length > 0) yield toUtf8(head);
  if (decoder !== null) {
    const rest = decoder.decode();
    if (rest !== "") yield Buffer.from(rest);
  }
}

/** The same bytes, without a copy. */
export const asBuffer = (chunk: Uint8Array): Buffer =>
  Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
