import type { EpochMs, JsonObject, JsonValue, Severity } from "../../domain/index.ts";
import type { WriteOptions } from "./lease-port.ts";

/** An alert as it was said once: a growing incident makes further versions of its alert. */
export interface AlertVersion {
  /** The alert's id, the same in all its versions. */
  readonly alertId: string;
  /** From 1. */
  readonly version: number;
  readonly kind: string;
  /** Why it was said: `new`, `update`, `reminder`. */
  readonly reason: string;
  readonly severity: Severity;
  readonly at: EpochMs;
  /** What it is about, for whoever decides what is said next. */
  readonly subjects: JsonValue;
}

export interface NewAlertVersion extends AlertVersion {
  /** What a channel says. */
  readonly body: JsonObject;
  /** Where it goes. */
  readonly channels: readonly string[];
  /** It is not delivered before. */
  readonly dueAt: EpochMs;
}

/** The latest version of an alert. */
export interface AlertHead extends AlertVersion {
  /** When its first version was made. */
  readonly firstAt: EpochMs;
}

export const DELIVERY_STATES = ["waiting", "delivered", "dead", "superseded"] as const;
/**
 * `dead`: refused for good, or tried too often; kept until somebody asks for another try.
 * `superseded`: a later version of the alert takes its place.
 */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Delivery {
  /** The same in every attempt: who is told twice can tell that it is one message. */
  readonly id: string;
  readonly alertId: string;
  readonly version: number;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly dueAt: EpochMs;
  readonly attempts: number;
  readonly at: EpochMs;
  /** When it was delivered or given up; null: it waits. */
  readonly doneAt: EpochMs | null;
  /** What went wrong last; null: nothing did. */
  readonly problem: string | null;
}

export interface StoredAlert extends AlertHead {
  readonly body: JsonObject;
  /** Of all versions, the latest first. */
  readonly deliveries: readonly Delivery[];
}

export interface AlertQuery {
  readonly limit: number;
  /** Those with a delivery in that state. */
  readonly state?: DeliveryState;
  /** Goes on behind this one. */
  readonly after?: { readonly at: EpochMs; readonly id: string };
}

export interface DeliveryQuery {
  readonly limit: number;
  readonly state?: DeliveryState;
  readonly after?: { readonly at: EpochMs; readonly id: string };
}

export interface ClaimRequest {
  /** Only what goes there. */
  readonly channels: readonly string[];
  readonly limit: number;
  /** When whoever claims dies, others go on after that. */
  readonly durationMs: number;
}

export interface ClaimedDelivery extends Delivery {
  /** Of this claim; a claim that ran out and was given to another settles nothing. */
  readonly token: number;
  readonly body: JsonObject;
}

export type DeliveryEnd =
  | { readonly kind: "delivered" }
  | { readonly kind: "dead"; readonly problem: string }
  | { readonly kind: "waiting"; readonly problem: string; readonly dueAt: EpochMs };

export const MUTE_KINDS = ["detector", "entity", "value"] as const;
export type MuteKind = (typeof MUTE_KINDS)[number];

export interface NewMute {
  /** `allow`: known to be fine; `mute`: not to be heard for a while. Both keep alerts away. */
  readonly purpose: "mute" | "allow";
  readonly kind: MuteKind;
  readonly target: string;
  readonly reason: string;
  /** Null: until it is ended. */
  readonly until: EpochMs | null;
  readonly by: string;
}

export interface StoredMute extends NewMute {
  readonly id: string;
  readonly at: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly endedBy: string | null;
}

/** Everything that the port keeps, for copies. */
export interface AlertRecords {
  readonly versions: readonly (AlertVersion & { readonly body: JsonObject })[];
  readonly deliveries: readonly Delivery[];
  readonly mutes: readonly StoredMute[];
}

/** What people were told, what waits to be told, and what they asked not to be told. */
export interface AlertStore {
  /** The latest version of every alert, the oldest alert first. */
  listHeads(): Promise<readonly AlertHead[]>;
  /**
   * Writes versions with their deliveries, in one transaction. A version that is there already is left as it is, so that
   * deciding again after a crash says nothing twice. What still waits of earlier versions is superseded. Answers how many
   * were new.
   */
  add(versions: readonly NewAlertVersion[], options?: WriteOptions): Promise<number>;
  /** The latest first. */
  list(query: AlertQuery): Promise<readonly StoredAlert[]>;
  /** Null: there is none. */
  find(alertId: string): Promise<StoredAlert | null>;
  /** The latest first. */
  listDeliveries(query: DeliveryQuery): Promise<readonly Delivery[]>;
  count(): Promise<{
    readonly alerts: number;
    readonly deliveries: Readonly<Record<DeliveryState, number>>;
  }>;
  /** Takes deliveries that are due, the oldest first; of an alert and a channel one at a time. Counts an attempt. */
  claim(request: ClaimRequest): Promise<readonly ClaimedDelivery[]>;
  /** False: the claim was lost meanwhile, and nothing was changed. */
  settle(claimed: Pick<ClaimedDelivery, "id" | "token">, end: DeliveryEnd): Promise<boolean>;
  /** Lets everything dead wait again, with its attempts forgotten, unless a later version took its place. */
  reviveDead(): Promise<number>;
  /** The same for one; throws STORE_DELIVERY_UNKNOWN. False: it is not dead, or a later version took its place. */
  revive(id: string): Promise<boolean>;
  addMute(mute: NewMute): Promise<StoredMute>;
  /** Throws STORE_MUTE_UNKNOWN. Ending twice changes nothing. */
  endMute(id: string, by: string): Promise<StoredMute>;
  /** All, the oldest first. */
  listMutes(): Promise<readonly StoredMute[]>;
  readAll(): Promise<AlertRecords>;
  /** Adds what another store holds; what is there is left. */
  restore(records: AlertRecords): Promise<void>;
}
