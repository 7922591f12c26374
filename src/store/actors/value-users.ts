import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type EpochMs, toEntityId, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { ValueKind, ValueUser } from "../ports/actor-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";

type Db = Engine["db"];

/** Which of `event_rows e` have a value. */
const HAVING: Readonly<Record<ValueKind, (value: string) => RawBuilder<SqlBool>>> = {
  action: (value) =>
    sql`e.action_key in (select n.action_key from actions n where n.service || ':' || n.action = ${value})`,
  service: (value) => sql`e.action_key in (select n.action_key from actions n where n.service = ${value})`,
  region: (value) => sql`e.context_key in (select c.context_key from contexts c where c.region = ${value})`,
  country: (value) =>
    sql`e.address_key in (select p.address_key from addresses p where p.country = ${value})`,
  address: (value) =>
    sql`e.address_key in (select p.address_key from addresses p where p.address = ${value})`,
  tool: (value) => sql`e.tool_key in (select t.tool_key from tools t where t.tool = ${value})`,
  session: (value) =>
    sql`e.credential_key in (select k.credential_key from credentials k where k.session = ${value})`,
  resource: (value) => sql`e.resource = ${value}`,
  error: (value) =>
    sql`e.context_key in (select c.context_key from contexts c where c.error_code = ${value})`,
};

interface UserRow {
  readonly actor_id: string;
  readonly actor_name: string;
  readonly events: number;
  readonly first_at: number;
  readonly last_at: number;
}

/** Who used a value before an instant, most often first. */
export async function listValueUsers(
  db: Db,
  { kind, value, before }: { readonly kind: ValueKind; readonly value: string; readonly before: EpochMs },
): Promise<readonly ValueUser[]> {
  const found = await sql<UserRow>`
    select a.actor_id, max(a.actor_name) as actor_name, sum(s.events) as events,
      min(s.first_at) as first_at, max(s.last_at) as last_at
    from (
      select e.actor_key, count(*) as events, min(e.happened_at) as first_at, max(e.happened_at) as last_at
      from event_rows e
      where e.happened_at < ${toInstant(before)} and ${HAVING[kind](toStoredText(value))}
      group by 1) s
    join actors a on a.actor_key = s.actor_key
    group by a.actor_id order by 3 desc, a.actor_id collate "C"`.execute(db);
  return found.rows.map((row) => ({
    id: toEntityId(row.actor_id),
    name: row.actor_name,
    events: Number(row.events),
    firstAt: toEpochMs(row.first_at),
    lastAt: toEpochMs(row.last_at),
  }));
}
