import { suggestNearest } from "../domain/index.ts";
import { collectReasons } from "./condition/condition.ts";
import { resolveCondition } from "./condition/resolve-condition.ts";
import { compileCorrelations, type ReferenceTable } from "./correlation/compile-correlations.ts";
import { planKeys } from "./correlation/plan-keys.ts";
import { createMatcher, type Matcher, type NumberedSearch } from "./match/create-matcher.ts";
import { MatchContext } from "./match/match-context.ts";
import { allOf, anyOf, type Search } from "./match/search.ts";
import { buildSearch } from "./modifiers/build-search.ts";
import type { Placeholders } from "./modifiers/placeholders.ts";
import type { Detection, Logsource, ParsedFilter, ParsedRule, ParsedSigma } from "./parse/sigma-document.ts";
import type { Place } from "./problems.ts";
import type { CompiledRule, LogsourceQuery, RuleSet } from "./rule-set.ts";
import { ProblemList } from "./yaml/problem-log.ts";

export interface CompileOptions {
  /** Values for `%name%` in items with the modifier `expand`. */
  readonly placeholders?: Placeholders;
}

/** Puts files together: placeholders, filters, references between documents. Never throws on bad input. */
export function compileSigma(parsed: readonly ParsedSigma[], options: CompileOptions = {}): RuleSet {
  const list = new ProblemList();
  const known = new KnownNames(list);
  const placeholders = options.placeholders ?? {};
  const sources = parsed
    .flatMap((file) => file.rules)
    .filter((rule) => known.add(rule))
    .flatMap((rule) => fillRule(rule, placeholders, list) ?? []);
  const filters = parsed
    .flatMap((file) => file.filters)
    .filter((filter) => known.add(filter))
    .flatMap((filter) => fillFilter(filter, placeholders, list) ?? []);
  warnIdleFilters(filters, sources, list);
  const parsedCorrelations = parsed.flatMap((file) => file.correlations).filter((one) => known.add(one));
  const references: ReferenceTable = {
    rules: sources.map(({ rule }) => rule),
    correlations: parsedCorrelations,
  };
  const { correlations, speaking } = compileCorrelations(references, list);
  const rules = sources.map((source, number): CompiledRule => {
    const { detection: _, place: __, isMuted, ...metadata } = source.rule;
    const search = applyFilters(source, filters);
    const silent = isMuted === true || speaking.get(number) === false;
    return { ...metadata, selections: findReasons(source), search, silent };
  });
  return {
    rules,
    correlations,
    problems: [...parsed.flatMap((file) => file.problems), ...list.problems],
    keyPlans: planKeys(rules, correlations),
    matcherFor: createMatcherSource(rules),
  };
}

/** Ids and names must be unique among all documents: correlations and filters refer by them. */
class KnownNames {
  readonly #list: ProblemList;
  readonly #ids = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(list: ProblemList) {
    this.#list = list;
  }

  /** Whether the document may stay. */
  add(document: {
    readonly id: string | null;
    readonly name: string | null;
    readonly place: Place;
  }): boolean {
    const { id, name, place } = document;
    const at = `${place.file}:${place.line}`;
    const otherId = id === null ? undefined : this.#ids.get(id.toLowerCase());
    const otherName = name === null ? undefined : this.#names.get(name);
    if (id !== null && otherId !== undefined) {
      this.#list.addAt(place, { code: "SIGMA_DUPLICATE_ID", details: { id, other: otherId } });
    }
    if (name !== null && otherName !== undefined) {
      this.#list.addAt(place, { code: "SIGMA_DUPLICATE_NAME", details: { name, other: otherName } });
    }
    if (otherId !== undefined || otherName !== undefined) return false;
    if (id !== null) this.#ids.set(id.toLowerCase(), at);
    if (name !== null) this.#names.set(name, at);
    return true;
  }
}

interface FilledRule {
  readonly rule: ParsedRule;
  readonly selections: ReadonlyMap<string, Search>;
  readonly search: Search;
}

interface FilledFilter {
  readonly filter: ParsedFilter;
  readonly search: Search;
}

function fillRule(rule: ParsedRule, placeholders: Placeholders, list: ProblemList): FilledRule | null {
  const selections = fillSelections(rule.detection, placeholders, list);
  return selections === null
    ? null
    : { rule, selections, search: joinConditions(rule.detection, selections) };
}

function fillFilter(
  filter: ParsedFilter,
  placeholders: Placeholders,
  list: ProblemList,
): FilledFilter | null {
  const selections = fillSelections(filter.detection, placeholders, list);
  return selections === null ? null : { filter, search: joinConditions(filter.detection, selections) };
}

function joinConditions(detection: Detection, selections: ReadonlyMap<string, Search>): Search {
  return anyOf(detection.conditions.map((condition) => resolveCondition(condition, selections)));
}

function fillSelections(
  detection: Detection,
  placeholders: Placeholders,
  list: ProblemList,
): ReadonlyMap<string, Search> | null {
  const filled = new Map<string, Search>();
  for (const [name, search] of detection.selections) {
    const whole = fillSearch(search, placeholders, list);
    if (whole !== null) filled.set(name, whole);
  }
  return filled.size < detection.selections.size ? null : filled;
}

function fillSearch(search: Search, placeholders: Placeholders, list: ProblemList): Search | null {
  if (search.kind === "pending") return buildSearch(search.item, placeholders, list);
  if (search.kind === "not") {
    const part = fillSearch(search.part, placeholders, list);
    return part === null ? null : { kind: "not", part };
  }
  if (search.kind !== "all" && search.kind !== "any" && search.kind !== "at-least") return search;
  const parts = search.parts.map((part) => fillSearch(part, placeholders, list));
  const whole = parts.filter((part) => part !== null);
  return whole.length < parts.length ? null : { ...search, parts: whole };
}

function findReasons({ rule, selections }: FilledRule): ReadonlyMap<string, Search> {
  const names = [...selections.keys()];
  const reasons = new Set(rule.detection.conditions.flatMap((condition) => collectReasons(condition, names)));
  return new Map([...selections].filter(([name]) => reasons.has(name)));
}

function applyFilters(source: FilledRule, filters: readonly FilledFilter[]): Search {
  const applied = filters.filter(({ filter }) => isFilterFor(filter, source.rule));
  return allOf([source.search, ...applied.map(({ search }) => search)]);
}

function isFilterFor(filter: ParsedFilter, rule: ParsedRule): boolean {
  if (!isWithin(rule.logsource, filter.logsource)) return false;
  return (
    filter.rules === null || filter.rules.some(({ text }) => text === rule.name || isSameId(text, rule.id))
  );
}

const isSameId = (text: string, id: string | null): boolean =>
  id !== null && text.toLowerCase() === id.toLowerCase();

/** Whether all that the filter asks of the log source is what the rule is for. */
function isWithin(rule: Logsource, filter: Logsource): boolean {
  return (["category", "product", "service"] as const).every(
    (key) => filter[key] === null || filter[key] === rule[key],
  );
}

function warnIdleFilters(
  filters: readonly FilledFilter[],
  sources: readonly FilledRule[],
  list: ProblemList,
): void {
  const rules = sources.map(({ rule }) => rule);
  const names = rules.flatMap((rule) => [rule.id, rule.name]).filter((name) => name !== null);
  for (const { filter } of filters) {
    for (const { text, place } of filter.rules ?? []) {
      const meant = rules.some((rule) => isFilterFor({ ...filter, rules: [{ text, place }] }, rule));
      if (meant) continue;
      const suggestion = suggestNearest(text, names);
      list.addAt(place, { code: "SIGMA_FILTER_NO_RULE", details: { found: text }, suggestion });
    }
  }
}

function createMatcherSource(rules: readonly CompiledRule[]): RuleSet["matcherFor"] {
  const matchers = new Map<string, Matcher>();
  return (query) => {
    const key = JSON.stringify([query.product, query.service, query.category ?? null]);
    let matcher = matchers.get(key);
    if (matcher === undefined) {
      const searches: NumberedSearch[] = [];
      for (const [rule, { logsource, search }] of rules.entries()) {
        if (isFor(logsource, query)) searches.push({ rule, search });
      }
      matcher = createMatcher(searches, new MatchContext());
      matchers.set(key, matcher);
    }
    return matcher;
  };
}

function isFor(logsource: Logsource, query: LogsourceQuery): boolean {
  return (["category", "product", "service"] as const).every(
    (key) => logsource[key] === null || logsource[key] === (query[key]?.toLowerCase() ?? null),
  );
}
