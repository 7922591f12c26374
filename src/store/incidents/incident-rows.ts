import { createHash } from "node:crypto";
import { sql } from "kysely";
import { type FindingId, type Incident, severityRank } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { deleteByKey, INCIDENT_EVIDENCE, insertEvidence, takeKeys } from "../evidence-rows.ts";
import type { ReplacedCounts } from "../ports/finding-port.ts";
import type { Grouping } from "../ports/incident-port.ts";
import { fromInstantColumns, toInstant, toInstantColumns } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";

export interface IncidentReplacement {
  /** Null: all. */
  readonly from: number | null;
  readonly grouping: Grouping;
}

/** Makes the incidents from an instant on those given; what is the same is not touched. */
export async function replaceIncidents(
  engine: Engine,
  trx: Trx,
  { from, grouping }: IncidentReplacement,
): Promise<ReplacedCounts> {
  const { incidents } = grouping;
  refuseRepeated(incidents, from);
  const before = await readScope(trx, from);
  const fresh: DigestedIncident[] = [];
  let unchanged = 0;
  let changed = 0;
  for (const incident of incidents) {
    const digest = toDigest(incident);
    const id = toStoredText(incident.id);
    const known = before.get(id);
    if (known?.digest === digest) {
      before.delete(id);
      unchanged++;
      continue;
    }
    if (known !== undefined) changed++;
    fresh.push({ incident, digest });
  }
  const gone = [...before.values()];
  await deleteByKey(engine, trx, {
    tables: ["incident_findings", "incident_actors", "incident_events", "incident_rows"],
    column: "incident_key",
    keys: gone.map(({ incident_key }) => incident_key),
  });
  await insertIncidents(engine, trx, fresh);
  await writeScores(engine, trx, { from, scores: grouping.scores });
  return { added: fresh.length - changed, changed, removed: gone.length - changed, unchanged };
}

interface DigestedIncident {
  readonly incident: Incident;
  readonly digest: string;
}

function refuseRepeated(incidents: readonly Incident[], from: number | null): void {
  const ids = new Set<string>();
  const findings = new Set<string>();
  for (const { id, at, findings: own } of incidents) {
    if (ids.has(id)) throw new TypeError(`the incident ${id} is given twice`);
    if (from !== null && at < from) throw new TypeError(`the incident ${id} begins before its scope`);
    ids.add(id);
    for (const finding of own) {
      if (findings.has(finding)) throw new TypeError(`the finding ${finding} stands in two incidents`);
      findings.add(finding);
    }
  }
}

interface ScopeRow {
  readonly incident_key: number;
  readonly id: string;
  readonly digest: string;
}

async function readScope(trx: Trx, from: number | null): Promise<Map<string, ScopeRow>> {
  const condition = from === null ? sql`true` : sql`happened_at >= ${toInstant(from)}`;
  const found = await sql<ScopeRow>`
    select incident_key, id, digest from incident_rows where ${condition}`.execute(trx);
  return new Map(found.rows.map((row) => [row.id, row]));
}

const toDigest = (incident: Incident): string =>
  createHash("sha256").update(JSON.stringify(incident)).digest("hex").slice(0, 32);

async function insertIncidents(engine: Engine, trx: Trx, rows: readonly DigestedIncident[]): Promise<void> {
  if (rows.length === 0) return;
  const keys = await takeKeys(trx, "incident_keys", rows.length);
  await stageIncidents(engine, trx, { rows, keys });
  await sql`
    insert into incident_rows (
      incident_key, id, digest, happened_at, until_at, severity, score, tactics, summary)
    select incident_key, id, digest, ${fromInstantColumns("happened")}, ${fromInstantColumns("ended")},
      severity, score, tactics, summary
    from staged_incidents order by happened_day, happened_ms, incident_key`.execute(trx);
  await sql`drop table staged_incidents`.execute(trx);
  const incidents = rows.map(({ incident }) => incident);
  await insertMembers(engine, trx, {
    table: "incident_findings",
    column: "finding_id",
    members: incidents.map(({ findings }) => findings),
    keys,
  });
  await insertMembers(engine, trx, {
    table: "incident_actors",
    column: "actor_id",
    members: incidents.map(({ actors }) => actors),
    keys,
  });
  await insertEvidence(engine, trx, {
    evidence: INCIDENT_EVIDENCE,
    owners: incidents.map(({ events }, index) => ({ key: keys[index]!, events })),
  });
}

async function stageIncidents(
  engine: Engine,
  trx: Trx,
  { rows, keys }: { readonly rows: readonly DigestedIncident[]; readonly keys: readonly number[] },
): Promise<void> {
  const incidents = rows.map(({ incident }) => incident);
  await engine.loadTemporary(trx, "staged_incidents", [
    { name: "incident_key", type: "integer", values: keys },
    { name: "id", type: "text", values: incidents.map(({ id }) => toStoredText(id)) },
    { name: "digest", type: "text", values: rows.map(({ digest }) => digest) },
    ...toInstantColumns(
      "happened",
      incidents.map(({ at }) => at),
    ),
    ...toInstantColumns(
      "ended",
      incidents.map(({ until }) => until),
    ),
    { name: "severity", type: "integer", values: incidents.map(({ severity }) => severityRank(severity)) },
    { name: "score", type: "double", values: incidents.map(({ score }) => score) },
    { name: "tactics", type: "text", values: incidents.map(({ tactics }) => JSON.stringify(tactics)) },
    { name: "summary", type: "text", values: incidents.map(({ summary }) => toStoredText(summary)) },
  ]);
}

interface Members {
  readonly table: "incident_findings" | "incident_actors";
  readonly column: "finding_id" | "actor_id";
  readonly members: readonly (readonly string[])[];
  readonly keys: readonly number[];
}

async function insertMembers(
  engine: Engine,
  trx: Trx,
  { table, column, members, keys }: Members,
): Promise<void> {
  await engine.loadTemporary(trx, "staged_members", [
    { name: "owner", type: "integer", values: members.flatMap((own, index) => own.map(() => keys[index]!)) },
    { name: "place", type: "integer", values: members.flatMap((own) => own.map((_, place) => place)) },
    { name: "member", type: "text", values: members.flatMap((own) => own.map(toStoredText)) },
  ]);
  await sql`
    insert into ${sql.table(table)} (incident_key, place, ${sql.id(column)})
    select owner, place, member from staged_members order by owner, place`.execute(trx);
  await sql`drop table staged_members`.execute(trx);
}

/** Scores of the current findings from an instant on; those that are not named get back what their pass gave. */
async function writeScores(
  engine: Engine,
  trx: Trx,
  { from, scores }: { readonly from: number | null; readonly scores: ReadonlyMap<FindingId, number> },
): Promise<void> {
  await engine.loadTemporary(trx, "staged_scores", [
    { name: "id", type: "text", values: [...scores.keys()].map(toStoredText) },
    { name: "score", type: "double", values: [...scores.values()] },
  ]);
  const condition = from === null ? sql`true` : sql`finding_rows.happened_at >= ${toInstant(from)}`;
  await sql`
    update finding_rows set ranked_score = null
    where is_current and ranked_score is not null and ${condition}
      and id not in (select id from staged_scores)`.execute(trx);
  await sql`
    update finding_rows set ranked_score = s.score
    from staged_scores s
    where s.id = finding_rows.id and finding_rows.is_current
      and (finding_rows.ranked_score is null or finding_rows.ranked_score <> s.score)`.execute(trx);
  await sql`drop table staged_scores`.execute(trx);
}
