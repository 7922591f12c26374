import { type RawBuilder, type SqlBool, sql } from "kysely";
import { matchesPattern, type Pattern, SEVERITIES, TACTICS } from "../../../domain/index.ts";
import type { TriageColumns } from "../../triage/triage-sql.ts";
import { anyOf, type FieldSource, matchTexts, ofRow, type SubjectSource } from "./condition-sql.ts";
import { EVENT_SOURCE, findEventPlace } from "./event-source.ts";

/** A severity's number as its word. */
export const toSeverityWord = (column: string): RawBuilder<string> =>
  sql<string>`(case ${sql.ref(column)} ${sql.join(
    SEVERITIES.map((severity, rank) => sql`when ${sql.lit(rank)} then ${sql.lit(severity)}`),
    sql` `,
  )} end)`;

export const onRow = (...columns: readonly RawBuilder<unknown>[]): FieldSource => ({
  columns,
  within: ofRow,
});

/** Tactics stand in a column as JSON: those that are meant are found there by their ids. */
export function tacticsIn(column: RawBuilder<unknown>): FieldSource {
  const holds = (id: string): RawBuilder<SqlBool> =>
    sql<SqlBool>`strpos(${column}, ${JSON.stringify(id)}) > 0`;
  return {
    columns: [sql`(case when strpos(${column}, '"TA') > 0 then '' end)`],
    within: ofRow,
    matchText: (patterns) => anyOf(findTacticIds(patterns).map(holds)),
  };
}

const findTacticIds = (patterns: readonly Pattern[]): readonly string[] =>
  TACTICS.filter(({ id, slug, name }) =>
    patterns.some((pattern) => [id, slug, name].some((text) => matchesPattern(pattern, text))),
  ).map(({ id }) => id);

/** Techniques of `f.attack`: cut out of the JSON one by one. */
const TECHNIQUES: FieldSource = {
  columns: [sql`(case when strpos(f.attack, '"technique":"') > 0 then '' end)`],
  within: ofRow,
  matchText: (patterns) => sql<SqlBool>`exists (
    select 1 from (select unnest(string_to_array(f.attack, '"technique":"')) as part) p
    where starts_with(p.part, 'T') and ${matchTexts(sql`split_part(p.part, '"', 1)`, patterns)})`,
};

export interface FindingColumns {
  /** Of `f`: the latest verdict. */
  readonly verdict: RawBuilder<unknown>;
  readonly exception: RawBuilder<unknown>;
  readonly incident: RawBuilder<unknown>;
  readonly score: RawBuilder<unknown>;
  readonly triage: TriageColumns;
}

/** How far people are, who has it in hand, and what it is tagged with: the same of findings and incidents. */
export const toTriageFields = ({
  state,
  assignee,
  withTag,
}: TriageColumns): Readonly<Record<string, FieldSource>> => ({
  state: onRow(state),
  assignee: onRow(assignee),
  tag: { columns: [sql.ref("t.tag")], within: withTag },
});

/** Conditions on `finding_rows f`. What findings do not say themselves is asked of the events that they stand on. */
export function createFindingSource(given: FindingColumns): SubjectSource {
  const f = (column: string): RawBuilder<unknown> => sql.ref(`f.${column}`);
  const fields: Readonly<Record<string, FieldSource>> = {
    time: { ...onRow(f("happened_at")), isTime: true },
    severity: onRow(toSeverityWord("f.severity")),
    score: onRow(given.score),
    verdict: onRow(sql`coalesce(${given.verdict}, 'none')`),
    ...toTriageFields(given.triage),
    summary: onRow(f("summary")),
    user: onRow(f("actor_name"), f("actor_id")),
    user_type: onRow(f("actor_type")),
    detector: onRow(f("detector_title"), f("detector_id")),
    kind: onRow(f("detector_kind")),
    tactic: tacticsIn(sql.ref("f.attack")),
    technique: TECHNIQUES,
    entity: onRow(f("entity_id")),
    entity_type: onRow(f("entity_type")),
    excepted: onRow(sql`(${given.exception} is not null)`),
    incident: onRow(given.incident),
    id: onRow(f("id")),
  };
  return {
    field: (name) => (Object.hasOwn(fields, name) ? fields[name]! : toEvidenceSource(name)),
    anywhere: () => [
      onRow(f("summary"), f("detector_title"), f("actor_name"), f("actor_id"), f("entity_id"), f("id")),
    ],
  };
}

/** Some event of the evidence has it. */
function toEvidenceSource(name: string): FieldSource {
  if (findEventPlace(name) === null) throw new TypeError(`findings have no field ${name}`);
  const { within, ...source } = EVENT_SOURCE.field(name);
  return {
    ...source,
    within: (condition) => sql<SqlBool>`f.finding_key in (
      select fe.finding_key from finding_events fe join event_rows on event_rows.event_key = fe.event_key
      where ${within(condition)})`,
  };
}
