import type { JsonObject } from "../../domain/index.ts";
import type { FieldMemory } from "../field/field-memory.ts";
import type { FieldPath } from "../field/field-path.ts";
import { MANY } from "../field/find-values.ts";
import { INDEX_MEMORY_CHARS_MAX, INDEX_MEMORY_MAX } from "../limits.ts";
import { compileValueTest, type ValuePredicate } from "../value/value-test.ts";
import type { MatchContext } from "./match-context.ts";
import { exactTexts, type RequiredTest } from "./requirement.ts";

type Scalar = string | number | boolean;

const NONE: readonly number[] = [];

/**
 * Rules by the value of one field. Equalities are found in a map; other tests are tried once per distinct value,
 * and the answer is remembered: a log has few event names and few user agents.
 */
export class FieldIndex {
  readonly path: FieldPath;
  readonly #exact = new Map<string, number[]>();
  readonly #others: { readonly rule: number; readonly holds: ValuePredicate }[] = [];
  readonly #all: number[] = [];
  #memory = new Map<Scalar, readonly number[]>();

  readonly #fields: FieldMemory;
  readonly #slot: number;

  constructor(path: FieldPath, { fields }: MatchContext) {
    this.path = path;
    this.#fields = fields;
    this.#slot = fields.slotOf(path);
  }

  add(rule: number, required: RequiredTest, context: MatchContext): void {
    if (this.#all.at(-1) !== rule) this.#all.push(rule);
    const texts = exactTexts(required.test);
    if (texts === null) {
      this.#others.push({ rule, holds: compileValueTest(required.test, context.texts) });
      return;
    }
    for (const text of texts) {
      const rules = this.#exact.get(text);
      if (rules === undefined) this.#exact.set(text, [rule]);
      else if (rules.at(-1) !== rule) rules.push(rule);
    }
  }

  /** Rules whose requirement on this field holds, perhaps with others. */
  candidates(record: JsonObject): readonly number[] {
    const value = this.#fields.read(this.#slot, record, this.path);
    if (value === undefined) return NONE;
    if (value === MANY) return this.#all;
    return this.#memory.get(value) ?? this.#learn(value);
  }

  #learn(value: Scalar): readonly number[] {
    const exact = this.#exact.get(String(value).toLowerCase());
    const others = this.#others.filter(({ holds }) => holds(value)).map(({ rule }) => rule);
    const rules = others.length === 0 ? (exact ?? NONE) : [...new Set([...(exact ?? NONE), ...others])];
    if (typeof value !== "string" || value.length <= INDEX_MEMORY_CHARS_MAX) {
      if (this.#memory.size >= INDEX_MEMORY_MAX) this.#memory = new Map();
      this.#memory.set(value, rules);
    }
    return rules;
  }
}
