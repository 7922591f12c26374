import type {
  Condition,
  DetectorKind,
  EntityId,
  EpochMs,
  EventId,
  Finding,
  FindingId,
  IncidentId,
  Severity,
  Standing,
  VerdictKind,
} from "../../domain/index.ts";
import type { WriteOptions } from "./lease-port.ts";
import type { StandingFilter } from "./standing-filter.ts";

/** What is counted over all evidence of a finding. */
export interface FindingTally {
  /** Who took part, in the order of their first event, as many as the detector lists. */
  readonly actors: readonly EntityId[];
  /** Events that were refused or failed. */
  readonly refused: number;
}

/** A finding as a pass gives it. Its incident is not looked at: the incidents say which findings they have. */
export interface NewFinding {
  readonly finding: Finding;
  /** Access key of the first event of the evidence: incidents follow it to whom it was given by. Null: none. */
  readonly accessKeyId: string | null;
  /**
   * The day (`toDay`) of the pass that gave it. A finding that grows on later days is given again on each: when these are
   * repeated and do not give it any more, it is again as it was before.
   */
  readonly day: number;
  /** Absent where the detector does not count it. */
  readonly tally?: FindingTally;
}

export interface StoredFinding extends NewFinding {
  /** The pass that gave it: `rules`, `actor`, `address`, `resource`. */
  readonly lens: string;
  /** Null: the pass is not partitioned. */
  readonly partition: number | null;
  /** As the pass gave it; the finding's own score is what grouping into incidents made of it. */
  readonly rawScore: number;
  /** The latest verdict about it; null: none. */
  readonly verdict: VerdictKind | null;
  /** Id of an exception that covers it; null: none does. */
  readonly exception: string | null;
  /** How far people are with it. */
  readonly standing: Standing;
}

/** A finding without its evidence and its explanation: enough to rank, count and weigh. */
export interface FindingHead extends Omit<Finding, "events" | "explanation"> {
  readonly eventCount: number;
  readonly verdict: VerdictKind | null;
  readonly exception: string | null;
}

/** What a pass, done again, gives anew: days `[fromDay, toDay)` of one lens. */
export interface FindingScope {
  readonly lens: string;
  /** Null: of passes that are not partitioned; those of partitions are not touched. */
  readonly partition: number | null;
  readonly fromDay: number;
  /** Null: without end. */
  readonly toDay: number | null;
}

export interface ReplacedCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** Half-open in time: `[from, to)`, by the first event of the evidence. Everything given must hold. */
export interface FindingFilter extends StandingFilter {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** The last event of the evidence is not before this. */
  readonly lastFrom?: EpochMs;
  /** One of these. */
  readonly ids?: readonly FindingId[];
  readonly minSeverity?: Severity;
  /** An actor's id or name, exactly. */
  readonly actor?: string;
  /** An entity's id, exactly: an address, a resource, an actor. */
  readonly entity?: string;
  /** A detector's id or title, exactly. */
  readonly detector?: string;
  readonly kind?: DetectorKind;
  readonly lens?: string;
  readonly incident?: IncidentId;
  /** Part of summary, title, names or ids; upper and lower case of A to Z are alike. */
  readonly text?: string;
  readonly event?: EventId;
  /** Id of an exception: what it covers. */
  readonly exception?: string;
  /** Null: those without a verdict. */
  readonly verdict?: VerdictKind | null;
  /** True: leave out what an exception covers, and what was judged a false positive or a duplicate. */
  readonly openOnly?: boolean;
  /** What a query asks for, besides. */
  readonly where?: Condition;
}

/** A place in either order. */
export interface FindingCursor {
  readonly severity: Severity;
  readonly score: number;
  readonly at: EpochMs;
  readonly id: FindingId;
}

export interface FindingQuery extends FindingFilter {
  /** 1 to `PAGE_FINDINGS_MAX`. */
  readonly limit: number;
  /** `worst-first`: by severity and score, then the earliest, as everywhere. */
  readonly order: "worst-first" | "newest-first" | "oldest-first";
  /** Start behind this place. */
  readonly after?: FindingCursor;
}

/** Most findings of one page; more come with the cursor. */
export const PAGE_FINDINGS_MAX = 1000;

export interface FindingPage {
  readonly findings: readonly StoredFinding[];
  /** Null: there is no next page. */
  readonly next: FindingCursor | null;
}

/** A page of findings without evidence and explanation: what a list shows of each. */
export interface HeadPage {
  readonly heads: readonly ListedHead[];
  /** Null: there is no next page. */
  readonly next: FindingCursor | null;
}

export interface ListedHead extends FindingHead {
  /** How far people are with it. */
  readonly standing: Standing;
}

export interface FindingCounts {
  readonly total: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

export interface FindingStore {
  /**
   * Makes the findings of a scope those given, in one transaction: what is not given any more disappears, what is the
   * same is not touched, all else is written. The day of each must lie in the scope.
   */
  replace(
    scope: FindingScope,
    findings: readonly NewFinding[],
    options?: WriteOptions,
  ): Promise<ReplacedCounts>;
  /** By its id, or the beginning of it where only one begins so (8 characters at least). */
  find(id: string): Promise<StoredFinding | null>;
  read(query: FindingQuery): Promise<FindingPage>;
  /** The same without evidence and explanations, which are most of a page. */
  readHeads(query: FindingQuery): Promise<HeadPage>;
  count(filter: FindingFilter): Promise<FindingCounts>;
  /** Of all that stand, in no order. */
  listIds(): Promise<readonly FindingId[]>;
  /** All, in the order of time, then id. */
  stream(filter: FindingFilter): AsyncGenerator<readonly StoredFinding[]>;
  /** The same without evidence. */
  streamHeads(filter: FindingFilter): AsyncGenerator<readonly FindingHead[]>;
  /**
   * As their passes gave them, in the order of time, then id: without what grouping and people made of them, which takes
   * most of the time of reading few.
   */
  streamGiven(filter: FindingFilter): AsyncGenerator<readonly FindingVersion[]>;
  /** Every version that a pass gave, also those that a later day replaced, for a copy of the database. */
  streamVersions(): AsyncGenerator<readonly FindingVersion[]>;
  /** Adds such versions; those that are there are left. */
  restore(versions: readonly FindingVersion[]): Promise<void>;
  /** Removes all, to make room for a copy of another store's. */
  clear(): Promise<void>;
}

export interface FindingVersion extends NewFinding {
  readonly lens: string;
  readonly partition: number | null;
}
