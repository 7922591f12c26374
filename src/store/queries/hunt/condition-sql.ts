import { type RawBuilder, type SqlBool, sql } from "kysely";
import {
  type Condition,
  type NumberRange,
  type Pattern,
  toContaining,
  toEpochMs,
  toExactText,
} from "../../../domain/index.ts";
import { toStoredText } from "../../stored-text.ts";
import { allOf, toLowerText } from "../../text-match.ts";
import { toInstant } from "../instant.ts";

type Sql = RawBuilder<SqlBool>;

/** Where a field's values stand. */
export interface FieldSource {
  /** Each may hold one of the row's values; null: it has none there. */
  readonly columns: readonly RawBuilder<unknown>[];
  /** A condition on the columns as one on the row that was asked about; never null. */
  readonly within: (condition: Sql) => Sql;
  /** Instants are compared as instants. */
  readonly isTime?: boolean;
  /** Texts are matched in a way of their own. */
  readonly matchText?: (patterns: readonly Pattern[]) => Sql;
}

/** The fields of a subject as the database has them. */
export interface SubjectSource {
  field(name: string): FieldSource;
  /** Where free text is looked for. */
  anywhere(pattern: Pattern): readonly FieldSource[];
}

/** On the row itself: what is not known does not match. */
export const ofRow = (condition: Sql): Sql => sql<SqlBool>`coalesce(${condition}, false)`;

/** A condition of a query in SQL. Every text and number of the query is a parameter. */
export function toConditionSql(condition: Condition, source: SubjectSource): Sql {
  switch (condition.kind) {
    case "always":
      return sql<SqlBool>`true`;
    case "all":
      return allOf(condition.parts.map((part) => toConditionSql(part, source)));
    case "any":
      return anyOf(condition.parts.map((part) => toConditionSql(part, source)));
    case "not":
      return sql<SqlBool>`not ${toConditionSql(condition.part, source)}`;
    case "anywhere":
      return anyOf(
        source
          .anywhere(condition.pattern)
          .map(({ columns, within, matchText }) =>
            within(
              matchText === undefined
                ? anyOf(columns.map((column) => matchTexts(column, [toContaining(condition.pattern)])))
                : matchText([condition.pattern]),
            ),
          ),
      );
    case "present":
    case "flag":
    case "number":
    case "text":
      return toFieldSql(condition, source.field(condition.field));
  }
}

type FieldCondition = Extract<Condition, { readonly field: string }>;

function toFieldSql(condition: FieldCondition, source: FieldSource): Sql {
  const { columns, within, matchText } = source;
  const onAny = (test: (column: RawBuilder<unknown>) => Sql): Sql => within(anyOf(columns.map(test)));
  switch (condition.kind) {
    case "present":
      return onAny((column) => sql<SqlBool>`${column} is not null`);
    case "flag":
      return onAny((column) => sql<SqlBool>`${column} = ${sql.lit(condition.value)}`);
    case "number":
      return onAny((column) => inRange(column, condition.range, source.isTime === true));
    case "text":
      if (matchText !== undefined) return within(matchText(condition.patterns));
      return onAny((column) => matchTexts(column, condition.patterns));
  }
}

/** One of them at least; of none: nothing. */
export const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;

/**
 * Whether a text column is what one of the patterns says, letters of A to Z alike; never null. Asked twice: `lower` is
 * many times faster than what folds A to Z alone, and what it leaves is a little more than what is meant.
 */
export function matchTexts(column: RawBuilder<unknown>, patterns: readonly Pattern[]): Sql {
  const near = patterns.map(
    (pattern) => sql<SqlBool>`lower(${column}) like ${toNearLike(pattern)} escape '\\'`,
  );
  return sql<SqlBool>`(case when ${anyOf(near)} then ${matchExactly(column, patterns)} else false end)`;
}

/** Beyond ASCII small letters are made by other rules, and not one for one: there anything will do. */
const toNearLike = (pattern: Pattern): string =>
  toLike(pattern.map((part) => (part.kind === "any-character" ? { kind: "any-run" } : part))).replace(
    /[^\p{ASCII}]+/gu,
    "%",
  );

function matchExactly(column: RawBuilder<unknown>, patterns: readonly Pattern[]): Sql {
  const text = toLowerText(column);
  const exact = patterns.flatMap((pattern) => toExactText(pattern) ?? []);
  const wild = patterns.filter((pattern) => toExactText(pattern) === null);
  const listed = exact.map((one) => sql`${toStoredText(one)}`);
  return anyOf([
    ...(listed.length === 0 ? [] : [sql<SqlBool>`${text} in (${sql.join(listed)})`]),
    ...wild.map((pattern) => sql<SqlBool>`${text} like ${toLike(pattern)} escape '\\'`),
  ]);
}

/** A pattern as LIKE reads it. */
export const toLike = (pattern: Pattern): string =>
  pattern
    .map((part) => {
      if (part.kind === "any-run") return "%";
      return part.kind === "any-character" ? "_" : toStoredText(part.text).replace(/[\\%_]/g, "\\$&");
    })
    .join("");

function inRange(
  column: RawBuilder<unknown>,
  { min, max, hasMin, hasMax }: NumberRange,
  isTime: boolean,
): Sql {
  const toBound = (value: number): RawBuilder<unknown> =>
    isTime ? toInstant(toEpochMs(value)) : sql`cast(${value} as double precision)`;
  const compared = isTime ? column : sql`cast(${column} as double precision)`;
  return allOf([
    ...(min === null ? [] : [sql<SqlBool>`${compared} ${sql.raw(hasMin ? ">=" : ">")} ${toBound(min)}`]),
    ...(max === null ? [] : [sql<SqlBool>`${compared} ${sql.raw(hasMax ? "<=" : "<")} ${toBound(max)}`]),
  ]);
}
