import type { JsonObject } from "../../domain/index.ts";
import type { FieldPath } from "../field/field-path.ts";
import { compileSearch } from "./compile-search.ts";
import { FieldIndex } from "./field-index.ts";
import { chooseForkFields } from "./fork-fields.ts";
import type { MatchContext, RecordPredicate } from "./match-context.ts";
import { findRequirement, measureUse, type Requirement } from "./requirement.ts";
import { RuleFork } from "./rule-fork.ts";
import type { Search } from "./search.ts";

/** Matches records against the rules of one log source. Not re-entrant: `match` is not called from within a getter of a record. */
export interface Matcher {
  /**
   * Appends the numbers of the matching rules, in ascending order, to `matches`. Never throws on any record.
   * A record must not change while it is matched.
   */
  match(record: JsonObject, matches: number[]): void;
}

export interface NumberedSearch {
  readonly rule: number;
  readonly search: Search;
}

export function createMatcher(searches: readonly NumberedSearch[], context: MatchContext): Matcher {
  const use = measureUse(searches.map(({ search }) => search));
  const requirements = searches.map(({ search }) => findRequirement(search, use));
  const forkFields = chooseForkFields(
    searches.map(({ search }) => search),
    requirements,
  );
  const isForked = toForkTest(forkFields);
  const predicates: RecordPredicate[] = []; // sparse: by rule number
  const indexes = new Map<string, FieldIndex>();
  const forked: NumberedSearch[] = [];
  for (const [place, { rule, search }] of searches.entries()) {
    predicates[rule] = compileSearch(search, context);
    const requirement = requirements[place] ?? null;
    if (requirement === null || isForked(requirement)) {
      forked.push({ rule, search });
      continue;
    }
    for (const required of requirement) {
      let index = indexes.get(required.path.name);
      if (index === undefined) {
        index = new FieldIndex(required.path, context);
        indexes.set(required.path.name, index);
      }
      index.add(rule, required, context);
    }
  }
  const fork = new RuleFork(forkFields, forked, context);
  return new IndexedMatcher({ predicates, indexes: [...indexes.values()], fork, context });
}

/** Whether the fork's fields alone tell that the requirement is not met. */
function toForkTest(fields: readonly FieldPath[]): (requirement: Requirement) => boolean {
  const names = new Set(fields.map(({ name }) => name));
  return (requirement) => requirement.every(({ path }) => names.has(path.name));
}

interface MatcherParts {
  readonly predicates: readonly RecordPredicate[];
  readonly fork: RuleFork;
  /** Rules that ask for something that the fork does not look at. */
  readonly indexes: readonly FieldIndex[];
  readonly context: MatchContext;
}

class IndexedMatcher implements Matcher {
  readonly #parts: MatcherParts;
  /** The record for which a rule was last tried: a rule may be found by several fields. */
  readonly #triedFor: Uint32Array;
  #records = 0;

  constructor(parts: MatcherParts) {
    this.#parts = parts;
    this.#triedFor = new Uint32Array(parts.predicates.length);
  }

  match(record: JsonObject, matches: number[]): void {
    const { predicates, indexes, fork, context } = this.#parts;
    if (this.#records === 0xffffffff) {
      this.#triedFor.fill(0);
      this.#records = 0;
    }
    this.#records++;
    context.reset();
    const start = matches.length;
    const { certain, open } = fork.judge(record);
    for (let i = 0; i < certain.length; i++) matches.push(certain[i]!);
    for (let i = 0; i < open.length; i++) {
      if (predicates[open[i]!]!(record)) matches.push(open[i]!);
    }
    for (let i = 0; i < indexes.length; i++) this.#tryAll(indexes[i]!.candidates(record), record, matches);
    if (matches.length - start > 1) sortFrom(matches, start);
  }

  #tryAll(rules: readonly number[], record: JsonObject, matches: number[]): void {
    const { predicates } = this.#parts;
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i]!;
      if (this.#triedFor[rule] === this.#records) continue;
      this.#triedFor[rule] = this.#records;
      if (predicates[rule]!(record)) matches.push(rule);
    }
  }
}

/** Insertion sort: a record matches a handful of rules. */
function sortFrom(numbers: number[], start: number): void {
  for (let i = start + 1; i < numbers.length; i++) {
    const number = numbers[i]!;
    let at = i;
    while (at > start && numbers[at - 1]! > number) {
      numbers[at] = numbers[at - 1]!;
      at--;
    }
    numbers[at] = number;
  }
}
