/** What a store may hold back or keep in memory. */
export interface StoreLimits {
  /** Events and rejects of an ingest that wait in memory before they are written to the database. */
  readonly waitingRowsMax: number;
  /** Inputs in one transaction. */
  readonly transactionInputsMax: number;
  /** How long a small input may wait for others before it is committed, while more come. */
  readonly transactionAgeMaxMs: number;
  /** Inputs of which a session remembers that they may be known; with more, the database is asked each time. */
  readonly ledgerMemoryMax: number;
  /** Values of one dimension kept while streaming or ingesting; when there are more, all are forgotten and read anew. */
  readonly dimensionValuesMax: number;
  /** Actors with a session kept while streaming, made from an actor and a credential; the same holds. */
  readonly sessionActorsMax: number;
  /** Answers of each kind of question about counts that are given again while nothing is written; 0: every question is asked anew. */
  readonly answersMax: number;
  /** Bytes of one part that a day of a pass leaves behind. A driver hands bytes over as text twice as long. */
  readonly passPartBytesMax: number;
}

export const STORE_LIMITS: StoreLimits = {
  waitingRowsMax: 100_000,
  transactionInputsMax: 1000,
  transactionAgeMaxMs: 2000,
  ledgerMemoryMax: 1_000_000,
  dimensionValuesMax: 200_000,
  sessionActorsMax: 200_000,
  answersMax: 64,
  passPartBytesMax: 128 * 1024 * 1024,
};
