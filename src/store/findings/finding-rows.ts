import { createHash } from "node:crypto";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { severityRank } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { deleteByKey, FINDING_EVIDENCE, insertEvidence, takeKeys } from "../evidence-rows.ts";
import type { FindingScope, FindingVersion, ReplacedCounts } from "../ports/finding-port.ts";
import { fromInstantColumns, toInstantColumns } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import { allOf } from "../text-match.ts";
import { readHorizon } from "../upkeep/horizon.ts";
import type { Trx } from "../writing.ts";

/** A scope of several partitions; null among them: of passes that are not partitioned. */
interface PartitionsScope extends Omit<FindingScope, "partition"> {
  readonly partitions: readonly (number | null)[];
}

interface Replacement {
  readonly scope: PartitionsScope;
  readonly versions: readonly FindingVersion[];
}

/** Makes the findings of a scope those given; what is the same is not touched. */
export async function replaceFindings(
  engine: Engine,
  trx: Trx,
  { scope, versions }: Replacement,
): Promise<ReplacedCounts> {
  refuseOutside(scope, versions);
  // Of days from which events were removed nothing can be found anew: what was found stays.
  const horizon = await readHorizon(trx);
  const before = await readScope(trx, { ...scope, fromDay: Math.max(scope.fromDay, horizon) });
  const fresh: DigestedVersion[] = [];
  let unchanged = 0;
  let changed = 0;
  for (const version of versions) {
    if (version.day < horizon) continue;
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
  if (gone.length === 0 && fresh.length === 0) return { added: 0, changed: 0, removed: 0, unchanged };
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
function refuseOutside(scope: PartitionsScope, versions: readonly FindingVersion[]): void {
  const seen = new Set<string>();
  for (const { finding, lens, partition, day } of versions) {
    const isInside =
      lens === scope.lens &&
      scope.partitions.includes(partition) &&
      day >= scope.fromDay &&
      (scope.toDay === null || day < scope.toDay);
    if (!isInside) throw new TypeError(`the finding ${finding.id} of day ${day} is outside its scope`);
    const key = toVersionKey(finding.id, day);
    if (seen.has(key)) throw new TypeError(`the finding ${finding.id} of day ${day} is given twice`);
    seen.add(key);
  }
}

function matchScope({ lens, partitions, fromDay, toDay }: PartitionsScope): RawBuilder<SqlBool> {
  const numbers = partitions.filter((partition) => partition !== null).map((partition) => sql.lit(partition));
  const ofPartitions = sql<SqlBool>`partition_number in (${sql.join(numbers)})`;
  const whole = sql<SqlBool>`partition_number is null`;
  const either = [
    ...(numbers.length > 0 ? [ofPartitions] : []),
    ...(numbers.length < partitions.length ? [whole] : []),
  ];
  return allOf([
    sql<SqlBool>`lens = ${lens}`,
    sql<SqlBool>`pass_day >= ${fromDay}`,
    ...(toDay === null ? [] : [sql<SqlBool>`pass_day < ${toDay}`]),
    sql<SqlBool>`(${sql.join(either, sql` or `)})`,
  ]);
}

interface ScopeRow {
  readonly finding_key: number;
  readonly id: string;
  readonly pass_day: number;
  readonly digest: string;
}

async function readScope(trx: Trx, scope: PartitionsScope): Promise<Map<string, ScopeRow>> {
  const found = await sql<ScopeRow>`
    select finding_key, id, pass_day, digest from finding_rows where ${matchScope(scope)}`.execute(trx);
  return new Map(found.rows.map((row) => [toVersionKey(row.id, row.pass_day), row]));
}

/** Of all that is stored besides the key: two versions with one digest are the same. */
function toDigest({ finding, accessKeyId, partition, tally }: FindingVersion): string {
  const { incident: _, ...told } = finding;
  return createHash("sha256")
    .update(JSON.stringify([told, accessKeyId, partition, ...(tally === undefined ? [] : [tally])]))
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
      entity_type, entity_id, attack, event_count, access_key_id, summary, explanation, tally)
    select finding_key, id, lens, partition_number, pass_day, false, digest,
      ${fromInstantColumns("happened")}, ${fromInstantColumns("ended")},
      detector_id, detector_kind, detector_title, severity, score, actor_id, actor_type, actor_name,
      entity_type, entity_id, attack, event_count, access_key_id, summary, explanation, tally
    from staged_findings
    order by happened_day, happened_ms, finding_key`.execute(trx);
  await sql`drop table staged_findings`.execute(trx);
  await insertEvidence(engine, trx, {
    evidence: FINDING_EVIDENCE,
    owners: rows.map(({ version }, index) => ({ key: keys[index]!, events: version.finding.events })),
  });
}

type Staged = DigestedVersion & { readonly key: number };
type StagedValue = string | number | null;
type StagedColumn = readonly [
  name: string,
  type: "text" | "integer" | "double",
  pick: (row: Staged) => StagedValue,
];

/** Columns of a version besides its instants. */
const COLUMNS: readonly StagedColumn[] = [
  ["finding_key", "integer", ({ key }) => key],
  ["id", "text", ({ version }) => version.finding.id],
  ["lens", "text", ({ version }) => version.lens],
  ["partition_number", "integer", ({ version }) => version.partition],
  ["pass_day", "integer", ({ version }) => version.day],
  ["digest", "text", ({ digest }) => digest],
  ["detector_id", "text", ({ version }) => version.finding.detector.id],
  ["detector_kind", "text", ({ version }) => version.finding.detector.kind],
  ["detector_title", "text", ({ version }) => version.finding.detector.title],
  ["severity", "integer", ({ version }) => severityRank(version.finding.severity)],
  ["score", "double", ({ version }) => version.finding.score],
  ["actor_id", "text", ({ version }) => version.finding.actor.id],
  ["actor_type", "text", ({ version }) => version.finding.actor.type],
  ["actor_name", "text", ({ version }) => version.finding.actor.name],
  ["entity_type", "text", ({ version }) => version.finding.entity.type],
  ["entity_id", "text", ({ version }) => version.finding.entity.id],
  ["attack", "text", ({ version }) => JSON.stringify(version.finding.attack)],
  ["event_count", "integer", ({ version }) => version.finding.events.length],
  ["access_key_id", "text", ({ version }) => version.accessKeyId],
  ["summary", "text", ({ version }) => version.finding.summary],
  ["explanation", "text", ({ version }) => JSON.stringify(version.finding.explanation)],
  ["tally", "text", ({ version: { tally } }) => (tally === undefined ? null : JSON.stringify(tally))],
];

async function stageVersions(
  engine: Engine,
  trx: Trx,
  { rows, keys }: { readonly rows: readonly DigestedVersion[]; readonly keys: readonly number[] },
): Promise<void> {
  const staged = rows.map((row, index) => ({ ...row, key: keys[index]! }));
  const toValue = (value: StagedValue): StagedValue =>
    typeof value === "string" ? toStoredText(value) : value;
  await engine.loadTemporary(trx, "staged_findings", [
    ...COLUMNS.map(([name, type, pick]) => ({ name, type, values: staged.map((row) => toValue(pick(row))) })),
    ...toInstantColumns(
      "happened",
      staged.map(({ version }) => version.finding.at),
    ),
    ...toInstantColumns(
      "ended",
      staged.map(({ version }) => version.finding.until),
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
