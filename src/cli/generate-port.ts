import type { EpochMs } from "../domain/index.ts";

/** How a log of one file is written. */
export const TABLE_FORMATS = ["csv", "json", "ndjson"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface GenerateTableRequest {
  readonly kind: "uploads" | "activity" | "accounts" | "soc" | "drill";
  readonly seed: number;
  readonly people: number;
  /** Null: as many as the size needs. */
  readonly days: number | null;
  /** Rows at the most, or exactly where the kind of log says so; null: as many as the days have. */
  readonly size: number | null;
  /** A small mixed batch instead of days in full. */
  readonly isBatch: boolean;
  readonly startAt: EpochMs;
  readonly out: string;
  readonly format: TableFormat;
  /** Null: all stories. Empty: none. */
  readonly stories: readonly string[] | null;
}

export interface GenerateRequest {
  readonly seed: number;
  readonly people: number;
  /** Null: as many as the size needs. */
  readonly days: number | null;
  /** Records at the most; null: as many as the days have. */
  readonly size: number | null;
  readonly startAt: EpochMs;
  readonly out: string;
  readonly minutesPerFile: number;
  /** Null: all stories. Empty: none. */
  readonly stories: readonly string[] | null;
}

export interface GenerateResult {
  readonly records: number;
  readonly files: number;
  readonly bytes: number;
  readonly attackRecords: number;
  readonly labelsFile: string;
}

export interface GeneratePort {
  /** Names of the attack stories of one kind of log; none where it has no choice of them. */
  readonly storyNames: (kind: "cloudtrail" | GenerateTableRequest["kind"]) => Promise<readonly string[]>;
  generateCloudTrail(
    request: GenerateRequest,
    onProgress: (records: number) => void,
  ): Promise<GenerateResult>;
  /** Any other kind of log, as one file. */
  generateTable(
    request: GenerateTableRequest,
    onProgress: (records: number) => void,
  ): Promise<GenerateResult>;
}
