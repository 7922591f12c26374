import { join } from "node:path";
import { sql } from "kysely";
import { SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import { openArchive } from "../archive/archive.ts";
import { createPorts } from "../create-ports.ts";
import type { Engine } from "../engine.ts";
import { migrate } from "../migrations/migrate.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import type { OpenStoreOptions, Store } from "../store.ts";
import { Connections } from "./connections.ts";
import { createPostgresEngine } from "./engine.ts";

/** `server_version_num` of the oldest server that will do. */
const SERVER_VERSION_MIN = 150_000;

/**
 * Opens a database of PostgreSQL, making its tables where they are missing, and the archive in the data folder. Any
 * number of processes may do so at once. Tables stand in the first schema of the search path.
 */
export async function openPostgresStore(url: string, options: OpenStoreOptions): Promise<Store> {
  const connections = await Connections.create(url);
  const { place } = connections;
  const engine = createPostgresEngine(connections);
  try {
    await refuseUnfit(engine, { place, mustExist: options.mustExist === true });
    const migrated = await migrate(engine.db, { capabilities: engine.capabilities, file: place });
    const clock = options.clock ?? SYSTEM_CLOCK;
    const archive = await openArchive(join(options.folder, "archive"), { sweep: "old", now: clock.now() });
    const ports = createPorts({ engine, clock, limits: options.limits ?? {} });
    const database = `postgres://${place}`;
    return {
      folder: options.folder,
      database,
      migrated,
      ...ports,
      archive,
      announce: async () => {},
      close: () => ports.events.close(),
    };
  } catch (error) {
    await engine.close();
    throw engine.toProblem(error);
  }
}

interface ServerRow {
  readonly version: string;
  readonly version_number: number;
  readonly encoding: string;
  readonly schema_name: string | null;
  readonly has_tables: boolean;
}

async function refuseUnfit(
  { db }: Engine,
  { place, mustExist }: { readonly place: string; readonly mustExist: boolean },
): Promise<void> {
  const found = await sql<ServerRow>`
    select current_setting('server_version') as version,
      cast(current_setting('server_version_num') as integer) as version_number,
      current_setting('server_encoding') as encoding,
      current_schema() as schema_name,
      to_regclass(quote_ident(current_schema()) || '.event_rows') is not null as has_tables`.execute(db);
  refuseServer(found.rows[0]!, place);
  if (mustExist && !found.rows[0]!.has_tables)
    throw toError(STORE_PROBLEMS, "STORE_DATABASE_EMPTY", { place });
}

/** Throws what a server lacks. */
export function refuseServer(server: Omit<ServerRow, "has_tables">, place: string): void {
  const { version, encoding } = server;
  if (server.version_number < SERVER_VERSION_MIN)
    throw toError(STORE_PROBLEMS, "STORE_DATABASE_OLD", { place, version });
  if (encoding !== "UTF8") throw toError(STORE_PROBLEMS, "STORE_DATABASE_ENCODING", { place, encoding });
  if (server.schema_name === null) throw toError(STORE_PROBLEMS, "STORE_DATABASE_SCHEMA", { place });
}
