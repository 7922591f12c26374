/** Takes the facts of events in order of time; gives every actor's profile, the tenant's, and the features of an event against what came before it. */
export type {
  ActorProfile,
  DailySums,
  Grade,
  HourlySums,
  LastPlace,
  UsualValue,
  ValueHistory,
} from "./actor-profile.ts";
export { createBehaviour } from "./behaviour.ts";
export type { Behaviour, BehaviourOptions, Tenant } from "./behaviour-port.ts";
export {
  DAILY_FIRST,
  DIMENSIONS,
  type Dimension,
  HOURLY_FIRST,
  METRIC,
  METRICS,
  type Metric,
} from "./dimension.ts";
export { ACTOR_KINDS, type ActorKind, createEventFacts, type EventFacts } from "./facts.ts";
export type {
  FeatureContext,
  FeatureDefinition,
  FeatureField,
  FeatureUnit,
} from "./feature/definition.ts";
export { FEATURES } from "./feature/features.ts";
export type { FeatureName } from "./feature/place.ts";
export { groupPeers } from "./group-peers.ts";
export {
  createLens,
  type Lens,
  type LensKind,
  type LensProfile,
  toLensEntityOf,
} from "./lens.ts";
export { type LensSpan, lensQuantileOf } from "./lens-delta.ts";
export { LENS_METRICS, type LensMetric } from "./lens-state.ts";
export { PARTITIONS, partitionOf } from "./partition.ts";
export { findPeers, type Likeness, type Peers } from "./peer-likeness.ts";
export { MATURE_DAYS, MATURE_EVENTS } from "./profile.ts";
export {
  /** @public For models with the columns of known detectors. */
  computeReference9,
  /** @public For models with the columns of known detectors. */
  computeReference34,
  /** @public The names of those columns. */
  PRESET_S3_FEATURES,
  /** @public The names of those columns. */
  PRESET_S4_FEATURES,
  type ReferenceSight,
} from "./reference-features.ts";
export { isTaking } from "./taking.ts";
export { createTenant } from "./tenant.ts";
export {
  NO_PEERS,
  PEER_GROUPING_DAYS,
  type PeerVectors,
  type PeerView,
  type TenantDelta,
} from "./tenant-delta.ts";
export type { TenantView } from "./tenant-view.ts";
export { toValueCode } from "./value-code.ts";
