import type { JsonValue } from "../../domain/index.ts";
import { showRecord } from "../excerpt.ts";
import type { FormatId } from "../format/format.ts";
import type { ColumnMapping } from "../format/generic/column-mapping.ts";
import type { Input } from "../input/input.ts";
import { READ_LIMITS, type ReadLimits } from "../limits.ts";
import { BrokenRecord, Refusal } from "../trouble.ts";
import { openRecords } from "./open-records.ts";
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
  const { format: as, position } = options;
  const limits: ReadLimits = { ...READ_LIMITS, ...options.limits };
  const opened = await openRecords(input, {
    as,
    mapping: options.mapping ?? null,
    limits,
    onBytes: () => {},
  });
  if (opened.kind === "unreadable") return position === 0 ? opened.broken.text : null;
  if (opened.kind === "empty") return null;
  let passed = 0;
  for await (const batch of opened.batches) {
    if (position >= passed + batch.length) {
      passed += batch.length;
      continue;
    }
    const raw = batch[position - passed];
    if (raw === undefined) return null;
    if (raw instanceof BrokenRecord) return raw.text;
    const record = toRecord(raw, opened.format, limits.depthMax);
    if (!(record instanceof Refusal)) return record;
    // What is nested too deep cannot be written by whoever asked.
    return record.trouble.code === "SOURCE_RECORD_TOO_DEEP" ? showRecord(raw) : raw;
  }
  return null;
}
