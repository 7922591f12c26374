import { type RawBuilder, type SqlBool, sql } from "kysely";
import { toStoredText } from "./stored-text.ts";

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A to Z as small letters. Beyond these, engines and collations disagree. */
export const toLowerColumn = (column: string): RawBuilder<string> => toLowerText(sql.ref(column));

/** The same of any text. */
export const toLowerText = (text: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`translate(${text}, ${sql.lit(CAPITALS)}, ${sql.lit(CAPITALS.toLowerCase())})`;

export const toLowerAscii = (text: string): string =>
  text.replace(/[A-Z]/g, (capital) => capital.toLowerCase());

/** Whether one of the columns contains the text, small and capital letters of A to Z alike. */
export function containsText(columns: readonly string[], text: string): RawBuilder<SqlBool> {
  const part = toLowerAscii(toStoredText(text));
  const found = columns.map((column) => sql<SqlBool>`strpos(${toLowerColumn(column)}, ${part}) > 0`);
  return sql<SqlBool>`(${sql.join(found, sql` or `)})`;
}

export const allOf = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;

/** Compared by code point, whatever the collation of the database. */
export const byCodePoint = (column: string): RawBuilder<string> =>
  sql<string>`${sql.ref(column)} collate "C"`;

/** One column of an order, and the value behind which a page starts. */
export interface OrderPart {
  readonly column: RawBuilder<unknown>;
  readonly direction: "asc" | "desc";
  readonly after: RawBuilder<unknown> | number | string | null;
}

export const orderBy = (parts: readonly OrderPart[]): RawBuilder<unknown> =>
  sql.join(parts.map(({ column, direction }) => sql`${column} ${sql.raw(direction)}`));

/** What stands behind the place that `after` names, part by part. */
export function isBehind(parts: readonly OrderPart[]): RawBuilder<SqlBool> {
  const cases = parts.map(({ column, direction, after }, index) =>
    allOf([
      ...parts.slice(0, index).map((equal) => sql<SqlBool>`${equal.column} = ${equal.after}`),
      sql<SqlBool>`${column} ${sql.raw(direction === "asc" ? ">" : "<")} ${after}`,
    ]),
  );
  return sql<SqlBool>`(${sql.join(cases, sql` or `)})`;
}
