/** What one input may cost. Each limit is inclusive: a record of exactly `recordBytesMax` is read. */
export interface ReadLimits {
  /** One record's bytes as UTF-8. A larger one is a reject; what follows it is read. */
  readonly recordBytesMax: number;
  /** Levels of nesting, the record itself being the first. */
  readonly depthMax: number;
  /** What an archive may unpack to. A plain file may have any size: it is never held whole. */
  readonly unpackedBytesMax: number;
  /** Unpacked bytes per packed byte; gzip itself ends at 1032, logs stay under 50. */
  readonly ratioMax: number;
  /** Unpacked bytes up to which the ratio does not matter: small files of equal lines are harmless. */
  readonly ratioFreeBytes: number;
  /** Items given at once. */
  readonly batchItemsMax: number;
  /**
   * How often the search for the next record starts again inside a broken one, per input. A CSV with more open quotes is
   * read line by line from there on.
   */
  readonly resumesMax: number;
}

const MEBI = 1024 * 1024;

export const READ_LIMITS: ReadLimits = {
  recordBytesMax: 16 * MEBI,
  depthMax: 100,
  unpackedBytesMax: 8 * 1024 * MEBI,
  ratioMax: 200,
  ratioFreeBytes: 16 * MEBI,
  batchItemsMax: 1000,
  resumesMax: 100,
};

/** Inputs whose unpacked bytes stay within this are parsed at once, larger ones record by record. */
export const WHOLE_BYTES_MAX = 16 * MEBI;
/** Bytes at the beginning of an input by which its format is recognised. */
export const SAMPLE_BYTES_MAX = 64 * 1024;
/** Characters of a record that a reject shows. */
export const EXCERPT_CHARS_MAX = 200;
