import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { compileSearch } from "./compile-search.ts";
import { findAny } from "./explain-match.ts";
import { MatchContext } from "./match-context.ts";
import type { Search } from "./search.ts";

/** What a rule asks, as people read it. Plain JSON. */
export type ConditionPart = ConditionGroup | ConditionTest;

export interface ConditionGroup {
  readonly kind: "all" | "any" | "none" | "at-least";
  /** For `at-least`: how many of the parts must hold. */
  readonly count: number;
  /** The selection's name in the rule; null: it has none. */
  readonly name: string | null;
  /** Whether it holds for the record that was asked about; null: none was. */
  readonly holds: boolean | null;
  readonly parts: readonly ConditionPart[];
}

export interface ConditionTest {
  readonly kind: "test";
  /** The field's name as the rule writes it; `*` for a keyword. */
  readonly field: string;
  /** `is 'StopLogging'`. */
  readonly test: string;
  readonly holds: boolean | null;
  /** What the record holds in the field, capped; null: nothing, or no record was asked about. */
  readonly found: JsonValue;
}

/** Parts of one rule that are told; a longer one is cut. */
export const CONDITION_PARTS_MAX = 400;

interface Asked {
  readonly record: JsonObject;
  readonly context: MatchContext;
}

/** @param record the parts say whether they hold for it; null: they say nothing. Slow: for people only. */
export function describeSearch(
  search: Search,
  names: ReadonlyMap<string, Search>,
  record: JsonObject | null,
): ConditionPart {
  const asked = record === null ? null : { record, context: new MatchContext() };
  return new Describer(new Map([...names].map(([name, one]) => [one, name])), asked).describe(search);
}

class Describer {
  readonly #names: ReadonlyMap<Search, string>;
  readonly #asked: Asked | null;
  #left = CONDITION_PARTS_MAX;

  constructor(names: ReadonlyMap<Search, string>, asked: Asked | null) {
    this.#names = names;
    this.#asked = asked;
  }

  describe(search: Search): ConditionPart {
    this.#left--;
    const name = this.#names.get(search) ?? null;
    switch (search.kind) {
      case "all":
      case "any":
        return this.#toGroup(search, { kind: search.kind, count: search.parts.length, name });
      case "at-least":
        return this.#toGroup(search, { kind: search.kind, count: search.count, name });
      case "not":
        return this.#toNone(search, search.part);
      case "keyword":
        return {
          kind: "test",
          field: "*",
          test: sayTest(search.said),
          found: null,
          holds: this.#ask(search),
        };
      case "field":
      case "presence":
      case "reference":
        return {
          kind: "test",
          field: search.path.name,
          test: sayTest(search.said),
          holds: this.#ask(search),
          found: this.#asked === null ? null : findAny(search.path, this.#asked.record, this.#asked.context),
        };
      case "pending":
        return {
          kind: "test",
          field: "*",
          test: "is one of a list that is not known",
          found: null,
          holds: null,
        };
    }
  }

  /** `not (a or b)` is none of both; `not a` is none of one. */
  #toNone(search: Search, part: Search): ConditionPart {
    const parts = part.kind === "any" ? part.parts : [part];
    const name = this.#names.get(part) ?? null;
    return this.#toParts(search, { kind: "none", count: 0, name }, parts);
  }

  #toGroup(
    search: Search & { readonly parts: readonly Search[] },
    group: Pick<ConditionGroup, "kind" | "count" | "name">,
  ): ConditionPart {
    return this.#toParts(search, group, search.parts);
  }

  #toParts(
    search: Search,
    group: Pick<ConditionGroup, "kind" | "count" | "name">,
    parts: readonly Search[],
  ): ConditionPart {
    const holds = this.#ask(search);
    const told: ConditionPart[] = [];
    for (const part of parts) {
      if (this.#left <= 0) break;
      const one = this.describe(part);
      // All of all is all.
      if (group.kind === "all" && one.kind === "all") told.push(...one.parts);
      else told.push(one);
    }
    return { ...group, holds, parts: told };
  }

  #ask(search: Search): boolean | null {
    if (this.#asked === null) return null;
    const { record, context } = this.#asked;
    context.reset();
    return compileSearch(search, context)(record);
  }
}

/** Modifiers of Sigma as people say them. */
const MODIFIER_WORDS: ReadonlyMap<string, string> = new Map([
  ["equals", "is"],
  ["contains", "contains"],
  ["startswith", "begins with"],
  ["endswith", "ends with"],
  ["re", "matches the pattern"],
  ["cidr", "is an address in"],
  ["lt", "is below"],
  ["lte", "is at most"],
  ["gt", "is above"],
  ["gte", "is at least"],
  ["neq", "is not"],
  ["fieldref", "is the same as"],
  ["all", ""],
  ["cased", "exactly as written"],
  ["windash", ""],
  ["expand", ""],
]);

/** `contains|all 'a' and 'b'` in words: `contains 'a' and 'b'`. */
function sayTest(said: string): string {
  const end = said.indexOf(" ");
  const words = said
    .slice(0, end)
    .split("|")
    .map((name) => MODIFIER_WORDS.get(name) ?? `(${name})`)
    .filter((word) => word !== "");
  const values = said.slice(end + 1);
  if (said.startsWith("exists ")) return values === "'false'" ? "is not there" : "is there";
  return values === "null" ? "is not there" : `${words.join(", ") || "is"} ${values}`;
}
