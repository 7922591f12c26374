import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { EmbeddedJson } from "../field/embedded-json.ts";
import { compileFieldPath, type FieldPath } from "../field/field-path.ts";
import { FieldSearch, MANY, readOne } from "../field/find-values.ts";
import { toJsonText } from "../value/value-text.ts";

/** One match of a rule, as a correlation takes it. */
export interface CorrelationInput {
  readonly correlation: number;
  /**
   * The group-by values, joined so that different values never give the same text. Where correlations stand on this
   * one, lines follow with what those need to know of the record: to callers it is an opaque key.
   */
  readonly group: string;
  /** What is counted or summed; null where the correlation counts events. */
  readonly value: string | number | null;
}

/** How a record's fields become a correlation's key, for one rule and one way up. */
export interface KeyPlan {
  readonly correlation: number;
  readonly group: readonly FieldReader[];
  readonly value: ValuePlan;
  /** Correlations that stand on this one, in ascending order. */
  readonly parents: readonly KeyPlan[];
}

interface ValuePlan {
  readonly kind: "none" | "text" | "number";
  readonly readers: readonly FieldReader[];
}

/** Reads the first scalar that a field name means; an object counts as its JSON text. */
export class FieldReader {
  readonly #path: FieldPath | null;
  readonly #search: FieldSearch | null;
  #found: JsonValue = null;

  constructor(field: string) {
    const path = compileFieldPath(field);
    this.#path = typeof path === "string" ? null : path;
    const visit = (value: JsonValue): boolean => {
      this.#found = value;
      return value !== null;
    };
    this.#search =
      typeof path === "string"
        ? null
        : new FieldSearch({ path, visit, opensArrays: true, embedded: new EmbeddedJson() });
  }

  /** null: the field is missing or null. */
  read(record: JsonObject): string | number | boolean | null {
    const one = this.#path === null ? undefined : readOne(record, this.#path);
    if (one !== MANY) return one ?? null;
    this.#found = null;
    this.#search?.run(record);
    const found = this.#found;
    this.#found = null;
    return typeof found === "object" && found !== null ? toJsonText(found) : found;
  }
}

/** What a correlation higher up will need of this record: `[group, value]`, or null where the record lacks something. */
export type LineageLine = readonly [group: string, value: string | number | null] | null;
