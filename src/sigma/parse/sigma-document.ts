import type { JsonObject } from "../../domain/index.ts";
import type { Condition } from "../condition/condition.ts";
import type { Search } from "../match/search.ts";
import type { Place, SigmaProblem } from "../problems.ts";

export const SIGMA_LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
export type SigmaLevel = (typeof SIGMA_LEVELS)[number];
export const SIGMA_STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"] as const;
export type SigmaStatus = (typeof SIGMA_STATUSES)[number];

/** The log that a rule is for. null: any. */
export interface Logsource {
  readonly category: string | null;
  readonly product: string | null;
  readonly service: string | null;
}

export interface RelatedRule {
  readonly id: string;
  readonly type: string;
}

/** What every Sigma document says about itself. */
export interface SigmaMetadata {
  readonly id: string | null;
  /** The name by which correlations and filters refer to it. */
  readonly name: string | null;
  readonly title: string;
  readonly description: string | null;
  readonly status: SigmaStatus | null;
  readonly level: SigmaLevel | null;
  readonly author: string | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
  readonly modified: string | null;
  readonly license: string | null;
  readonly taxonomy: string | null;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly fields: readonly string[];
  readonly scope: readonly string[];
  readonly related: readonly RelatedRule[];
  /** All keys that Sigma does not define, as plain JSON. */
  readonly custom: JsonObject;
  readonly file: string;
  readonly line: number;
}

/** What somebody switched off and others still stand on. */
export interface Muted {
  /** True: it only feeds correlations, whatever they say. */
  readonly isMuted?: true;
}

/** Named selections and the condition over them. */
export interface Detection {
  readonly selections: ReadonlyMap<string, Search>;
  /** Joined by OR. */
  readonly conditions: readonly Condition[];
}

export interface ParsedRule extends SigmaMetadata, Muted {
  readonly logsource: Logsource;
  readonly detection: Detection;
  readonly place: Place;
}

/** A reference to a rule or correlation by id or name. */
export interface RuleReference {
  readonly text: string;
  readonly place: Place;
}

export interface ParsedFilter extends SigmaMetadata {
  readonly logsource: Logsource;
  /** null: every rule of the log source. */
  readonly rules: readonly RuleReference[] | null;
  readonly detection: Detection;
  readonly place: Place;
}

export const CORRELATION_TYPES = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

export const BOUND_OPERATORS = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;
export type BoundOperator = (typeof BOUND_OPERATORS)[number];

export interface Bound {
  readonly operator: BoundOperator;
  readonly value: number;
}

/** All bounds must hold; or, for temporal correlations, an expression over the names of rules. */
export type CorrelationCondition =
  | { readonly kind: "bounds"; readonly bounds: readonly Bound[] }
  | { readonly kind: "expression"; readonly condition: Condition };

/** Field names by alias and by rule reference. */
export type Aliases = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface ParsedCorrelation extends SigmaMetadata, Muted {
  readonly type: CorrelationType;
  readonly rules: readonly RuleReference[];
  readonly groupBy: readonly string[];
  readonly aliases: Aliases;
  readonly timespanMs: number;
  readonly condition: CorrelationCondition;
  /** Fields whose values are counted or summed; several only for value_count. */
  readonly valueFields: readonly string[];
  /** 0 to 100; for value_percentile. */
  readonly percentile: number;
  /** The rules referred to also report on their own. */
  readonly generate: boolean;
  readonly place: Place;
}

/** One file, read. Documents with an error are left out and stand in `problems`. */
export interface ParsedSigma {
  readonly file: string;
  readonly rules: readonly ParsedRule[];
  readonly correlations: readonly ParsedCorrelation[];
  readonly filters: readonly ParsedFilter[];
  readonly problems: readonly SigmaProblem[];
}
