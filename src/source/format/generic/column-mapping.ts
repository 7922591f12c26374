import { readFile } from "node:fs/promises";
import { parse as parseYaml, YAMLParseError } from "yaml";
import { z } from "zod";
import { ACTION_CLASSES, toError } from "../../../domain/index.ts";
import { toExcerpt } from "../../excerpt.ts";
import { toWhy } from "../../input/why.ts";
import { SOURCE_PROBLEMS } from "../../problems.ts";

const columnName = z.string().min(1).max(256);

/** A column's value, or one value for all rows. A bare text is the name of a column. */
const field = z.union([
  columnName.transform((column) => ({ kind: "column" as const, column })),
  z.strictObject({ column: columnName }).transform(({ column }) => ({ kind: "column" as const, column })),
  z
    .strictObject({ constant: z.string().min(1) })
    .transform(({ constant }) => ({ kind: "constant" as const, constant })),
]);

const TIME_FORMATS = ["auto", "iso", "epoch_s", "epoch_ms"] as const;
const time = z.union([
  columnName.transform((column) => ({ column, format: "auto" as const })),
  z.strictObject({ column: columnName, format: z.enum(TIME_FORMATS).default("auto") }),
]);

const UNITS = { bytes: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 } as const;
const bytes = z.union([
  columnName.transform((column) => ({ column, factor: 1 })),
  z
    .strictObject({ column: columnName, unit: z.enum(["bytes", "kb", "mb", "gb"]).default("bytes") })
    .transform(({ column, unit }) => ({ column, factor: UNITS[unit] })),
]);

/** Texts of a column that mean success or denied; any other text means failure, nothing at all means success. */
const outcome = z.strictObject({
  column: columnName,
  success: z.array(z.coerce.string()).min(1),
  denied: z.array(z.coerce.string()).default([]),
});

const mappingSchema = z.strictObject({
  /** Field of a JSON document whose list holds the records. */
  list: columnName.optional(),
  time,
  actor: field,
  action: field,
  service: field.optional(),
  class: z
    .union([z.strictObject({ constant: z.enum(ACTION_CLASSES) }), z.strictObject({ column: columnName })])
    .optional(),
  id: columnName.optional(),
  outcome: outcome.optional(),
  error_code: field.optional(),
  account: field.optional(),
  region: field.optional(),
  address: field.optional(),
  user_agent: field.optional(),
  device: field.optional(),
  resource: field.optional(),
  bytes_in: bytes.optional(),
  bytes_out: bytes.optional(),
});

/** What the columns of a generic log mean. Names with dots reach into nested JSON. */
export type ColumnMapping = z.output<typeof mappingSchema>;
export type MappedField = z.output<typeof field>;

/** Files larger than this are no mappings. */
export const MAPPING_CHARS_MAX = 256 * 1024;

/** Reads a mapping from YAML or JSON. Throws a `GaitError` that names what is wrong; `file` is for its words. */
export function parseColumnMapping(text: string, file: string): ColumnMapping {
  if (text.length > MAPPING_CHARS_MAX)
    throw invalid(file, `it is longer than ${MAPPING_CHARS_MAX} characters`);
  const parsed = mappingSchema.safeParse(parseText(text, file));
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues
    .map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`)
    .join("; ");
  throw invalid(file, why);
}

/** The same from a file. */
export async function loadMapping(path: string): Promise<ColumnMapping> {
  return parseColumnMapping(await readMappingFile(path), path);
}

async function readMappingFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw toError(SOURCE_PROBLEMS, "SOURCE_UNREADABLE", { path, why: toWhy(error) }, { cause: error });
  }
}

function parseText(text: string, file: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YAMLParseError) throw invalid(file, error.message);
    // Too many aliases: a "billion laughs" file.
    if (error instanceof ReferenceError) throw invalid(file, error.message);
    throw error;
  }
}

const invalid = (file: string, why: string) =>
  toError(SOURCE_PROBLEMS, "SOURCE_MAPPING_INVALID", { file, why: toExcerpt(why) });
