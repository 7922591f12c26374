import { type RawBuilder, type SqlBool, sql } from "kysely";
import { matchFinding, NOW } from "../../findings/finding-queries.ts";
import { NOW as INCIDENT_NOW, matchIncident } from "../../incidents/incident-queries.ts";
import type { SubjectFilter } from "../../ports/statistic-port.ts";
import { matchEvents } from "../events.ts";
import { DIMENSIONS, findEventPlace } from "../hunt/event-source.ts";
import { toSeverityWord } from "../hunt/finding-source.ts";

type Sql = RawBuilder<unknown>;

/** How rows are counted by a field. Everything that a row says of its group stands in `key` and `label`. */
export interface Grouping {
  readonly from: Sql;
  readonly where: RawBuilder<SqlBool>;
  /** The instant of a row. */
  readonly time: Sql;
  readonly count: Sql;
  /** What rows are grouped by first, as `g.k` and `g.l`. */
  readonly key: Sql;
  readonly label: Sql;
  /** Behind the groups `g`: what names their keys. */
  readonly join: Sql;
  /** The value as text, and its name for people, of `g` and what is joined. */
  readonly shown: { readonly value: Sql; readonly label: Sql };
  /** The value is a JSON list of which each part counts. */
  readonly list: "tactics" | "techniques" | null;
}

const NONE = sql`cast(null as text)`;
const text = (value: Sql): Sql => sql`cast(${value} as text)`;

/** Rows that a filter leaves, by a field; null: as a whole. */
export function toGrouping(filter: SubjectFilter, field: string | null): Grouping {
  switch (filter.subject) {
    case "events":
      return groupEvents(filter, field);
    case "findings":
      return groupFindings(filter, field);
    case "incidents":
      return groupIncidents(filter, field);
  }
}

const PLAIN = {
  join: sql``,
  shown: { value: text(sql.ref("g.k")), label: text(sql.ref("g.l")) },
  list: null,
} as const;

/** Fields with an id for programs and a name for people. */
const EVENT_LABELS: Readonly<Record<string, readonly [id: string, name: string]>> = {
  user: ["actor_id", "actor_name"],
};

function groupEvents(filter: SubjectFilter & { readonly subject: "events" }, field: string | null): Grouping {
  const base = {
    ...PLAIN,
    from: sql`event_rows`,
    where: matchEvents(filter),
    time: sql.ref("event_rows.happened_at"),
    count: sql`count(*)`,
    label: NONE,
  };
  if (field === null) return { ...base, key: NONE };
  const place = findEventPlace(field);
  if (place === null) throw new TypeError(`events cannot be counted by ${field}`);
  const { dimension, columns } = place;
  if (dimension === null) return { ...base, key: columns[0]! };
  const key = DIMENSIONS[dimension];
  const labels = Object.hasOwn(EVENT_LABELS, field) ? EVENT_LABELS[field]! : null;
  return {
    ...base,
    key: sql.ref(`event_rows.${key}`),
    join: sql`join ${sql.table(dimension)} on ${sql.ref(`${dimension}.${key}`)} = g.k`,
    shown: {
      value: text(labels === null ? columns[0]! : sql.ref(`${dimension}.${labels[0]}`)),
      label: labels === null ? NONE : text(sql.ref(`${dimension}.${labels[1]}`)),
    },
  };
}

const FINDING_KEYS: Readonly<Record<string, Sql>> = {
  severity: toSeverityWord("f.severity"),
  verdict: sql`coalesce(${NOW.verdict}, 'none')`,
  state: NOW.triage.state,
  assignee: NOW.triage.assignee,
  excepted: sql`(${NOW.exception} is not null)`,
  user_type: sql.ref("f.actor_type"),
  kind: sql.ref("f.detector_kind"),
  entity: sql.ref("f.entity_id"),
  entity_type: sql.ref("f.entity_type"),
};

function groupFindings(
  filter: SubjectFilter & { readonly subject: "findings" },
  field: string | null,
): Grouping {
  const base = {
    ...PLAIN,
    from: sql`finding_rows f`,
    where: matchFinding(filter),
    time: sql.ref("f.happened_at"),
    count: sql`count(*)`,
    label: NONE,
  };
  if (field === null) return { ...base, key: NONE };
  if (field === "user") return { ...base, key: sql.ref("f.actor_id"), label: sql.ref("f.actor_name") };
  if (field === "detector")
    return { ...base, key: sql.ref("f.detector_id"), label: sql.ref("f.detector_title") };
  if (field === "tactic") return { ...base, key: sql.ref("f.attack"), list: "tactics" };
  if (field === "technique") return { ...base, key: sql.ref("f.attack"), list: "techniques" };
  if (field === "tag") return groupByTag(base, { id: sql.ref("f.id"), type: "finding" });
  if (Object.hasOwn(FINDING_KEYS, field)) return { ...base, key: FINDING_KEYS[field]! };
  return groupByEvidence(base, groupEvents({ subject: "events" }, field));
}

/** Rows by their tags: one row counts once for each. */
const groupByTag = (
  base: Omit<Grouping, "key">,
  { id, type }: { readonly id: Sql; readonly type: "finding" | "incident" },
): Grouping => ({
  ...base,
  from: sql`${base.from} left join triage_tags t on t.target_id = ${id} and t.target_type = ${sql.lit(type)}`,
  key: sql.ref("t.tag"),
});

/** Findings by what the events are that they stand on: one finding counts once for each value. */
function groupByEvidence(findings: Omit<Grouping, "key">, events: Grouping): Grouping {
  return {
    ...findings,
    from: sql`finding_rows f join finding_events fe on fe.finding_key = f.finding_key
      join event_rows on event_rows.event_key = fe.event_key`,
    count: sql`count(distinct f.finding_key)`,
    key: events.key,
    label: events.label,
    join: events.join,
    shown: events.shown,
  };
}

function groupIncidents(
  filter: SubjectFilter & { readonly subject: "incidents" },
  field: string | null,
): Grouping {
  const base = {
    ...PLAIN,
    from: sql`incident_rows i`,
    where: matchIncident(filter),
    time: sql.ref("i.happened_at"),
    count: sql`count(*)`,
    label: NONE,
  };
  switch (field) {
    case null:
      return { ...base, key: NONE };
    case "severity":
      return { ...base, key: toSeverityWord("i.severity") };
    case "verdict":
      return { ...base, key: sql`coalesce(${INCIDENT_NOW.verdict}, 'none')` };
    case "state":
      return { ...base, key: INCIDENT_NOW.triage.state };
    case "assignee":
      return { ...base, key: INCIDENT_NOW.triage.assignee };
    case "tag":
      return groupByTag(base, { id: sql.ref("i.id"), type: "incident" });
    case "tactic":
      return { ...base, key: sql.ref("i.tactics"), list: "tactics" };
    case "user":
      return {
        ...base,
        from: sql`incident_rows i join incident_actors m on m.incident_key = i.incident_key
          left join (select actor_id, min(actor_name) as actor_name from actors group by 1) a on a.actor_id = m.actor_id`,
        key: sql.ref("m.actor_id"),
        label: sql.ref("a.actor_name"),
      };
    default:
      throw new TypeError(`incidents cannot be counted by ${field}`);
  }
}
