import { type Column, type Feature, type Matrix, UNSEEN_CODE } from "../matrix.ts";
import { brokenModel, isRecord } from "../model-json.ts";
import type { PointSet } from "./kernel.ts";

/**
 * How one column becomes coordinates. A number: (value - shift) / scale. A category: one coordinate for each category
 * of the training table, 1 where it stands. Where the training rows have gaps, one more coordinate is 1 at a gap: a
 * missing value is a fact like another, and lies at the column's mean otherwise.
 */
export interface Coder {
  readonly shift: number;
  /** 0 where no training row has a value: any value is then a surprise, of no size. */
  readonly scale: number;
  /** Categories that the training rows have; 0 for a numeric column. */
  readonly categories: number;
  readonly gaps: boolean;
}

export interface Encoded {
  readonly points: PointSet;
  /** Per row, how many cells are of a sort that no training row had: an unseen category, a gap in a full column. */
  readonly surprises: Uint32Array;
}

export function fitCoders(table: Matrix, weights: Float64Array, standardise: boolean): Coder[] {
  return table.columns.map((column): Coder => {
    if (column.kind === "categorical") {
      const gaps = column.codes.some((code) => code < 0);
      return { shift: 0, scale: 1, categories: column.categories.length, gaps };
    }
    const gaps = column.values.some(Number.isNaN);
    const moments = momentsOf(column.values, weights);
    return {
      ...(standardise ? moments : { shift: 0, scale: moments.scale === 0 ? 0 : 1 }),
      categories: 0,
      gaps,
    };
  });
}

/** Weighted mean and population deviation of what is there; scale 1 of a constant column, 0 of an empty one. */
function momentsOf(values: Float64Array, weights: Float64Array): { shift: number; scale: number } {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    total += weights[i]!;
    sum += weights[i]! * values[i]!;
  }
  if (total === 0) return { shift: 0, scale: 0 };
  const shift = sum / total;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!)) squares += weights[i]! * (values[i]! - shift) ** 2;
  }
  const scale = Math.sqrt(squares / total);
  // A deviation that is all rounding is none.
  return { shift, scale: scale > Math.abs(shift) * 1e-14 && Number.isFinite(scale) ? scale : 1 };
}

export function encodedWidth(coders: readonly Coder[]): number {
  return coders.reduce((sum, coder) => sum + (coder.categories || 1) + Number(coder.gaps), 0);
}

export function encodeRows(table: Matrix, coders: readonly Coder[]): Encoded {
  const { encoded, encode } = createEncoder(table, coders);
  encode();
  return encoded;
}

/** Where the table's rows go once encoded; `encode` may be called again after its cells have changed. */
export interface Encoder {
  readonly encoded: Encoded;
  readonly encode: () => void;
}

export function createEncoder(table: Matrix, coders: readonly Coder[]): Encoder {
  const width = encodedWidth(coders);
  const values = new Float64Array(table.rows * width);
  const surprises = new Uint32Array(table.rows);
  let start = 0;
  const targets = coders.map((coder): Target => {
    const at = start;
    start += (coder.categories || 1) + Number(coder.gaps);
    return { values, surprises, at, width };
  });
  const encode = (): void => {
    values.fill(0);
    surprises.fill(0);
    for (let c = 0; c < coders.length; c++) encodeColumn(table.columns[c]!, coders[c]!, targets[c]!);
  };
  return { encoded: { points: { values, count: table.rows, width }, surprises }, encode };
}

interface Target {
  readonly values: Float64Array;
  readonly surprises: Uint32Array;
  readonly at: number;
  readonly width: number;
}

function encodeColumn(column: Column, coder: Coder, { values, surprises, at, width }: Target): void {
  const gapAt = at + (coder.categories || 1);
  const rows = surprises.length;
  for (let row = 0, start = 0; row < rows; row++, start += width) {
    const cell = column.kind === "numeric" ? column.values[row]! : column.codes[row]!;
    if (column.kind === "numeric" && !Number.isNaN(cell)) {
      if (coder.scale === 0) surprises[row]!++;
      else values[start + at] = (cell - coder.shift) / coder.scale;
    } else if (cell >= 0) {
      values[start + at + cell] = 1;
    } else if (cell !== UNSEEN_CODE && coder.gaps) {
      values[start + gapAt] = 1;
    } else {
      surprises[row]!++;
    }
  }
}

export function readCoders(value: unknown, features: readonly Feature[]): readonly Coder[] {
  if (!Array.isArray(value) || value.length !== features.length)
    throw brokenModel("its encoding is not whole");
  return value.map((coder: unknown, c): Coder => {
    const feature = features[c]!;
    const wanted = feature.kind === "categorical" ? feature.categories.length : 0;
    if (!isRecord(coder)) throw brokenModel("its encoding is not whole");
    const { shift, scale, categories, gaps } = coder;
    const whole = typeof shift === "number" && typeof scale === "number" && typeof gaps === "boolean";
    if (!whole || categories !== wanted) throw brokenModel("its encoding is not whole");
    return { shift, scale, categories, gaps };
  });
}
