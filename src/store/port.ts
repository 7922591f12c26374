import type {
  Action,
  Actor,
  Address,
  Condition,
  ContentHash,
  Device,
  EpochMs,
  Event,
  EventId,
  LogType,
  Outcome,
  Reject,
  Tool,
} from "../domain/index.ts";

/** An input object as the ledger knows it. */
export interface InputIdentity {
  readonly hash: ContentHash;
  /** Where it was first read from: a path, or a name for a stream. */
  readonly name: string;
  /** Bytes as they came. */
  readonly sizeBytes: number;
  /** How it was read: a format's id, or `auto`. Needed to read a raw record again. */
  readonly format: string;
}

/** Part of an input's content, in the input's order. */
export interface InputBatch {
  readonly events: readonly PlacedEvent[];
  readonly rejects: readonly Reject[];
  /** Files without records, digests: read, and nothing to keep. */
  readonly skipped: number;
}

/** An event and the ordinal of its record in the input, from 0. */
export interface PlacedEvent {
  readonly event: Event;
  readonly position: number;
}

/** A row of the ledger. */
export interface InputRecord extends InputIdentity {
  /** Events of this input that were new. */
  readonly events: number;
  /** Events that another input, or an earlier record of this one, had brought already. */
  readonly duplicates: number;
  readonly rejects: number;
  readonly skipped: number;
  /** Times of the first and last event, duplicates included; null: no events. */
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  readonly ingestedAt: EpochMs;
}

export type InputOutcome =
  | { readonly kind: "committed"; readonly input: InputRecord }
  /**
   * The ledger knows these bytes: nothing was read, nothing changed. An input of which nothing but rejects came is not
   * known under another format: a wrong guess can be put right.
   */
  | { readonly kind: "known"; readonly input: InputIdentity };

/**
 * Writes inputs, several small ones to a transaction, a large one in a transaction of its own. After a crash an input
 * is either wholly there, with its ledger row, or not at all.
 */
export interface IngestSession {
  /** Reads the batches of one input, unless its bytes are known. If they throw, nothing of this input is kept and the error goes on. */
  add(input: InputIdentity, batches: AsyncIterable<InputBatch>): Promise<void>;
  /**
   * The same for an input that another store holds: its ledger row keeps what that store wrote, but for events that this
   * one has from elsewhere, which are duplicates here.
   */
  restore(record: InputRecord, batches: AsyncIterable<InputBatch>): Promise<void>;
  /** Commits what was added; the outcomes since the last commit, in the order added. */
  commit(): Promise<readonly InputOutcome[]>;
  /** Outcomes of what was committed meanwhile, without waiting for more. */
  takeOutcomes(): readonly InputOutcome[];
  /** Drops what was added and not committed. */
  rollback(): Promise<void>;
}

export interface IngestSessionOptions {
  /** Runs before each commit: what it makes sure of holds for everything that is committed. */
  readonly beforeCommit?: () => Promise<void>;
}

/** Half-open in time: `[from, to)`. Everything given must hold. */
export interface EventFilter {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** An actor's id or name, exactly. */
  readonly actor?: string;
  /** An action's name, or `service:name`; upper and lower case are alike. */
  readonly action?: string;
  /** What a query asks for, besides. */
  readonly where?: Condition;
}

/** A place in the order of events (time, then id). */
export interface EventCursor {
  readonly at: EpochMs;
  readonly id: EventId;
}

export interface EventQuery extends EventFilter {
  /** 1 to `PAGE_EVENTS_MAX`. */
  readonly limit: number;
  readonly order: "newest-first" | "oldest-first";
  /** Start behind this place. */
  readonly after?: EventCursor;
}

/** From the first to the last of some events, both included. */
export interface EventSpan {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** Most events of one page; more come with the cursor. */
export const PAGE_EVENTS_MAX = 10_000;

/** An event and where its raw record stands. */
export interface StoredEvent {
  readonly event: Event;
  readonly origin: {
    readonly hash: ContentHash;
    readonly name: string;
    readonly format: string;
    readonly position: number;
  };
}

export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Where the next page starts; null: there is none. */
  readonly next: EventCursor | null;
}

/** An input and all that it brought, as another store takes it with `restore`. */
export interface StoredInput {
  readonly record: InputRecord;
  /** To be read, or left, before the next input is asked for. */
  readonly batches: AsyncIterable<InputBatch>;
}

export interface RejectQuery {
  readonly limit: number;
  readonly hash?: ContentHash;
}

export interface StoreStats {
  readonly inputs: number;
  readonly inputBytes: number;
  readonly events: number;
  readonly duplicates: number;
  readonly rejects: number;
  readonly actors: number;
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  readonly eventsByLogType: Readonly<Partial<Record<LogType, number>>>;
  /** Bytes of the database on disk, without the archive. */
  readonly databaseBytes: number;
}

/** What an event shares with many others besides actor, action, address and tool. */
export interface EventContext {
  readonly logType: LogType;
  readonly outcome: Outcome;
  readonly errorCode: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly device: Device | null;
}

/** Events in the order of time, then id, as columns. Parts that repeat are shared instances, also between batches. */
export interface EventBatch {
  readonly length: number;
  readonly at: Float64Array;
  /** With the event's own session. */
  readonly actors: readonly Actor[];
  readonly actions: readonly Action[];
  readonly addresses: readonly Address[];
  readonly tools: readonly Tool[];
  readonly contexts: readonly EventContext[];
  /** NaN: the log does not say. */
  readonly bytesIn: Float64Array;
  /** NaN: the log does not say. */
  readonly bytesOut: Float64Array;
  /** Texts are made when asked for: most events are only counted. */
  idAt(row: number): EventId;
  accessKeyIdAt(row: number): string | null;
  resourceAt(row: number): string | null;
  eventAt(row: number): Event;
}

/** What every engine can do; `event-store.suite.ts` says how it must behave. */
export interface EventStore {
  startIngest(options?: IngestSessionOptions): IngestSession;
  /** One input in a transaction of its own. */
  commitInput(input: InputIdentity, batches: AsyncIterable<InputBatch>): Promise<InputOutcome>;
  isKnown(input: Pick<InputIdentity, "hash" | "format">): Promise<boolean>;
  listInputs(): Promise<readonly InputRecord[]>;
  listRejects(query: RejectQuery): Promise<readonly Reject[]>;
  countEvents(filter: EventFilter): Promise<number>;
  readEvents(query: EventQuery): Promise<EventPage>;
  findEvent(id: EventId): Promise<StoredEvent | null>;
  /** Those that are stored, by id. */
  findEvents(ids: readonly EventId[], span?: EventSpan): Promise<ReadonlyMap<EventId, StoredEvent>>;
  streamEvents(filter: Pick<EventFilter, "from" | "to">): AsyncGenerator<EventBatch>;
  /** Inputs in the order in which they were ingested, those alone that are wanted. */
  streamInputs(isWanted: (record: InputRecord) => boolean): AsyncGenerator<StoredInput>;
  readStats(): Promise<StoreStats>;
  /** Writes everything to the main file, so that its size can be read. Nothing is lost without it. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}
