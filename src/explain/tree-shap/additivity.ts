import { toError } from "../../domain/index.ts";
import { EXPLAIN_PROBLEMS } from "../problems.ts";
import { type Contributions, residualsOf } from "./tree-shap.ts";

/** Error allowed by `checkAdditivity`, relative to the size of the numbers that are added up. */
export const ADDITIVITY_TOLERANCE = 1e-9;

/**
 * Adds everything up again, whatever `residuals` claims, and throws EXPLAIN_NOT_ADDITIVE when a row's contributions
 * miss its output by more than the tolerance times the largest of 1, |base| and |output|. A value that is no number
 * misses too.
 */
export function checkAdditivity(explained: Contributions, tolerance = ADDITIVITY_TOLERANCE): void {
  residualsOf(explained.base, explained.outputs, explained.values).forEach((residual, row) => {
    const scale = Math.max(1, Math.abs(explained.base), Math.abs(explained.outputs[row]!));
    const error = Math.abs(residual) / scale;
    // Not `error > tolerance`: a NaN must fail.
    if (!(error <= tolerance)) {
      throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_NOT_ADDITIVE", { row, error, tolerance });
    }
  });
}
