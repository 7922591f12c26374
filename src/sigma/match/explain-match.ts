import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { FieldSearch, someScalar } from "../field/find-values.ts";
import { EXPLANATION_VALUE_CHARS_MAX } from "../limits.ts";
import { compileValueTest } from "../value/value-test.ts";
import { toJsonText } from "../value/value-text.ts";
import { compileSearch } from "./compile-search.ts";
import { MatchContext } from "./match-context.ts";
import type { Search } from "./search.ts";

/** One test of a selection that held. Plain JSON. */
export type MatchedField = {
  readonly selection: string;
  /** The field's name as the rule writes it; `*` for a keyword. */
  readonly field: string;
  /** The first value that met the test, capped; null: it is missing or null. */
  readonly value: JsonValue;
  /** The test in words: `contains 'S3 Browser'`. */
  readonly test: string;
};

/** Fields that one explanation lists. */
const MATCHED_FIELDS_MAX = 50;

/** Which selections hold for a record, and by which fields. Slow: for findings only. */
export function explainSelections(
  selections: ReadonlyMap<string, Search>,
  record: JsonObject,
): MatchedField[] {
  const context = new MatchContext();
  const matched: MatchedField[] = [];
  for (const [selection, search] of selections) {
    for (const leaf of explainSearch(search, record, context)) {
      if (matched.length < MATCHED_FIELDS_MAX) matched.push({ selection, ...leaf });
    }
  }
  return matched;
}

type Leaf = Omit<MatchedField, "selection">;

/** The tests that held; empty when the search as a whole does not. */
function explainSearch(search: Search, record: JsonObject, context: MatchContext): readonly Leaf[] {
  if (!compileSearch(search, context)(record)) return [];
  switch (search.kind) {
    case "all":
    case "any":
    case "at-least":
      return search.parts.flatMap((part) => explainSearch(part, record, context));
    case "not":
      return explainNegation(search.part, record, context);
    case "field":
      return [{ field: search.path.name, value: findValue(search, record, context), test: search.said }];
    case "keyword":
      return [{ field: "*", value: findKeyword(search, record, context), test: search.said }];
    case "presence":
      return [{ field: search.path.name, value: findAny(search.path, record, context), test: search.said }];
    case "reference":
      return [{ field: search.path.name, value: findAny(search.path, record, context), test: search.said }];
    case "pending":
      return [];
  }
}

/** `neq`: the field's value is the reason, whatever it is. */
function explainNegation(part: Search, record: JsonObject, context: MatchContext): readonly Leaf[] {
  if (part.kind === "all" || part.kind === "any" || part.kind === "at-least") {
    return part.parts.flatMap((inner) => explainNegation(inner, record, context));
  }
  if (part.kind !== "field" && part.kind !== "presence" && part.kind !== "reference") return [];
  return [{ field: part.path.name, value: findAny(part.path, record, context), test: part.said }];
}

function findValue(search: Search & { kind: "field" }, record: JsonObject, context: MatchContext): JsonValue {
  const holds = compileValueTest(search.test, context.texts);
  let found: JsonValue = null;
  const visit = (value: JsonValue): boolean => {
    if (!holds(value)) return false;
    found = capValue(value);
    return true;
  };
  new FieldSearch({ path: search.path, visit, opensArrays: true, embedded: context.embedded }).run(record);
  return found;
}

function findKeyword(
  search: Search & { kind: "keyword" },
  record: JsonObject,
  context: MatchContext,
): JsonValue {
  const holds = compileValueTest(search.test, context.texts);
  let found: JsonValue = null;
  someScalar(record, (value) => {
    if (!holds(value)) return false;
    found = capValue(value);
    return true;
  });
  return found;
}

/** What a record holds in a field, capped; null: nothing. */
export function findAny(
  path: (Search & { kind: "field" })["path"],
  record: JsonObject,
  context: MatchContext,
): JsonValue {
  let found: JsonValue = null;
  const visit = (value: JsonValue): boolean => {
    found = capValue(value);
    return true;
  };
  new FieldSearch({ path, visit, opensArrays: false, embedded: context.embedded }).run(record);
  return found;
}

function capValue(value: JsonValue): JsonValue {
  if (typeof value === "string") {
    return value.length > EXPLANATION_VALUE_CHARS_MAX
      ? `${value.slice(0, EXPLANATION_VALUE_CHARS_MAX)}…`
      : value;
  }
  return typeof value === "object" && value !== null ? toJsonText(value, EXPLANATION_VALUE_CHARS_MAX) : value;
}
