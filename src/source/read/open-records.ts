import { type OpenedText, openText } from "../bytes/open-text.ts";
import { parseCells, readCsv, toColumnKey } from "../csv/read-csv.ts";
import type { Format, FormatId, Sample } from "../format/format.ts";
import { FORMATS } from "../format/formats.ts";
import type { ColumnMapping } from "../format/generic/column-mapping.ts";
import { createGenericFormat } from "../format/generic/generic.ts";
import type { Input } from "../input/input.ts";
import { isLineByLine } from "../json/line-mode.ts";
import { type RawRecord, type RecordText, readJson, readJsonTexts } from "../json/read-json.ts";
import { type ReadLimits, SAMPLE_BYTES_MAX } from "../limits.ts";
import { BrokenRecord } from "../trouble.ts";

export interface RecordOptions {
  /** The format, when it is not to be recognised. */
  readonly as: FormatId | null;
  /** Makes the format generic. */
  readonly mapping: ColumnMapping | null;
  readonly limits: ReadLimits;
  readonly onBytes: (bytes: number) => void;
}

/** The records of an input, not looked at yet. */
export type OpenedRecords =
  | {
      readonly kind: "records";
      readonly format: Format;
      readonly batches: AsyncIterable<readonly RawRecord[]>;
      /** The same records, each with its text, to be read instead; null: they stand in rows. */
      readonly texts: AsyncIterable<readonly (RecordText | BrokenRecord)[]> | null;
    }
  | { readonly kind: "empty"; readonly code: "SOURCE_EMPTY" | "SOURCE_NO_RECORDS" }
  | { readonly kind: "unreadable"; readonly broken: BrokenRecord };

/** Opens an input, recognises its format by its content and begins to read its records. Never throws for bad input. */
export async function openRecords(input: Input, options: RecordOptions): Promise<OpenedRecords> {
  const text = await openText(input, options);
  const head = text.kind === "whole" ? text.bytes : text.head;
  const trouble = text.kind === "whole" ? text.trouble : null;
  const sample = takeSample(head, {
    name: input.name,
    isAll: text.kind === "whole" && head.length <= SAMPLE_BYTES_MAX,
  });
  const opening = head.toString("utf8", 0, OPENING_BYTES);
  const isBlank = text.kind === "whole" && opening.trim() === "" && sample.text.trim() === "";
  if (isBlank && trouble !== null) return { kind: "unreadable", broken: new BrokenRecord(trouble, null) };
  if (isBlank) return { kind: "empty", code: "SOURCE_EMPTY" };
  // A list of nothing is of every format.
  if (/^\s*\[\s*(?:\]|$)/.test(opening) && /^\s*\[\s*\]\s*$/.test(sample.text))
    return { kind: "empty", code: "SOURCE_NO_RECORDS" };
  const format = chooseFormat(sample, options);
  if (format instanceof BrokenRecord) {
    if (text.kind === "stream") await text.close();
    return { kind: "unreadable", broken: trouble === null ? format : new BrokenRecord(trouble, format.text) };
  }
  return { kind: "records", format, ...readAs(format, { text, sample, limits: options.limits }) };
}

interface Readable {
  readonly text: OpenedText;
  readonly sample: Sample;
  readonly limits: ReadLimits;
}

function readAs(
  format: Format,
  { text, sample, limits }: Readable,
): Pick<Extract<OpenedRecords, { kind: "records" }>, "batches" | "texts"> {
  const { columns, requiredColumns, rowsAreLines, listFields } = format;
  if (sample.isJson || requiredColumns === null || isBrokenJson(format, sample))
    return {
      batches: readJson(text, { listFields, limits }),
      texts: readJsonTexts(text, { listFields, limits }),
    };
  const rows = { columns, requiredColumns, limits: rowsAreLines ? { ...limits, resumesMax: 0 } : limits };
  return { batches: readCsv(text, rows), texts: null };
}

/** A log that is nearly always JSON, named as the format of a text that is neither JSON nor has its columns. */
const isBrokenJson = ({ id, recognises }: Format, sample: Sample): boolean =>
  id === "cloudtrail" && !recognises(sample);

/** Enough to see how a text begins. */
const OPENING_BYTES = 256;

/** What formats see of an input. Most inputs are recognised by their name and first character: the rest is not decoded. */
export function takeSample(head: Buffer, about: { readonly name: string; readonly isAll: boolean }): Sample {
  let text: string | null = null;
  const decode = (): string => {
    text ??= head.toString("utf8", 0, SAMPLE_BYTES_MAX);
    return text;
  };
  const isJson =
    /^\s*[[{]/.test(head.toString("utf8", 0, OPENING_BYTES)) ||
    /^\s*[[{]/.test(decode()) ||
    isLineByLine(decode(), { isAll: about.isAll, listFields: [] });
  return {
    get text() {
      return decode();
    },
    name: about.name,
    isJson,
    columns: isJson ? NO_COLUMNS : readColumns(decode()),
  };
}

const NO_COLUMNS: ReadonlySet<string> = new Set();

function readColumns(text: string): ReadonlySet<string> {
  const header = text.trimStart().slice(0, HEADER_CHARS_MAX).split(/\r?\n/, 1)[0]!;
  return new Set((parseCells(header) ?? []).map(toColumnKey));
}

/** A longer first row names no columns. */
const HEADER_CHARS_MAX = 16_384;

function chooseFormat(sample: Sample, { as, mapping }: RecordOptions): Format | BrokenRecord {
  if (mapping !== null && (as === null || as === "generic")) return createGenericFormat(mapping);
  if (as === "generic") return new BrokenRecord({ code: "SOURCE_MAPPING_MISSING", details: {} }, null);
  const format = FORMATS.find(({ id, recognises }) => (as === null ? recognises(sample) : id === as));
  return format ?? new BrokenRecord({ code: "SOURCE_FORMAT_UNKNOWN", details: {} }, sample.text);
}
