import type { BehaviourDetector, BehaviourFinding, FeatureSample, LookTally } from "../../detect/index.ts";
import type { FactUpdate, ValueTexts } from "../../detect/log/index.ts";
import type { EntityType } from "../../domain/index.ts";
import type { PeerVectors, PeerView, TenantDelta } from "../../profile/index.ts";

/** What a lane is told before its first day. Plain data: it is sent to threads. */
export interface LaneSettings {
  readonly detectors: readonly BehaviourDetector[];
  /** Lenses that the detectors look through; the lane has a pass for each. */
  readonly lenses: readonly EntityType[];
  /** Which partitions are this lane's. */
  readonly partitions: readonly number[];
  /** null: begin with nobody known. */
  readonly resume: LaneResume | null;
}

/** What an earlier run left at the end of a day. */
export interface LaneResume {
  /** By lens in their order. */
  readonly lenses: readonly LensResume[];
  /** Text of the models in force; null: none are. */
  readonly models: string | null;
}

export interface LensResume {
  /** What was known of the tenant at the start of that day. */
  readonly tenant: Uint8Array;
  readonly peers: PeerView;
  /** States of partitions; of those that are missing nobody is known. */
  readonly states: ReadonlyMap<number, Uint8Array>;
}

/** What all lanes are told before a day's first event: the same for each. */
export interface LaneDayStart {
  readonly day: number;
  /** What the day before added to the tenant, of all lanes, by lens in their order; null: there was none. */
  readonly before: { readonly day: number; readonly deltas: readonly (readonly TenantDelta[])[] } | null;
  /** By lens; null: peers stay as they were. */
  readonly regrouped: readonly PeerGroups[] | null;
  /** Text of models that come into force; null: they stay. */
  readonly models: string | null;
  /** By lens: hashes of feature rows from here on are of no use any more. */
  readonly sampleBelow: readonly number[];
}

export interface PeerGroups {
  readonly peers: PeerView;
  readonly vectors: readonly PeerVectors[];
}

/** Rows of one day, in memory that all lanes read. */
export interface RowBlock {
  readonly number: number;
  readonly memory: SharedArrayBuffer;
  /** Number of the first row's event; the others follow. */
  readonly firstEvent: number;
  readonly count: number;
}

export type LaneMessage =
  | { readonly kind: "open"; readonly settings: LaneSettings }
  | { readonly kind: "tables"; readonly facts: FactUpdate; readonly texts: ValueTexts }
  | { readonly kind: "start"; readonly start: LaneDayStart }
  | { readonly kind: "rows"; readonly block: RowBlock }
  | { readonly kind: "end"; readonly wants: EndWishes };

/** What of a day's end is only made where somebody wants it: it takes time. */
export interface EndWishes {
  readonly vectors: boolean;
  readonly states: boolean;
}

/** What a lane's day gave, for one lens. */
export interface LensEnd {
  readonly partitions: readonly PartitionEnd[];
  /** What was known of the tenant at the day's start, from the lane that was asked for it; else null. */
  readonly tenant: Uint8Array | null;
}

/** What a day of one partition gave. */
export interface PartitionEnd {
  readonly partition: number;
  /** Profiles and what is open at the day's end; null: not asked for. */
  readonly state: Uint8Array | null;
  readonly delta: TenantDelta;
  readonly sample: FeatureSample;
  /** null: not asked for. */
  readonly vectors: PeerVectors | null;
  readonly findings: readonly BehaviourFinding[];
  readonly tallies: readonly LookTally[];
}

export type LaneAnswer =
  | { readonly kind: "released"; readonly block: number }
  | { readonly kind: "ended"; readonly lenses: readonly LensEnd[] };
