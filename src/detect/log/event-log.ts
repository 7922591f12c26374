import { type EventId, toEventId } from "../../domain/index.ts";
import { PARTITIONS, partitionOf, toValueCode } from "../../profile/index.ts";
import { createDuplicateFilter, type DuplicateFilter } from "../match/duplicate-filter.ts";
import { EVENT_ID_WORDS, fingerprintWords, unpackUuid } from "../match/event-id-code.ts";
import type { EventRowBatch } from "./event-row-writer.ts";
import { EVENT_FIELD, EVENT_LAYOUT, ID_TEXT } from "./event-rows.ts";
import { type EventTables, MergedTables, type SenderNumbers } from "./event-tables.ts";
import type { RowRange, Rows } from "./rows.ts";
import { createSortedLog, type SortedLog, type SortedLogOptions } from "./sorted-log.ts";

export interface EventLogOptions extends SortedLogOptions {
  /** False: events are told apart and counted, but not kept. */
  readonly keepsRows?: boolean;
}

/** What of a batch was new. */
export interface Absorbed {
  /** 1 for each row whose event was not seen before. */
  readonly isNew: Uint8Array;
  readonly events: number;
  readonly duplicates: number;
  /** What the sender's numbers are in the log's tables. */
  readonly numbers: SenderNumbers;
}

/**
 * All events of a run as rows, each once: drops those seen before, gives numbers of one table to what events share, and
 * gives the rows back in order of time, then id. Bounded in memory.
 */
export class EventLog {
  readonly #tables = new MergedTables();
  #filter: DuplicateFilter | null = createDuplicateFilter();
  #hasForgotten = false;
  readonly #rows: SortedLog;
  readonly #keepsRows: boolean;
  readonly #idTexts: string[] = [];
  readonly #containers = new Set<string>();
  /** Events of each actor, by its number. */
  readonly #actorEvents: number[] = [];
  /** When each actor was first seen, by its number. */
  readonly #actorsFirstAt: number[] = [];
  #count = 0;

  constructor(options: EventLogOptions = {}) {
    this.#keepsRows = options.keepsRows ?? true;
    this.#rows = createSortedLog(EVENT_LAYOUT, "events", options);
  }

  get tables(): EventTables {
    return this.#tables;
  }

  /** Names of containers, in no order of meaning. */
  get containers(): ReadonlySet<string> {
    return this.#containers;
  }

  /** Distinct events. */
  get count(): number {
    return this.#count;
  }

  /** Events of each partition of actors. */
  get partitionWeights(): Float64Array {
    const weights = new Float64Array(PARTITIONS);
    this.tables.actors.forEach(({ id }, actor) => {
      weights[partitionOf(toValueCode(id))]! += this.#actorEvents[actor] ?? 0;
    });
    return weights;
  }

  /** When each actor did something for the first time, by its number in the tables; empty where rows are not kept. */
  get actorsFirstAt(): readonly number[] {
    return this.#actorsFirstAt;
  }

  get hasForgottenDuplicates(): boolean {
    return this.#filter?.hasForgotten ?? this.#hasForgotten;
  }

  /** Nothing more comes: what was only needed to take events in is given up. */
  seal(): void {
    this.#hasForgotten = this.hasForgottenDuplicates;
    this.#filter = null;
    this.#tables.seal();
  }

  /** Batches of one sender must come in their order. The batch's rows get the numbers of this log's tables, in place. */
  absorb(batch: EventRowBatch, sender: number): Absorbed {
    const { rows } = batch;
    const numbers = this.#tables.update(sender, batch.tables);
    const isNew = new Uint8Array(rows.count);
    let duplicates = 0;
    for (let row = 0; row < rows.count; row++) {
      if (this.#isKnown(rows, row)) duplicates++;
      else isNew[row] = 1;
    }
    renumber(rows, numbers);
    if (this.#keepsRows) {
      this.#keepIdTexts(batch, isNew);
      this.#countActors(rows, isNew);
      for (const range of newRanges(rows, isNew)) this.#rows.addRange(range);
      for (const name of batch.containers) this.#keepContainer(name);
    }
    this.#count += rows.count - duplicates;
    return { isNew, events: rows.count - duplicates, duplicates, numbers };
  }

  readInOrder(): Generator<RowRange> {
    return this.#rows.readInOrder();
  }

  /** The id of a row of this log, or of any row with the same columns of ids. */
  eventIdOf({ ids }: Rows, row: number, idKind: number): EventId {
    const at = row * EVENT_ID_WORDS;
    return toEventId(idKind === ID_TEXT ? this.#idTexts[ids[at]!]! : unpackUuid(ids, at));
  }

  /** The number under which the log keeps the text of an id. */
  keepIdText(text: string): number {
    this.#idTexts.push(text);
    return this.#idTexts.length - 1;
  }

  close(): void {
    this.#rows.close();
  }

  #isKnown(rows: Rows, row: number): boolean {
    if (this.#filter === null) throw new Error("an event came after the log was sealed");
    const at = row * EVENT_ID_WORDS;
    if (rows.fields[row * EVENT_LAYOUT.fields + EVENT_FIELD.idKind] === ID_TEXT)
      return this.#filter.add(rows.ids[at + 1]!, rows.ids[at + 2]!);
    fingerprintWords(rows.ids, at, FINGERPRINT);
    return this.#filter.add(FINGERPRINT[0]!, FINGERPRINT[1]!);
  }

  #keepIdTexts({ rows, idTexts }: EventRowBatch, isNew: Uint8Array): void {
    if (idTexts.length === 0) return;
    for (let row = 0; row < rows.count; row++) {
      const isText = rows.fields[row * EVENT_LAYOUT.fields + EVENT_FIELD.idKind] === ID_TEXT;
      if (!isText || isNew[row] === 0) continue;
      rows.ids[row * EVENT_ID_WORDS] = this.keepIdText(idTexts[rows.ids[row * EVENT_ID_WORDS]!]!);
    }
  }

  #countActors({ count, fields, at }: Rows, isNew: Uint8Array): void {
    const counts = this.#actorEvents;
    const firstAt = this.#actorsFirstAt;
    for (let actor = counts.length; actor < this.tables.actors.length; actor++) {
      counts.push(0);
      firstAt.push(Number.POSITIVE_INFINITY);
    }
    for (let row = 0; row < count; row++) {
      const actor = fields[row * EVENT_LAYOUT.fields + EVENT_FIELD.actor]!;
      counts[actor]! += isNew[row]!;
      if (at[row]! < firstAt[actor]!) firstAt[actor] = at[row]!;
    }
  }

  #keepContainer(name: string): void {
    if (this.#containers.size < CONTAINERS_MAX) this.#containers.add(name);
  }
}

/** Names of containers that are kept for words; further ones go by their codes alone. */
export const CONTAINERS_MAX = 131_072;

const FINGERPRINT = new Uint32Array(2);

function renumber({ count, fields }: Rows, numbers: SenderNumbers): void {
  const { actors, actions, addresses, tools, contexts, keys } = numbers;
  for (let row = 0, base = 0; row < count; row++, base += EVENT_LAYOUT.fields) {
    fields[base + EVENT_FIELD.actor] = actors[fields[base + EVENT_FIELD.actor]!]!;
    fields[base + EVENT_FIELD.action] = actions[fields[base + EVENT_FIELD.action]!]!;
    fields[base + EVENT_FIELD.address] = addresses[fields[base + EVENT_FIELD.address]!]!;
    fields[base + EVENT_FIELD.tool] = tools[fields[base + EVENT_FIELD.tool]!]!;
    fields[base + EVENT_FIELD.context] = contexts[fields[base + EVENT_FIELD.context]!]!;
    const key = fields[base + EVENT_FIELD.accessKey]!;
    if (key !== 0) fields[base + EVENT_FIELD.accessKey] = keys[key - 1]!;
  }
}

/** Neighbouring rows that are new. */
function* newRanges(rows: Rows, isNew: Uint8Array): Generator<RowRange> {
  for (let from = 0; from < rows.count; ) {
    if (isNew[from] === 0) {
      from++;
      continue;
    }
    let to = from + 1;
    while (to < rows.count && isNew[to] === 1) to++;
    yield { rows, from, to };
    from = to;
  }
}
