/** Takes the facts of events in order of time; gives every actor's profile, the tenant's, and the features of an event against what came before it. */
export {
  type ActorProfile,
  type DailySums,
  GRADES,
  type Grade,
  type HourlySums,
  type LastPlace,
  type UsualValue,
  type ValueHistory,
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
export {
  FEATURE_FIELDS,
  type FeatureContext,
  type FeatureDefinition,
  type FeatureField,
  type FeatureUnit,
} from "./feature/definition.ts";
export { FEATURES } from "./feature/features.ts";
export type { FeatureName } from "./feature/place.ts";
export { groupPeers } from "./group-peers.ts";
export { createLens, type Lens, type LensKind, type LensProfile } from "./lens.ts";
export { LENS_METRICS, type LensMetric } from "./lens-state.ts";
export { PARTITIONS, partitionOf } from "./partition.ts";
export {
  computeReference9,
  computeReference34,
  PRESET_S3_FEATURES,
  PRESET_S4_FEATURES,
  type ReferenceColumn,
  toReferenceRisk,
} from "./reference-features.ts";
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
