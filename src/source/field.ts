import type { JsonValue } from "../domain/index.ts";
import { clip } from "../enrich/index.ts";

/** Longer ids, codes and names are cut: what a forged record says must not fill memory. */
export const FIELD_CHARS_MAX = 512;
/** ARNs end at 2048 characters. */
export const RESOURCE_CHARS_MAX = 2048;

/** A text that says something; numbers and booleans as text. null: absent, null, empty, or a list or object. */
export function toText(value: JsonValue | undefined, max: number = FIELD_CHARS_MAX): string | null {
  if (typeof value === "string") {
    return value === "" ? null : clip(value, max);
  }
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** A number of bytes from a number or a numeric text; null: the log does not say, or says nonsense. */
export function toBytes(value: JsonValue | undefined): number | null {
  if (typeof value === "number")
    return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? Math.round(value) : null;
  if (typeof value !== "string") return null;
  const number = parseNumber(value);
  return number >= 0 && number <= Number.MAX_SAFE_INTEGER ? Math.round(number) : null;
}

const NUMBER_CHARS_MAX = 40;

/** A decimal number as people and programs write it; NaN for everything else, the empty text included. */
export function parseNumber(text: string): number {
  const trimmed = text.length > NUMBER_CHARS_MAX ? "" : text.trim();
  // Number() takes "", "0x1f" and "Infinity" for numbers; a log that holds them means something else.
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}
