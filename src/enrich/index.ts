/** Takes what a log record says of identity, address, user agent and call; gives actors, addresses, tools, actions, links, places and the facts that rules look at. */
export { describeActions, type KnownAction } from "./action.ts";
export { BoundedCache } from "./bounded-cache.ts";
export { createEnricher, type Enricher, type EnricherOptions } from "./enricher.ts";
export { FACT_FIELDS, type FactField } from "./fact/fact-fields.ts";
export { type Facts, toFacts } from "./fact/facts.ts";
export { clip } from "./field.ts";
export {
  /** @public For databases that a user brings. */
  bundledGeoPath,
  checkGeoAge,
  type GeoDatabase,
  type GeoReader,
  type GeoSource,
  type Network,
  openBundledGeo,
  /** @public For databases that a user brings. */
  openGeo,
} from "./geo.ts";
export {
  /** @public For distances between the places of events. */
  placeOfAddress,
  placeOfCountry,
  /** @public For distances between the places of events. */
  placeOfRegion,
} from "./locate.ts";
export type { Place } from "./place.ts";
