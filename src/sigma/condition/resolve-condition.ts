import { allOf, anyOf, type Search } from "../match/search.ts";
import { type Condition, selectNames } from "./condition.ts";

/** A condition over selections as one search. Every name must be defined: `checkCondition` has seen to that. */
export function resolveCondition(condition: Condition, selections: ReadonlyMap<string, Search>): Search {
  switch (condition.kind) {
    case "and":
      return allOf(condition.parts.map((part) => resolveCondition(part, selections)));
    case "or":
      return anyOf(condition.parts.map((part) => resolveCondition(part, selections)));
    case "not":
      return { kind: "not", part: resolveCondition(condition.part, selections) };
    case "name":
      return selections.get(condition.name)!;
    case "of": {
      const parts = selectNames(condition.pattern, selections.keys()).map((name) => selections.get(name)!);
      if (condition.count === "all" || condition.count === parts.length) return allOf(parts);
      return condition.count === 1 ? anyOf(parts) : { kind: "at-least", count: condition.count, parts };
    }
  }
}
