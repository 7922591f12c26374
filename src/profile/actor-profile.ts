import type { Dimension, Metric } from "./dimension.ts";
import type { ActorKind } from "./facts.ts";

/** How common a value is. For oneself by its share of one's events, for others by the share of actors that use it. */
export type Grade = "never" | "rare" | "infrequent" | "frequent";

/**
 * What is known of one value of one dimension before the event. Peers and tenant are as of the start of the day and
 * leave the actor itself out of the number of actors.
 */
export interface ValueHistory {
  /** 0: the log does not say; then everything else is 0, NaN or "never". */
  readonly code: number;
  /** The actor's own events with this value, decayed with a half-life of 30 days. */
  readonly ofSelf: number;
  /** Milliseconds since 1970, to the second; NaN: the actor never used it. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Share of the peers' events that have this value, 0 to 1. */
  readonly peerShare: number;
  /** Other actors of the peer group that use it, and how many others the group has. */
  readonly peerActors: number;
  readonly peerCount: number;
  /** The tenant's events with this value, decayed. */
  readonly tenantEvents: number;
  readonly tenantActors: number;
  readonly tenantCount: number;
  /** Surprise -log2 p(value | actor), backed off to peers and tenant; NaN: the log does not say. Higher is stranger. */
  readonly bits: number;
  readonly gradeSelf: Grade;
  readonly gradePeers: Grade;
  readonly gradeTenant: Grade;
}

export interface UsualValue {
  readonly code: number;
  /** Share of the actor's events of this dimension, 0 to 1. */
  readonly share: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Where the actor was last, of events with a public address whose place is known. */
export interface LastPlace {
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusKm: number;
  readonly network: number;
  readonly address: number;
  readonly tool: number;
}

/** The sums of an actor's days. */
export interface DailySums {
  /** The last 30 days that had activity, oldest first, WITHOUT today: a day is never part of its own baseline. */
  readonly past: readonly number[];
  /** The days of `past`, since 1970. */
  readonly days: readonly number[];
  /** Today (UTC) so far, the observed event included. */
  readonly today: number;
  /** The sliding day that ends with the observed event, that event included; 24 steps of an hour. */
  readonly running: number;
}

/** The sums of an actor's hours. */
export interface HourlySums {
  /** The sliding hour that ends with the observed event, that event included; 12 steps of five minutes. */
  readonly running: number;
  /** How many past hours of the clock had activity, decayed. */
  readonly hours: number;
  /** Quantile of the sums of past hours that had activity (`share` from 0 to 1); NaN without any. As exact as
   * a bin of a log-spaced histogram, half a doubling wide. */
  quantile(share: number): number;
}

/**
 * The profile of the actor of the event that was observed last, as it was before that event. For detectors and
 * screens; valid until the next `observe`.
 */
export interface ActorProfile {
  readonly actor: number;
  readonly kind: ActorKind;
  /** NaN: this event is the actor's first. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Events ever, without decay. */
  readonly events: number;
  /** Days with events, today not counted. */
  readonly activeDays: number;
  /** 0 (nothing known) to 1: min(1, activeDays / 7, events / 50). Below 1 the profile is "learning". */
  readonly maturity: number;
  readonly learning: boolean;
  /** Code of the group of peers with which the actor is compared. */
  readonly peerGroup: number;
  /** History of the observed event's own value. A new object each time. */
  historyOf(dimension: Dimension): ValueHistory;
  /** The values used most, at most `count`, most frequent first. */
  usualValues(dimension: Dimension, count: number): readonly UsualValue[];
  /**
   * The same as of the start of the day and without values first used at `since` or later: what was usual before
   * something that is judged as a whole began, of which the profile has learned the first part by now.
   */
  usualBefore(dimension: Dimension, since: number, count: number): readonly UsualValue[];
  /** Events before today. */
  readonly eventsBefore: number;
  /** Surprise of a new value of this dimension, -log2 P(new | actor): low for whoever always brings new ones. */
  noveltyBits(dimension: Dimension): number;
  /** Decayed events per hour of the week in UTC, Monday 00:00 first, as of the start of the day. 168 places. */
  readonly hours: Float32Array;
  /** Hours to add to UTC to get the actor's habitual time, in which activity centres on 13:00; 0 without a habit. */
  readonly habitualOffsetHours: number;
  readonly lastPlace: LastPlace | null;
  /** The network of `lastPlace`; null: there is none. */
  readonly lastNetwork: number | null;
  daily(metric: Metric): DailySums;
  hourly(metric: Metric): HourlySums;
  /** `daily(metric).today` and `hourly(metric).running`, for whoever asks at every event: nothing is made for them. */
  todayOf(metric: Metric): number;
  hourOf(metric: Metric): number;
  /** When the running session began: activity without a pause of 30 minutes. */
  readonly sessionStartAt: number;
}
