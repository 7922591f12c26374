import { type Condition, type NumberRange, type Pattern, toExactText } from "./condition.ts";
import { matchesPattern } from "./matches-pattern.ts";

export type FieldValue = string | number | boolean;

/** A row as queries see it: the values of a field, none where it has none. */
export interface QueryRow {
  valuesOf(field: string): readonly FieldValue[];
  /** Where free text is looked for. */
  readonly texts: readonly string[];
  /** Found by free text when it is all of it. */
  readonly ids?: readonly string[];
}

/** Whether a row is what a condition asks for: the meaning of queries, by which the databases are tested. */
export function matchesCondition(condition: Condition, row: QueryRow): boolean {
  switch (condition.kind) {
    case "always":
      return true;
    case "all":
      return condition.parts.every((part) => matchesCondition(part, row));
    case "any":
      return condition.parts.some((part) => matchesCondition(part, row));
    case "not":
      return !matchesCondition(condition.part, row);
    case "present":
      return row.valuesOf(condition.field).length > 0;
    case "flag":
      return row.valuesOf(condition.field).includes(condition.value);
    case "number":
      return row
        .valuesOf(condition.field)
        .some((value) => typeof value === "number" && isInRange(condition.range, value));
    case "text":
      return row
        .valuesOf(condition.field)
        .some((value) => condition.patterns.some((pattern) => matchesPattern(pattern, String(value))));
    case "anywhere": {
      const pattern = toContaining(condition.pattern);
      return (
        row.texts.some((text) => matchesPattern(pattern, text)) ||
        // Of ids only a whole one is found.
        (toExactText(condition.pattern) !== null &&
          (row.ids ?? []).some((id) => matchesPattern(condition.pattern, id)))
      );
    }
  }
}

/** Free text may stand in the middle. */
export const toContaining = (pattern: Pattern): Pattern => [
  { kind: "any-run" },
  ...pattern,
  { kind: "any-run" },
];

const isInRange = ({ min, max, hasMin, hasMax }: NumberRange, value: number): boolean =>
  (min === null || value > min || (hasMin && value === min)) &&
  (max === null || value < max || (hasMax && value === max));
