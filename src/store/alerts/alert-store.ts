import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Clock, type EpochMs, toError } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { Engine } from "../engine.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { Guard } from "../guard.ts";
import {
  type AlertHead,
  type AlertRecords,
  type AlertStore,
  DELIVERY_STATES,
  type Delivery,
  type DeliveryState,
  type NewAlertVersion,
} from "../ports/alert-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import { byCodePoint } from "../text-match.ts";
import type { Trx, Writing } from "../writing.ts";
import {
  findAlert,
  type HeadRow,
  LATEST,
  listAlerts,
  listDeliveries,
  refuseUnknown,
  toHead,
} from "./alert-queries.ts";
import {
  insertMute,
  toBody,
  toDelivery,
  toDeliveryValues,
  toMute,
  toVersion,
  toVersionValues,
} from "./alert-rows.ts";
import type { AlertVersionsTable, MutesTable } from "./alert-tables.ts";
import { claimDue, freeClaims, reviveDead, settle } from "./claims.ts";

export interface AlertParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

/** Alerts and their outbox as rows. */
export function createAlertStore({ engine, writing, guard, clock }: AlertParts): AlertStore {
  const { db } = engine;
  let isFirstClaim = true;
  return {
    listHeads: () => guard.ask(listHeads(db)),
    add: (versions, options) =>
      writing.write((trx) => addVersions(trx, versions, clock.now()), options ?? {}),
    list: (query) => guard.ask(listAlerts(db, query)),
    count: () => guard.ask(count(db)),
    claim: (request) =>
      writing.write(async (trx) => {
        // Where one process holds the database, what another one claimed before was left by a process that is no more.
        if (isFirstClaim && !engine.capabilities.writesTogether) await freeClaims(trx);
        isFirstClaim = false;
        return claimDue(engine, trx, { ...request, now: clock.now() });
      }),
    settle: (claimed, end) => writing.write((trx) => settle(trx, { ...claimed, end, now: clock.now() })),
    find: (alertId) => guard.ask(findAlert(db, alertId)),
    listDeliveries: (query) => guard.ask(listDeliveries(db, query)),
    reviveDead: () => writing.write((trx) => reviveDead(trx, { id: null, now: clock.now() })),
    async revive(id) {
      await guard.ask(refuseUnknown(db, id));
      return writing.write(async (trx) => (await reviveDead(trx, { id, now: clock.now() })) > 0);
    },
    addMute: (mute) =>
      writing.write(async (trx) => {
        const made = { ...mute, id: randomUUID(), at: clock.now(), endedAt: null, endedBy: null };
        const [key] = await takeKeys(trx, "mute_keys", 1);
        await insertMute(trx, made, key!);
        await noteChange(trx, clock, {
          action: `${made.purpose}.add`,
          target: { type: made.kind, id: made.target },
          after: { id: made.id, reason: made.reason, until: made.until },
        });
        return made;
      }),
    endMute: (id, by) => writing.write((trx) => endMute(trx, { id, by, clock })),
    listMutes: () => guard.ask(listMutes(db)),
    readAll: () => guard.ask(readAll(db)),
    restore: (records) => writing.write((trx) => restore(trx, records)),
  };
}

async function listHeads(db: Engine["db"]): Promise<readonly AlertHead[]> {
  const { rows } = await sql<HeadRow>`
    select a.alert_id, a.version, a.kind, a.reason, a.severity, a.made_at, a.subjects, l.first_at
    from alert_versions a join ${LATEST} l on l.alert_id = a.alert_id and l.version = a.version
    order by l.first_at, ${byCodePoint("a.alert_id")}`.execute(db);
  return rows.map(toHead);
}

async function addVersions(trx: Trx, versions: readonly NewAlertVersion[], now: EpochMs): Promise<number> {
  let added = 0;
  for (const version of versions) {
    const written = await trx
      .insertInto("alert_versions")
      .values(toVersionValues(version))
      .onConflict((conflict) => conflict.columns(["alert_id", "version"]).doNothing())
      .returning("version")
      .execute();
    if (written.length === 0) continue;
    added++;
    await supersede(trx, version, now);
    await insertDeliveries(trx, toDeliveries(version));
  }
  return added;
}

const toDeliveries = ({ alertId, version, at, dueAt, channels }: NewAlertVersion): readonly Delivery[] =>
  channels.map((channel) => ({
    id: `${alertId}.${version}/${channel}`,
    alertId,
    version,
    channel,
    state: "waiting",
    dueAt,
    attempts: 0,
    at,
    doneAt: null,
    problem: null,
  }));

/** The later version says all that the earlier ones did. What is being delivered at this moment is left. */
async function supersede(trx: Trx, { alertId, version }: NewAlertVersion, now: EpochMs): Promise<void> {
  await sql`
    update deliveries set state = 'superseded', done_at = ${toInstant(now)}
    where alert_id = ${toStoredText(alertId)} and version < ${version} and state in ('waiting', 'dead')
      and (lease_until is null or lease_until <= ${toInstant(now)})`.execute(trx);
}

async function insertDeliveries(trx: Trx, deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  const keys = await takeKeys(trx, "delivery_keys", deliveries.length);
  await trx
    .insertInto("deliveries")
    .values(deliveries.map((delivery, index) => toDeliveryValues(delivery, keys[index]!)))
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

async function count(db: Engine["db"]): ReturnType<AlertStore["count"]> {
  const alerts = await sql<{ alerts: number }>`
    select count(distinct alert_id) as alerts from alert_versions`.execute(db);
  const { rows } = await sql<{ state: DeliveryState; deliveries: number }>`
    select state, count(*) as deliveries from deliveries group by state`.execute(db);
  const counted = new Map(rows.map((row) => [row.state, Number(row.deliveries)]));
  const of = (state: DeliveryState): number => counted.get(state) ?? 0;
  const [waiting, delivered, dead, superseded] = DELIVERY_STATES;
  return {
    alerts: Number(alerts.rows[0]!.alerts),
    deliveries: {
      waiting: of(waiting),
      delivered: of(delivered),
      dead: of(dead),
      superseded: of(superseded),
    },
  };
}

async function endMute(
  trx: Trx,
  { id, by, clock }: { readonly id: string; readonly by: string; readonly clock: Clock },
) {
  const ended = await sql<MutesTable>`
    update alert_mutes set ended_at = ${toInstant(clock.now())}, ended_by = ${toStoredText(by)}
    where id = ${toStoredText(id)} and ended_at is null returning *`.execute(trx);
  const found = await sql<MutesTable>`
    select * from alert_mutes where id = ${toStoredText(id)}`.execute(trx);
  const row = found.rows[0];
  if (row === undefined) throw toError(STORE_PROBLEMS, "STORE_MUTE_UNKNOWN", { id });
  if (ended.rows.length > 0)
    await noteChange(trx, clock, {
      action: `${row.purpose}.end`,
      target: { type: row.kind, id: row.target },
      before: { id: row.id, reason: row.reason },
    });
  return toMute(row);
}

async function listMutes(db: Engine["db"]) {
  const rows = await db.selectFrom("alert_mutes").selectAll().orderBy("mute_key").execute();
  return rows.map(toMute);
}

async function readAll(db: Engine["db"]): Promise<AlertRecords> {
  const versions = await sql<AlertVersionsTable>`
    select * from alert_versions order by made_at, ${byCodePoint("alert_id")}, version`.execute(db);
  const deliveries = await db.selectFrom("deliveries").selectAll().orderBy("delivery_key").execute();
  return {
    versions: versions.rows.map((row) => ({ ...toVersion(row), body: toBody(row.body) })),
    deliveries: deliveries.map(toDelivery),
    mutes: await listMutes(db),
  };
}

async function restore(trx: Trx, { versions, deliveries, mutes }: AlertRecords): Promise<void> {
  for (const version of versions)
    await trx
      .insertInto("alert_versions")
      .values(toVersionValues(version))
      .onConflict((conflict) => conflict.columns(["alert_id", "version"]).doNothing())
      .execute();
  await insertDeliveries(trx, deliveries);
  const known = new Set((await trx.selectFrom("alert_mutes").select("id").execute()).map(({ id }) => id));
  for (const mute of mutes) {
    if (known.has(mute.id)) continue;
    const [key] = await takeKeys(trx, "mute_keys", 1);
    await insertMute(trx, mute, key!);
  }
}
