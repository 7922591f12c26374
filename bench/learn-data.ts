import { createRng } from "../src/domain/index.ts";
import { type Column, createMatrix, type Labels, type Matrix } from "../src/learn/index.ts";

export interface LearnData {
  readonly table: Matrix;
  readonly labels: Labels;
}

/** Normal columns, one row in fifty wide, and a class that three of the columns decide together with some noise. */
export function makeData(rows: number, width: number, seed: number): LearnData {
  const rng = createRng(seed);
  const values = Array.from({ length: width }, () => new Float64Array(rows));
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const wide = row % 50 === 0 ? 3 : 1;
    for (const column of values) column[row] = rng.nextNormal() * wide;
    const [a, b, c] = [values[0]![row]!, values[1 % width]![row]!, values[2 % width]![row]!];
    codes[row] = Number(a * b + Math.sin(2 * c) + 0.5 * rng.nextNormal() > 1.2);
  }
  const columns = values.map((column, c): Column => ({ kind: "numeric", name: `x${c}`, values: column }));
  return { table: createMatrix(columns), labels: { codes, classes: ["usual", "strange"] } };
}
