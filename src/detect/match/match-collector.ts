import {
  type Actor,
  type EventId,
  LOG_TYPES,
  type LogType,
  OUTCOMES,
  toEpochMs,
  toEventId,
} from "../../domain/index.ts";
import { createDuplicateFilter } from "./duplicate-filter.ts";
import { EVENT_ID_WORDS, unpackUuid } from "./event-id-code.ts";
import type { MatchBatch } from "./event-matcher.ts";
import { createInterner, type Interner } from "./interner.ts";
import { BurstExplanations, type MatchDetail } from "./match-detail.ts";
import { createMatchLog, type MatchLog, type MatchLogOptions } from "./match-log.ts";
import { FIELD, FIELDS, FLAG_ID_TEXT, FLAG_VALUE_TEXT, type MatchRows, TEXT_FIELDS } from "./match-rows.ts";

/** Who issued an access key, and the key that signed the call which issued it. */
export interface KeyOrigin {
  readonly issuer: Actor;
  readonly issuerKey: string | null;
}

/** Issued keys that are remembered for chaining identities; the oldest are forgotten beyond it. */
export const KEY_ORIGINS_MAX = 400_000;

/** One event that made an identity, or made it usable. */
export interface Creation {
  readonly creator: Actor;
  readonly at: number;
}

/** Made identities that are remembered; the oldest are forgotten beyond it. */
export const CREATED_IDENTITIES_MAX = 100_000;
/** Of one identity, the latest events that made it: names are used again, and a password may follow a user. */
export const CREATIONS_MAX = 16;

/** Brings batches together: drops events seen before, gives numbers of one table to actors and texts, keeps links. */
export interface MatchCollector {
  /** Batches must come in a fixed order for the result to be the same on any number of threads. */
  absorb(batch: MatchBatch): { readonly events: number; readonly duplicates: number };
  readonly log: MatchLog;
  readonly texts: Interner;
  readonly keyOrigins: ReadonlyMap<string, KeyOrigin>;
  /** Identities made by events (CreateUser, CreateLoginProfile): who made them, and when, in order of time. */
  readonly createdIdentities: ReadonlyMap<string, readonly Creation[]>;
  readonly logTypes: Readonly<Partial<Record<LogType, number>>>;
  readonly span: { readonly firstAt: number; readonly lastAt: number } | null;
  readonly hasForgottenDuplicates: boolean;
  actorOf(number: number): Actor;
  /** What the row says of its event. */
  detailOf(rows: MatchRows, row: number): MatchDetail;
  eventIdOf(rows: MatchRows, row: number): EventId;
}

export const createMatchCollector = (options: MatchLogOptions = {}): MatchCollector => new Collector(options);

class Collector implements MatchCollector {
  readonly log: MatchLog;
  readonly texts = createInterner();
  readonly keyOrigins = new Map<string, KeyOrigin>();
  readonly createdIdentities = new Map<string, readonly Creation[]>();
  readonly logTypes: Partial<Record<LogType, number>> = {};
  readonly #filter = createDuplicateFilter();
  readonly #actors: Actor[] = [];
  readonly #actorNumbers = new Map<string, number>();
  readonly #explanations = new BurstExplanations();
  #span: MatchCollector["span"] = null;

  constructor(options: MatchLogOptions) {
    this.log = createMatchLog(options);
  }

  get span(): MatchCollector["span"] {
    return this.#span;
  }

  get hasForgottenDuplicates(): boolean {
    return this.#filter.hasForgotten;
  }

  absorb(batch: MatchBatch): { readonly events: number; readonly duplicates: number } {
    const isNew = new Uint8Array(batch.events);
    let duplicates = 0;
    for (let i = 0; i < batch.events; i++) {
      if (this.#filter.add(batch.fingerprints[2 * i]!, batch.fingerprints[2 * i + 1]!)) duplicates++;
      else isNew[i] = 1;
    }
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
    this.#keepLinks(batch, isNew);
    this.#keepRows(batch, isNew);
    return { events: batch.events - duplicates, duplicates };
  }

  actorOf(number: number): Actor {
    return this.#actors[number]!;
  }

  detailOf(rows: MatchRows, row: number): MatchDetail {
    const base = row * FIELDS;
    const { fields } = rows;
    const textOf = (field: number): string | null => {
      const number = fields[base + field]!;
      return number === 0 ? null : this.texts.toText(number - 1);
    };
    const explanation = fields[base + FIELD.explanation]!;
    return {
      event: this.eventIdOf(rows, row),
      action: textOf(FIELD.action) ?? "",
      service: textOf(FIELD.service) ?? "",
      outcome: OUTCOMES[fields[base + FIELD.outcome]!]!,
      errorCode: textOf(FIELD.errorCode),
      account: textOf(FIELD.account),
      region: textOf(FIELD.region),
      address: textOf(FIELD.address),
      country: textOf(FIELD.country),
      tool: textOf(FIELD.tool) ?? "",
      resource: textOf(FIELD.resource),
      matched: explanation === 0 ? null : this.#explanations.all[explanation - 1]!.matched,
    };
  }

  eventIdOf(rows: MatchRows, row: number): EventId {
    const isText = (rows.fields[row * FIELDS + FIELD.flags]! & FLAG_ID_TEXT) !== 0;
    const at = row * EVENT_ID_WORDS;
    return toEventId(isText ? this.texts.toText(rows.ids[at]!) : unpackUuid(rows.ids, at));
  }

  #toActorNumber(actor: Actor): number {
    const known = this.#actorNumbers.get(actor.id);
    if (known !== undefined) return known;
    this.#actorNumbers.set(actor.id, this.#actors.length);
    this.#actors.push(actor);
    return this.#actors.length - 1;
  }

  #keepLinks(batch: MatchBatch, isNew: Uint8Array): void {
    const { keyOrigins } = this;
    for (const { ordinal, at, issuer, issuerKey, link } of batch.links) {
      const actor = batch.actors[issuer]!;
      // A service hands roles to machines all day; no story starts with it.
      if (isNew[ordinal] === 0 || actor.type === "service") continue;
      if (link.accessKeyId !== null) {
        keyOrigins.delete(link.accessKeyId);
        keyOrigins.set(link.accessKeyId, { issuer: actor, issuerKey });
        if (keyOrigins.size > KEY_ORIGINS_MAX) keyOrigins.delete(keyOrigins.keys().next().value!);
      } else if (link.target !== null) {
        keepCreation(this.createdIdentities, link.target, { creator: actor, at });
      }
    }
  }

  #keepRows(batch: MatchBatch, isNew: Uint8Array): void {
    const texts = batch.texts.map((text) => this.texts.toNumber(text));
    const numbering: Numbering = {
      texts,
      actors: batch.actors.map((actor) => this.#toActorNumber(actor)),
      explanations: batch.explanations.map(({ rule, group, at, event, matched }) =>
        this.#explanations.note(
          { rule, group: texts[group]!, event: { at: toEpochMs(at), id: event } },
          () => matched,
        ),
      ),
    };
    for (let row = 0; row < batch.rows.count; row++) {
      if (isNew[batch.ordinals[row]!] === 0) continue;
      renumber(batch.rows, row, numbering);
      this.log.add(batch.rows, row);
    }
  }
}

function keepCreation(all: Map<string, readonly Creation[]>, identity: string, creation: Creation): void {
  const known = all.get(identity) ?? [];
  const later = [...known, creation].sort(
    (a, b) => a.at - b.at || (a.creator.id < b.creator.id ? -1 : a.creator.id === b.creator.id ? 0 : 1),
  );
  all.set(identity, later.slice(-CREATIONS_MAX));
  if (all.size > CREATED_IDENTITIES_MAX) all.delete(all.keys().next().value!);
}

/** What a batch's numbers of texts, actors and details are in the collector's tables. */
interface Numbering {
  readonly texts: readonly number[];
  readonly actors: readonly number[];
  readonly explanations: readonly number[];
}

/** Gives a row the numbers of the collector's tables, in place: the batch is used up. */
function renumber(
  { ids, fields, values }: MatchRows,
  row: number,
  { texts, actors, explanations }: Numbering,
): void {
  const base = row * FIELDS;
  const flags = fields[base + FIELD.flags]!;
  if ((flags & FLAG_ID_TEXT) !== 0) ids[row * EVENT_ID_WORDS] = texts[ids[row * EVENT_ID_WORDS]!]!;
  if ((flags & FLAG_VALUE_TEXT) !== 0) values[row] = texts[values[row]!]!;
  fields[base + FIELD.actor] = actors[fields[base + FIELD.actor]!]!;
  fields[base + FIELD.group] = texts[fields[base + FIELD.group]!]!;
  for (let i = 0; i < TEXT_FIELDS.length; i++) {
    const field = base + TEXT_FIELDS[i]!;
    const number = fields[field]!;
    if (number !== 0) fields[field] = texts[number - 1]! + 1;
  }
  const explanation = fields[base + FIELD.explanation]!;
  if (explanation !== 0) fields[base + FIELD.explanation] = explanations[explanation - 1]! + 1;
}
