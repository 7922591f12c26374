/**
 * What an actor's values are counted of. Their order is fixed: it is part of the bytes of every profile.
 * `container` is the bucket of an object, or the thing itself where nothing holds it; `network` is /24 or /48.
 * `taken` is the container of downloads that succeeded: whoever looks at a bucket's settings has taken nothing from it.
 */
export const DIMENSIONS = [
  "action",
  "service",
  "region",
  "country",
  "network",
  "address",
  "tool",
  "container",
  "session",
  "error",
  "taken",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Place of each dimension in `DIMENSIONS`. */
export const DIMENSION = {
  action: 0,
  service: 1,
  region: 2,
  country: 3,
  network: 4,
  address: 5,
  tool: 6,
  container: 7,
  session: 8,
  error: 9,
  taken: 10,
} as const satisfies Record<Dimension, number>;

/** Not shown to anybody: an error together with the action that failed, for the surprise of this error at this action. */
export const ACTION_ERROR = 11;
/** Dimensions whose values an actor's profile keeps. */
export const VALUE_DIMENSIONS = 12;

/**
 * How many values of each dimension a profile keeps at most. When one more comes, the one with the lowest decayed
 * count goes: of equal ones the one first seen earliest, then the one with the lowest code. The sum is what holds a
 * profile under `PROFILE_BYTES_MAX`.
 */
export const VALUES_MAX: readonly number[] = [144, 40, 20, 12, 48, 48, 24, 96, 24, 16, 16, 20];

/** Further dimensions of the tenant alone; their codes are places in a table, from 1. */
export const HOUR_OF_WEEK = 12;
/** Code 1: how many actors there are. */
export const MEMBERS = 13;
/** Place of the first hourly measure among the dimensions: the code is the bin of an hour's sum, from 1. */
export const HOURLY_FIRST = 14;

/** What is summed over windows, hours and days. `errors` are all calls that failed, `denied` those refused. */
export const METRICS = [
  "events",
  "bytesOut",
  "bytesIn",
  "errors",
  "denied",
  "distinctActions",
  "distinctServices",
  "distinctContainers",
  "distinctAddresses",
  "distinctRegions",
] as const;
export type Metric = (typeof METRICS)[number];

export const METRIC = {
  events: 0,
  bytesOut: 1,
  bytesIn: 2,
  errors: 3,
  denied: 4,
  distinctActions: 5,
  distinctServices: 6,
  distinctContainers: 7,
  distinctAddresses: 8,
  distinctRegions: 9,
} as const satisfies Record<Metric, number>;

/** Place of the first daily measure among the tenant's dimensions. */
export const DAILY_FIRST = HOURLY_FIRST + METRICS.length;
