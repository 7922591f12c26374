import { type RawBuilder, sql } from "kysely";
import { type AttackRef, TACTICS, toContaining, toEpochMs, toExactPattern } from "../../../domain/index.ts";
import type { Engine } from "../../engine.ts";
import type {
  CountedValue,
  Histogram,
  HistogramRequest,
  SubjectFilter,
  TopValues,
  TopValuesRequest,
} from "../../ports/statistic-port.ts";
import { matchTexts } from "../hunt/condition-sql.ts";
import { type Grouping, toGrouping } from "./grouping.ts";

type Db = Engine["db"];

interface CountedRow {
  readonly bucket: number;
  readonly value: string | null;
  readonly label: string | null;
  readonly n: number;
}

/** Counts by stretches of time of one length, and by a field where one is given. */
export async function readHistogram(db: Db, request: HistogramRequest): Promise<Histogram> {
  const { filter, from, stepMs, buckets, by, seriesMax } = request;
  const whole = { ...filter, from, to: toEpochMs(from + stepMs * buckets) };
  const grouping =
    by === "resource" ? await groupByTop(db, { filter: whole, by, seriesMax }) : toGrouping(whole, by);
  const bucket = sql`cast(floor((extract(epoch from ${grouping.time}) - ${sql.lit(from / 1000)}) / ${sql.lit(stepMs / 1000)}) as integer)`;
  const rows = await countBy(db, grouping, bucket);
  const expanded = grouping.list === null ? rows : rows.flatMap((row) => expand(row, grouping.list));
  const values = rankValues(expanded);
  const named = values.filter(({ value }) => value !== REST).slice(0, by === null ? 1 : seriesMax);
  const others = values.length > named.length;
  const toCounts = (isOf: (row: CountedRow) => boolean): readonly number[] => {
    const counts = new Array<number>(buckets).fill(0);
    for (const row of expanded)
      if (row.bucket >= 0 && row.bucket < buckets && isOf(row)) counts[row.bucket]! += Number(row.n);
    return counts;
  };
  const shown = new Set(named.map(({ value }) => value));
  return {
    from,
    stepMs,
    total: toCounts(() => true),
    series: [
      ...named.map((one) => ({
        ...one,
        isOthers: false,
        counts: toCounts(({ value }) => value === one.value),
      })),
      ...(others
        ? [
            toOthers(
              values.filter(({ value }) => !shown.has(value)),
              toCounts(({ value }) => !shown.has(value)),
            ),
          ]
        : []),
    ],
  };
}

/** Stands for every value that is not one of the most frequent. */
const REST = "";

/** Of values that stand in the rows themselves there are too many: the most frequent are asked for first. */
async function groupByTop(
  db: Db,
  asked: { readonly filter: SubjectFilter; readonly by: string; readonly seriesMax: number },
): Promise<Grouping> {
  const { filter, by, seriesMax } = asked;
  const grouping = toGrouping(filter, by);
  const { values } = await readTopValues(db, { filter, field: by, limit: seriesMax, containing: null });
  const listed = values.map(({ value }) => sql`${value}`);
  const isTop = listed.length === 0 ? sql`false` : sql`${grouping.key} in (${sql.join(listed)})`;
  return {
    ...grouping,
    key: sql`(case when ${isTop} then ${grouping.key} when ${grouping.key} is not null then ${sql.lit(REST)} end)`,
  };
}

const toOthers = (values: readonly CountedValue[], counts: readonly number[]) => ({
  value: null,
  label: null,
  count: values.reduce((sum, { count }) => sum + count, 0),
  isOthers: true,
  counts,
});

/** Groups are made of keys first: what names them is asked for few rows. */
async function countBy(
  db: Db,
  { from, where, count, key, label, join, shown }: Grouping,
  bucket: RawBuilder<unknown>,
): Promise<readonly CountedRow[]> {
  const { rows } = await sql<CountedRow>`
    select g.bucket, ${shown.value} as value, ${shown.label} as label, sum(g.n) as n
    from (
      select ${bucket} as bucket, ${key} as k, ${label} as l, ${count} as n
      from ${from} where ${where} group by 1, 2, 3) g ${join}
    group by 1, 2, 3`.execute(db);
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}

/** The parts of a value that is a list; a tactic or technique counts once a row. */
function expand(row: CountedRow, list: Grouping["list"]): readonly CountedRow[] {
  const parts: readonly (AttackRef | string)[] = JSON.parse(row.value ?? "[]");
  const ids = parts.map((part) => {
    if (typeof part === "string") return part;
    return list === "tactics" ? part.tactic : part.technique;
  });
  return [...new Set(ids)].flatMap((value) => {
    if (value == null) return [];
    return [{ ...row, value, label: TACTICS.find(({ id }) => id === value)?.name ?? null }];
  });
}

/** The most frequent first. */
function rankValues(rows: readonly CountedRow[]): readonly CountedValue[] {
  const counted = new Map<string | null, CountedValue>();
  for (const { value, label, n } of rows) {
    const known = counted.get(value);
    counted.set(value, { value, label: known?.label ?? label, count: (known?.count ?? 0) + n });
  }
  return [...counted.values()].sort(
    (a, b) => b.count - a.count || ((a.value ?? "") < (b.value ?? "") ? -1 : 1),
  );
}

/** The most frequent values of a field among the rows that a filter leaves. */
export async function readTopValues(db: Db, request: TopValuesRequest): Promise<TopValues> {
  const { filter, field, limit, containing } = request;
  const grouping = toGrouping(filter, field);
  if (grouping.list !== null) {
    const rows = await countBy(db, grouping, sql`0`);
    const found = containing?.toLowerCase() ?? "";
    const values = rankValues(rows.flatMap((row) => expand(row, grouping.list))).filter(
      ({ value }) => value?.toLowerCase().includes(found) ?? false,
    );
    return {
      values: values.slice(0, limit),
      distinct: values.length,
      total: values.reduce((sum, { count }) => sum + count, 0),
    };
  }
  const { from, where, count, key, label, join, shown } = grouping;
  const matches =
    containing === null
      ? sql`true`
      : matchTexts(sql`coalesce(v.label, v.value)`, [toContaining(toExactPattern(containing))]);
  const { rows } = await sql<{
    value: string;
    label: string | null;
    n: number;
    distinct_values: number;
    total: number;
  }>`
    select w.* from (
      select v.value, v.label, v.n, count(*) over () as distinct_values, sum(v.n) over () as total
      from (
        select ${shown.value} as value, ${shown.label} as label, sum(g.n) as n
        from (
          select ${key} as k, ${label} as l, ${count} as n
          from ${from} where ${where} group by 1, 2) g ${join}
        group by 1, 2) v
      where v.value is not null and ${matches}) w
    order by w.n desc, w.value collate "C"
    limit ${sql.lit(limit)}`.execute(db);
  return {
    values: rows.map(({ value, label: name, n }) => ({ value, label: name, count: Number(n) })),
    distinct: Number(rows[0]?.distinct_values ?? 0),
    total: Number(rows[0]?.total ?? 0),
  };
}
