import { sql } from "kysely";
import {
  type Action,
  type Actor,
  type Address,
  type EventId,
  type IdentityLink,
  type Tool,
  toEntityId,
  toEpochMs,
  toEventId,
} from "../../domain/index.ts";
import type { ColumnBatch, ColumnReader, Engine } from "../engine.ts";
import type { StoreLimits } from "../limits.ts";
import type { EventBatch, EventContext, EventFilter } from "../port.ts";
import type {
  ActionsTable,
  ActorsTable,
  AddressesTable,
  ContextsTable,
  CredentialsTable,
  ToolsTable,
} from "../tables.ts";
import { matchFilter, readLinks } from "./events.ts";

interface Credential {
  readonly session: string | null;
  readonly accessKeyId: string | null;
}

interface CacheSource {
  readonly db: Engine["db"];
  readonly valuesMax: number;
}

/** Shared instances of one dimension by key, read when first needed. */
class DimensionCache<Row, Value> {
  readonly #values = new Map<number, Value>();
  readonly #table: string;
  readonly #key: string;
  readonly #toValue: (row: Row) => Value;

  constructor(table: string, key: string, toValue: (row: Row) => Value) {
    this.#table = table;
    this.#key = key;
    this.#toValue = toValue;
  }

  async resolve(
    { db, valuesMax }: CacheSource,
    column: ColumnReader,
    length: number,
  ): Promise<readonly Value[]> {
    const keys = new Int32Array(length);
    const missing = new Set<number>();
    for (let row = 0; row < length; row++) {
      const key = column.numberAt(row)!;
      keys[row] = key;
      if (!this.#values.has(key)) missing.add(key);
    }
    if (missing.size > 0) {
      if (this.#values.size + missing.size > valuesMax) {
        this.#values.clear();
        for (const key of keys) missing.add(key);
      }
      await this.#read(db, missing);
    }
    const values = new Array<Value>(length);
    for (let row = 0; row < length; row++) values[row] = this.#values.get(keys[row]!)!;
    return values;
  }

  async #read(db: Engine["db"], missing: ReadonlySet<number>): Promise<void> {
    const key = sql.id(this.#key);
    const list = sql.join([...missing].map((value) => sql.lit(value)));
    const found = await sql<Row & Record<string, number>>`
      select * from ${sql.table(this.#table)} where ${key} in (${list})`.execute(db);
    for (const row of found.rows) this.#values.set(row[this.#key]!, this.#toValue(row));
  }
}

/** Streams events in the order of time, then id. The order comes from the engine, which sorts on disk where it must. */
export async function* streamEvents(
  engine: Engine,
  filter: Pick<EventFilter, "from" | "to">,
  limits: StoreLimits,
): AsyncGenerator<EventBatch> {
  const maker = new BatchMaker(engine, limits);
  for await (const columns of engine.stream(compileStream(engine, filter)))
    yield await maker.toBatch(columns);
}

const COLUMNS = {
  id: 0,
  at: 1,
  receivedAt: 2,
  actor: 3,
  credential: 4,
  action: 5,
  address: 6,
  tool: 7,
  context: 8,
  resource: 9,
  bytesIn: 10,
  bytesOut: 11,
  key: 12,
} as const;

export const eventIdText = sql<string>`coalesce(event_id, cast(event_key as text)) collate "C"`;

const compileStream = (engine: Engine, filter: Pick<EventFilter, "from" | "to">) =>
  selectStreamed(engine.db)
    .where((builder) => builder.and(matchFilter(builder, filter)))
    .orderBy("happened_at")
    .orderBy(eventIdText)
    .compile();

/** The columns of `COLUMNS`, in their order; more may follow. */
export function selectStreamed(db: Engine["db"]) {
  const ms = (column: "happened_at" | "received_at") =>
    sql<number>`cast(extract(epoch from ${sql.ref(column)}) * 1000 as double precision)`;
  return db
    .selectFrom("event_rows")
    .select([
      eventIdText.as("id"),
      ms("happened_at").as("happened_ms"),
      ms("received_at").as("received_ms"),
      "actor_key",
      "credential_key",
      "action_key",
      "address_key",
      "tool_key",
      "context_key",
      "resource",
      sql<number>`cast(bytes_in as double precision)`.as("bytes_in"),
      sql<number>`cast(bytes_out as double precision)`.as("bytes_out"),
      sql<string>`cast(event_key as text)`.as("event_key"),
    ]);
}

/** Number of columns that `selectStreamed` gives: the place of the first that follows. */
export const STREAMED_COLUMNS = Object.keys(COLUMNS).length;

/** Makes events of columns, with the parts that repeat as shared instances. */
export class BatchMaker {
  readonly #source: CacheSource;
  readonly #sessionsMax: number;
  readonly #sessions = new Map<string, Actor>();
  readonly #actors = new DimensionCache<ActorsTable, Actor>("actors", "actor_key", (row) => ({
    id: toEntityId(row.actor_id),
    type: row.actor_type,
    name: row.actor_name,
    account: row.actor_account,
    session: null,
    automated: row.automated,
  }));
  readonly #credentials = new DimensionCache<CredentialsTable, Credential>(
    "credentials",
    "credential_key",
    (row) => ({ session: row.session, accessKeyId: row.access_key_id }),
  );
  readonly #actions = new DimensionCache<ActionsTable, Action>("actions", "action_key", (row) => ({
    name: row.action,
    service: row.service,
    class: row.action_class,
    activity: row.activity,
    sensitivity: row.sensitivity,
  }));
  readonly #addresses = new DimensionCache<AddressesTable, Address>("addresses", "address_key", (row) => ({
    kind: row.address_kind,
    text: row.address,
    country: row.country,
  }));
  readonly #tools = new DimensionCache<ToolsTable, Tool>("tools", "tool_key", (row) => ({
    family: row.tool_family,
    name: row.tool,
    version: row.tool_version,
    os: row.tool_os,
  }));
  readonly #contexts = new DimensionCache<ContextsTable, EventContext>("contexts", "context_key", (row) => ({
    logType: row.log_type,
    outcome: row.outcome,
    errorCode: row.error_code,
    account: row.account,
    region: row.region,
    device: row.device,
  }));

  constructor(engine: Engine, limits: StoreLimits) {
    this.#source = { db: engine.db, valuesMax: limits.dimensionValuesMax };
    this.#sessionsMax = limits.sessionActorsMax;
  }

  async toBatch({ length, columns }: ColumnBatch): Promise<EventBatch> {
    const source = this.#source;
    const column = (name: keyof typeof COLUMNS): ColumnReader => columns[COLUMNS[name]]!;
    const at = toNumbers(column("at"), length);
    const receivedAt = column("receivedAt");
    const credentials = await this.#credentials.resolve(source, column("credential"), length);
    const bare = await this.#actors.resolve(source, column("actor"), length);
    const actors = bare.map((actor, row) =>
      credentials[row]!.session === null
        ? actor
        : this.#withSession(actor, column("actor").numberAt(row)!, credentials[row]!.session),
    );
    const actions = await this.#actions.resolve(source, column("action"), length);
    const addresses = await this.#addresses.resolve(source, column("address"), length);
    const tools = await this.#tools.resolve(source, column("tool"), length);
    const contexts = await this.#contexts.resolve(source, column("context"), length);
    const links = await readLinks(source.db, findSpan(at));
    const bytesIn = toNumbers(column("bytesIn"), length);
    const bytesOut = toNumbers(column("bytesOut"), length);
    const idAt = (row: number): EventId => toEventId(column("id").textAt(row)!);
    const resourceAt = (row: number): string | null => column("resource").textAt(row);
    const linksAt = (row: number): readonly IdentityLink[] =>
      links.size === 0 ? NO_LINKS : (links.get(column("key").textAt(row)!) ?? NO_LINKS);
    return {
      length,
      at,
      actors,
      actions,
      addresses,
      tools,
      contexts,
      bytesIn,
      bytesOut,
      idAt,
      accessKeyIdAt: (row) => credentials[row]!.accessKeyId,
      resourceAt,
      eventAt: (row) => ({
        id: idAt(row),
        at: toEpochMs(at[row]!),
        receivedAt: toEpochMs(Math.round(receivedAt.numberAt(row)!)),
        ...contexts[row]!,
        actor: actors[row]!,
        accessKeyId: credentials[row]!.accessKeyId,
        action: actions[row]!,
        address: addresses[row]!,
        tool: tools[row]!,
        resource: resourceAt(row),
        bytesIn: toMaybe(bytesIn[row]!),
        bytesOut: toMaybe(bytesOut[row]!),
        links: linksAt(row),
      }),
    };
  }

  #withSession(actor: Actor, actorKey: number, session: string): Actor {
    const key = `${actorKey} ${session}`;
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    if (this.#sessions.size >= this.#sessionsMax) this.#sessions.clear();
    const made = { ...actor, session };
    this.#sessions.set(key, made);
    return made;
  }
}

function findSpan(at: Float64Array): { readonly from: number; readonly until: number } {
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  for (const instant of at) {
    if (instant < from) from = instant;
    if (instant > until) until = instant;
  }
  return { from, until };
}

const NO_LINKS: readonly IdentityLink[] = [];

const toMaybe = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Whole numbers; NaN where there is none. */
function toNumbers(column: ColumnReader, length: number): Float64Array {
  const values = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    const value = column.numberAt(row);
    values[row] = value === null ? Number.NaN : Math.round(value);
  }
  return values;
}
