import type { LogType } from "./event.ts";
import type { NotLookedReason, Severity } from "./finding.ts";
import type { EpochMs } from "./id.ts";
import type { ProblemReport } from "./problem.ts";
import type { Reject } from "./reject.ts";

/** An input that was read but holds no records, and why: a digest file, an empty one. */
export interface SkippedInput {
  readonly file: string;
  readonly code: string;
}

/** A detector that could not look, and why. */
export interface NotLooked {
  readonly detector: string;
  readonly title: string;
  readonly why: NotLookedReason;
  /** What would have been needed. */
  readonly needs: string;
}

/** What a run read, skipped, rejected, looked at and did not look at. */
export interface RunRecord {
  readonly startedAt: EpochMs;
  readonly seconds: number;
  readonly threads: number;
  readonly files: number;
  readonly bytes: number;
  /** Files read without a record in them. The list is capped; the count is not. */
  readonly skippedCount: number;
  readonly skipped: readonly SkippedInput[];
  /** Inputs that could not be opened or found. */
  readonly problems: readonly ProblemReport[];
  /** events + duplicates + rejected + outside = records. */
  readonly records: number;
  readonly events: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Events before `--from` or after `--to`. */
  readonly outside: number;
  readonly rejectedByCode: Readonly<Record<string, number>>;
  /** The first rejects; the list is capped. */
  readonly rejects: readonly Reject[];
  readonly logTypes: Readonly<Partial<Record<LogType, number>>>;
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  readonly detectors: number;
  readonly looked: number;
  readonly notLooked: readonly NotLooked[];
  readonly findings: Readonly<Record<Severity, number>>;
  readonly incidents: number;
  /** Limits that were reached and what that means for the result. */
  readonly notes: readonly string[];
}
