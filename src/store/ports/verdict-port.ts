import type { EntityType, EpochMs, FindingId, Verdict } from "../../domain/index.ts";

/** What an exception is about: it covers findings of the detector, past and future, where everything given holds. */
export interface ExceptionRule {
  readonly detector: string;
  /** Null: whatever the finding is about. */
  readonly entity: { readonly type: EntityType; readonly id: string } | null;
  /** Null: whoever did it. */
  readonly actor: string | null;
  readonly reason: string;
  /** Findings whose evidence begins at this time or later are not covered. Null: until it is ended. */
  readonly until: EpochMs | null;
}

export interface NewException extends ExceptionRule {
  /** The finding from which it was made; null: from none. */
  readonly finding: FindingId | null;
  /** Who made it: a user's name. */
  readonly by: string;
}

export interface StoredException extends NewException {
  readonly id: string;
  /** From 1; each change adds one, and those before are kept. */
  readonly version: number;
  readonly at: EpochMs;
  /** True: it was ended and covers nothing. */
  readonly isEnded: boolean;
}

/** People's judgements, and what follows from them. Nothing here is ever changed or removed: later rows count. */
export interface VerdictStore {
  add(verdict: Omit<Verdict, "at">): Promise<Verdict>;
  /** All of a target, the latest first. */
  list(target: Verdict["target"]): Promise<readonly Verdict[]>;
  /** Every verdict, the oldest first. */
  listAll(): Promise<readonly Verdict[]>;
  addException(exception: NewException): Promise<StoredException>;
  /** Another version; throws STORE_EXCEPTION_UNKNOWN. */
  changeException(id: string, change: ExceptionChange): Promise<StoredException>;
  /** The latest version of each, also of those that were ended, in the order in which they were made. */
  listExceptions(): Promise<readonly StoredException[]>;
  /** All versions of one, the latest first. */
  listVersions(id: string): Promise<readonly StoredException[]>;
  /** Adds what another store holds; what is there is left. */
  restore(rows: {
    readonly verdicts: readonly Verdict[];
    readonly exceptions: readonly StoredException[];
  }): Promise<void>;
}

export interface ExceptionChange {
  readonly by: string;
  readonly reason?: string;
  readonly until?: EpochMs | null;
  readonly isEnded?: boolean;
}
