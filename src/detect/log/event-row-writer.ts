import type { Action, Actor, Address, Event, Tool } from "../../domain/index.ts";
import { toValueCode } from "../../profile/index.ts";
import { EVENT_ID_WORDS, fingerprintEventId, packUuid } from "../match/event-id-code.ts";
import { findContainerEnd } from "./container.ts";
import { ContextFinder } from "./context-table.ts";
import { EVENT_FIELD, EVENT_LAYOUT, EVENT_VALUE, type EventContext, ID_TEXT, ID_UUID } from "./event-rows.ts";
import { createRows, growRows, type Rows } from "./rows.ts";
import { SenderTable, SenderTexts, type TableUpdate } from "./sender-table.ts";

/** What is new in a sender's tables. */
export interface TableUpdates {
  /** Without their sessions, which rows hold as codes. */
  readonly actors: TableUpdate<Actor>;
  readonly actions: TableUpdate<Action>;
  readonly addresses: TableUpdate<Address>;
  readonly tools: TableUpdate<Tool>;
  readonly contexts: TableUpdate<EventContext>;
  readonly keys: TableUpdate<string>;
}

/** A number of events as rows, with what is new in the sender's tables. Plain data: it is sent between threads. */
export interface EventRowBatch {
  readonly rows: Rows;
  /** Texts of the ids that are no UUIDs, by the numbers in their rows. */
  readonly idTexts: readonly string[];
  readonly tables: TableUpdates;
  /** Names of containers that were not told before; past a limit they are told no more. */
  readonly containers: readonly string[];
}

/** Writes events as rows of numbers, with tables of what they share; one for each thread. */
export class EventRowWriter {
  readonly #actors = new SenderTable<Actor>(toActorKey);
  readonly #actions = new SenderTable<Action>(toActionKey);
  readonly #addresses = new SenderTable<Address>(toAddressKey);
  readonly #tools = new SenderTable<Tool>(toToolKey);
  readonly #contexts = new SenderTable<EventContext>(toContextKey);
  readonly #keys = new SenderTexts();
  readonly #finder = new ContextFinder();
  readonly #known = new Set<number>();
  /** By the actor's number: its last access key, and the field that stands for it. */
  #lastKeys: string[] = [];
  #lastKeyFields: number[] = [];
  #containers: string[] = [];
  #idTexts: string[] = [];
  #rows = createRows(EVENT_LAYOUT, ROWS_FIRST);
  #lastActor: Actor | null = null;
  #lastSession = 0;

  /** Number of rows since the last `take`. */
  get count(): number {
    return this.#rows.count;
  }

  /** Gives the row's number in the batch. */
  addEvent(event: Event): number {
    const row = this.#begin(event.id, event.at);
    this.#writeShared(row, event);
    this.#writeOwn(row, event);
    return row;
  }

  /** The event's id and time alone: enough to count it once. */
  addBare(event: Event): number {
    return this.#begin(event.id, event.at);
  }

  /** What the event shares with others, for a row that was added bare. */
  describe(row: number, event: Event): void {
    this.#writeShared(row, event);
  }

  /** Number of an actor in the sender's table, for what is sent besides rows. */
  toActorNumber(actor: Actor): number {
    return this.#actors.toNumber(actor);
  }

  /** The rows so far; the next begin a new batch. */
  take(): EventRowBatch {
    const rows = this.#rows;
    const idTexts = this.#idTexts;
    const containers = this.#containers;
    this.#rows = createRows(EVENT_LAYOUT, Math.max(ROWS_FIRST, rows.count));
    this.#idTexts = [];
    this.#containers = [];
    const actors = this.#actors.take();
    const keys = this.#keys.take();
    // Numbers that begin anew would mean other keys.
    if (this.#actors.isFresh || this.#keys.isFresh) {
      this.#lastKeys = [];
      this.#lastKeyFields = [];
    }
    return {
      rows,
      idTexts,
      containers,
      tables: {
        actors: { from: actors.from, rows: actors.rows.map(withoutSession) },
        actions: this.#actions.take(),
        addresses: this.#addresses.take(),
        tools: this.#tools.take(),
        contexts: this.#contexts.take(),
        keys,
      },
    };
  }

  #begin(id: string, at: number): number {
    if (this.#rows.count === this.#rows.at.length)
      this.#rows = growRows(EVENT_LAYOUT, this.#rows, this.#rows.count * 2);
    const rows = this.#rows;
    const row = rows.count++;
    rows.at[row] = at;
    const word = row * EVENT_ID_WORDS;
    let idKind = ID_UUID;
    if (!packUuid(id, rows.ids, word)) {
      idKind = ID_TEXT;
      rows.ids[word] = this.#idTexts.length;
      this.#idTexts.push(id);
      // Rows of equal time are ordered by these words, and the number of a text depends on what was read before.
      fingerprintEventId(id, rows.ids, word + 1);
      rows.ids[word + 3] = 0;
    }
    rows.fields[row * EVENT_LAYOUT.fields + EVENT_FIELD.idKind] = idKind;
    return row;
  }

  #writeShared(row: number, event: Event): void {
    const { fields } = this.#rows;
    const base = row * EVENT_LAYOUT.fields;
    const { actor, accessKeyId } = event;
    const actorNumber = this.#actors.toNumber(actor);
    fields[base + EVENT_FIELD.actor] = actorNumber;
    fields[base + EVENT_FIELD.action] = this.#actions.toNumber(event.action);
    fields[base + EVENT_FIELD.address] = this.#addresses.toNumber(event.address);
    fields[base + EVENT_FIELD.tool] = this.#tools.toNumber(event.tool);
    fields[base + EVENT_FIELD.context] = this.#contexts.toNumber(this.#finder.find(event));
    fields[base + EVENT_FIELD.accessKey] =
      accessKeyId === null ? 0 : this.#toKeyField(accessKeyId, actorNumber);
  }

  /** What only behaviour looks at. */
  #writeOwn(row: number, { actor, resource, bytesIn, bytesOut }: Event): void {
    const { fields, values } = this.#rows;
    const base = row * EVENT_LAYOUT.fields;
    fields[base + EVENT_FIELD.session] = this.#toSession(actor);
    this.#writeResource(base, resource);
    values[row * EVENT_LAYOUT.values + EVENT_VALUE.bytesIn] = bytesIn ?? Number.NaN;
    values[row * EVENT_LAYOUT.values + EVENT_VALUE.bytesOut] = bytesOut ?? Number.NaN;
  }

  /** A caller goes on with one key for a while: comparing with the last one spares looking it up. */
  #toKeyField(key: string, actor: number): number {
    if (this.#lastKeys[actor] === key) return this.#lastKeyFields[actor]!;
    const field = this.#keys.toNumber(key) + 1;
    this.#lastKeys[actor] = key;
    this.#lastKeyFields[actor] = field;
    return field;
  }

  #toSession(actor: Actor): number {
    if (actor !== this.#lastActor) {
      this.#lastActor = actor;
      this.#lastSession = toValueCode(actor.session);
    }
    return this.#lastSession;
  }

  #writeResource(base: number, resource: string | null): void {
    const { fields } = this.#rows;
    const code = toValueCode(resource);
    let container = code;
    fields[base + EVENT_FIELD.resource] = code;
    if (resource !== null && code !== 0) {
      const end = findContainerEnd(resource);
      const name = end === resource.length ? resource : resource.slice(0, end);
      if (name !== resource) container = toValueCode(name);
      if (!this.#known.has(container)) this.#noteContainer(container, name);
    }
    fields[base + EVENT_FIELD.container] = container;
  }

  #noteContainer(code: number, name: string): void {
    if (this.#known.size >= CONTAINERS_TOLD_MAX) return;
    this.#known.add(code);
    // A part of a long text would keep the whole of it.
    this.#containers.push(Buffer.from(name).toString());
  }
}

const ROWS_FIRST = 1024;
/** Names of containers that one sender tells: beyond it, profiles still know them by their codes. */
export const CONTAINERS_TOLD_MAX = 65_536;

const withoutSession = (actor: Actor): Actor =>
  actor.session === null ? actor : { ...actor, session: null };

export const toActorKey = ({ id, type, name, account, automated }: Actor): string =>
  `${id}\n${type}\n${name}\n${account ?? ""}\n${automated}`;
export const toActionKey = (action: Action): string =>
  `${action.service}\n${action.name}\n${action.class}\n${action.activity}\n${action.sensitivity}`;
export const toAddressKey = ({ kind, text, country }: Address): string =>
  `${kind}\n${text ?? ""}\n${country ?? ""}`;
export const toToolKey = ({ family, name, version, os }: Tool): string =>
  `${family}\n${name}\n${version ?? ""}\n${os ?? ""}`;
export const toContextKey = (context: EventContext): string =>
  [context.logType, context.outcome, context.errorCode, context.account, context.region, context.device].join(
    "\n",
  );
