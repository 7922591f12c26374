import { createHash } from "node:crypto";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { severityRank } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { deleteByKey, FINDING_EVIDENCE, insertEvidence, takeKeys } from "../evidence-rows.ts";
import type { FindingScope, FindingVersion, ReplacedCounts } from "../ports/finding-port.ts";
import { fromInstantColumns, toInstantColumns } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import { allOf } from "../text-match.ts";
import type { Trx } from "../writing.ts";

/** Makes the findings of a scope those given; what is the same is not touched. */
export async function replaceFindings(
  engine: Engine,
  trx: Trx,
  { scope, versions }: { readonly scope: FindingScope; readonly versions: readonly FindingVersion[] },
): Promise<ReplacedCounts> {
  refuseOutside(scope, versions);
  const before = await readScope(trx, scope);
  const fresh: DigestedVersion[] = [];
  let unchanged = 0;
  let changed = 0;
  for (const version of versions) {
    const digest = toDigest(version);
    const key = toVersionKey(version.finding.id, version.day);
    const known = before.get(key);
    if (known?.digest === digest) {
      before.delete(key);
      unchanged++;
      continue;
    }
    if (known !== undefined) changed++;
    fresh.push({ version, digest });
  }
  const gone = [...before.values()];
  await deleteByKey(engine, trx, {
    tables: ["finding_events", "finding_rows"],
    column: "finding_key",
    keys: gone.map(({ finding_key }) => finding_key),
  });
  await insertVersions(engine, trx, fresh);
  await refreshCurrent(engine, trx, [
    ...gone.map(({ id }) => id),
    ...fresh.map(({ version }) => version.finding.id),
  ]);
  return { added: fresh.length - changed, changed, removed: gone.length - changed, unchanged };
}

/** Adds versions that are not there. */
export async function addVersions(
  engine: Engine,
  trx: Trx,
  versions: readonly FindingVersion[],
): Promise<void> {
  const ids = versions.map(({ finding }) => toStoredText(finding.id));
  if (ids.length === 0) return;
  const found = await trx
    .selectFrom("finding_rows")
    .select(["id", "pass_day"])
    .where("id", "in", ids)
    .execute();
  const known = new Set(found.map((row) => toVersionKey(row.id, row.pass_day)));
  const fresh = versions
    .filter(({ finding, day }) => !known.has(toVersionKey(finding.id, day)))
    .map((version) => ({ version, digest: toDigest(version) }));
  await insertVersions(engine, trx, fresh);
  await refreshCurrent(
    engine,
    trx,
    fresh.map(({ version }) => version.finding.id),
  );
}

interface DigestedVersion {
  readonly version: FindingVersion;
  readonly digest: string;
}

const toVersionKey = (id: string, day: number): string => `${day} ${toStoredText(id)}`;

/** A pass that gives findings of another pass, or one twice, is wrong in itself. */
function refuseOutside(scope: FindingScope, versions: readonly FindingVersion[]): void {
  const seen = new Set<string>();
  for (const { finding, lens, partition, day } of versions) {
    const isInside =
      lens === scope.lens &&
      partition === scope.partition &&
      day >= scope.fromDay &&
      (scope.toDay === null || day < scope.toDay);
    if (!isInside) throw new TypeError(`the finding ${finding.id} of day ${day} is outside its scope`);
    const key = toVersionKey(finding.id, day);
    if (seen.has(key)) throw new TypeError(`the finding ${finding.id} of day ${day} is given twice`);
    seen.add(key);
  }
}

export function matchScope({ lens, partition, fromDay, toDay }: FindingScope): RawBuilder<SqlBool> {
  return allOf([
    sql<SqlBool>`lens = ${lens}`,
    sql<SqlBool>`pass_day >= ${fromDay}`,
    ...(toDay === null ? [] : [sql<SqlBool>`pass_day < ${toDay}`]),
    partition === null
      ? sql<SqlBool>`partition_number is null`
      : sql<SqlBool>`partition_number = ${partition}`,
  ]);
}

interface ScopeRow {
  readonly finding_key: number;
  readonly id: string;
  readonly pass_day: number;
  readonly digest: string;
}

async function readScope(trx: Trx, scope: FindingScope): Promise<Map<string, ScopeRow>> {
  const found = await sql<ScopeRow>`
    select finding_key, id, pass_day, digest from finding_rows where ${matchScope(scope)}`.execute(trx);
  return new Map(found.rows.map((row) => [toVersionKey(row.id, row.pass_day), row]));
}

/** Of all that is stored besides the key: two versions with one digest are the same. */
function toDigest({ finding, accessKeyId, partition }: FindingVersion): string {
  const { incident: _, ...told } = finding;
  return createHash("sha256")
    .update(JSON.stringify([told, accessKeyId, partition]))
    .digest("hex")
    .slice(0, 32);
}

async function insertVersions(engine: Engine, trx: Trx, rows: readonly DigestedVersion[]): Promise<void> {
  if (rows.length === 0) return;
  const keys = await takeKeys(trx, "finding_keys", rows.length);
  await stageVersions(engine, trx, { rows, keys });
  await sql`
    insert into finding_rows (
      finding_key, id, lens, partition_number, pass_day, is_current, digest, happened_at, until_at,
      detector_id, detector_kind, detector_title, severity, score, actor_id, actor_type, actor_name,
      entity_type, entity_id, attack, event_count, access_key_id, summary, explanation)
    select finding_key, id, lens, partition_number, pass_day, false, digest,
      ${fromInstantColumns("happened")}, ${fromInstantColumns("ended")},
      detector_id, detector_kind, detector_title, severity, score, actor_id, actor_type, actor_name,
      entity_type, entity_id, attack, event_count, access_key_id, summary, explanation
    from staged_findings
    order by happened_day, happened_ms, finding_key`.execute(trx);
  await sql`drop table staged_findings`.execute(trx);
  await insertEvidence(engine, trx, {
    evidence: FINDING_EVIDENCE,
    owners: rows.map(({ version }, index) => ({ key: keys[index]!, events: version.finding.events })),
  });
}

async function stageVersions(
  engine: Engine,
  trx: Trx,
  { rows, keys }: { readonly rows: readonly DigestedVersion[]; readonly keys: readonly number[] },
): Promise<void> {
  const findings = rows.map(({ version }) => version.finding);
  const text = (name: string, values: readonly (string | null)[]) => ({
    name,
    type: "text" as const,
    values: values.map((value) => (value === null ? null : toStoredText(value))),
  });
  const versions = rows.map(({ version }) => version);
  await engine.loadTemporary(trx, "staged_findings", [
    { name: "finding_key", type: "integer", values: keys },
    text(
      "id",
      findings.map(({ id }) => id),
    ),
    text(
      "lens",
      versions.map(({ lens }) => lens),
    ),
    { name: "partition_number", type: "integer", values: versions.map(({ partition }) => partition) },
    { name: "pass_day", type: "integer", values: versions.map(({ day }) => day) },
    text(
      "digest",
      rows.map(({ digest }) => digest),
    ),
    ...toInstantColumns(
      "happened",
      findings.map(({ at }) => at),
    ),
    ...toInstantColumns(
      "ended",
      findings.map(({ until }) => until),
    ),
    text(
      "detector_id",
      findings.map(({ detector }) => detector.id),
    ),
    text(
      "detector_kind",
      findings.map(({ detector }) => detector.kind),
    ),
    text(
      "detector_title",
      findings.map(({ detector }) => detector.title),
    ),
    { name: "severity", type: "integer", values: findings.map(({ severity }) => severityRank(severity)) },
    { name: "score", type: "double", values: findings.map(({ score }) => score) },
    text(
      "actor_id",
      findings.map(({ actor }) => actor.id),
    ),
    text(
      "actor_type",
      findings.map(({ actor }) => actor.type),
    ),
    text(
      "actor_name",
      findings.map(({ actor }) => actor.name),
    ),
    text(
      "entity_type",
      findings.map(({ entity }) => entity.type),
    ),
    text(
      "entity_id",
      findings.map(({ entity }) => entity.id),
    ),
    text(
      "attack",
      findings.map(({ attack }) => JSON.stringify(attack)),
    ),
    { name: "event_count", type: "integer", values: findings.map(({ events }) => events.length) },
    text(
      "access_key_id",
      versions.map(({ accessKeyId }) => accessKeyId),
    ),
    text(
      "summary",
      findings.map(({ summary }) => summary),
    ),
    text(
      "explanation",
      findings.map(({ explanation }) => JSON.stringify(explanation)),
    ),
  ]);
}

/** Of the versions of one finding, that of the latest day is current. */
async function refreshCurrent(engine: Engine, trx: Trx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await engine.loadTemporary(trx, "staged_ids", [
    { name: "id", type: "text", values: [...new Set(ids.map(toStoredText))] },
  ]);
  await sql`
    update finding_rows set is_current = (finding_rows.pass_day = latest.pass_day)
    from (
      select f.id, max(f.pass_day) as pass_day from finding_rows f
      where f.id in (select id from staged_ids) group by f.id) latest
    where latest.id = finding_rows.id
      and finding_rows.is_current <> (finding_rows.pass_day = latest.pass_day)`.execute(trx);
  await sql`drop table staged_ids`.execute(trx);
}
