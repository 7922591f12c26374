import { z } from "zod";
import { ACTION_CLASSES, OUTCOMES } from "../../domain/index.ts";
import { ACTOR_KINDS } from "../../profile/index.ts";

/** What a value can be new in. `sensitive-action` and the like are conditions, not dimensions. */
export const NEW_DIMENSIONS = [
  "action",
  "service",
  "region",
  "country",
  "network",
  "address",
  "tool",
  "container",
] as const;
export type NewDimension = (typeof NEW_DIMENSIONS)[number];

/** What an actor's numbers are taken of. */
export const METRICS = [
  "bytes_out",
  "bytes_in",
  "events",
  "errors",
  "denied",
  "containers",
  "actions",
] as const;
export type Metric = (typeof METRICS)[number];

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const count = z.number().int().nonnegative();
/** Events that are looked at, by how they ended and by what kind they are; all, where nothing is said. */
const outcomes = z
  .array(z.enum(OUTCOMES))
  .min(1)
  .default([...OUTCOMES]);
const classes = z
  .array(z.enum(ACTION_CLASSES))
  .min(1)
  .default([...ACTION_CLASSES]);
const actorKinds = z.array(z.enum(ACTOR_KINDS)).min(1);

/** How much must be known of an entity before the detector looks at it. */
const history = z.strictObject({ days_min: count, events_min: count.default(0) });

export const FIRST_SEEN = z.strictObject({
  /**
   * `event`: the new values of one event are added up. `session`: everything that is done from a new place within a
   * day is, so that a strange place, a strange tool and strange deeds come together though no one event has them all.
   */
  scope: z.enum(["event", "session"]).default("event"),
  /** Each of these must be new to the actor; of a session at its first event. */
  new_all: z.array(z.enum(NEW_DIMENSIONS)).min(1),
  /** Bits of surprise that the new values must bring together. */
  bits_min: z.number().nonnegative(),
  /** Only these actions, as `service:action`; none named: all. */
  actions: z.array(z.string().min(3)).default([]),
  /** Least sensitivity of an event that is looked at; of a session that one of its events must have. */
  sensitivity_min: z.number().int().min(0).max(3).default(0),
  /** From this sensitivity on a finding of twice the least strength is one step more severe. */
  raise_at_sensitivity: z.number().int().min(0).max(3).default(3),
  outcomes,
  classes,
  /** A value that more than this share of the peers uses is no news. */
  peers_share_max: share.default(0.2),
  /** The same for all actors of the tenant. */
  tenant_share_max: share.default(1),
  actor_kinds: actorKinds,
  history,
  /** So many different new values of the first dimension (of a session: events) must come within the hour. */
  events_min: z.number().int().min(1).default(1),
});

/** Somebody who for days keeps taking what neither they nor their peers ever took. */
export const FOREIGN = z.strictObject({
  scope: z.literal("days"),
  new_all: z.tuple([z.literal("taken")]),
  /** On so many different days, */
  days_min: z.number().int().min(2).max(7).default(3),
  /** within so many from the first. */
  span_days: z.number().int().min(2).max(30).default(14),
  /** So many downloads in all. */
  events_min: count.default(1),
  /** What more than this share of the peers takes from is no news. */
  peers_share_max: share.default(0.1),
  /** The same for all actors of the tenant. */
  tenant_share_max: share.default(0.1),
  actor_kinds: actorKinds,
  history,
});

/** Somebody who is where they always are, and for days takes something from another place as well. */
export const PLACE_FOR_TAKING = z.strictObject({
  scope: z.literal("places"),
  new_all: z.tuple([z.literal("network")]),
  /** On so many different days, */
  days_min: z.number().int().min(2).max(7).default(3),
  /** within so many from the first. */
  span_days: z.number().int().min(2).max(30).default(14),
  /** So many downloads make a day. */
  events_min: z.number().int().min(1).default(3),
  /** Downloads make up this share of what is done from there, */
  taking_share_min: share.default(0.8),
  /** and no more than this of what is done elsewhere. */
  elsewhere_share_max: share.default(0.5),
  /** A network that more than this share of the peers uses is no strange one. */
  peers_share_max: share.default(0.1),
  /** The same for all actors of the tenant. */
  tenant_share_max: share.default(0.02),
  actor_kinds: actorKinds,
  history,
});

export const TRAVEL = z.strictObject({
  speed_kmh_min: positive.default(900),
  distance_km_min: positive.default(500),
  /** A network that so many actors of the tenant use is an office or a gateway, wherever it seems to stand. */
  egress_actors_min: z.number().int().min(2).default(5),
  /** A network that the actor used so often before is its own. */
  familiar_events_min: z.number().int().min(1).default(20),
  actor_kinds: actorKinds,
  history,
});

export const DEVIATION = z.strictObject({
  metric: z.enum(METRICS),
  /** `drift`: several days in a row that are each only a little high. */
  window: z.enum(["hour", "day", "drift"]),
  /** Robust deviations (of the logarithm) from the median of the past; for a drift what they may sum up to. */
  z_min: positive,
  /** Least spread of the logarithm: whoever always does the same is not judged by the last byte. */
  spread_min: positive.default(0.35),
  /** Less than this is never a finding, in the metric's own unit. */
  at_least: z.number().nonnegative(),
  /** At least so many times what is usual for the entity. */
  times_min: z.number().min(1).default(3),
  /** At least so many times the peers' 90% quantile of a day; 0: peers are not asked. */
  peers_times_min: z.number().nonnegative().default(0),
  actor_kinds: actorKinds,
  history,
});

/** What the numbers of addresses and resources are taken of. */
export const LENS_METRIC_NAMES = [
  "events",
  "errors",
  "denied",
  "bytes_out",
  "bytes_in",
  "failed_logins",
  "taken",
  "actors",
] as const;
export type LensMetricName = (typeof LENS_METRIC_NAMES)[number];

/** A light profile keeps so many days. */
const LENS_DAYS = 14;
/** 0 days: the history of the tenant is enough. */
const lensHistory = z.strictObject({ days_min: count.max(LENS_DAYS), events_min: count.default(0) });

export const LENS_DEVIATION = z.strictObject({
  metric: z.enum(LENS_METRIC_NAMES),
  /** `hour`: the sliding hour, against the largest hours of past days. */
  window: z.enum(["hour", "day"]),
  /** Robust deviations (of the logarithm) from the median of the past. */
  z_min: positive,
  /** Least spread of the logarithm. */
  spread_min: positive.default(0.35),
  /** Less than this is never a finding, in the metric's own unit. */
  at_least: positive,
  /** At least so many times what is usual for the entity. */
  times_min: z.number().min(1).default(3),
  /** At least so many times what 95% of the tenant's addresses or resources have; 0: the others are not asked. */
  tenant_times_min: z.number().nonnegative().default(0),
  /** Only entities that never had more than this; absent: all. */
  largest_max: z.number().nonnegative().optional(),
  /** Only events of these actors are looked at; those of all are counted. */
  actor_kinds: actorKinds.default([...ACTOR_KINDS]),
  history: lensHistory,
});

export const NEWCOMER = z.strictObject({
  new_all: z.tuple([z.literal("actor")]),
  /** So few actors touched the entity before, at the most. */
  actors_max: z.number().int().min(1).max(20),
  /** Least sensitivity of an event that is looked at. */
  sensitivity_min: z.number().int().min(0).max(3).default(0),
  outcomes,
  classes,
  /** Only these actions, as `service:action`; none named: all. */
  actions: z.array(z.string().min(3)).default([]),
  actor_kinds: actorKinds,
  history: lensHistory,
});

export const HOURS = z.strictObject({
  metric: z.literal("hour_of_week"),
  /** The actor's own share of events in the hours around; above it the hour is a usual one. */
  share_max: share,
  /** Only events of at least this sensitivity are told. */
  sensitivity_min: z.number().int().min(0).max(3).default(0),
  classes: z
    .array(z.enum(ACTION_CLASSES))
    .min(1)
    .default([...ACTION_CLASSES]),
  /** Only days of the week on which the actor never works (`weekend`), or any hour. */
  days: z.enum(["any", "weekday", "weekend"]).default("any"),
  actor_kinds: actorKinds,
  history,
});

export const MODEL = z.strictObject({
  /** Events stranger than this share of the usual ones are looked at. */
  gate: share.min(0.5).default(0.99),
  /** Bits beyond the gate that the different strange events of an hour must sum up to. */
  bits_min: positive,
  /** So many different strange events must come together. */
  events_min: z.number().int().min(1).default(2),
  actor_kinds: actorKinds,
  history,
});

export type FirstSeenParameters = z.infer<typeof FIRST_SEEN>;
export type ForeignParameters = z.infer<typeof FOREIGN>;
export type PlaceForTakingParameters = z.infer<typeof PLACE_FOR_TAKING>;
export type TravelParameters = z.infer<typeof TRAVEL>;
export type DeviationParameters = z.infer<typeof DEVIATION>;
export type HoursParameters = z.infer<typeof HOURS>;
export type ModelParameters = z.infer<typeof MODEL>;
export type LensDeviationParameters = z.infer<typeof LENS_DEVIATION>;
export type NewcomerParameters = z.infer<typeof NEWCOMER>;
