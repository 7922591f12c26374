/** Limits of the analyses; strictly more than the limit is what is told. */
export interface UploadsLimits {
  readonly windowMs: number;
  readonly thresholdBytes: number;
  readonly services: number;
  readonly serviceBytes: number;
  readonly z: number;
  readonly otherDaysMin: number;
}

/** Rows of one analysis; the columns are the keys of each row, a bigint is an exact number of bytes. */
export interface UploadsTable {
  /** Name in JSON: `forward`, `daily_z`. */
  readonly key: string;
  /** What the rows say, for people. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string | number | bigint | null>>[];
}

export interface UploadsReport {
  /** Uploads that were read. */
  readonly uploads: number;
  /** Rows that are no uploads: how many, and the first of them. */
  readonly rejects: number;
  readonly firstRejects: readonly {
    /** The row's number among those after the header, from 1; blank lines are no rows. */
    readonly row: number;
    readonly code: string;
    readonly reason: string;
    /** The row's beginning; null: it is about the log as a whole. */
    readonly excerpt: string | null;
  }[];
  readonly limits: UploadsLimits;
  /** In the order in which they are shown. */
  readonly tables: readonly UploadsTable[];
}

export interface UploadsRequest {
  /** Path of the log, plain, gzip or zstd; `-` for standard input. */
  readonly file: string;
  readonly limits: UploadsLimits;
  /** Bytes read so far, of the total where it is known. */
  readonly onProgress: (bytes: number, total: number | null) => void;
}

/** What the command needs from the rest of the program. */
export interface UploadsPort {
  readonly defaults: UploadsLimits;
  /** Names of the analyses that `analyse` gives. */
  readonly analyses: readonly string[];
  analyse(request: UploadsRequest): Promise<UploadsReport>;
  /** Draws the chart of `forward` as SVG into a file. */
  writeSvg(report: UploadsReport, file: string): Promise<void>;
  /** The same in characters, `width` of them wide. */
  drawText(report: UploadsReport, width: number): Promise<string>;
}
