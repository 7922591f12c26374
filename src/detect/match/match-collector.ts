import type { Actor, EventId, LogType } from "../../domain/index.ts";
import { toEventId } from "../../domain/index.ts";
import { createDuplicateFilter } from "./duplicate-filter.ts";
import { EVENT_ID_WORDS, unpackUuid } from "./event-id-code.ts";
import type { MatchBatch } from "./event-matcher.ts";
import { createInterner, type Interner } from "./interner.ts";
import type { MatchDetail } from "./match-detail.ts";
import { createMatchLog, type MatchLog, type MatchLogOptions } from "./match-log.ts";
import {
  createMatchRows,
  FIELD,
  FIELDS,
  FLAG_ID_TEXT,
  FLAG_VALUE_TEXT,
  type MatchRows,
} from "./match-rows.ts";

/** Who issued an access key, and the key that signed the call which issued it. */
export interface KeyOrigin {
  readonly issuer: Actor;
  readonly issuerKey: string | null;
}

/** Issued keys that are remembered for chaining identities; the oldest are forgotten beyond it. */
export const KEY_ORIGINS_MAX = 400_000;

/** Brings batches together: drops events seen before, gives numbers of one table to actors and texts, keeps links. */
export interface MatchCollector {
  /** Batches must come in a fixed order for the result to be the same on any number of threads. */
  absorb(batch: MatchBatch): { readonly events: number; readonly duplicates: number };
  readonly log: MatchLog;
  readonly texts: Interner;
  readonly keyOrigins: ReadonlyMap<string, KeyOrigin>;
  /** Identities made by an event (CreateUser, CreateLoginProfile): who made them, and when. */
  readonly createdIdentities: ReadonlyMap<string, { readonly creator: Actor; readonly at: number }>;
  readonly logTypes: Readonly<Partial<Record<LogType, number>>>;
  readonly span: { readonly firstAt: number; readonly lastAt: number } | null;
  readonly hasForgottenDuplicates: boolean;
  actorOf(number: number): Actor;
  /** Null: nothing was kept. */
  detailOf(numberPlusOne: number): MatchDetail | null;
  eventIdOf(rows: MatchRows, row: number): EventId;
}

export function createMatchCollector(options: MatchLogOptions = {}): MatchCollector {
  const log = createMatchLog(options);
  const filter = createDuplicateFilter();
  const texts = createInterner();
  const actors: Actor[] = [];
  const actorNumbers = new Map<string, number>();
  const details: MatchDetail[] = [];
  const keyOrigins = new Map<string, KeyOrigin>();
  const createdIdentities = new Map<string, { creator: Actor; at: number }>();
  const logTypes: Partial<Record<LogType, number>> = {};
  const scratch = createMatchRows(1);
  let span: { firstAt: number; lastAt: number } | null = null;

  const toActorNumber = (actor: Actor): number => {
    const known = actorNumbers.get(actor.id);
    if (known !== undefined) return known;
    actorNumbers.set(actor.id, actors.length);
    actors.push(actor);
    return actors.length - 1;
  };

  const keepLinks = (batch: MatchBatch, isNew: Uint8Array): void => {
    for (const { ordinal, at, issuer, issuerKey, link } of batch.links) {
      const actor = batch.actors[issuer]!;
      // A service hands roles to machines all day; no story starts with it.
      if (isNew[ordinal] === 0 || actor.type === "service") continue;
      if (link.accessKeyId !== null) {
        keyOrigins.delete(link.accessKeyId);
        keyOrigins.set(link.accessKeyId, { issuer: actor, issuerKey });
        if (keyOrigins.size > KEY_ORIGINS_MAX) keyOrigins.delete(keyOrigins.keys().next().value!);
      } else if (link.target !== null) {
        createdIdentities.set(link.target, { creator: actor, at });
      }
    }
  };

  const keepRows = (batch: MatchBatch, isNew: Uint8Array): void => {
    const textNumbers = batch.texts.map((text) => texts.toNumber(text));
    const actorsHere = batch.actors.map(toActorNumber);
    const detailBase = details.length;
    for (const detail of batch.details) details.push(detail);
    for (let row = 0; row < batch.rows.count; row++) {
      if (isNew[batch.ordinals[row]!] === 0) continue;
      renumberRow(batch.rows, row, { textNumbers, actorsHere, detailBase }, scratch);
      log.add(scratch, 0);
    }
  };

  return {
    log,
    texts,
    keyOrigins,
    createdIdentities,
    logTypes,
    get span() {
      return span;
    },
    get hasForgottenDuplicates() {
      return filter.hasForgotten;
    },
    absorb(batch) {
      const isNew = new Uint8Array(batch.events);
      let duplicates = 0;
      for (let i = 0; i < batch.events; i++) {
        if (filter.add(batch.fingerprints[2 * i]!, batch.fingerprints[2 * i + 1]!)) duplicates++;
        else isNew[i] = 1;
      }
      for (const [logType, count] of Object.entries(batch.logTypes) as [LogType, number][]) {
        logTypes[logType] = (logTypes[logType] ?? 0) + count;
      }
      if (batch.firstAt !== null && batch.lastAt !== null) {
        span = {
          firstAt: Math.min(span?.firstAt ?? batch.firstAt, batch.firstAt),
          lastAt: Math.max(span?.lastAt ?? batch.lastAt, batch.lastAt),
        };
      }
      keepLinks(batch, isNew);
      keepRows(batch, isNew);
      return { events: batch.events - duplicates, duplicates };
    },
    actorOf: (number) => actors[number]!,
    detailOf: (numberPlusOne) => (numberPlusOne === 0 ? null : details[numberPlusOne - 1]!),
    eventIdOf(rows, row) {
      const isText = (rows.fields[row * FIELDS + FIELD.flags]! & FLAG_ID_TEXT) !== 0;
      const at = row * EVENT_ID_WORDS;
      return toEventId(isText ? texts.toText(rows.ids[at]!) : unpackUuid(rows.ids, at));
    },
  };
}

interface Numbering {
  readonly textNumbers: readonly number[];
  readonly actorsHere: readonly number[];
  readonly detailBase: number;
}

/** Writes a batch's row to `target` row 0 with the numbers of the collector's tables. */
function renumberRow(rows: MatchRows, row: number, numbering: Numbering, target: MatchRows): void {
  const { textNumbers, actorsHere, detailBase } = numbering;
  const from = row * FIELDS;
  const flags = rows.fields[from + FIELD.flags]!;
  target.at[0] = rows.at[row]!;
  for (let i = 0; i < EVENT_ID_WORDS; i++) target.ids[i] = rows.ids[row * EVENT_ID_WORDS + i]!;
  if ((flags & FLAG_ID_TEXT) !== 0) target.ids[0] = textNumbers[target.ids[0]!]!;
  const value = rows.values[row]!;
  target.values[0] = (flags & FLAG_VALUE_TEXT) !== 0 ? textNumbers[value]! : value;
  for (let i = 0; i < FIELDS; i++) target.fields[i] = rows.fields[from + i]!;
  target.fields[FIELD.actor] = actorsHere[rows.fields[from + FIELD.actor]!]!;
  target.fields[FIELD.group] = textNumbers[rows.fields[from + FIELD.group]!]!;
  const accessKey = rows.fields[from + FIELD.accessKey]!;
  target.fields[FIELD.accessKey] = accessKey === 0 ? 0 : textNumbers[accessKey - 1]! + 1;
  const detail = rows.fields[from + FIELD.detail]!;
  target.fields[FIELD.detail] = detail === 0 ? 0 : detail + detailBase;
}
