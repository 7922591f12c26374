import { sql } from "kysely";
import type { ColumnBatch, Engine } from "../engine.ts";
import type { EventFilter } from "../port.ts";
import type { Uploads } from "../ports/statistic-port.ts";
import { eventIdText } from "./event-stream.ts";
import { matchEvents } from "./events.ts";

const AT = 0;
const USER = 1;
const SERVICE = 2;
const BYTES = 3;

/** Events that say how many bytes went into the cloud, in the order of time, then id: of each no more than analyses ask. */
export async function* streamUploads(
  engine: Engine,
  filter: Pick<EventFilter, "from" | "to">,
): AsyncGenerator<Uploads> {
  const query = sql`
    select cast(extract(epoch from happened_at) * 1000 as double precision) as happened_ms,
      a.actor_name, n.service, cast(bytes_in as double precision) as uploaded_bytes
    from event_rows
    join actors a on a.actor_key = event_rows.actor_key
    join actions n on n.action_key = event_rows.action_key
    where bytes_in > 0 and ${matchEvents(filter)}
    order by happened_at, ${eventIdText}`.compile(engine.db);
  for await (const batch of engine.stream(query)) yield toUploads(batch);
}

function toUploads({ length, columns }: ColumnBatch): Uploads {
  const rows = Array.from({ length }, (_, row) => row);
  return {
    at: rows.map((row) => Math.round(columns[AT]!.numberAt(row)!)),
    users: rows.map((row) => columns[USER]!.textAt(row)!),
    services: rows.map((row) => columns[SERVICE]!.textAt(row)!),
    bytes: rows.map((row) => columns[BYTES]!.numberAt(row)!),
  };
}
