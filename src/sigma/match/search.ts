import type { FieldPath } from "../field/field-path.ts";
import type { DetectionItem } from "../modifiers/detection-item.ts";
import type { ValueTest } from "../value/value-test.ts";

/** Which part of the other field's text a field reference asks for. */
export type ReferencePart = "whole" | "start" | "end" | "within";

/** What a rule asks of a record, as a tree. */
export type Search =
  | { readonly kind: "all"; readonly parts: readonly Search[] }
  | { readonly kind: "any"; readonly parts: readonly Search[] }
  | { readonly kind: "at-least"; readonly count: number; readonly parts: readonly Search[] }
  | { readonly kind: "not"; readonly part: Search }
  | { readonly kind: "field"; readonly path: FieldPath; readonly test: ValueTest; readonly said: string }
  | { readonly kind: "keyword"; readonly test: ValueTest; readonly said: string }
  /** `present`: the key is there, whatever its value. `null`: it is not there or holds nothing but null. */
  | {
      readonly kind: "presence";
      readonly path: FieldPath;
      readonly wanted: "present" | "absent" | "null";
      readonly said: string;
    }
  | {
      readonly kind: "reference";
      readonly path: FieldPath;
      readonly other: FieldPath;
      readonly part: ReferencePart;
      readonly cased: boolean;
      readonly said: string;
    }
  /** Placeholders are known only when rules are compiled. */
  | { readonly kind: "pending"; readonly item: DetectionItem };

export const allOf = (parts: readonly Search[]): Search =>
  parts.length === 1 ? parts[0]! : { kind: "all", parts };
export const anyOf = (parts: readonly Search[]): Search =>
  parts.length === 1 ? parts[0]! : { kind: "any", parts };
