import type { FieldPath } from "../field/field-path.ts";
import { exactLowerText, type ValueTest } from "../value/value-test.ts";
import type { Search } from "./search.ts";

/** A rule cannot match unless one of these tests holds for its field. */
export type Requirement = readonly RequiredTest[];

export interface RequiredTest {
  readonly path: FieldPath;
  readonly test: ValueTest;
}

/** What the rules ask of each field, by which to guess how well a field tells records apart. */
export interface FieldUse {
  /** By field, then by text: how many rules ask for it. */
  readonly asked: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly rules: number;
}

export function measureUse(searches: readonly Search[]): FieldUse {
  const asked = new Map<string, Map<string, number>>();
  for (const search of searches) {
    const here = new Map<string, Set<string>>();
    gatherTexts(search, here);
    for (const [field, texts] of here) {
      const counts = asked.get(field) ?? new Map<string, number>();
      asked.set(field, counts);
      for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return { asked, rules: searches.length };
}

function gatherTexts(search: Search, texts: Map<string, Set<string>>): void {
  if (search.kind === "all" || search.kind === "any") {
    for (const part of search.parts) gatherTexts(part, texts);
  } else if (search.kind === "field") {
    const set = texts.get(search.path.name) ?? new Set();
    texts.set(search.path.name, set);
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
export function findRequirement(search: Search, use: FieldUse): Requirement | null {
  switch (search.kind) {
    case "field":
      return [search];
    case "any": {
      const parts = search.parts.map((part) => findRequirement(part, use));
      return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
    }
    case "all": {
      let best: Requirement | null = null;
      for (const part of search.parts) {
        const requirement = findRequirement(part, use);
        if (requirement === null) continue;
        if (best === null || rate(requirement, use) < rate(best, use)) best = requirement;
      }
      return best;
    }
    case "at-least":
      // One of them must hold in any case.
      return findRequirement({ kind: "any", parts: search.parts }, use);
    case "not":
    case "keyword":
    case "presence":
    case "reference":
    case "pending":
      return null;
  }
}

/** What a test that is no equality (a prefix, a pattern) is guessed to let through. */
const INEXACT_RATE = 0.6;
/** A text that so large a share of many rules asks for (`outcome: success`) is what records usually hold. */
const COMMON_SHARE = 0.15;
const COMMON_RULES_MIN = 20;
const COMMON_RATE = 2;

/** A guess of how often the requirement is met, as if the values that rules ask of a field were equally frequent; lower is better. */
function rate(requirement: Requirement, use: FieldUse): number {
  let sum = 0;
  for (const { path, test } of requirement) sum += rateTest(path, test, use);
  return sum;
}

function rateTest(path: FieldPath, test: ValueTest, use: FieldUse): number {
  const texts = exactTexts(test);
  if (texts === null) return INEXACT_RATE;
  const asked = use.asked.get(path.name);
  const mostAsked = texts.reduce((most, text) => Math.max(most, asked?.get(text) ?? 0), 0);
  if (mostAsked >= COMMON_RULES_MIN && mostAsked > COMMON_SHARE * use.rules) return COMMON_RATE;
  return texts.length / Math.max(1, asked?.size ?? 1);
}
