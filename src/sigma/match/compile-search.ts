import type { JsonValue } from "../../domain/index.ts";
import type { FieldPath } from "../field/field-path.ts";
import { FieldSearch, MANY, someScalar, type Visit } from "../field/find-values.ts";
import { compileValueTest } from "../value/value-test.ts";
import { compileReference } from "./compile-reference.ts";
import type { MatchContext, RecordPredicate } from "./match-context.ts";
import type { Search } from "./search.ts";

/** A search as nested functions. Cheap questions are asked first: the order of AND and OR does not change the answer. */
export function compileSearch(search: Search, context: MatchContext): RecordPredicate {
  switch (search.kind) {
    case "all":
      return compileAll(sortByCost(search.parts).map((part) => compileSearch(part, context)));
    case "any":
      return compileAny(sortByCost(search.parts).map((part) => compileSearch(part, context)));
    case "at-least":
      return compileAtLeast(
        search.parts.map((part) => compileSearch(part, context)),
        search.count,
      );
    case "not": {
      const holds = compileSearch(search.part, context);
      return (record) => !holds(record);
    }
    case "field":
      return compileLookup(search.path, compileValueTest(search.test, context.texts), context);
    case "keyword": {
      const visit = compileValueTest(search.test, context.texts);
      return (record) => someScalar(record, visit);
    }
    case "presence":
      return compilePresence(search.path, search.wanted, context);
    case "reference":
      return compileReference(search, context);
    case "pending":
      throw new Error("A search with placeholders was compiled before they were known.");
  }
}

function compileAll(parts: readonly RecordPredicate[]): RecordPredicate {
  const [first, second] = parts;
  if (parts.length === 2 && first !== undefined && second !== undefined) {
    return (record) => first(record) && second(record);
  }
  return (record) => {
    for (let i = 0; i < parts.length; i++) if (!parts[i]!(record)) return false;
    return true;
  };
}

function compileAny(parts: readonly RecordPredicate[]): RecordPredicate {
  const [first, second] = parts;
  if (parts.length === 2 && first !== undefined && second !== undefined) {
    return (record) => first(record) || second(record);
  }
  return (record) => {
    for (let i = 0; i < parts.length; i++) if (parts[i]!(record)) return true;
    return false;
  };
}

function compileAtLeast(parts: readonly RecordPredicate[], count: number): RecordPredicate {
  return (record) => {
    let holding = 0;
    for (let i = 0; i < parts.length; i++) if (parts[i]!(record) && ++holding >= count) return true;
    return false;
  };
}

/** The short way for plain fields, the long one for arrays, embedded JSON and keys with dots. */
function compileLookup(path: FieldPath, visit: Visit, context: MatchContext): RecordPredicate {
  const long = new FieldSearch({ path, visit, opensArrays: true, embedded: context.embedded });
  const { fields } = context;
  const slot = fields.slotOf(path);
  return (record) => {
    const value = fields.read(slot, record, path);
    if (value === undefined) return false;
    return value === MANY ? long.run(record) : visit(value);
  };
}

function compilePresence(
  path: FieldPath,
  wanted: "present" | "absent" | "null",
  context: MatchContext,
): RecordPredicate {
  const visit = wanted === "null" ? (value: JsonValue): boolean => value !== null : (): boolean => true;
  const found = new FieldSearch({ path, visit, opensArrays: false, embedded: context.embedded });
  return wanted === "present" ? (record) => found.run(record) : (record) => !found.run(record);
}

function sortByCost(parts: readonly Search[]): readonly Search[] {
  return parts
    .map((part) => ({ part, cost: estimateCost(part) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ part }) => part);
}

const KEYWORD_COST = 1_000;

function estimateCost(search: Search): number {
  switch (search.kind) {
    case "all":
    case "any":
    case "at-least":
      return search.parts.reduce((sum, part) => sum + estimateCost(part), 0);
    case "not":
      return estimateCost(search.part);
    case "field":
      return search.path.length + estimateTestCost(search.test);
    case "presence":
      return search.path.length + 1;
    case "reference":
      return search.path.length + search.other.length + 20;
    case "keyword":
    case "pending":
      return KEYWORD_COST;
  }
}

function estimateTestCost(test: (Search & { kind: "field" })["test"]): number {
  if (test.kind === "any")
    return 1 + test.tests.reduce((most, inner) => Math.max(most, estimateTestCost(inner)), 0);
  if (test.kind === "text") return test.pattern.kind === "exact" ? 1 : 20; // may have to write an object out
  return test.kind === "regex" ? 30 : 5;
}
