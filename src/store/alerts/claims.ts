import { sql } from "kysely";
import { type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { ClaimedDelivery, ClaimRequest, DeliveryEnd } from "../ports/alert-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";
import { toBody, toDelivery } from "./alert-rows.ts";
import type { DeliveriesTable } from "./alert-tables.ts";

/**
 * Takes what is due. Nobody waits for another who takes at the same moment: what is locked is skipped. A claim that was
 * not settled in its time is free again, with the attempt counted: what kills its process does not do so for ever.
 */
export async function claimDue(
  engine: Engine,
  trx: Trx,
  request: ClaimRequest & { readonly now: EpochMs },
): Promise<readonly ClaimedDelivery[]> {
  const { channels, limit, durationMs, now } = request;
  if (channels.length === 0 || limit < 1) return [];
  const lock = engine.capabilities.writesTogether ? sql`for update of d skip locked` : sql``;
  const due = await sql<DeliveriesTable>`
    select d.* from deliveries d
    where d.state = 'waiting' and d.due_at <= ${toInstant(now)}
      and (d.lease_until is null or d.lease_until <= ${toInstant(now)})
      and d.channel in (${sql.join(channels.map(toStoredText))})
      and not exists (
        select 1 from deliveries e
        where e.alert_id = d.alert_id and e.channel = d.channel and e.state = 'waiting' and e.version < d.version)
    order by d.due_at, d.delivery_key
    limit ${sql.lit(Math.trunc(limit))} ${lock}`.execute(trx);
  const until = toEpochMs(now + durationMs);
  const claimed: ClaimedDelivery[] = [];
  for (const row of due.rows) {
    const [token] = await takeKeys(trx, "delivery_tokens", 1);
    await sql`
      update deliveries
      set lease_token = ${token}, lease_until = ${toInstant(until)}, attempts = ${row.attempts + 1}
      where id = ${row.id}`.execute(trx);
    const said = await sql<{ body: string }>`
      select body from alert_versions
      where alert_id = ${row.alert_id} and version = ${row.version}`.execute(trx);
    claimed.push({
      ...toDelivery({ ...row, attempts: row.attempts + 1 }),
      token: token!,
      body: toBody(said.rows[0]!.body),
    });
  }
  return claimed;
}

interface Settlement {
  readonly id: string;
  readonly token: number;
  readonly end: DeliveryEnd;
  readonly now: EpochMs;
}

/** False: another has it now. */
export async function settle(trx: Trx, { id, token, end, now }: Settlement): Promise<boolean> {
  const doneAt = end.kind === "waiting" ? sql`null` : toInstant(now);
  const dueAt = end.kind === "waiting" ? toInstant(end.dueAt) : sql`due_at`;
  const problem = end.kind === "delivered" ? null : toStoredText(end.problem);
  const written = await sql<{ id: string }>`
    update deliveries
    set state = ${end.kind}, lease_until = null, done_at = ${doneAt}, due_at = ${dueAt}, problem = ${problem}
    where id = ${toStoredText(id)} and lease_token = ${token} and state = 'waiting' returning id`.execute(
    trx,
  );
  return written.rows.length > 0;
}

/** Null: all of them. */
export async function reviveDead(
  trx: Trx,
  { id, now }: { readonly id: string | null; readonly now: EpochMs },
): Promise<number> {
  const wanted = id === null ? sql`true` : sql`id = ${toStoredText(id)}`;
  const revived = await sql<{ id: string }>`
    update deliveries set state = 'waiting', attempts = 0, due_at = ${toInstant(now)}, done_at = null
    where state = 'dead' and ${wanted}
      and version = (select max(a.version) from alert_versions a where a.alert_id = deliveries.alert_id)
    returning id`.execute(trx);
  return revived.rows.length;
}

/** What is claimed can be claimed again at once. */
export async function freeClaims(trx: Trx): Promise<void> {
  await sql`update deliveries set lease_until = null where state = 'waiting' and lease_until is not null`.execute(
    trx,
  );
}
