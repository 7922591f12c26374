import {
  type EpochMs,
  type JsonObject,
  type JsonValue,
  SEVERITIES,
  severityRank,
  toEpochMs,
} from "../../domain/index.ts";
import type { AlertVersion, Delivery, StoredMute } from "../ports/alert-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";
import type { AlertVersionsTable, DeliveriesTable, MutesTable } from "./alert-tables.ts";

type VersionHead = Omit<AlertVersionsTable, "body">;

export const toVersion = (row: VersionHead): AlertVersion => ({
  alertId: row.alert_id,
  version: row.version,
  kind: row.kind,
  reason: row.reason,
  severity: SEVERITIES[row.severity]!,
  at: toEpochMs(row.made_at),
  subjects: JSON.parse(row.subjects) as JsonValue,
});

export const toBody = (text: string): JsonObject => JSON.parse(text) as JsonObject;

export const toDelivery = (row: DeliveriesTable): Delivery => ({
  id: row.id,
  alertId: row.alert_id,
  version: row.version,
  channel: row.channel,
  state: row.state,
  dueAt: toEpochMs(row.due_at),
  attempts: row.attempts,
  at: toEpochMs(row.made_at),
  doneAt: maybeMs(row.done_at),
  problem: row.problem,
});

export const toMute = (row: MutesTable): StoredMute => ({
  id: row.id,
  purpose: row.purpose,
  kind: row.kind,
  target: row.target,
  reason: row.reason,
  until: maybeMs(row.until_at),
  by: row.made_by,
  at: toEpochMs(row.made_at),
  endedAt: maybeMs(row.ended_at),
  endedBy: row.ended_by,
});

/** Without the NUL that no engine keeps, also where JSON escapes it. */
const toJsonText = (value: JsonValue | JsonObject): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? toStoredText(inner) : inner));

/** The row of a version. */
export const toVersionValues = (version: AlertVersion & { readonly body: JsonObject }) => ({
  alert_id: toStoredText(version.alertId),
  version: version.version,
  kind: version.kind,
  reason: version.reason,
  severity: severityRank(version.severity),
  made_at: toInstant(version.at),
  subjects: toJsonText(version.subjects),
  body: toJsonText(version.body),
});

export const toDeliveryValues = (delivery: Delivery, key: number) => ({
  delivery_key: key,
  id: toStoredText(delivery.id),
  alert_id: toStoredText(delivery.alertId),
  version: delivery.version,
  channel: toStoredText(delivery.channel),
  state: delivery.state,
  due_at: toInstant(delivery.dueAt),
  attempts: delivery.attempts,
  made_at: toInstant(delivery.at),
  done_at: maybeInstant(delivery.doneAt),
  lease_token: null,
  lease_until: null,
  problem: delivery.problem,
});

export async function insertMute(trx: Trx, mute: StoredMute, key: number): Promise<void> {
  await trx
    .insertInto("alert_mutes")
    .values({
      mute_key: key,
      id: toStoredText(mute.id),
      purpose: mute.purpose,
      kind: mute.kind,
      target: toStoredText(mute.target),
      reason: toStoredText(mute.reason),
      until_at: maybeInstant(mute.until),
      made_by: toStoredText(mute.by),
      made_at: toInstant(mute.at),
      ended_at: maybeInstant(mute.endedAt),
      ended_by: mute.endedBy === null ? null : toStoredText(mute.endedBy),
    })
    .execute();
}

const maybeMs = (ms: number | null): EpochMs | null => (ms === null ? null : toEpochMs(ms));
const maybeInstant = (at: EpochMs | null) => (at === null ? null : toInstant(at));
