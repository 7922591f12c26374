import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { FieldSearch } from "../field/find-values.ts";
import type { MatchContext, RecordPredicate } from "./match-context.ts";
import type { ReferencePart, Search } from "./search.ts";

/** Values of the other field that are compared; more than a person would write into one record. */
const REFERENCE_VALUES_MAX = 1_000;

/** Any value of the one field against any value of the other. A field that is missing or null matches nothing. */
export function compileReference(
  search: Search & { kind: "reference" },
  context: MatchContext,
): RecordPredicate {
  const { texts, embedded } = context;
  const others: string[] = [];
  const toComparable = (value: JsonValue): string | null => {
    const text = texts.textOf(value);
    return text === null || search.cased ? text : text.toLowerCase();
  };
  const gather = (value: JsonValue): boolean => {
    const text = toComparable(value);
    if (text !== null) others.push(text);
    return others.length >= REFERENCE_VALUES_MAX;
  };
  const isRelated = (value: JsonValue): boolean => {
    const text = toComparable(value);
    if (text === null) return false;
    for (let i = 0; i < others.length; i++) if (holdsPart(text, others[i]!, search.part)) return true;
    return false;
  };
  const other = new FieldSearch({ path: search.other, visit: gather, opensArrays: true, embedded });
  const own = new FieldSearch({ path: search.path, visit: isRelated, opensArrays: true, embedded });
  return (record: JsonObject) => {
    others.length = 0;
    other.run(record);
    return others.length > 0 && own.run(record);
  };
}

function holdsPart(text: string, other: string, part: ReferencePart): boolean {
  switch (part) {
    case "whole":
      return text === other;
    case "start":
      return text.startsWith(other);
    case "end":
      return text.endsWith(other);
    case "within":
      return text.includes(other);
  }
}
