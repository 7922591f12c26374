import type { JsonValue } from "../../domain/index.ts";
import type { ConditionPart } from "../../sigma/index.ts";
import { toFieldWords } from "./field-words.ts";

/** A condition in one line; what stands deeper belongs to the line above it. */
export interface ConditionLine {
  readonly depth: number;
  readonly kind: ConditionPart["kind"];
  readonly count: number;
  readonly name: string | null;
  readonly field: string | null;
  /** The field in words. */
  readonly label: string | null;
  readonly test: string | null;
  readonly holds: boolean | null;
  readonly found: string | null;
}

/** A condition as lines, the outermost first. */
export function toConditionLines(part: ConditionPart, depth = 0): readonly ConditionLine[] {
  if (part.kind === "test") {
    const { field, test, holds } = part;
    return [
      {
        depth,
        kind: "test",
        count: 0,
        name: null,
        field,
        test,
        holds,
        label: toFieldWords(field),
        found: toText(part.found),
      },
    ];
  }
  const { kind, count, name, holds } = part;
  const own = { depth, kind, count, name, field: null, label: null, test: null, holds, found: null };
  return [own, ...part.parts.flatMap((inner) => toConditionLines(inner, depth + 1))];
}

const toText = (value: JsonValue): string | null => {
  if (value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
};
