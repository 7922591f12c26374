import type { Action, Actor, Address, ContentHash, EpochMs, EventId, Tool } from "../../domain/index.ts";
import type { EventContext, InputRecord } from "../port.ts";
import type { WriteOptions } from "./lease-port.ts";

/** What matching one input against one set of rules gave, as columns; the order does not matter. */
export interface RuleMatchRows {
  readonly length: number;
  /** The event's record in the input. Matches of records that are no event of this input (duplicates) are passed over. */
  readonly positions: ArrayLike<number>;
  /** 0: a rule matched; 1: input of a correlation. */
  readonly kinds: ArrayLike<number>;
  /** Number of the rule or correlation in the set. */
  readonly detectors: ArrayLike<number>;
  /** Number of the rule that matched. */
  readonly rules: ArrayLike<number>;
  /** The entity, or the correlation's group. */
  readonly groups: readonly string[];
  /** What a correlation sums or counts; null: nothing. */
  readonly values: readonly (number | string | null)[];
  /** JSON text of what matched in the record; null: not kept. */
  readonly details: readonly (string | null)[];
}

/** Matches in the order of their events (time, then id), then kind, detector, rule, group. */
export interface RuleMatchBatch {
  readonly length: number;
  readonly at: Float64Array;
  readonly kinds: Uint8Array;
  readonly detectors: Int32Array;
  readonly rules: Int32Array;
  /** Of the event; parts that repeat are shared instances. */
  readonly actors: readonly Actor[];
  readonly actions: readonly Action[];
  readonly addresses: readonly Address[];
  readonly tools: readonly Tool[];
  readonly contexts: readonly EventContext[];
  readonly accessKeyIds: readonly (string | null)[];
  eventIdAt(row: number): EventId;
  resourceAt(row: number): string | null;
  groupAt(row: number): string;
  valueAt(row: number): number | string | null;
  detailAt(row: number): string | null;
}

/** Half-open in time: `[from, to)`. */
export interface RuleMatchRange {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** Only what one of these asks for; absent: all. */
  readonly only?: readonly RuleMatchChoice[];
}

/** Matches of one rule, or inputs of one correlation. */
export interface RuleMatchChoice {
  /** 0: a rule matched; 1: input of a correlation. */
  readonly kind: 0 | 1;
  readonly detector: number;
  /** Null: all groups. */
  readonly groups: readonly string[] | null;
}

export interface InputMatches {
  /** An input of the ledger; another one throws STORE_INPUT_UNKNOWN. */
  readonly input: ContentHash;
  readonly rows: RuleMatchRows;
}

/**
 * Matches of rules by input and rule set, so that what has a state (bursts, correlations) can walk again without the
 * archive being read. A rule set is named by a hash of its rules: numbers of detectors mean something within it alone.
 */
export interface RuleMatchStore {
  /** Inputs that were not matched against the rule set yet, in the order in which they were ingested; those without events are none. */
  listMissing(ruleSet: string): Promise<readonly InputRecord[]>;
  /**
   * Keeps what inputs gave, all in one transaction; what was kept of them before is replaced. Many small inputs at once
   * are written quicker than one by one.
   */
  write(ruleSet: string, inputs: readonly InputMatches[], options?: WriteOptions): Promise<void>;
  stream(ruleSet: string, range: RuleMatchRange): AsyncGenerator<RuleMatchBatch>;
  /** What each input gave, in the order in which they were ingested, those that gave nothing included. */
  streamInputs(ruleSet: string): AsyncGenerator<InputMatches>;
  /** Sets of which something is kept, the newest first. */
  listRuleSets(): Promise<readonly string[]>;
  /** Removes what was kept for a set. */
  forget(ruleSet: string): Promise<void>;
}
