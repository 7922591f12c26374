import type { Encoding } from "./modifier-chain.ts";

/**
 * Encodes a text. Bytes are kept as a text of the characters 0 to 255, so that `cmd` in UTF-16 is `c\0m\0d\0`.
 * `base64offset` gives the three forms that a text can have inside a longer encoded one, without the characters at
 * the edges that depend on the neighbours.
 */
export function encodeText(text: string, encodings: readonly Encoding[]): readonly string[] {
  let bytes: Buffer | null = null;
  let texts: readonly string[] = [text];
  for (const encoding of encodings) {
    const source: Buffer = bytes ?? Buffer.from(text, "utf8");
    switch (encoding) {
      case "utf16le":
      case "utf16be":
      case "utf16":
        bytes = toUtf16(text, encoding);
        texts = [bytes.toString("latin1")];
        break;
      case "base64":
        texts = [source.toString("base64")];
        break;
      case "base64offset":
        texts = toOffsets(source);
        break;
    }
  }
  return texts;
}

function toUtf16(text: string, encoding: "utf16le" | "utf16be" | "utf16"): Buffer {
  const little = Buffer.from(encoding === "utf16" ? `\ufeff${text}` : text, "utf16le");
  return encoding === "utf16be" ? little.swap16() : little;
}

/** Base64 characters at the start that also depend on the bytes before, by how many bytes stand before. */
const START_CHARS = [0, 2, 3];
/** Characters at the end that also depend on the bytes after, by the length modulo 3. */
const END_CHARS = [0, 3, 2];

function toOffsets(source: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), source]);
    const encoded = padded.toString("base64");
    return encoded.slice(START_CHARS[offset], encoded.length - END_CHARS[padded.length % 3]!);
  });
}
