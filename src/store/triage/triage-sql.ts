import { type RawBuilder, type SqlBool, sql } from "kysely";
import {
  type Standing,
  type StepsSum,
  sumSteps,
  type TriageState,
  VERDICTS,
  type VerdictKind,
} from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { StandingFilter } from "../ports/standing-filter.ts";
import type { TriageTarget } from "../ports/triage-port.ts";
import { toStoredText } from "../stored-text.ts";
import { hasVerdict } from "../verdicts/latest-verdict.ts";

/** What triage says of the rows of a query. */
export interface TriageColumns {
  readonly state: RawBuilder<TriageState>;
  readonly assignee: RawBuilder<string | null>;
  /** Of rows `t` of `triage_tags`: those of the query's rows that have a tag for which a condition holds. */
  readonly withTag: (condition: RawBuilder<SqlBool>) => RawBuilder<SqlBool>;
  readonly match: (filter: StandingFilter) => readonly RawBuilder<SqlBool>[];
}

/** `id` and `verdict`: columns of the query that hold them. */
export function createTriageColumns(
  type: TriageTarget["type"],
  { id, verdict }: { readonly id: RawBuilder<unknown>; readonly verdict: RawBuilder<unknown> },
): TriageColumns {
  const kind = sql.lit(type);
  const isAcknowledged = sql<SqlBool>`${id} in (
    select s.target_id from triage_states s where s.target_type = ${kind} and s.is_acknowledged)`;
  const state = sql<TriageState>`(case when ${verdict} is not null then 'closed'
    when ${isAcknowledged} then 'acknowledged' else 'new' end)`;
  const assignee = sql<string | null>`(
    select min(s.assignee) from triage_states s where s.target_type = ${kind} and s.target_id = ${id})`;
  const hasAssignee = (condition: RawBuilder<unknown>): RawBuilder<SqlBool> =>
    sql<SqlBool>`${id} in (
      select s.target_id from triage_states s where s.target_type = ${kind} and ${condition})`;
  const withTag = (condition: RawBuilder<SqlBool>): RawBuilder<SqlBool> =>
    sql<SqlBool>`${id} in (select t.target_id from triage_tags t where t.target_type = ${kind} and ${condition})`;
  const isClosed = hasVerdict(type, id, VERDICTS);
  const isOpen = sql<SqlBool>`not (${isClosed})`;
  const conditions: Readonly<Record<TriageState | "open", readonly RawBuilder<SqlBool>[]>> = {
    open: [isOpen],
    closed: [isClosed],
    new: [isOpen, sql`not (${isAcknowledged})`],
    acknowledged: [isOpen, isAcknowledged],
  };
  return {
    state,
    assignee,
    withTag,
    match: ({ state: asked, assignee: whose, tag }) => [
      ...(asked === undefined ? [] : conditions[asked]),
      ...(whose === undefined
        ? []
        : [
            whose === null
              ? sql<SqlBool>`not (${hasAssignee(sql`s.assignee is not null`)})`
              : hasAssignee(sql`s.assignee = ${toStoredText(whose)}`),
          ]),
      ...(tag === undefined ? [] : [withTag(sql<SqlBool>`t.tag = ${toStoredText(tag)}`)]),
    ],
  };
}

/** Of a list: what people did with each, besides judging. What is not named is new and nobody's. */
export async function readSums(
  db: Engine["db"],
  type: TriageTarget["type"],
  ids: readonly string[],
): Promise<ReadonlyMap<string, StepsSum>> {
  const sums = new Map<string, StepsSum>();
  if (ids.length === 0) return sums;
  const asked = ids.map(toStoredText);
  const states = await db
    .selectFrom("triage_states")
    .selectAll()
    .where("target_type", "=", type)
    .where("target_id", "in", asked)
    .execute();
  const tags = await db
    .selectFrom("triage_tags")
    .selectAll()
    .where("target_type", "=", type)
    .where("target_id", "in", asked)
    .execute();
  for (const row of states)
    sums.set(row.target_id, { isAcknowledged: row.is_acknowledged, assignee: row.assignee, tags: [] });
  for (const { target_id: id, tag } of tags)
    sums.set(id, sumSteps([{ deed: "tag", text: tag }], sums.get(id)));
  return sums;
}

/** How one stands, from its verdict and what was done with it. */
export function toStanding(verdict: VerdictKind | null, sum: StepsSum = sumSteps([])): Standing {
  const { isAcknowledged, assignee, tags } = sum;
  const state = verdict !== null ? "closed" : isAcknowledged ? "acknowledged" : "new";
  return { state, assignee, tags };
}
