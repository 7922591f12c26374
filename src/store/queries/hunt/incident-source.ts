import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { TriageColumns } from "../../triage/triage-sql.ts";
import type { FieldSource, SubjectSource } from "./condition-sql.ts";
import { onRow, tacticsIn, toSeverityWord, toTriageFields } from "./finding-source.ts";

const FINDINGS = sql`(select count(*) from incident_findings m where m.incident_key = i.incident_key)`;

const USERS: FieldSource = {
  columns: [sql.ref("m.actor_id"), sql.ref("a.actor_name")],
  within: (condition) => sql<SqlBool>`i.incident_key in (
    select m.incident_key from incident_actors m left join actors a on a.actor_id = m.actor_id
    where ${condition})`,
};

const DETECTORS: FieldSource = {
  columns: [sql.ref("d.detector_title"), sql.ref("d.detector_id")],
  within: (condition) => sql<SqlBool>`i.incident_key in (
    select m.incident_key from incident_findings m
    join finding_rows d on d.id = m.finding_id and d.is_current
    where ${condition})`,
};

/** Conditions on `incident_rows i`. */
export function createIncidentSource(given: {
  readonly verdict: RawBuilder<unknown>;
  readonly triage: TriageColumns;
}): SubjectSource {
  const i = (column: string): RawBuilder<unknown> => sql.ref(`i.${column}`);
  const fields: Readonly<Record<string, FieldSource>> = {
    time: { ...onRow(i("happened_at")), isTime: true },
    severity: onRow(toSeverityWord("i.severity")),
    score: onRow(i("score")),
    verdict: onRow(sql`coalesce(${given.verdict}, 'none')`),
    ...toTriageFields(given.triage),
    summary: onRow(i("summary")),
    user: USERS,
    tactic: tacticsIn(sql.ref("i.tactics")),
    detector: DETECTORS,
    findings: onRow(FINDINGS),
    id: onRow(i("id")),
  };
  return {
    field(name) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined) throw new TypeError(`incidents have no field ${name}`);
      return field;
    },
    anywhere: () => [onRow(i("summary"), i("id")), USERS],
  };
}
