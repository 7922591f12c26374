import { createHash } from "node:crypto";
import { type JsonValue, toError } from "../domain/index.ts";
import { type FittedModel, MODEL_FORMAT } from "./estimator.ts";
import { type Feature, type Matrix, toFeatures } from "./matrix.ts";
import { LEARN_PROBLEMS } from "./problems.ts";

/** Typed arrays that a model may hold, by the mark that they carry in JSON. Little-endian bytes in base64. */
const SECTIONS = {
  $f64: Float64Array,
  $f32: Float32Array,
  $i32: Int32Array,
  $u32: Uint32Array,
  $u16: Uint16Array,
  $u8: Uint8Array,
} as const;
type Mark = keyof typeof SECTIONS;

const MARKS: readonly Mark[] = ["$f64", "$f32", "$i32", "$u32", "$u16", "$u8"];

/**
 * The model as JSON text. Keys keep the order in which `fit` made them and numbers are written shortest-exact, so equal
 * models give equal bytes, and reading and writing again changes none.
 */
export function stringifyModel(fitted: FittedModel): string {
  return JSON.stringify(fitted, (_key, value: unknown) => {
    const mark = MARKS.find((name) => value instanceof SECTIONS[name]);
    return mark === undefined || !ArrayBuffer.isView(value) ? value : { [mark]: toBase64(value) };
  });
}

/** A model's text as a record, its header checked and read. The body is as the file has it. */
export interface ModelText<Kind extends string> {
  readonly header: FittedModel<Kind>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Reads a model's text of the wanted kind. The estimator's `parse` must still check that the body is whole. */
export function parseModel<Kind extends string>(text: string, kind: Kind): ModelText<Kind> {
  let model: unknown;
  try {
    model = JSON.parse(text, (_key, value: JsonValue) => reviveSection(value));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw toError(LEARN_PROBLEMS, "LEARN_MODEL_BROKEN", { reason }, { cause });
  }
  if (!isRecord(model)) throw brokenModel("it is not a JSON object");
  if (model["kind"] !== kind || model["format"] !== MODEL_FORMAT) {
    throw toError(LEARN_PROBLEMS, "LEARN_MODEL_KIND", {
      found: String(model["kind"]),
      format: String(model["format"]),
      expected: kind,
      formatExpected: MODEL_FORMAT,
    });
  }
  return { header: readHeader(model, kind), body: model };
}

/** The header of a model that is about to be fitted on the table. */
export function createHeader<Kind extends string>(
  kind: Kind,
  table: Matrix,
  seed: number,
): FittedModel<Kind> {
  return {
    format: MODEL_FORMAT,
    kind,
    features: toFeatures(table),
    seed,
    orientation: "higher-is-stranger",
    trainingRows: table.rows,
    dataHash: hashMatrix(table),
  };
}

function readHeader<Kind extends string>(model: Record<string, unknown>, kind: Kind): FittedModel<Kind> {
  const { seed, trainingRows, dataHash, orientation, features } = model;
  if (typeof seed !== "number" || typeof trainingRows !== "number" || typeof dataHash !== "string") {
    throw brokenModel("its header is not whole");
  }
  if (orientation !== "higher-is-stranger") throw brokenModel("its scores do not rise with strangeness");
  if (!Array.isArray(features)) throw brokenModel("it does not list its features");
  return {
    format: MODEL_FORMAT,
    kind,
    features: features.map(readFeature),
    seed,
    orientation,
    trainingRows,
    dataHash,
  };
}

function readFeature(feature: unknown): Feature {
  if (!isRecord(feature)) throw brokenModel("a feature is not a record");
  const { name, kind, categories } = feature;
  if (typeof name !== "string") throw brokenModel("a feature has no name");
  if (kind === "numeric") return { kind, name };
  const isList = Array.isArray(categories) && categories.every((category) => typeof category === "string");
  if (kind !== "categorical" || !isList) throw brokenModel(`feature ${name} is not whole`);
  return { kind, name, categories };
}

/** The error of an estimator's `parse` whose check of the body failed. */
export const brokenModel = (reason: string): Error =>
  toError(LEARN_PROBLEMS, "LEARN_MODEL_BROKEN", { reason });

/** SHA-256 in hex over names, kinds, category lists and values of the table, column by column. */
export function hashMatrix(matrix: Matrix): string {
  const hash = createHash("sha256").update(`${matrix.rows}\n`);
  for (const column of matrix.columns) {
    const values = column.kind === "numeric" ? column.values : column.codes;
    const categories = column.kind === "categorical" ? column.categories : null;
    hash.update(JSON.stringify([column.name, categories]));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}

/** Whether the value is a JSON object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const toBase64 = (section: ArrayBufferView): string =>
  Buffer.from(section.buffer, section.byteOffset, section.byteLength).toString("base64");

function reviveSection(value: JsonValue): unknown {
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  const mark = keys.length === 1 ? MARKS.find((name) => name === keys[0]) : undefined;
  const text = mark === undefined ? undefined : value[mark];
  if (mark === undefined || typeof text !== "string") return value;
  const bytes = Buffer.from(text, "base64");
  const Section = SECTIONS[mark];
  if (bytes.length % Section.BYTES_PER_ELEMENT !== 0) throw new Error(`a section ${mark} is cut off`);
  // A copy, because Buffer's pool does not start sections at multiples of their element size.
  return new Section(new Uint8Array(bytes).buffer);
}
