import { isJsonObject, type JsonValue } from "../domain/index.ts";
import { EXCERPT_CHARS_MAX } from "./limits.ts";

/** Control characters, and the invisible ones that turn text around or hide it. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** The first characters of a text from a log, safe to print: log text is written by strangers. */
export function toExcerpt(text: string): string {
  return text
    .slice(0, 2 * EXCERPT_CHARS_MAX)
    .replace(UNPRINTABLE, " ")
    .toWellFormed()
    .trim()
    .slice(0, EXCERPT_CHARS_MAX);
}

/** What a field holds, for the words of a problem: short and safe to print. */
export function showValue(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return `"${toExcerpt(value.slice(0, 60))}"`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : String(value);
}

/** The beginning of a record's JSON. Written field by field: a record may be huge, and nested too deep to be written. */
export function showRecord(value: JsonValue): string {
  if (!isJsonObject(value)) return showField(value);
  let text = "{";
  for (const name in value) {
    text += `${text === "{" ? "" : ","}${JSON.stringify(name.slice(0, EXCERPT_CHARS_MAX))}:${showField(value[name])}`;
    if (text.length > 2 * EXCERPT_CHARS_MAX) break;
  }
  return `${text}}`;
}

function showField(value: JsonValue | undefined): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, EXCERPT_CHARS_MAX));
  if (Array.isArray(value)) return "[…]";
  return typeof value === "object" && value !== null ? "{…}" : String(value);
}
