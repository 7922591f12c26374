import { hash } from "node:crypto";
import {
  type EventId,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type LogType,
  toEventId,
} from "../domain/index.ts";

/** Distinct rows whose occurrences one generation remembers; two generations are kept. */
export const OCCURRENCES_MAX = 262_144;
/** Hex digits of an id that is made: 128 bits. */
const ID_CHARS = 32;

/** Where formats get ids for records that bring none. */
export interface IdSource {
  toId(record: JsonObject): EventId;
}

/** The record's ordinal among those that needed an id: it costs nothing, and holds for one reading only. */
export class OrdinalIds implements IdSource {
  #count = 0;

  toId(): EventId {
    return toEventId(String(this.#count++));
  }
}

/**
 * Ids for records that bring none: a hash of what the record says, so that reading the same file twice gives the same
 * ids. Equal records in one input are told apart by counting them. The count of a record is forgotten after
 * `OCCURRENCES_MAX` to twice as many other ones: equal records further apart count as one event seen twice.
 */
export class ContentIds implements IdSource {
  readonly #logType: LogType;
  readonly #max: number;
  #young = new Map<string, number>();
  #old = new Map<string, number>();

  constructor(logType: LogType, max: number = OCCURRENCES_MAX) {
    this.#logType = logType;
    this.#max = max;
  }

  toId(record: JsonObject): EventId {
    const text = `${this.#logType}\n${canonicalJson(record)}`;
    const first = hash("sha256", text, "hex").slice(0, ID_CHARS);
    const seen = this.#young.get(first) ?? this.#old.get(first) ?? 0;
    this.#young.set(first, seen + 1);
    if (this.#young.size >= this.#max) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return toEventId(seen === 0 ? first : hash("sha256", `${first}\n${seen}`, "hex").slice(0, ID_CHARS));
  }
}

/** JSON with the fields in order of their names, so that equal records have equal text. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const child = value[name];
    if (child !== undefined) fields.push(`${JSON.stringify(name)}:${canonicalJson(child)}`);
  }
  return `{${fields.join(",")}}`;
}
