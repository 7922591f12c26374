import { suggestNearest } from "../../domain/index.ts";
import { CORRELATION_ANCESTORS_MAX, CORRELATION_DEPTH_MAX } from "../limits.ts";
import type { ParsedCorrelation, ParsedRule, RuleReference } from "../parse/sigma-document.ts";
import type { Place } from "../problems.ts";
import type { CompiledCorrelation, CorrelationSource } from "../rule-set.ts";
import type { ProblemList } from "../yaml/problem-log.ts";
import { countWaysUp, findLevels, type Level } from "./correlation-levels.ts";

/** The documents that a correlation may refer to; positions in the lists are the numbers of sources. */
export interface ReferenceTable {
  readonly rules: readonly ParsedRule[];
  readonly correlations: readonly ParsedCorrelation[];
}

export interface CompiledCorrelations {
  readonly correlations: readonly CompiledCorrelation[];
  /** By rule number, for rules that feed correlations: whether they also report on their own. */
  readonly speaking: ReadonlyMap<number, boolean>;
}

/** Resolves references, finds circles, and numbers the correlations that are whole. */
export function compileCorrelations(table: ReferenceTable, list: ProblemList): CompiledCorrelations {
  const resolver = new Resolver(table, list);
  const whole = table.correlations.map((_, index) => resolver.resolve(index));
  const numbers = new Map<number, number>();
  for (const [index, sources] of whole.entries()) if (sources !== null) numbers.set(index, numbers.size);
  const compiled: CompiledCorrelation[] = [];
  for (const [index, sources] of whole.entries()) {
    if (sources === null) continue;
    const { place: _, rules: __, isMuted, ...rest } = table.correlations[index]!;
    const renumbered = sources.map((source) =>
      source.kind === "rule" ? source : { ...source, index: numbers.get(source.index)! },
    );
    compiled.push({
      ...rest,
      sources: renumbered,
      rules: resolver.collectRules(index),
      silent: isMuted === true,
    });
  }
  return markSilent(compiled);
}

interface Target {
  readonly kind: "rule" | "correlation";
  readonly index: number;
}

class Resolver {
  readonly #table: ReferenceTable;
  readonly #list: ProblemList;
  readonly #targets = new Map<string, Target>();
  readonly #known = new Map<number, readonly CorrelationSource[] | null>();
  readonly #levels: readonly Level[];
  readonly #ways: readonly number[];

  constructor(table: ReferenceTable, list: ProblemList) {
    this.#table = table;
    this.#list = list;
    for (const kind of ["correlation", "rule"] as const) {
      const documents = kind === "rule" ? table.rules : table.correlations;
      for (const [index, { id, name }] of documents.entries()) {
        if (name !== null) this.#targets.set(name, { kind, index });
        if (id !== null) this.#targets.set(id.toLowerCase(), { kind, index });
      }
    }
    const children = table.correlations.map(({ rules }) =>
      rules.flatMap(({ text }) => this.#findCorrelation(text)),
    );
    this.#levels = findLevels(children);
    this.#ways = countWaysUp(children, this.#levels, CORRELATION_ANCESTORS_MAX + 1);
  }

  #findCorrelation(text: string): number[] {
    const target = this.#find(text);
    return target?.kind === "correlation" ? [target.index] : [];
  }

  /** What a correlation stands on; null after a complaint. */
  resolve(index: number): readonly CorrelationSource[] | null {
    const known = this.#known.get(index);
    if (known !== undefined) return known;
    const sources = this.#resolveNow(index);
    this.#known.set(index, sources);
    return sources;
  }

  /** Calls itself no deeper than there may be levels. */
  #resolveNow(index: number): readonly CorrelationSource[] | null {
    const correlation = this.#table.correlations[index]!;
    const level = this.#levels[index]!;
    if (level === "circle") {
      const back = correlation.rules.find(({ text }) =>
        this.#findCorrelation(text).some((child) => this.#levels[child] === "circle"),
      )!;
      this.#list.addAt(back.place, { code: "SIGMA_CORRELATION_CYCLE", details: { found: back.text } });
      return null;
    }
    if (level !== "above-circle" && level > CORRELATION_DEPTH_MAX) {
      const details = { max: CORRELATION_DEPTH_MAX };
      this.#list.addAt(correlation.place, { code: "SIGMA_CORRELATION_DEPTH", details });
      return null;
    }
    if (this.#ways[index]! > CORRELATION_ANCESTORS_MAX) {
      const details = { max: CORRELATION_ANCESTORS_MAX };
      this.#list.addAt(correlation.place, { code: "SIGMA_CORRELATION_FANOUT", details });
      return null;
    }
    const sources = correlation.rules.map((reference) => this.#resolveReference(reference, level));
    const whole = sources.filter((source) => source !== null);
    if (whole.length < sources.length || whole.length === 0) return null;
    return this.#checkAliases(correlation, whole) ? whole : null;
  }

  #find(text: string): Target | null {
    return this.#targets.get(text) ?? this.#targets.get(text.toLowerCase()) ?? null;
  }

  #resolveReference({ text, place }: RuleReference, level: Level): CorrelationSource | null {
    const target = this.#find(text);
    if (target === null) {
      this.#complainUnknown(text, place);
      return null;
    }
    if (target.kind === "correlation" && (level === "above-circle" || this.resolve(target.index) === null)) {
      const suggestion = "Correct the correlation that it refers to: it has an error of its own.";
      this.#list.addAt(place, { code: "SIGMA_CORRELATION_REFERENCE", details: { found: text }, suggestion });
      return null;
    }
    return { ...target, reference: text };
  }

  #complainUnknown(text: string, place: Place): void {
    const suggestion = suggestNearest(text, this.#targets.keys());
    this.#list.addAt(place, { code: "SIGMA_CORRELATION_REFERENCE", details: { found: text }, suggestion });
  }

  /** An alias must name a field for every source, unless the source groups by the same name itself. */
  #checkAliases(correlation: ParsedCorrelation, sources: readonly CorrelationSource[]): boolean {
    const before = this.#list.errors;
    for (const [alias, fields] of correlation.aliases) {
      const targets = [...fields.keys()].map((text) => ({ text, target: this.#find(text) }));
      for (const { text, target } of targets) {
        if (target !== null && sources.some((source) => isSame(source, target))) continue;
        const details = { alias, found: text };
        const suggestion = suggestNearest(
          text,
          sources.map((source) => source.reference),
        );
        this.#list.addAt(correlation.place, { code: "SIGMA_ALIAS_UNKNOWN_RULE", details, suggestion });
      }
      for (const source of sources) {
        const named = targets.some(({ target }) => target !== null && isSame(source, target));
        if (named || (source.kind === "correlation" && this.#groupsBy(source.index, alias))) continue;
        const details = { alias, rule: source.reference };
        this.#list.addAt(correlation.place, { code: "SIGMA_ALIAS_INCOMPLETE", details });
      }
    }
    return this.#list.errors === before;
  }

  #groupsBy(index: number, name: string): boolean {
    return this.#table.correlations[index]!.groupBy.includes(name);
  }

  /** Numbers of all rules that feed a correlation. */
  collectRules(index: number): readonly number[] {
    const rules = new Set<number>();
    const visit = (at: number): void => {
      for (const source of this.resolve(at) ?? []) {
        if (source.kind === "rule") rules.add(source.index);
        else visit(source.index);
      }
    };
    visit(index);
    return [...rules].sort((a, b) => a - b);
  }
}

const isSame = (a: Target, b: Target): boolean => a.kind === b.kind && a.index === b.index;

function markSilent(correlations: readonly CompiledCorrelation[]): CompiledCorrelations {
  const speaking = { rule: new Map<number, boolean>(), correlation: new Map<number, boolean>() };
  for (const { sources, generate } of correlations) {
    for (const { kind, index } of sources)
      speaking[kind].set(index, generate || speaking[kind].get(index) === true);
  }
  return {
    correlations: correlations.map((correlation, index) => ({
      ...correlation,
      silent: correlation.silent || speaking.correlation.get(index) === false,
    })),
    speaking: speaking.rule,
  };
}
