import type { ActorProfile } from "./actor-profile.ts";
import type { EventFacts } from "./facts.ts";
import type { PeerVectors, PeerView, TenantDelta } from "./tenant-delta.ts";
import type { TenantView } from "./tenant-view.ts";

/**
 * The profiles of the actors of some partitions. Events come in order of time, then id; each is observed and then
 * learned. What comes out does not depend on which other actors are in the same instance.
 */
export interface Behaviour {
  /** What is known of the whole tenant, made of all days before `day` (`toDay`). Before the day's first event. */
  startDay(day: number, tenant: TenantView, peers: PeerView): void;
  /**
   * Features of the event against the actor's profile before it, into `features`: `FEATURES.length` places.
   * Time passes for the profile; the event itself is not yet part of it.
   */
  observe(facts: EventFacts, features: Float64Array): ActorProfile;
  /** The same as if nothing were known of the actor; nothing is remembered of it. */
  observeStranger(facts: EventFacts, features: Float64Array): ActorProfile;
  /** The event that was just observed becomes part of the profile. */
  learn(facts: EventFacts): void;
  /** What the events since `startDay` add to the tenant. Once a day, at its end, before `snapshot`. */
  takeTenantDelta(): TenantDelta;
  /** All profiles, for `groupPeers` and `Tenant.regroup`. */
  takePeerVectors(): PeerVectors;
  /** How many actors have a profile. */
  readonly actors: number;
  /** The profile of an actor as it is now, for screens; null: nothing known. Its `historyOf` knows no event: code 0. */
  profileOf(actor: number): ActorProfile | null;
  /** The same state gives the same bytes. At the end of a day, after `takeTenantDelta`. */
  snapshot(): Uint8Array;
}

export interface BehaviourOptions {
  /** Bytes of `snapshot`. */
  readonly resume?: Uint8Array;
}

/** What is known of the tenant as a whole; only one exists, wherever partitions are worked on. */
export interface Tenant {
  readonly view: TenantView;
  /** Adds a day's deltas of all partitions, in any order. Days ascend; a day without events may be left out. */
  merge(day: number, deltas: readonly TenantDelta[]): void;
  /** Counts the groups of peers anew from all profiles, after `groupPeers`. */
  regroup(peers: PeerView, vectors: readonly PeerVectors[]): void;
  /** The same state gives the same bytes, in whatever order it came to be. */
  snapshot(): Uint8Array;
}
