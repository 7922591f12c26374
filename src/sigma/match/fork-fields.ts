import type { FieldPath } from "../field/field-path.ts";
import { exactTexts, type Requirement } from "./requirement.ts";
import type { Search } from "./search.ts";

/** Fields by which most rules can be told to be impossible. */
const REQUIRED_FIELDS_MAX = 2;
/** Fields of few values (outcome, kind of tool) that many rules ask for besides. */
const VOCABULARY_FIELDS_MAX = 3;
/** A field that rules compare with more texts than these has no vocabulary. */
const VOCABULARY_MAX = 48;
/** Fewer rules than these are not worth reading a field for. */
const ASKING_RULES_MIN = 8;

interface Asked {
  readonly path: FieldPath;
  rules: number;
  isExact: boolean;
  readonly texts: Set<string>;
}

/** Which fields of a record to look at first, the most telling first. */
export function chooseForkFields(
  searches: readonly Search[],
  requirements: readonly (Requirement | null)[],
): readonly FieldPath[] {
  const required = new Map<string, { readonly path: FieldPath; rules: number }>();
  for (const requirement of requirements) {
    for (const path of new Map(requirement?.map((one) => [one.path.name, one.path])).values()) {
      const known = required.get(path.name);
      if (known === undefined) required.set(path.name, { path, rules: 1 });
      else known.rules++;
    }
  }
  const first = takeMost([...required.values()], REQUIRED_FIELDS_MAX);
  const taken = new Set(first.map(({ name }) => name));
  const asked = new Map<string, Asked>();
  for (const search of searches) countAsked(search, { asked, here: new Set() });
  const vocabularies = [...asked.values()].filter(
    ({ path, rules, isExact, texts }) =>
      !taken.has(path.name) && isExact && rules >= ASKING_RULES_MIN && texts.size <= VOCABULARY_MAX,
  );
  return [...first, ...takeMost(vocabularies, VOCABULARY_FIELDS_MAX)];
}

function takeMost(
  counted: readonly { readonly path: FieldPath; readonly rules: number }[],
  max: number,
): readonly FieldPath[] {
  return counted
    .toSorted((a, b) => b.rules - a.rules || (a.path.name < b.path.name ? -1 : 1))
    .slice(0, max)
    .map(({ path }) => path);
}

interface Counting {
  readonly asked: Map<string, Asked>;
  /** Fields that this search was counted for. */
  readonly here: Set<string>;
}

function countAsked(search: Search, counting: Counting): void {
  if (search.kind === "not") countAsked(search.part, counting);
  else if (search.kind === "all" || search.kind === "any" || search.kind === "at-least") {
    for (const part of search.parts) countAsked(part, counting);
  } else if (search.kind === "field") {
    const { path } = search;
    const found = counting.asked.get(path.name) ?? { path, rules: 0, isExact: true, texts: new Set() };
    counting.asked.set(path.name, found);
    const texts = exactTexts(search.test);
    if (texts === null) found.isExact = false;
    else for (const text of texts) found.texts.add(text);
    if (!counting.here.has(path.name)) found.rules++;
    counting.here.add(path.name);
  }
}
