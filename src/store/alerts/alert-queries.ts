import { sql } from "kysely";
import { toEpochMs, toError } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { AlertHead, AlertQuery, Delivery, DeliveryQuery, StoredAlert } from "../ports/alert-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import { allOf, byCodePoint, isBehind, type OrderPart, orderBy } from "../text-match.ts";
import { toBody, toDelivery, toVersion } from "./alert-rows.ts";
import type { AlertVersionsTable, DeliveriesTable } from "./alert-tables.ts";

type Db = Engine["db"];

export interface HeadRow extends AlertVersionsTable {
  readonly first_at: number;
}

export const toHead = (row: HeadRow): AlertHead => ({ ...toVersion(row), firstAt: toEpochMs(row.first_at) });

/** The latest version of each alert, with when its first was made. */
export const LATEST = sql`(
  select alert_id, max(version) as version, min(made_at) as first_at from alert_versions group by alert_id)`;

type Place = NonNullable<AlertQuery["after"]>;

const toOrder = ([at, id]: readonly [string, string], after: Place | undefined): readonly OrderPart[] => [
  {
    column: sql.ref(at),
    direction: "desc",
    after: after === undefined ? null : toInstant(after.at),
  },
  {
    column: byCodePoint(id),
    direction: "asc",
    after: after === undefined ? null : toStoredText(after.id),
  },
];

export async function listAlerts(
  db: Db,
  { limit, state, after }: AlertQuery,
): Promise<readonly StoredAlert[]> {
  const order = toOrder(["a.made_at", "a.alert_id"], after);
  const conditions = allOf([
    ...(state === undefined
      ? []
      : [sql<boolean>`a.alert_id in (select d.alert_id from deliveries d where d.state = ${state})`]),
    ...(after === undefined ? [] : [isBehind(order)]),
  ]);
  const { rows } = await sql<HeadRow>`
    select a.*, l.first_at
    from alert_versions a join ${LATEST} l on l.alert_id = a.alert_id and l.version = a.version
    where ${conditions}
    order by ${orderBy(order)}
    limit ${sql.lit(Math.max(1, Math.trunc(limit)))}`.execute(db);
  return withDeliveries(db, rows);
}

export async function findAlert(db: Db, alertId: string): Promise<StoredAlert | null> {
  const { rows } = await sql<HeadRow>`
    select a.*, l.first_at
    from alert_versions a join ${LATEST} l on l.alert_id = a.alert_id and l.version = a.version
    where a.alert_id = ${toStoredText(alertId)}`.execute(db);
  return (await withDeliveries(db, rows))[0] ?? null;
}

async function withDeliveries(db: Db, rows: readonly HeadRow[]): Promise<readonly StoredAlert[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.alert_id);
  const found = await sql<DeliveriesTable>`
    select * from deliveries where alert_id in (${sql.join(ids)})
    order by version desc, delivery_key`.execute(db);
  const deliveries = Map.groupBy(found.rows, (row) => row.alert_id);
  return rows.map((row) => ({
    ...toHead(row),
    body: toBody(row.body),
    deliveries: (deliveries.get(row.alert_id) ?? []).map(toDelivery),
  }));
}

export async function listDeliveries(
  db: Db,
  { limit, state, after }: DeliveryQuery,
): Promise<readonly Delivery[]> {
  const order = toOrder(["made_at", "id"], after);
  const conditions = allOf([
    ...(state === undefined ? [] : [sql<boolean>`state = ${state}`]),
    ...(after === undefined ? [] : [isBehind(order)]),
  ]);
  const { rows } = await sql<DeliveriesTable>`
    select * from deliveries where ${conditions}
    order by ${orderBy(order)}
    limit ${sql.lit(Math.max(1, Math.trunc(limit)))}`.execute(db);
  return rows.map(toDelivery);
}

/** Throws STORE_DELIVERY_UNKNOWN. */
export async function refuseUnknown(db: Db, id: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from deliveries where id = ${toStoredText(id)}`.execute(db);
  if (rows.length === 0) throw toError(STORE_PROBLEMS, "STORE_DELIVERY_UNKNOWN", { id });
}
