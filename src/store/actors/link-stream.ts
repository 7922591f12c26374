import { sql } from "kysely";
import type { ActorType, IdentityLink } from "../../domain/index.ts";
import { toEntityId, toEpochMs, toEventId } from "../../domain/index.ts";
import type { ColumnBatch, Engine } from "../engine.ts";
import type { Period, StoredLink } from "../ports/actor-port.ts";
import { allOf } from "../text-match.ts";
import { matchPeriod } from "./actor-queries.ts";

/** Links in the order of their events (time, then id), each with who made it and with which key. */
export async function* streamLinks(engine: Engine, period: Period): AsyncGenerator<readonly StoredLink[]> {
  const query = sql`
    select coalesce(e.event_id, cast(e.event_key as text)) as id,
      cast(extract(epoch from e.happened_at) * 1000 as double precision) as happened_ms,
      a.actor_id, a.actor_type, a.actor_name, a.actor_account, k.session,
      case when a.automated then 1 else 0 end as automated, k.access_key_id,
      l.kind, l.access_key_id as handed_key, l.target
    from identity_links l
    join event_rows e on e.event_key = l.event_key
    join actors a on a.actor_key = e.actor_key
    join credentials k on k.credential_key = e.credential_key
    where ${allOf(matchPeriod(period))}
    order by e.happened_at, coalesce(e.event_id, cast(e.event_key as text)) collate "C", l.ordinal`.compile(
    engine.db,
  );
  for await (const batch of engine.stream(query)) yield toLinks(batch);
}

function toLinks({ length, columns }: ColumnBatch): readonly StoredLink[] {
  const links: StoredLink[] = [];
  for (let row = 0; row < length; row++) {
    const text = (column: number): string | null => columns[column]!.textAt(row);
    const target = text(11);
    links.push({
      event: toEventId(text(0)!),
      at: toEpochMs(Math.round(columns[1]!.numberAt(row)!)),
      actor: {
        id: toEntityId(text(2)!),
        type: text(3) as ActorType,
        name: text(4)!,
        account: text(5),
        session: text(6),
        automated: columns[7]!.numberAt(row) === 1,
      },
      accessKeyId: text(8),
      link: {
        kind: text(9) as IdentityLink["kind"],
        accessKeyId: text(10),
        target: target === null ? null : toEntityId(target),
      },
    });
  }
  return links;
}
