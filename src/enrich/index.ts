/** Takes what a log record says of identity, address, user agent and call; gives actors, addresses, tools, actions, links, places and the facts that rules look at. */
export { describeActions, type KnownAction } from "./action.ts";
export { type Arn, isAccountId, parseArn, resourceName } from "./arn.ts";
export { COUNTRY_CENTROIDS } from "./country.ts";
export { createEnricher, type Enricher, type EnricherOptions } from "./enricher.ts";
export {
  bundledGeoPath,
  checkGeoAge,
  type GeoDatabase,
  type GeoReader,
  type GeoSource,
  geoAgeDays,
  type Network,
  openBundledGeo,
  openGeo,
  readGeoBytes,
} from "./geo.ts";
export { placeOfAddress, placeOfCountry, placeOfRegion } from "./locate.ts";
export type { Place } from "./place.ts";
export { ENRICH_PROBLEMS } from "./problems.ts";
export { AWS_REGIONS } from "./region.ts";
