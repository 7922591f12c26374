import type { CompiledQuery, Kysely, Transaction } from "kysely";
import type { StoreTables } from "./tables.ts";

/** In what engines differ. Asked for, never guessed from the engine's name. */
export interface Capabilities {
  /**
   * Indexes on tables of millions of rows pay: row stores need them. A column store finds rows by scanning one
   * column, and an index over random keys would outweigh the events.
   */
  readonly indexesLargeTables: boolean;
  /**
   * Several processes write at once. Looking first does not tell who will be first then: unique keys decide, and rows
   * are written in one order by all, so that nobody waits in a circle.
   */
  readonly writesTogether: boolean;
}

/** One column's values, in the database's own memory: a text is made when it is asked for. */
export interface ColumnReader {
  numberAt(row: number): number | null;
  textAt(row: number): string | null;
}

export interface ColumnBatch {
  readonly length: number;
  readonly columns: readonly ColumnReader[];
}

export type ColumnType = "text" | "integer" | "bigint" | "double" | "boolean";
export interface LoadColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: readonly (string | number | boolean | null)[];
}

/** A database with a dialect. Everything above it is written once, in SQL that every engine understands. */
export interface Engine {
  readonly db: Kysely<StoreTables>;
  readonly capabilities: Capabilities;
  /**
   * Adds rows to a temporary table of the transaction, making it where there is none; the fastest way in that the engine
   * has. The caller drops it.
   */
  loadTemporary(trx: Transaction<StoreTables>, table: string, columns: readonly LoadColumn[]): Promise<void>;
  /**
   * Runs a part of a transaction. Where the database gives it up for another process's sake, what it did is undone and
   * it runs again; what the transaction did before stays.
   */
  attempt<T>(trx: Transaction<StoreTables>, work: () => Promise<T>): Promise<T>;
  /** Rows as they are produced, on a connection of their own. */
  stream(query: CompiledQuery): AsyncGenerator<ColumnBatch>;
  /** Turns what the engine threw into a problem that a user can act on; a bug stays what it is. */
  toProblem(error: unknown): unknown;
  /** Two times the same: nothing was committed in between of which a kept answer speaks. */
  readVersion(): Promise<string>;
  checkpoint(): Promise<void>;
  /** Bytes of the database on disk. */
  sizeBytes(): Promise<number>;
  close(): Promise<void>;
}
