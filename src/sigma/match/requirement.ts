import type { FieldPath } from "../field/field-path.ts";
import { exactLowerText, type ValueTest } from "../value/value-test.ts";
import type { Search } from "./search.ts";

/** A rule cannot match unless one of these tests holds for its field. */
export type Requirement = readonly RequiredTest[];

export interface RequiredTest {
  readonly path: FieldPath;
  readonly test: ValueTest;
}

/** How many different values the rules ask of each field: a measure of how well the field tells records apart. */
export type FieldVariety = ReadonlyMap<string, number>;

export function measureVariety(searches: readonly Search[]): FieldVariety {
  const values = new Map<string, Set<string>>();
  for (const search of searches) gatherValues(search, values);
  return new Map([...values].map(([field, set]) => [field, set.size]));
}

function gatherValues(search: Search, values: Map<string, Set<string>>): void {
  if (search.kind === "all" || search.kind === "any") {
    for (const part of search.parts) gatherValues(part, values);
  } else if (search.kind === "field") {
    const set = values.get(search.path.name) ?? new Set();
    values.set(search.path.name, set);
    for (const text of exactTexts(search.test) ?? []) set.add(text);
  }
}

/** The texts that a test asks for, if it asks for nothing else, in lower case; null: it asks for more. */
export function exactTexts(test: ValueTest): readonly string[] | null {
  if (test.kind !== "any") {
    const text = exactLowerText(test);
    return text === null ? null : [text];
  }
  const texts = test.tests.map(exactTexts);
  return texts.some((inner) => inner === null) ? null : texts.flatMap((inner) => inner ?? []);
}

/** The most telling requirement of a search, or null: it may match without any particular field. */
export function findRequirement(search: Search, variety: FieldVariety): Requirement | null {
  switch (search.kind) {
    case "field":
      return [search];
    case "any": {
      const parts = search.parts.map((part) => findRequirement(part, variety));
      return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
    }
    case "all": {
      let best: Requirement | null = null;
      for (const part of search.parts) {
        const requirement = findRequirement(part, variety);
        if (requirement === null) continue;
        if (best === null || rate(requirement, variety) < rate(best, variety)) best = requirement;
      }
      return best;
    }
    case "at-least":
      // One of them must hold in any case.
      return findRequirement({ kind: "any", parts: search.parts }, variety);
    case "not":
    case "keyword":
    case "presence":
    case "reference":
    case "pending":
      return null;
  }
}

/** Tests that are no equality must be tried one by one: as bad as a field with one value. */
const INEXACT_RATE = 2;

/** A guess of how often the requirement is met; lower is better. A field with many values beats a short list on one with few. */
function rate(requirement: Requirement, variety: FieldVariety): number {
  let sum = 0;
  for (const { path, test } of requirement) {
    const texts = exactTexts(test);
    const distinct = Math.max(1, variety.get(path.name) ?? 1);
    sum += texts === null ? INEXACT_RATE : (1 + Math.log2(Math.max(1, texts.length))) / distinct ** 2;
  }
  return sum;
}
