import type { ColumnBatch, LoadColumn } from "../engine.ts";

/** Object ids of types in `pg_type`, which never change. */
const TYPE = { int8: 20, numeric: 1700, timestamp: 1114, timestamptz: 1184 } as const;

/** What a query gives as a value of ours: instants as milliseconds, numbers as numbers; null: the driver's own way. */
export function findParser(typeId: number): ((text: string) => number) | null {
  if (typeId === TYPE.int8 || typeId === TYPE.numeric) return Number;
  if (typeId === TYPE.timestamp || typeId === TYPE.timestamptz) return parseInstant;
  return null;
}

const INSTANT = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:\+00)?( BC)?$/;

/** Milliseconds of an instant as PostgreSQL writes it in the style ISO and the time zone UTC. */
export function parseInstant(text: string): number {
  const match = INSTANT.exec(text);
  if (match === null) throw new TypeError(`not an instant in UTC: ${text}`);
  const [, year, month, day, hour, minute, second, era] = match;
  const date = new Date(0);
  // There is no year 0: 1 BC is the year before 1.
  date.setUTCFullYear(era === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute));
  return date.getTime() + Math.round(Number(second) * 1000);
}

/** Rows sent to the server at once. */
const COPY_ROWS = 1000;

/** Rows of columns in the text format of COPY. */
export function* toCopyText(columns: readonly LoadColumn[]): Generator<string> {
  const rows = columns[0]?.values.length ?? 0;
  for (let from = 0; from < rows; from += COPY_ROWS) {
    const until = Math.min(from + COPY_ROWS, rows);
    let text = "";
    for (let row = from; row < until; row++) {
      for (let column = 0; column < columns.length; column++) {
        if (column > 0) text += "\t";
        text += toCopyValue(columns[column]!.values[row]!);
      }
      text += "\n";
    }
    yield text;
  }
}

const ESCAPED = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function toCopyValue(value: string | number | boolean | null): string {
  if (value === null) return "\\N";
  if (typeof value !== "string") return String(value);
  if (!ESCAPED.test(value)) return value;
  return value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!);
}

/** A value as the driver gives it, for the types that streams have. */
export type RowValue = string | number | boolean | null;

/** Rows as columns. */
export function toColumnBatch(rows: readonly (readonly RowValue[])[], columnCount: number): ColumnBatch {
  const columns = Array.from({ length: columnCount }, (_, column) => ({
    numberAt(row: number): number | null {
      const value = rows[row]![column];
      return value === null ? null : Number(value);
    },
    textAt(row: number): string | null {
      const value = rows[row]![column];
      return value === null ? null : String(value);
    },
  }));
  return { length: rows.length, columns };
}
