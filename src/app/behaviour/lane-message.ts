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
  | { readonly kind: "end"; readonly wantsVectors: boolean };

/** What a lane's day gave, for one lens. */
export interface LensEnd {
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
