import type { MatchBatch } from "../../detect/index.ts";
import type { EpochMs, Reject, SkippedInput } from "../../domain/index.ts";
import type { ParsedSigma } from "../../sigma/index.ts";
import type { ColumnMapping, FormatId } from "../../source/index.ts";

/** A number of inputs that one worker reads, one after the other. */
export interface ScanTask {
  readonly number: number;
  readonly paths: readonly string[];
}

/** What every task of a run has in common. Plain data: it is sent to worker threads. */
export interface ScanSettings {
  /** Parsed once: sending them to a thread takes a twentieth of the time that parsing takes. */
  readonly rules: readonly ParsedSigma[];
  /** False: of events that no rule matched nothing is kept. */
  readonly keepsEvents: boolean;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  readonly as: FormatId | null;
  /** What the columns of generic logs mean. */
  readonly mapping: ColumnMapping | null;
  /** Paths of location databases, asked before the bundled one. */
  readonly geo: readonly string[];
  /** Names of roles, `*` for any text, whose session name is the person. */
  readonly personRoles: readonly string[];
}

export interface RuleText {
  readonly file: string;
  readonly text: string;
}

/** A part of a task's result; a long input gives several. */
export interface ScanPart {
  readonly task: number;
  readonly part: number;
  /** The task's last part. */
  readonly last: boolean;
  readonly batch: MatchBatch;
  /** Bytes of input as they came. */
  readonly bytes: number;
  readonly files: number;
  readonly records: number;
  readonly outside: number;
  readonly rejectedByCode: Readonly<Record<string, number>>;
  readonly rejects: readonly Reject[];
  readonly skippedCount: number;
  /** The first of them; the list is capped. */
  readonly skipped: readonly SkippedInput[];
}
