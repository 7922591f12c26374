import type {
  Condition,
  EpochMs,
  FindingId,
  Incident,
  IncidentId,
  Severity,
  Standing,
  VerdictKind,
} from "../../domain/index.ts";
import type { ReplacedCounts } from "./finding-port.ts";
import type { WriteOptions } from "./lease-port.ts";
import type { StandingFilter } from "./standing-filter.ts";

export interface StoredIncident {
  readonly incident: Incident;
  /** The latest verdict about it; null: none. */
  readonly verdict: VerdictKind | null;
  /** How far people are with it. */
  readonly standing: Standing;
}

export interface IncidentFilter extends StandingFilter {
  /** Half-open: `[from, to)`, by the first event. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly minSeverity?: Severity;
  /** Id or name of an actor that takes part. */
  readonly actor?: string;
  /** Id of a tactic: `TA0010`. */
  readonly tactic?: string;
  /** Part of the summary; upper and lower case of A to Z are alike. */
  readonly text?: string;
  readonly verdict?: VerdictKind | null;
  /** True: leave out what was judged a false positive or a duplicate. */
  readonly openOnly?: boolean;
  /** What a query asks for, besides. */
  readonly where?: Condition;
}

export interface IncidentCursor {
  readonly severity: Severity;
  readonly score: number;
  readonly at: EpochMs;
  readonly id: IncidentId;
}

export interface IncidentQuery extends IncidentFilter {
  /** 1 to `PAGE_INCIDENTS_MAX`. */
  readonly limit: number;
  /** `worst-first`: by severity and score, then the earliest, as everywhere. */
  readonly order: "worst-first" | "newest-first" | "oldest-first";
  readonly after?: IncidentCursor;
}

export const PAGE_INCIDENTS_MAX = 1000;

export interface IncidentPage {
  readonly incidents: readonly StoredIncident[];
  readonly next: IncidentCursor | null;
}

/** What became of findings when they were brought together. */
export interface Grouping {
  readonly incidents: readonly Incident[];
  /** Scores of findings, lowered where they are usual. What is not named has the score that its pass gave it. */
  readonly scores: ReadonlyMap<FindingId, number>;
}

export interface IncidentStore {
  /**
   * Makes the incidents that begin at `from` or later (null: all) those given, and the scores of findings from then on
   * those given, in one transaction. Each finding belongs
   * to one incident at the most; ids of findings that are not stored do no harm.
   */
  replace(
    scope: { readonly from: EpochMs | null },
    grouping: Grouping,
    options?: WriteOptions,
  ): Promise<ReplacedCounts>;
  /** By its id, or the beginning of it where only one begins so (8 characters at least). */
  find(id: string): Promise<StoredIncident | null>;
  read(query: IncidentQuery): Promise<IncidentPage>;
  count(
    filter: IncidentFilter,
  ): Promise<{ readonly total: number; readonly bySeverity: Readonly<Record<Severity, number>> }>;
  /** Of all, in no order. */
  listIds(): Promise<readonly IncidentId[]>;
  /** All, in the order of time, then id. */
  stream(filter: IncidentFilter): AsyncGenerator<readonly StoredIncident[]>;
}
