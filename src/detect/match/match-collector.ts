import {
  type Actor,
  type EntityId,
  type EventId,
  LOG_TYPES,
  type LogType,
  toEpochMs,
} from "../../domain/index.ts";
import { type Absorbed, EventLog } from "../log/event-log.ts";
import { EVENT_FIELD, EVENT_LAYOUT, ID_TEXT, ID_UUID } from "../log/event-rows.ts";
import { appendNumbers } from "../log/event-tables.ts";
import { createSortedLog, type SortedLog, type SortedLogOptions } from "../log/sorted-log.ts";
import { EVENT_ID_WORDS } from "./event-id-code.ts";
import { createInterner, type Interner } from "./interner.ts";
import { type Creation, KeptLinks, type KeyOrigin } from "./kept-links.ts";
import { BurstExplanations, type MatchDetail } from "./match-detail.ts";
import {
  createMatchRows,
  FIELD,
  FIELDS,
  FLAG_ID_TEXT,
  FLAG_VALUE_TEXT,
  MATCH_LAYOUT,
  type MatchRows,
  SENT_FIELDS,
  SENT_ORDINAL,
} from "./match-rows.ts";
import type { MatchBatch } from "./match-writer.ts";

/** Brings batches together: drops events seen before, gives numbers of one table to actors and texts, keeps links. */
export interface MatchCollector {
  /** Batches must come in a fixed order for the result to be the same on any number of threads. */
  absorb(batch: MatchBatch): { readonly events: number; readonly duplicates: number };
  /** Matches in order of time. */
  readonly log: SortedLog;
  /** Every event, whether it matched or not. */
  readonly events: EventLog;
  readonly texts: Interner;
  readonly keyOrigins: ReadonlyMap<string, KeyOrigin>;
  /** Identities made by events (CreateUser, CreateLoginProfile): who made them, and when, in order of time. */
  readonly createdIdentities: ReadonlyMap<string, readonly Creation[]>;
  readonly logTypes: Readonly<Partial<Record<LogType, number>>>;
  readonly span: { readonly firstAt: number; readonly lastAt: number } | null;
  readonly hasForgottenDuplicates: boolean;
  /** When the identity did something for the first time; null: not known, or events are not kept. */
  firstSeenAt(identity: EntityId): number | null;
  /** Who did what the row matched. */
  actorOf(rows: MatchRows, row: number): Actor;
  /** Access key that signed the call. */
  accessKeyOf(rows: MatchRows, row: number): string | null;
  /** What the row says of its event. */
  detailOf(rows: MatchRows, row: number): MatchDetail;
  eventIdOf(rows: MatchRows, row: number): EventId;
  /** Removes temporary files. */
  close(): void;
}

export interface MatchCollectorOptions extends SortedLogOptions {
  /** True: events are kept for behaviour, matched or not. */
  readonly keepsEvents?: boolean;
}

export const createMatchCollector = (options: MatchCollectorOptions = {}): MatchCollector =>
  new Collector(options);

class Collector implements MatchCollector {
  readonly log: SortedLog;
  readonly events: EventLog;
  readonly texts = createInterner();
  readonly logTypes: Partial<Record<LogType, number>> = {};
  readonly #textNumbers = new Map<number, number[]>();
  readonly #explanations = new BurstExplanations();
  readonly #links = new KeptLinks();
  #firstSeen: { readonly events: number; readonly at: ReadonlyMap<EntityId, number> } | null = null;
  readonly #keepsEvents: boolean;
  readonly #scratch = createMatchRows(1);
  #span: MatchCollector["span"] = null;

  constructor(options: MatchCollectorOptions) {
    this.#keepsEvents = options.keepsEvents ?? false;
    this.log = createSortedLog(MATCH_LAYOUT, "matches", options);
    this.events = new EventLog({ ...options, keepsRows: this.#keepsEvents });
  }

  get keyOrigins(): MatchCollector["keyOrigins"] {
    return this.#links.keyOrigins;
  }

  get createdIdentities(): MatchCollector["createdIdentities"] {
    return this.#links.createdIdentities;
  }

  get span(): MatchCollector["span"] {
    return this.#span;
  }

  get hasForgottenDuplicates(): boolean {
    return this.events.hasForgottenDuplicates;
  }

  absorb(batch: MatchBatch): { readonly events: number; readonly duplicates: number } {
    const absorbed = this.events.absorb(batch.events, batch.sender);
    for (const logType of LOG_TYPES) {
      const count = batch.logTypes[logType];
      if (count !== undefined) this.logTypes[logType] = (this.logTypes[logType] ?? 0) + count;
    }
    if (batch.firstAt !== null && batch.lastAt !== null) {
      this.#span = {
        firstAt: Math.min(this.#span?.firstAt ?? batch.firstAt, batch.firstAt),
        lastAt: Math.max(this.#span?.lastAt ?? batch.lastAt, batch.lastAt),
      };
    }
    this.#keepLinks(batch, absorbed);
    this.#keepMatches(batch, absorbed);
    return { events: absorbed.events, duplicates: absorbed.duplicates };
  }

  firstSeenAt(identity: EntityId): number | null {
    if (this.#firstSeen?.events !== this.events.count)
      this.#firstSeen = { events: this.events.count, at: toFirstSeen(this.events) };
    return this.#firstSeen.at.get(identity) ?? null;
  }

  actorOf(rows: MatchRows, row: number): Actor {
    return this.events.tables.actors[rows.fields[row * FIELDS + FIELD.actor]!]!;
  }

  accessKeyOf(rows: MatchRows, row: number): string | null {
    const key = rows.fields[row * FIELDS + FIELD.accessKey]!;
    return key === 0 ? null : this.events.tables.keys[key - 1]!;
  }

  detailOf(rows: MatchRows, row: number): MatchDetail {
    const base = row * FIELDS;
    const { fields } = rows;
    const { tables } = this.events;
    const action = tables.actions[fields[base + FIELD.action]!]!;
    const address = tables.addresses[fields[base + FIELD.address]!]!;
    const context = tables.contexts[fields[base + FIELD.context]!]!;
    const resource = fields[base + FIELD.resource]!;
    const explanation = fields[base + FIELD.explanation]!;
    return {
      event: this.eventIdOf(rows, row),
      action: action.name,
      service: action.service,
      outcome: context.outcome,
      errorCode: context.errorCode,
      account: context.account,
      region: context.region,
      address: address.text,
      country: address.country,
      tool: tables.tools[fields[base + FIELD.tool]!]!.name,
      resource: resource === 0 ? null : this.texts.toText(resource - 1),
      matched: explanation === 0 ? null : this.#explanations.all[explanation - 1]!.matched,
    };
  }

  eventIdOf(rows: MatchRows, row: number): EventId {
    const isText = (rows.fields[row * FIELDS + FIELD.flags]! & FLAG_ID_TEXT) !== 0;
    return this.events.eventIdOf(rows, row, isText ? ID_TEXT : ID_UUID);
  }

  close(): void {
    this.log.close();
    this.events.close();
  }

  #keepLinks(batch: MatchBatch, { isNew, numbers }: Absorbed): void {
    for (const { ordinal, at, issuer, issuerKey, link } of batch.links) {
      if (isNew[ordinal] === 0) continue;
      const actor = this.events.tables.actors[numbers.actors[issuer]!]!;
      this.#links.note(link, { actor, accessKeyId: issuerKey, at });
    }
  }

  #toTextNumbers({ sender, texts }: MatchBatch): readonly number[] {
    let numbers = this.#textNumbers.get(sender);
    if (numbers === undefined) {
      numbers = [];
      this.#textNumbers.set(sender, numbers);
    }
    appendNumbers(numbers, texts, (text) => this.texts.toNumber(text));
    return numbers;
  }

  #keepMatches(batch: MatchBatch, { isNew }: Absorbed): void {
    const texts = this.#toTextNumbers(batch);
    const explanations = batch.explanations.map(({ rule, group, at, event, matched }) =>
      this.#explanations.note(
        { rule, group: texts[group]!, event: { at: toEpochMs(at), id: event } },
        () => matched,
      ),
    );
    const { count, fields } = batch.matches;
    for (let match = 0; match < count; match++) {
      if (isNew[fields[match * SENT_FIELDS + SENT_ORDINAL]!] === 0) continue;
      this.#keepMatch(batch, match, { texts, explanations });
    }
  }

  /** Brings a match and its event's row together. */
  #keepMatch(batch: MatchBatch, match: number, { texts, explanations }: Numbering): void {
    const { matches } = batch;
    const { rows } = batch.events;
    const row = this.#scratch;
    const { fields } = row;
    const sent = match * SENT_FIELDS;
    const ordinal = matches.fields[sent + SENT_ORDINAL]!;
    const flags = matches.fields[sent + FIELD.flags]!;
    const value = matches.values[match]!;
    row.at[0] = rows.at[ordinal]!;
    row.values[0] = (flags & FLAG_VALUE_TEXT) === 0 ? value : texts[value]!;
    fields[FIELD.kind] = matches.fields[sent + FIELD.kind]!;
    fields[FIELD.detector] = matches.fields[sent + FIELD.detector]!;
    fields[FIELD.rule] = matches.fields[sent + FIELD.rule]!;
    fields[FIELD.group] = texts[matches.fields[sent + FIELD.group]!]!;
    const explanation = matches.fields[sent + FIELD.explanation]!;
    fields[FIELD.explanation] = explanation === 0 ? 0 : explanations[explanation - 1]! + 1;
    const resource = matches.fields[sent + FIELD.resource]!;
    fields[FIELD.resource] = resource === 0 ? 0 : texts[resource - 1]! + 1;
    const base = ordinal * EVENT_LAYOUT.fields;
    fields[FIELD.actor] = rows.fields[base + EVENT_FIELD.actor]!;
    fields[FIELD.action] = rows.fields[base + EVENT_FIELD.action]!;
    fields[FIELD.address] = rows.fields[base + EVENT_FIELD.address]!;
    fields[FIELD.tool] = rows.fields[base + EVENT_FIELD.tool]!;
    fields[FIELD.context] = rows.fields[base + EVENT_FIELD.context]!;
    fields[FIELD.accessKey] = rows.fields[base + EVENT_FIELD.accessKey]!;
    for (let i = 0; i < EVENT_ID_WORDS; i++) row.ids[i] = rows.ids[ordinal * EVENT_ID_WORDS + i]!;
    const isText = rows.fields[base + EVENT_FIELD.idKind] === ID_TEXT;
    fields[FIELD.flags] = isText ? flags | FLAG_ID_TEXT : flags;
    if (isText && !this.#keepsEvents) row.ids[0] = this.#keepIdText(batch, ordinal);
    this.log.add(row, 0);
  }

  /** Where events are not kept, the id of one that matched is. */
  #keepIdText({ events }: MatchBatch, ordinal: number): number {
    return this.events.keepIdText(events.idTexts[events.rows.ids[ordinal * EVENT_ID_WORDS]!]!);
  }
}

/** What a batch's numbers of texts and explanations are in the collector's tables. */
interface Numbering {
  readonly texts: readonly number[];
  readonly explanations: readonly number[];
}

/** One identity may have several numbers: it was named otherwise later. */
function toFirstSeen({ tables, actorsFirstAt }: EventLog): ReadonlyMap<EntityId, number> {
  const firstSeen = new Map<EntityId, number>();
  for (const [number, at] of actorsFirstAt.entries()) {
    const { id } = tables.actors[number]!;
    firstSeen.set(id, Math.min(at, firstSeen.get(id) ?? at));
  }
  return firstSeen;
}
