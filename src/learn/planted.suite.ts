import { createRng } from "../domain/index.ts";
import type { Labels } from "./estimator.ts";
import { type Column, createMatrix, type Matrix } from "./matrix.ts";

/** A generated table with known strange rows, for tests. */
export interface Planted {
  readonly table: Matrix;
  /** 1 for strange rows. */
  readonly truth: Uint8Array;
  readonly labels: Labels;
}

/** Two correlated clusters of usual rows and a shell of strange ones around them, in so many numeric columns. */
export function plantOutliers(options: {
  readonly rows: number;
  readonly columns: number;
  readonly strangeShare: number;
  readonly seed: number;
}): Planted {
  const { rows, columns, strangeShare, seed } = options;
  const rng = createRng(seed);
  const truth = new Uint8Array(rows);
  const values = Array.from({ length: columns }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    const isStrange = row % Math.round(1 / strangeShare) === 1;
    truth[row] = isStrange ? 1 : 0;
    const centre = rng.next() < 0.6 ? 0 : 3;
    const common = rng.nextNormal();
    for (let column = 0; column < columns; column++) {
      const usual = centre + 0.6 * common + 0.8 * rng.nextNormal();
      const side = rng.next() < 0.5 ? -1 : 1;
      values[column]![row] = isStrange ? 1.5 + side * (6 + 2 * rng.next()) : usual;
    }
  }
  const table = createMatrix(
    values.map((column, at): Column => ({ kind: "numeric", name: `x${at}`, values: column })),
  );
  return { table, truth, labels: { codes: Int32Array.from(truth), classes: ["usual", "strange"] } };
}

/** The table with a categorical column beside it, and every seventh cell missing. */
export function addGaps(table: Matrix, seed: number): Matrix {
  const rng = createRng(seed);
  const columns = table.columns.map((column): Column => {
    if (column.kind !== "numeric") return column;
    const values = column.values.map((value) => (rng.next() < 1 / 7 ? Number.NaN : value));
    return { ...column, values };
  });
  const codes = Int32Array.from({ length: table.rows }, () => (rng.next() < 1 / 7 ? -1 : rng.nextInt(5)));
  const categories = ["eu", "us", "ap", "sa", "af"];
  return createMatrix([...columns, { kind: "categorical", name: "place", codes, categories }]);
}
