import { createRng, mix, toError } from "../domain/index.ts";
import { type Column, type Matrix, selectRows } from "../learn/index.ts";
import { type Predict, predictChecked } from "./lime/lime.ts";
import { EXPLAIN_PROBLEMS } from "./problems.ts";

export interface PermutationOptions {
  readonly seed: number;
  /** Shuffles of each column; 5 unless said. */
  readonly repeats?: number;
}

export interface PermutationImportance {
  readonly feature: string;
  /** Mean loss of quality when the column is shuffled; around 0, also below, for a column that does not matter. */
  readonly loss: number;
  /** Standard deviation over the shuffles. */
  readonly deviation: number;
}

/** The judged model: its predictions on rows it was not fitted on, and how good those are (more is better). */
export interface Judged {
  readonly table: Matrix;
  readonly predict: Predict;
  readonly quality: (predictions: Float64Array) => number;
}

/**
 * How much worse predictions become when one column is shuffled (Breiman 2001), for any model and any measure of
 * quality. In the order of the columns. Columns that say the same share their importance: each looks unimportant.
 */
export function permutationImportances(
  { table, predict, quality }: Judged,
  { seed, repeats = 5 }: PermutationOptions,
): readonly PermutationImportance[] {
  if (!(Number.isInteger(repeats) && repeats >= 1)) {
    const details = { parameter: "repeats", value: repeats, legal: "an integer from 1" };
    throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_PARAMETER", details);
  }
  const whole = quality(predictChecked(predict, table));
  return table.columns.map((column, c) => {
    const losses = Array.from({ length: repeats }, (_, repeat) => {
      const columns = table.columns.with(c, shuffled(column, mix(mix(seed, c), repeat)));
      return whole - quality(predictChecked(predict, { rows: table.rows, columns }));
    });
    const loss = losses.reduce((sum, value) => sum + value, 0) / repeats;
    const squares = losses.reduce((sum, value) => sum + (value - loss) ** 2, 0);
    return { feature: column.name, loss, deviation: Math.sqrt(squares / repeats) };
  });
}

function shuffled(column: Column, seed: number): Column {
  const rng = createRng(seed);
  const rows = column.kind === "numeric" ? column.values.length : column.codes.length;
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let i = rows - 1; i > 0; i--) {
    const j = rng.nextInt(i + 1);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return selectRows({ rows, columns: [column] }, order).columns[0]!;
}
