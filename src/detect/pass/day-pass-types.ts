import type { NotLookedReason } from "../../domain/index.ts";
import type { EventFacts, PeerVectors, PeerView, TenantDelta, TenantView } from "../../profile/index.ts";
import type { BehaviourModels } from "../model/behaviour-models.ts";
import type { FeatureSample } from "../model/feature-sample.ts";
import type { BehaviourFinding } from "./behaviour-finding.ts";

/** Texts of value codes, for words; null: not known to whoever runs the pass. */
export interface Lexicon {
  textOf(code: number): string | null;
}

/** What is known of the tenant as a whole before the day's first event. */
export interface DayStart {
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  readonly tenant: TenantView;
  readonly peers: PeerView;
  /** null: not yet trained, or not wanted. */
  readonly models: BehaviourModels | null;
  /** Rows with hashes from here on are of no use to the sample: it is full of smaller ones. Default: all are. */
  readonly sampleBelow?: number;
}

/** How often a detector looked at an event, and how often it did not and why. */
export interface LookTally {
  readonly detector: string;
  readonly looked: number;
  readonly notLooked: Readonly<Partial<Record<NotLookedReason, number>>>;
}

export interface DayEnd {
  readonly delta: TenantDelta;
  readonly sample: FeatureSample;
  /** null: not asked for. */
  readonly peerVectors: PeerVectors | null;
  /** Closed or grown today; one that went on from yesterday comes again with all its evidence, under the same id. */
  readonly findings: readonly BehaviourFinding[];
  readonly tallies: readonly LookTally[];
  /**
   * Windows of the model detector by their excess bits: place b counts entity-hours with b to b + 1 bits. A threshold
   * for so many alerts a day is read from it (`toBitsForBudget`).
   */
  readonly strangeness: readonly number[];
}

/**
 * Behaviour of the entities of some partitions, day by day: events come in order of time (then id), features are
 * computed before an event is learned, detectors look in between. Deterministic: the same days give the same bytes.
 */
export interface DayPass {
  startDay(start: DayStart): void;
  /** `facts` may be used again by the caller at once. */
  push(facts: EventFacts): void;
  /** @param wants.peerVectors all profiles are written out, for grouping peers: not needed on most days. */
  endDay(wants?: { readonly peerVectors: boolean }): DayEnd;
  /** Between days: profiles and findings that may still grow. */
  snapshot(): Uint8Array;
}
