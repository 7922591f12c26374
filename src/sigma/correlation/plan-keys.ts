import { createHash } from "node:crypto";
import type { JsonObject } from "../../domain/index.ts";
import { GROUP_VALUE_CHARS_MAX, GROUPS_REMEMBERED_MAX } from "../limits.ts";
import type { CompiledCorrelation, CompiledRule, CorrelationSource, RuleSet } from "../rule-set.ts";
import { toNumber } from "../value/value-test.ts";
import { type CorrelationInput, FieldReader, type KeyPlan, type LineageLine } from "./key-plan.ts";

/** By rule number: the plans of all correlations that refer to the rule directly. */
export function planKeys(
  rules: readonly CompiledRule[],
  correlations: readonly CompiledCorrelation[],
): readonly (readonly KeyPlan[])[] {
  const planner = new KeyPlanner(rules, correlations);
  return rules.map((_, rule) =>
    correlations.flatMap(({ sources }, index) =>
      sources.some((source) => source.kind === "rule" && source.index === rule)
        ? [planner.plan(index, [rule])]
        : [],
    ),
  );
}

class KeyPlanner {
  readonly #rules: readonly CompiledRule[];
  readonly #correlations: readonly CompiledCorrelation[];

  constructor(rules: readonly CompiledRule[], correlations: readonly CompiledCorrelation[]) {
    this.#rules = rules;
    this.#correlations = correlations;
  }

  /** `way` is the rule's number and then the correlations passed on the way up. */
  plan(correlation: number, way: readonly number[]): KeyPlan {
    const { groupBy, valueFields, type } = this.#correlations[correlation]!;
    const upward = [...way, correlation];
    const kind = type === "value_count" ? "text" : type.startsWith("value_") ? "number" : "none";
    return {
      correlation,
      group: groupBy.map((name) => new FieldReader(this.#resolveField(name, upward))),
      value: { kind, readers: valueFields.map((name) => new FieldReader(this.#resolveField(name, upward))) },
      parents: this.parentsOf(correlation).map((parent) => this.plan(parent, upward)),
    };
  }

  parentsOf(correlation: number): readonly number[] {
    return findParents(this.#correlations, correlation);
  }

  /** The field of the rule's record that a name means at the end of the way: aliases are followed downwards. */
  #resolveField(name: string, way: readonly number[]): string {
    let field = name;
    for (let i = way.length - 1; i > 0; i--) {
      const fields = this.#correlations[way[i]!]!.aliases.get(field);
      if (fields === undefined) continue;
      const below = i === 1 ? this.#rules[way[0]!]! : this.#correlations[way[i - 1]!]!;
      const source: CorrelationSource | undefined = this.#correlations[way[i]!]!.sources.find(
        ({ kind, index }) => kind === (i === 1 ? "rule" : "correlation") && index === way[i - 1],
      );
      const known = [below.name, below.id, source?.reference].filter(
        (text) => text !== null && text !== undefined,
      );
      for (const [reference, target] of fields) {
        if (known.some((text) => text === reference || text.toLowerCase() === reference.toLowerCase()))
          field = target;
      }
    }
    return field;
  }
}

export function findParents(correlations: readonly CompiledCorrelation[], child: number): readonly number[] {
  const parents: number[] = [];
  for (const [index, { sources }] of correlations.entries()) {
    if (sources.some((source) => source.kind === "correlation" && source.index === child))
      parents.push(index);
  }
  return parents;
}

const NO_INPUTS: readonly CorrelationInput[] = [];

/**
 * What a match of a rule tells the correlations that refer to it. Stateless: it may run in another thread than the
 * correlator. A correlation is left out when the record lacks one of its group-by fields or the value it works on.
 */
export function extractCorrelationKeys(
  ruleSet: RuleSet,
  rule: number,
  record: JsonObject,
): readonly CorrelationInput[] {
  const plans = ruleSet.keyPlans[rule]!;
  if (plans.length === 0) return NO_INPUTS;
  const inputs: CorrelationInput[] = [];
  for (const plan of plans) {
    const key = readKey(plan, record);
    if (key === null) continue;
    const group =
      plan.parents.length === 0 ? key.group : [key.group, ...readLineage(plan, record)].join("\n");
    inputs.push({ correlation: plan.correlation, group, value: key.value });
  }
  return inputs;
}

/** One line of JSON for each correlation above, depth first. JSON holds no line breaks. */
function readLineage(plan: KeyPlan, record: JsonObject): readonly string[] {
  return plan.parents.flatMap((parent) => {
    const key = readKey(parent, record);
    const line: LineageLine = key === null ? null : [key.group, key.value];
    return [JSON.stringify(line), ...readLineage(parent, record)];
  });
}

interface Key {
  readonly group: string;
  readonly value: string | number | null;
}

function readKey(plan: KeyPlan, record: JsonObject): Key | null {
  const texts = readTexts(plan.group, record);
  if (texts === null) return null;
  const group = toGroup(texts);
  if (plan.value.kind === "none") return { group, value: null };
  if (plan.value.kind === "number") {
    const value = toNumber(plan.value.readers[0]?.read(record) ?? null);
    return value === null ? null : { group, value };
  }
  const values = readTexts(plan.value.readers, record);
  if (values === null) return null;
  return { group, value: values.length === 1 ? values[0]! : JSON.stringify(values) };
}

/** Nearly all groups are of an identity, and few identities do most. */
let groups = new Map<string, string>();

function toGroup(texts: readonly string[]): string {
  const [only] = texts;
  if (texts.length !== 1 || only === undefined) return JSON.stringify(texts);
  const known = groups.get(only);
  if (known !== undefined) return known;
  const group = JSON.stringify(texts);
  if (groups.size >= GROUPS_REMEMBERED_MAX) groups = new Map();
  groups.set(only, group);
  return group;
}

function readTexts(readers: readonly FieldReader[], record: JsonObject): readonly string[] | null {
  const texts: string[] = [];
  for (const reader of readers) {
    const value = reader.read(record);
    if (value === null) return null;
    texts.push(shorten(String(value)));
  }
  return texts;
}

function shorten(text: string): string {
  return text.length <= GROUP_VALUE_CHARS_MAX
    ? text
    : `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
