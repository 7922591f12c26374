import type {
  Actor,
  ActorType,
  EntityId,
  EpochMs,
  EventId,
  IdentityLink,
  Severity,
} from "../../domain/index.ts";
import type { StoredEvent } from "../port.ts";
import type { StoredFinding } from "./finding-port.ts";

export interface Period {
  /** Half-open: `[from, to)`. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

export interface ActorSummary {
  readonly id: EntityId;
  readonly type: ActorType;
  readonly name: string;
  readonly account: string | null;
  readonly automated: boolean;
  /** Of the period asked for. */
  readonly events: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  /** Events that were denied or failed. */
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface ActorFilter extends Period {
  /** Part of id or name; upper and lower case of A to Z are alike. */
  readonly text?: string;
  readonly type?: ActorType;
}

/** One day (UTC) of an actor. */
export interface ActorDay {
  /** `toDay`. */
  readonly day: number;
  readonly events: number;
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly findings: Readonly<Record<Severity, number>>;
}

export const VALUE_KINDS = [
  "action",
  "service",
  "region",
  "country",
  "address",
  "tool",
  "session",
  "resource",
  "error",
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** A value that an actor used, and how often. */
export interface UsedValue {
  readonly value: string;
  readonly events: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

export type TimelineItem =
  | ({ readonly kind: "event" } & StoredEvent)
  | ({ readonly kind: "finding" } & StoredFinding);

/** A place in the order of a timeline: time, events before findings, id. */
export interface TimelineCursor {
  readonly at: EpochMs;
  readonly kind: TimelineItem["kind"];
  readonly id: string;
}

export interface TimelineQuery extends Period {
  readonly actor: EntityId;
  /** 1 to `PAGE_TIMELINE_MAX`. */
  readonly limit: number;
  readonly order: "newest-first" | "oldest-first";
  readonly after?: TimelineCursor;
}

export const PAGE_TIMELINE_MAX = 1000;

export interface TimelinePage {
  readonly items: readonly TimelineItem[];
  readonly next: TimelineCursor | null;
}

/** An identity that an event handed over or made, and by whom. */
export interface StoredLink {
  readonly event: EventId;
  readonly at: EpochMs;
  readonly actor: Actor;
  /** The key with which the actor called. */
  readonly accessKeyId: string | null;
  readonly link: IdentityLink;
}

/** A spell of activity without a long pause. */
export interface ActorSession {
  readonly beganAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly events: number;
  readonly failures: number;
  /** Distinct ones. */
  readonly actions: number;
  readonly bytesOut: number;
  readonly addresses: number;
  /** One of them; null: the log names none. */
  readonly address: string | null;
  readonly country: string | null;
  /** Distinct session names, and one of them. */
  readonly names: number;
  readonly name: string | null;
}

/** An identity that an actor handed over or made, or by whom it was handed over or made. */
export interface LinkedIdentity {
  readonly kind: IdentityLink["kind"];
  readonly direction: "gave" | "came-from";
  /** Null: the log does not name it. */
  readonly actor: EntityId | null;
  readonly links: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  /** Distinct keys, and the last of them in their order. */
  readonly accessKeys: number;
  readonly accessKeyId: string | null;
}

export interface UsedKey {
  readonly accessKeyId: string;
  readonly events: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

/** Distinct things of calls that succeeded. */
export interface ActorReach {
  /** Actions of sensitivity 3, and of 2. */
  readonly criticalActions: number;
  readonly sensitiveActions: number;
  readonly accounts: number;
  readonly regions: number;
  readonly services: number;
}

/** An actor that used a value. */
export interface ValueUser {
  readonly id: EntityId;
  readonly name: string;
  readonly events: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

export const ACTIVITY_PARTS_MAX = 400;

export interface ActivityRequest {
  /** Half-open: `[from, to)`. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Equal parts of the period: 1 to `ACTIVITY_PARTS_MAX`. */
  readonly parts: number;
}

/** Questions about actors: one answer for screens, commands, the API and the assistant. */
export interface ActorStore {
  /** By number of events, the busiest first, then id. One id is one actor, whatever was learned of its name later. */
  list(filter: ActorFilter): Promise<readonly ActorSummary[]>;
  /** By id or name; several where a name is shared. Exact, else by the part of it. */
  search(text: string, limit: number): Promise<readonly ActorSummary[]>;
  find(id: EntityId, period?: Period): Promise<ActorSummary | null>;
  listDays(id: EntityId, period?: Period): Promise<readonly ActorDay[]>;
  /** The most used first, then by value. */
  listTopValues(
    id: EntityId,
    kind: ValueKind,
    options: Period & { readonly limit: number },
  ): Promise<readonly UsedValue[]>;
  /** Events by hour of the week in UTC, 168 places, from Monday 00:00. */
  countByHour(id: EntityId, period?: Period): Promise<readonly number[]>;
  /** Days (UTC) on which an actor did, with success, what can harm most; those without such a day are left out. */
  countSensitiveDays(period?: Period): Promise<ReadonlyMap<EntityId, number>>;
  readTimeline(query: TimelineQuery): Promise<TimelinePage>;
  /** Events of every actor by part of the period; those without events are left out. */
  countActivity(request: ActivityRequest): Promise<ReadonlyMap<EntityId, readonly number[]>>;
  /** The latest first. */
  listSessions(
    id: EntityId,
    options: Period & { readonly limit: number; readonly idleMs: number },
  ): Promise<readonly ActorSession[]>;
  /** The latest of each direction first. */
  listIdentities(id: EntityId, limit: number): Promise<readonly LinkedIdentity[]>;
  /** Keys with which it called, the most used first, and how many there are. */
  listKeys(
    id: EntityId,
    limit: number,
  ): Promise<{ readonly total: number; readonly keys: readonly UsedKey[] }>;
  readReach(id: EntityId): Promise<ActorReach>;
  /** Who used a value before an instant, most often first. */
  listValueUsers(asked: {
    readonly kind: ValueKind;
    readonly value: string;
    readonly before: EpochMs;
  }): Promise<readonly ValueUser[]>;
  /** Identities handed over or made, in the order of time. */
  streamLinks(period: Period): AsyncGenerator<readonly StoredLink[]>;
}
