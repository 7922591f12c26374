import type { JsonValue } from "../../domain/index.ts";
import { showRecord } from "../excerpt.ts";
import type { FormatId } from "../format/format.ts";
import type { ColumnMapping } from "../format/generic/column-mapping.ts";
import type { Input } from "../input/input.ts";
import { READ_LIMITS, type ReadLimits } from "../limits.ts";
import { BrokenRecord, Refusal } from "../trouble.ts";
import { type OpenedRecords, openRecords } from "./open-records.ts";
import { toRecord } from "./read-items.ts";

export interface ReadRecordOptions {
  /** The format in which the input was read. */
  readonly format: FormatId;
  /** The record's ordinal, as its event or reject has it. */
  readonly position: number;
  readonly mapping?: ColumnMapping;
  readonly limits?: Partial<ReadLimits>;
}

/**
 * The record at a position, from the same bytes that made its event: the very object that came with the event, a CSV
 * row as an object of its columns. What was no JSON comes as its text, of something too large or too deep the
 * beginning; what was refused comes as it was parsed; null when the input has no such record.
 */
export async function readRecordAt(input: Input, options: ReadRecordOptions): Promise<JsonValue> {
  const limits: ReadLimits = { ...READ_LIMITS, ...options.limits };
  const opened = await openRecords(input, toOpening(options, limits));
  if (opened.kind !== "records") return toUnread(opened, options.position);
  const raw = await findAt(opened.batches, options.position);
  if (raw === undefined) return null;
  if (raw instanceof BrokenRecord) return raw.text;
  const record = toRecord(raw, opened.format, limits.depthMax);
  if (!(record instanceof Refusal)) return record;
  // What is nested too deep cannot be written by whoever asked.
  return record.trouble.code === "SOURCE_RECORD_TOO_DEEP" ? showRecord(raw) : raw;
}

/**
 * The text of the record at a position, character for character as it came. A record that another object carried
 * (EventBridge, an answer of LookupEvents) and a CSV row come as JSON of what `readRecordAt` gives; null when there is
 * none.
 */
export async function readRecordTextAt(input: Input, options: ReadRecordOptions): Promise<string | null> {
  const limits: ReadLimits = { ...READ_LIMITS, ...options.limits };
  const opened = await openRecords(input, toOpening(options, limits));
  if (opened.kind === "records" && opened.texts !== null) {
    const found = await findAt(opened.texts, options.position);
    if (found === undefined || found instanceof BrokenRecord) return found?.text ?? null;
    if (toRecord(found.value, opened.format, limits.depthMax) === found.value) return found.text;
  }
  const record = await readRecordAt(input, options);
  return record === null || typeof record === "string" ? record : JSON.stringify(record);
}

const toOpening = ({ format, mapping }: ReadRecordOptions, limits: ReadLimits) => ({
  as: format,
  mapping: mapping ?? null,
  limits,
  onBytes: () => {},
});

/** Of an input that is one broken record, its beginning. */
const toUnread = (opened: Exclude<OpenedRecords, { kind: "records" }>, position: number): string | null =>
  opened.kind === "unreadable" && position === 0 ? opened.broken.text : null;

async function findAt<T>(batches: AsyncIterable<readonly T[]>, position: number): Promise<T | undefined> {
  let passed = 0;
  for await (const batch of batches) {
    if (position < passed + batch.length) return batch[position - passed];
    passed += batch.length;
  }
  return undefined;
}
