import { toError } from "../domain/index.ts";
import { LEARN_PROBLEMS } from "./problems.ts";

/** Code of a missing value in a categorical column. */
export const MISSING_CODE = -1;
/** Code of a category that the fitted list does not hold; only alignment makes it. */
export const UNSEEN_CODE = -2;

/** Numbers; NaN is a missing value, infinities are an error. */
export interface NumericColumn {
  readonly kind: "numeric";
  readonly name: string;
  readonly values: Float64Array;
}

/** Names without an order; `codes` index `categories`, -1 is a missing value. */
export interface CategoricalColumn {
  readonly kind: "categorical";
  readonly name: string;
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

/**
 * Rows of features, column by column. The arrays may lie in a SharedArrayBuffer, so that worker threads read them
 * without a copy. Never changed by anything in this package.
 */
export interface Matrix {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** What a fitted model remembers of a column: enough to find it again by name and to translate its categories. */
export type Feature =
  | { readonly kind: "numeric"; readonly name: string }
  | { readonly kind: "categorical"; readonly name: string; readonly categories: readonly string[] };

/** A cell of a row that people write by hand or read from JSON; null and NaN are missing values. */
export type Cell = number | string | boolean | null | undefined;

/** Checks the columns (lengths, names, infinities, codes) and makes a matrix of them. `rows` is needed without columns only. */
export function createMatrix(columns: readonly Column[], rows?: number): Matrix {
  const first = columns[0];
  const matrix = { rows: rows ?? (first === undefined ? 0 : columnLength(first)), columns };
  checkMatrix(matrix);
  return matrix;
}

/** A numeric matrix from rows of numbers. Columns without names are called `x0`, `x1`, ... */
export function matrixFromRows(rows: readonly (readonly number[])[], names?: readonly string[]): Matrix {
  const width = names?.length ?? rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, at): NumericColumn => {
    const values = new Float64Array(rows.length);
    return { kind: "numeric", name: names?.[at] ?? `x${at}`, values };
  });
  rows.forEach((row, at) => {
    if (row.length !== width) {
      throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", {
        what: `Row ${at}`,
        found: row.length,
        expected: width,
      });
    }
    for (let c = 0; c < width; c++) columns[c]!.values[at] = row[c]!;
  });
  return createMatrix(columns, rows.length);
}

/**
 * A matrix from row objects. A column is numeric when its values are numbers or booleans (0 and 1), categorical when
 * they are texts; both in one column is an error. Columns are the union of the rows' own keys in order of appearance,
 * unless `names` lists them. A column without any value is numeric.
 */
export function matrixFromRecords(
  records: readonly Readonly<Record<string, Cell>>[],
  names?: readonly string[],
): Matrix {
  const wanted = names ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
  return createMatrix(
    wanted.map((name) => columnFromRecords(records, name)),
    records.length,
  );
}

/** The rows with the given ordinals, in the given order; an ordinal may stand twice. */
export function selectRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  const columns = matrix.columns.map((column): Column => {
    if (column.kind === "numeric") {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
      return { ...column, values };
    }
    const codes = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i]!]!;
    return { ...column, codes };
  });
  return { rows: rows.length, columns };
}

/** Rows `from` to `to` (excluded) as views of the same memory. */
export function viewRows(matrix: Matrix, from: number, to: number): Matrix {
  const columns = matrix.columns.map(
    (column): Column =>
      column.kind === "numeric"
        ? { ...column, values: column.values.subarray(from, to) }
        : { ...column, codes: column.codes.subarray(from, to) },
  );
  return { rows: Math.max(to - from, 0), columns };
}

/** The columns with the given names, in the given order. */
export function selectColumns(matrix: Matrix, names: readonly string[]): Matrix {
  const byName = new Map(matrix.columns.map((column) => [column.name, column]));
  const columns = names.map((name) => {
    const column = byName.get(name);
    if (column === undefined) throw toError(LEARN_PROBLEMS, "LEARN_FEATURE_MISSING", { feature: name });
    return column;
  });
  return { rows: matrix.rows, columns };
}

/** What a model must remember of the matrix it is fitted on. */
export function toFeatures(matrix: Matrix): readonly Feature[] {
  return matrix.columns.map(
    (column): Feature =>
      column.kind === "numeric"
        ? { kind: "numeric", name: column.name }
        : { kind: "categorical", name: column.name, categories: [...column.categories] },
  );
}

/**
 * The matrix as a fitted model wants it: its features by name, in its order, with category codes of its lists.
 * Further columns are left out. A category that the model has not seen becomes `UNSEEN_CODE`.
 */
export function alignMatrix(matrix: Matrix, features: readonly Feature[]): Matrix {
  const byName = new Map(matrix.columns.map((column) => [column.name, column]));
  const columns = features.map((feature): Column => {
    const column = byName.get(feature.name);
    if (column === undefined) {
      throw toError(LEARN_PROBLEMS, "LEARN_FEATURE_MISSING", { feature: feature.name });
    }
    if (column.kind !== feature.kind) {
      throw toError(LEARN_PROBLEMS, "LEARN_FEATURE_KIND", {
        feature: feature.name,
        found: column.kind,
        expected: feature.kind,
      });
    }
    return column.kind === "categorical" && feature.kind === "categorical"
      ? { ...column, codes: translateCodes(column, feature.categories), categories: feature.categories }
      : column;
  });
  const aligned = { rows: matrix.rows, columns };
  checkMatrix(aligned);
  return aligned;
}

/** Throws unless every column has one finite or missing value per row and a name of its own. */
export function checkMatrix(matrix: Matrix): void {
  checkShape(matrix);
  for (const column of matrix.columns) {
    if (column.kind === "numeric") checkValues(column);
    else checkCodes(column);
  }
}

/** Throws unless every column has one value per row, whatever it is, and a name of its own. */
export function checkShape(matrix: Matrix): void {
  const names = new Set<string>();
  for (const column of matrix.columns) {
    if (names.has(column.name)) throw toError(LEARN_PROBLEMS, "LEARN_COLUMN_TWICE", { column: column.name });
    names.add(column.name);
    const found = columnLength(column);
    if (found !== matrix.rows) {
      throw toError(LEARN_PROBLEMS, "LEARN_COLUMN_LENGTH", {
        column: column.name,
        found,
        expected: matrix.rows,
      });
    }
  }
}

/** Throws when there is nothing to work on. `purpose` completes "too little to ...". */
export function checkNotEmpty(matrix: Matrix, purpose: string): void {
  if (matrix.rows > 0 && matrix.columns.length > 0) return;
  const details = { rows: matrix.rows, columns: matrix.columns.length, purpose };
  throw toError(LEARN_PROBLEMS, "LEARN_TABLE_EMPTY", details);
}

/** The same values in SharedArrayBuffers; arrays that already lie there are taken as they are. */
export function toSharedMatrix(matrix: Matrix): Matrix {
  const shared = toSharedShape(matrix);
  for (let at = 0; at < matrix.columns.length; at++)
    copyColumn(matrix, shared, { at, from: 0, to: matrix.rows });
  return shared;
}

/** A matrix of the same columns in SharedArrayBuffers; the values must still be copied but where they lie there already. */
export function toSharedShape(matrix: Matrix): Matrix {
  const columns = matrix.columns.map((column): Column => {
    if (isShared(column)) return column;
    return column.kind === "numeric"
      ? { ...column, values: new Float64Array(new SharedArrayBuffer(column.values.length * 8)) }
      : { ...column, codes: new Int32Array(new SharedArrayBuffer(column.codes.length * 4)) };
  });
  return { rows: matrix.rows, columns };
}

/** Copies rows `from` to `to` (excluded) of column `at` to a matrix that `toSharedShape` made. */
export function copyColumn(
  { columns }: Matrix,
  shared: Matrix,
  { at, from, to }: { readonly at: number; readonly from: number; readonly to: number },
): void {
  const [source, target] = [columns[at]!, shared.columns[at]!];
  if (isShared(source)) return;
  if (source.kind === "numeric" && target.kind === "numeric") {
    target.values.set(source.values.subarray(from, to), from);
  } else if (source.kind === "categorical" && target.kind === "categorical") {
    target.codes.set(source.codes.subarray(from, to), from);
  }
}

const isShared = (column: Column): boolean =>
  (column.kind === "numeric" ? column.values : column.codes).buffer instanceof SharedArrayBuffer;

const columnLength = (column: Column): number =>
  column.kind === "numeric" ? column.values.length : column.codes.length;

function checkValues({ name, values }: NumericColumn): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw toError(LEARN_PROBLEMS, "LEARN_VALUE_INFINITE", { column: name, row });
    }
  }
}

function checkCodes({ name, codes, categories }: CategoricalColumn): void {
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code < UNSEEN_CODE || code >= categories.length) {
      const details = { column: name, code, row, categories: categories.length };
      throw toError(LEARN_PROBLEMS, "LEARN_COLUMN_CODE", details);
    }
  }
}

function columnFromRecords(records: readonly Readonly<Record<string, Cell>>[], name: string): Column {
  const values = new Float64Array(records.length).fill(Number.NaN);
  const codes = new Int32Array(records.length).fill(MISSING_CODE);
  const codeOf = new Map<string, number>();
  let kind: "number" | "string" | null = null;
  records.forEach((record, row) => {
    const raw = Object.hasOwn(record, name) ? record[name] : null;
    if (raw === null || raw === undefined) return;
    const cell = typeof raw === "boolean" ? Number(raw) : raw;
    const found = typeof cell === "number" ? "number" : "string";
    kind ??= found;
    if (found !== kind) {
      throw toError(LEARN_PROBLEMS, "LEARN_VALUE_KIND", { column: name, row, found, expected: kind });
    }
    if (typeof cell === "number") values[row] = cell;
    else codes[row] = codeFor(codeOf, cell);
  });
  return kind === "string"
    ? { kind: "categorical", name, codes, categories: [...codeOf.keys()] }
    : { kind: "numeric", name, values };
}

function codeFor(codeOf: Map<string, number>, category: string): number {
  const known = codeOf.get(category);
  if (known !== undefined) return known;
  codeOf.set(category, codeOf.size);
  return codeOf.size - 1;
}

/** Lists of fitted models live as long as the model, so the look-up is built once per list. */
const CODES_OF_LIST = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function translateCodes(column: CategoricalColumn, categories: readonly string[]): Int32Array {
  if (column.categories === categories) return column.codes;
  let codeOf = CODES_OF_LIST.get(categories);
  if (codeOf === undefined) {
    codeOf = new Map(categories.map((category, code) => [category, code]));
    CODES_OF_LIST.set(categories, codeOf);
  }
  const known = codeOf;
  const translated = column.categories.map((category) => known.get(category) ?? UNSEEN_CODE);
  const buffer = new Int32Array(column.codes.length);
  for (let row = 0; row < buffer.length; row++) {
    const code = column.codes[row]!;
    buffer[row] = code < 0 ? code : (translated[code] ?? code);
  }
  return buffer;
}
