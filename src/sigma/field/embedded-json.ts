import type { JsonValue } from "../../domain/index.ts";
import { EMBEDDED_JSON_CHARS_MAX } from "../limits.ts";

/** Documents of one record that several field names look into. */
const MEMORY_SIZE = 4;

/** Reads JSON that stands in a string: policy documents, also percent-encoded as IAM answers them. */
export class EmbeddedJson {
  readonly #texts: string[] = [];
  readonly #values: (JsonValue | undefined)[] = [];
  #oldest = 0;

  /** undefined: the text is not JSON of an object, array or string. */
  read(text: string): JsonValue | undefined {
    if (!mayBeJson(text) || text.length > EMBEDDED_JSON_CHARS_MAX) return undefined;
    const known = this.#texts.indexOf(text);
    if (known >= 0) return this.#values[known];
    const value = parseText(text);
    this.#texts[this.#oldest] = text;
    this.#values[this.#oldest] = value;
    this.#oldest = (this.#oldest + 1) % MEMORY_SIZE;
    return value;
  }
}

/** By its first character that is no blank, so that ordinary strings cost nothing. */
export function mayBeJson(text: string): boolean {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  const char = text.charCodeAt(at);
  if (char === 0x7b || char === 0x5b || char === 0x22) return true; // { [ "
  if (char !== 0x25) return false; // %
  const code = text.slice(at + 1, at + 3).toLowerCase();
  return code === "7b" || code === "5b" || code === "22" || code === "20" || code === "0a";
}

function parseText(text: string): JsonValue | undefined {
  try {
    const plain = text.trimStart().startsWith("%") ? decodeURIComponent(text.replaceAll("+", " ")) : text;
    const value: JsonValue = JSON.parse(plain);
    return value;
  } catch (thrown) {
    // Not JSON after all: the field name leads nowhere. Any other error would be ours.
    if (thrown instanceof SyntaxError || thrown instanceof URIError || thrown instanceof RangeError)
      return undefined;
    throw thrown;
  }
}
