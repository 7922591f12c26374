import { toError } from "../domain/index.ts";
import { EXPLAIN_PROBLEMS } from "./problems.ts";
import type { Contributions } from "./tree-shap/tree-shap.ts";

/**
 * Contributions of source fields: those of a field's derived columns added up, which Shapley values allow. Columns
 * that no field names stand for themselves, after the fields. Throws EXPLAIN_GROUP where a column has two fields.
 */
export function groupByField(
  explained: Contributions,
  columnsOfField: ReadonlyMap<string, readonly string[]>,
): Contributions {
  const fieldOf = new Map<string, string>();
  for (const [field, columns] of columnsOfField) {
    for (const feature of columns) {
      const first = fieldOf.get(feature);
      if (first !== undefined && first !== field) {
        throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_GROUP", { feature, first, second: field });
      }
      fieldOf.set(feature, field);
    }
  }
  const used = [...columnsOfField.keys()].filter((field) =>
    explained.features.some((feature) => fieldOf.get(feature) === field),
  );
  const alone = explained.features.filter((feature) => !fieldOf.has(feature));
  const features = [...used, ...alone];
  const place = explained.features.map((feature) => features.indexOf(fieldOf.get(feature) ?? feature));
  const values = new Float64Array(explained.rows * features.length);
  for (let row = 0; row < explained.rows; row++) {
    place.forEach((at, c) => {
      values[row * features.length + at]! += explained.values[row * place.length + c]!;
    });
  }
  return { ...explained, features, values };
}

/** Mean absolute contribution of each feature over all rows: its importance to the model. */
export function meanContributions(explained: Contributions): ReadonlyMap<string, number> {
  const width = explained.features.length;
  return new Map(
    explained.features.map((feature, c) => {
      let sum = 0;
      for (let row = 0; row < explained.rows; row++) sum += Math.abs(explained.values[row * width + c]!);
      return [feature, explained.rows === 0 ? 0 : sum / explained.rows];
    }),
  );
}
