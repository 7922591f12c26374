import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { bindTwoWaySql, type SettingValue } from "./two-way-sql.ts";
import {
  type ColumnKind,
  type ColumnValues,
  UPLOAD_QUERIES,
  type UploadQueryName,
  type UploadRow,
} from "./upload-queries.ts";
import { formatUploadTime } from "./upload-time.ts";

type DuckDb = typeof import("@duckdb/node-api");

/** Uploads by column, ready for the database. All columns are of one length. */
export interface UploadColumns {
  /** Microseconds since 1970. */
  readonly times: readonly bigint[];
  readonly users: readonly string[];
  readonly services: readonly string[];
  readonly bytes: readonly bigint[];
}

/** Limits of the analyses; strictly more than the limit is what is told. */
export interface UploadSettings {
  readonly windowMs: number;
  readonly thresholdBytes: number;
  readonly services: number;
  readonly serviceBytes: number;
  /** Standard deviations. */
  readonly z: number;
  /** Robust standard deviations. */
  readonly robustScore: number;
  /** Fewer other days than this are no history to judge a day by. */
  readonly otherDaysMin: number;
}

export const UPLOAD_DEFAULTS: UploadSettings = {
  windowMs: 3_600_000,
  thresholdBytes: 100 * 1024 * 1024,
  services: 2,
  serviceBytes: 50 * 1024 * 1024,
  z: 3,
  robustScore: 3.5,
  otherDaysMin: 5,
};

/**
 * Services of one user that `forward` names (the most used ones) and up to which `multi_service_sliding` looks at the
 * user. The work of both grows with uploads times this.
 */
export const SERVICES_NAMED_MAX = 64;

/** The table `cloud_upload_logs` in a database in memory. Close it, or its memory stays. */
export interface UploadTable {
  append(columns: UploadColumns): void;
  /** Rows of one analysis, in its own order. Appended rows count from the next query on. */
  query<Name extends UploadQueryName>(
    name: Name,
    settings: UploadSettings,
  ): Promise<readonly UploadRow<Name>[]>;
  close(): void;
}

/** Rows of one DuckDB vector: the most that a data chunk can hold. */
const CHUNK_ROWS_MAX = 2048;

/** Memory of the database; what does not fit is spilled to a temporary file. */
const MEMORY_MAX = "1GB";

export async function openUploadTable(): Promise<UploadTable> {
  const duckdb = await import("@duckdb/node-api");
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    memory_limit: MEMORY_MAX,
    temp_directory: join(tmpdir(), `gait-uploads-${process.pid}`),
  });
  const connection = await instance.connect();
  await connection.run(readSql("schema.sql"));
  const appender = await connection.createAppender("cloud_upload_logs");
  const idle = [connection];
  let rows = 0;
  return {
    append(columns) {
      appendColumns(columns, { duckdb, appender, firstId: rows });
      rows += columns.times.length;
    },
    async query(name, settings) {
      appender.flushSync();
      // Several analyses may run at once, each on a connection of its own.
      const asking = idle.pop() ?? (await instance.connect());
      try {
        return await queryRows(name, settings, { duckdb, connection: asking });
      } finally {
        idle.push(asking);
      }
    },
    close() {
      appender.closeSync();
      for (const one of idle.splice(0)) one.closeSync();
      instance.closeSync();
    },
  };
}

interface AppendTarget {
  readonly duckdb: DuckDb;
  readonly appender: DuckDBAppender;
  readonly firstId: number;
}

function appendColumns(columns: UploadColumns, { duckdb, appender, firstId }: AppendTarget): void {
  const { BIGINT, TIMESTAMP, VARCHAR } = duckdb;
  for (let from = 0; from < columns.times.length; from += CHUNK_ROWS_MAX) {
    const until = Math.min(from + CHUNK_ROWS_MAX, columns.times.length);
    const chunk = duckdb.DuckDBDataChunk.create([BIGINT, TIMESTAMP, VARCHAR, VARCHAR, BIGINT], until - from);
    chunk.setColumns([
      Array.from({ length: until - from }, (_, row) => BigInt(firstId + from + row + 1)),
      columns.times.slice(from, until).map((micros) => new duckdb.DuckDBTimestampValue(micros)),
      columns.users.slice(from, until),
      columns.services.slice(from, until),
      columns.bytes.slice(from, until),
    ]);
    appender.appendDataChunk(chunk);
  }
}

interface QueryTarget {
  readonly duckdb: DuckDb;
  readonly connection: DuckDBConnection;
}

async function queryRows<Name extends UploadQueryName>(
  name: Name,
  settings: UploadSettings,
  { duckdb, connection }: QueryTarget,
): Promise<readonly UploadRow<Name>[]> {
  const { file, columns } = UPLOAD_QUERIES[name];
  const { sql, values } = bindTwoWaySql(readSql(file), toSettings(settings));
  const types = values.map((value) => typeOf(value, duckdb));
  const result = await connection.streamAndReadAll(sql, [...values], types);
  const kinds = Object.entries<ColumnKind>(columns);
  // The kinds of the columns are what makes a row of them; this is the place where rows come in.
  return result.getRows().map((row) => parseRow(row, kinds) as UploadRow<Name>);
}

const toSettings = (settings: UploadSettings): Readonly<Record<string, SettingValue>> => ({
  window: `${settings.windowMs} milliseconds`,
  threshold_bytes: BigInt(settings.thresholdBytes),
  services: BigInt(settings.services),
  service_bytes: BigInt(settings.serviceBytes),
  z: settings.z,
  robust_score: settings.robustScore,
  other_days_min: BigInt(settings.otherDaysMin),
  services_named_max: BigInt(SERVICES_NAMED_MAX),
});

function typeOf(value: SettingValue, duckdb: DuckDb): DuckDBType {
  if (typeof value === "bigint") return duckdb.BIGINT;
  return typeof value === "number" ? duckdb.DOUBLE : duckdb.VARCHAR;
}

function parseRow(
  row: readonly DuckDBValue[],
  kinds: readonly (readonly [string, ColumnKind])[],
): Readonly<Record<string, string | number | bigint>> {
  const parsed: Record<string, string | number | bigint> = {};
  for (let index = 0; index < kinds.length; index++) {
    const [column, kind] = kinds[index]!;
    parsed[column] = PARSERS[kind](row[index]);
  }
  return parsed;
}

const PARSERS: { readonly [Kind in ColumnKind]: (value: unknown) => ColumnValues[Kind] } = {
  text: (value) => String(value),
  instant: (value) => formatUploadTime(readMicros(value)),
  date: (value) => String(value),
  bytes: (value) => readBigint(value),
  count: (value) => Number(value),
  number: (value) => Number(value),
};

function readMicros(value: unknown): bigint {
  return readBigint(typeof value === "object" && value !== null && "micros" in value ? value.micros : value);
}

function readBigint(value: unknown): bigint {
  if (typeof value !== "bigint")
    throw new TypeError(`the database gave a ${typeof value} for a whole number`);
  return value;
}

const SQL_FOLDER = new URL("../../../../sql/uploads/", import.meta.url);
const readSql = (file: string): string => readFileSync(new URL(file, SQL_FOLDER), "utf8");
