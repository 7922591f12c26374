import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { ColumnReader } from "../engine.ts";

export type DuckDb = typeof import("@duckdb/node-api");
type Chunk = InstanceType<DuckDb["DuckDBDataChunk"]>;

const INT32_MAX = 2_147_483_647;

/** What a query gives as a value of ours: instants as milliseconds, whole numbers as numbers, UUIDs as text. */
export function fromDuckDb(
  value: DuckDBValue,
  duckdb: DuckDb,
): string | number | boolean | Uint8Array | null {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof duckdb.DuckDBTimestampTZValue || value instanceof duckdb.DuckDBTimestampValue)
    // In parts: far from 1970 there are more microseconds than a number can count.
    return Number(value.micros / 1000n) + Number(value.micros % 1000n) / 1000;
  if (value instanceof duckdb.DuckDBDecimalValue) return value.toDouble();
  if (value instanceof duckdb.DuckDBBlobValue) return value.bytes;
  return String(value);
}

/** A bound value with the type that DuckDB should give it: a whole number must not become a double. */
export function toDuckDb(value: unknown, duckdb: DuckDb): readonly [DuckDBValue, DuckDBType] {
  if (value === null || value === undefined) return [null, duckdb.SQLNULL];
  if (typeof value === "string") return [value, duckdb.VARCHAR];
  if (typeof value === "boolean") return [value, duckdb.BOOLEAN];
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) return [value, duckdb.DOUBLE];
    return Math.abs(value) <= INT32_MAX ? [value, duckdb.INTEGER] : [BigInt(value), duckdb.BIGINT];
  }
  if (value instanceof Uint8Array) return [new duckdb.DuckDBBlobValue(value), duckdb.BLOB];
  throw new TypeError(`a ${typeof value} cannot be bound to a query`);
}

/**
 * Reads a column where DuckDB left it. The reader holds the chunk, and asks it: a long text is read through a pointer into
 * the chunk's memory, which is freed when nobody holds the chunk any more, whoever holds its vectors.
 */
export function readColumn(chunk: Chunk, column: number, duckdb: DuckDb): ColumnReader {
  return {
    numberAt(row) {
      const value = chunk.getColumnVector(column).getItem(row);
      if (typeof value === "number" || value === null) return value;
      return Number(fromDuckDb(value, duckdb));
    },
    textAt(row) {
      const value = chunk.getColumnVector(column).getItem(row);
      return value === null ? null : String(value);
    },
  };
}
