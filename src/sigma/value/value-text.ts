import { isJsonObject, type JsonValue } from "../../domain/index.ts";
import { FIELD_DEPTH_MAX, JSON_TEXT_CHARS_MAX } from "../limits.ts";

/**
 * What text tests see of a value: strings as they are, numbers and booleans as JSON writes them, objects and arrays
 * as compact JSON (capped). null has no text: no text test holds for it.
 */
export class ValueTexts {
  #structure: object | null = null;
  #structureText = "";
  #original = "";
  #lower = "";

  /** Before each record: a caller may have changed an object since the last one. */
  reset(): void {
    this.#structure = null;
  }

  textOf(value: JsonValue): string | null {
    if (typeof value === "string") return value;
    if (value === null) return null;
    if (typeof value !== "object") return String(value);
    if (value !== this.#structure) {
      this.#structure = value;
      this.#structureText = toJsonText(value);
    }
    return this.#structureText;
  }

  /** Rules that look into the same user agent one after the other share its lower-case form. */
  lowerOf(text: string): string {
    if (text !== this.#original) {
      this.#original = text;
      this.#lower = text.toLowerCase();
    }
    return this.#lower;
  }
}

/**
 * Compact JSON like `JSON.stringify`, but it ends at a length and a depth, and runs no code of the value:
 * what lies deeper than the lookups go is written as null.
 */
export function toJsonText(value: JsonValue, charsMax: number = JSON_TEXT_CHARS_MAX): string {
  const writer = new JsonWriter(charsMax);
  writer.write(value, 0);
  return writer.text.length > charsMax ? writer.text.slice(0, charsMax) : writer.text;
}

class JsonWriter {
  text = "";
  readonly #charsMax: number;

  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  write(value: JsonValue, depth: number): void {
    if (typeof value === "string") this.text += JSON.stringify(value);
    else if (Array.isArray(value)) this.#writeArray(value, depth);
    else if (isJsonObject(value)) this.#writeObject(value, depth);
    else this.text += typeof value === "number" && !Number.isFinite(value) ? "null" : String(value);
  }

  #writeArray(items: readonly JsonValue[], depth: number): void {
    if (depth >= FIELD_DEPTH_MAX) {
      this.text += "null";
      return;
    }
    this.text += "[";
    for (let i = 0; i < items.length && this.text.length < this.#charsMax; i++) {
      if (i > 0) this.text += ",";
      this.write(items[i] ?? null, depth + 1);
    }
    this.text += "]";
  }

  #writeObject(object: { readonly [key: string]: JsonValue | undefined }, depth: number): void {
    if (depth >= FIELD_DEPTH_MAX) {
      this.text += "null";
      return;
    }
    this.text += "{";
    let first = true;
    for (const key of Object.keys(object)) {
      if (this.text.length >= this.#charsMax) break;
      const value = object[key];
      if (value === undefined || typeof value === "function") continue;
      this.text += `${first ? "" : ","}${JSON.stringify(key)}:`;
      first = false;
      this.write(value, depth + 1);
    }
    this.text += "}";
  }
}
