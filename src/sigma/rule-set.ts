import type { JsonObject } from "../domain/index.ts";
import type { KeyPlan } from "./correlation/key-plan.ts";
import type { Matcher } from "./match/create-matcher.ts";
import { type ConditionPart, describeSearch } from "./match/describe-search.ts";
import { explainSelections, type MatchedField } from "./match/explain-match.ts";
import type { Search } from "./match/search.ts";
import type {
  Aliases,
  CorrelationCondition,
  CorrelationType,
  Logsource,
  SigmaMetadata,
} from "./parse/sigma-document.ts";
import type { SigmaProblem } from "./problems.ts";

export interface CompiledRule extends SigmaMetadata {
  readonly logsource: Logsource;
  /** Only feeds correlations: its own matches are not to be reported. */
  readonly silent: boolean;
  /** The selections that can be a reason for a match (not those under `not`), placeholders filled in. */
  readonly selections: ReadonlyMap<string, Search>;
  /** The whole condition, with the filters that apply. */
  readonly search: Search;
}

export interface CompiledCorrelation extends SigmaMetadata {
  readonly type: CorrelationType;
  /** Numbers of the rules that feed it, also through other correlations; ascending. */
  readonly rules: readonly number[];
  /** What it refers to, in the order of the document: an index into the rule set's rules or correlations. */
  readonly sources: readonly CorrelationSource[];
  readonly groupBy: readonly string[];
  readonly aliases: Aliases;
  readonly timespanMs: number;
  readonly condition: CorrelationCondition;
  readonly valueFields: readonly string[];
  /** 0 to 100, for value_percentile. */
  readonly percentile: number;
  readonly generate: boolean;
  /** Only feeds other correlations: its own matches are not to be reported. */
  readonly silent: boolean;
}

export interface CorrelationSource {
  readonly kind: "rule" | "correlation";
  readonly index: number;
  /** The id or name by which the correlation's expression and aliases know it. */
  readonly reference: string;
}

/** Rules and correlations, compiled together. The same texts in the same order give the same numbers. */
export interface RuleSet {
  /** The index is the rule's number. */
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
  /** Of the files and of putting them together. What has an error is not among the rules. */
  readonly problems: readonly SigmaProblem[];
  /** By rule number: how its matches feed correlations. Used by `extractCorrelationKeys`. */
  readonly keyPlans: readonly (readonly KeyPlan[])[];
  /**
   * The matcher of the rules for a log source. A rule's keys must be among the log source's; keys that it leaves out
   * mean any. Matchers are kept: asking twice costs nothing.
   */
  matcherFor(logsource: LogsourceQuery): Matcher;
}

export interface LogsourceQuery {
  readonly product: string;
  readonly service: string;
  readonly category?: string;
}

/** Which selections of a rule hold for a record, and by which fields and values. Slow: for findings only. */
export function explainMatch(ruleSet: RuleSet, rule: number, record: JsonObject): MatchedField[] {
  return explainSelections(ruleSet.rules[rule]!.selections, record);
}

/**
 * What a rule asks, part by part, and with a record which parts hold for it: what is missing where it does not match.
 * Slow: for people only.
 */
export function describeCondition(
  ruleSet: RuleSet,
  rule: number,
  record: JsonObject | null = null,
): ConditionPart {
  const { search, selections } = ruleSet.rules[rule]!;
  return describeSearch(search, selections, record);
}
