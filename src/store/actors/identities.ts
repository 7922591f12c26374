import { sql } from "kysely";
import { type EntityId, type IdentityLink, toEntityId, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { ActorReach, LinkedIdentity, UsedKey } from "../ports/actor-port.ts";
import { toStoredText } from "../stored-text.ts";

type Db = Engine["db"];

interface LinkRow {
  readonly kind: IdentityLink["kind"];
  readonly other_id: string | null;
  readonly links: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly access_keys: number;
  readonly access_key: string | null;
}

/** Identities that an actor took on or made, and those by whom it was taken on or made; the latest first. */
export async function listIdentities(
  db: Db,
  id: EntityId,
  limit: number,
): Promise<readonly LinkedIdentity[]> {
  const most = sql.lit(Math.max(Math.trunc(limit), 1));
  const own = toStoredText(id);
  const counts = sql`count(*) as links, min(l.happened_at) as first_at, max(l.happened_at) as last_at,
    count(distinct l.access_key_id) as access_keys, max(l.access_key_id) as access_key`;
  const given = await sql<LinkRow>`
    select l.kind, l.target as other_id, ${counts}
    from identity_links l
    join event_rows e on e.event_key = l.event_key
    where e.actor_key in (select a.actor_key from actors a where a.actor_id = ${own})
    group by 1, 2 order by last_at desc, l.kind, other_id limit ${most}`.execute(db);
  const taken = await sql<LinkRow>`
    select l.kind, a.actor_id as other_id, ${counts}
    from identity_links l
    join event_rows e on e.event_key = l.event_key
    join actors a on a.actor_key = e.actor_key
    where l.target = ${own} and a.actor_id <> ${own}
    group by 1, 2 order by last_at desc, l.kind, other_id limit ${most}`.execute(db);
  return [
    ...given.rows.map((row) => toIdentity(row, "gave")),
    ...taken.rows.map((row) => toIdentity(row, "came-from")),
  ];
}

const toIdentity = (row: LinkRow, direction: LinkedIdentity["direction"]): LinkedIdentity => ({
  kind: row.kind,
  direction,
  actor: row.other_id === null ? null : toEntityId(row.other_id),
  links: Number(row.links),
  firstAt: toEpochMs(row.first_at),
  lastAt: toEpochMs(row.last_at),
  accessKeys: Number(row.access_keys),
  accessKeyId: row.access_key,
});

/** Keys with which an actor called, the most used first. Temporary ones are many: `total` counts them. */
export async function listKeys(
  db: Db,
  id: EntityId,
  limit: number,
): Promise<{ readonly total: number; readonly keys: readonly UsedKey[] }> {
  const found = await sql<{
    access_key_id: string;
    events: number;
    first_at: number;
    last_at: number;
    total: number;
  }>`
    select u.*, count(*) over () as total from (
      select k.access_key_id, count(*) as events, min(e.happened_at) as first_at, max(e.happened_at) as last_at
      from event_rows e join credentials k on k.credential_key = e.credential_key
      where k.access_key_id is not null
        and e.actor_key in (select a.actor_key from actors a where a.actor_id = ${toStoredText(id)})
      group by 1) u
    order by u.events desc, u.access_key_id collate "C"
    limit ${sql.lit(Math.max(Math.trunc(limit), 1))}`.execute(db);
  return {
    total: Number(found.rows[0]?.total ?? 0),
    keys: found.rows.map((row) => ({
      accessKeyId: row.access_key_id,
      events: Number(row.events),
      firstAt: toEpochMs(row.first_at),
      lastAt: toEpochMs(row.last_at),
    })),
  };
}

/** What an actor was seen able to do: how many different actions by sensitivity, in how many accounts, taken by whom. */
export async function readReach(db: Db, id: EntityId): Promise<ActorReach> {
  const count = (sensitivity: number) =>
    sql`count(distinct case when n.sensitivity = ${sql.lit(sensitivity)} then n.service || ':' || n.action end)`;
  const found = await sql<Record<"critical" | "high" | "accounts" | "regions" | "services", number>>`
    select ${count(3)} as critical, ${count(2)} as high, count(distinct c.account) as accounts,
      count(distinct c.region) as regions, count(distinct n.service) as services
    from event_rows e
    join actions n on n.action_key = e.action_key
    join contexts c on c.context_key = e.context_key
    where c.outcome = 'success'
      and e.actor_key in (select a.actor_key from actors a where a.actor_id = ${toStoredText(id)})`.execute(
    db,
  );
  const row = found.rows[0];
  return {
    criticalActions: Number(row?.critical ?? 0),
    sensitiveActions: Number(row?.high ?? 0),
    accounts: Number(row?.accounts ?? 0),
    regions: Number(row?.regions ?? 0),
    services: Number(row?.services ?? 0),
  };
}
