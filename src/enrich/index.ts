/** Takes what a log record says of identity, address, user agent and call; gives actors, addresses, tools, actions, links, places and the facts that rules look at. */
export { describeActions, type KnownAction } from "./action.ts";
export { type Arn, isAccountId, parseArn, resourceName } from "./arn.ts";
export { COUNTRY_CENTROIDS } from "./country.ts";
export { createEnricher, type Enricher, type EnricherOptions } from "./enricher.ts";
export { AUDIENCES, type Audience } from "./fact/audience.ts";
export { describeExposures } from "./fact/exposure.ts";
export { EXPOSURE_KINDS, type Exposure, type ExposureKind } from "./fact/exposure-row.ts";
export { FACT_FIELDS, type FactField } from "./fact/fact-fields.ts";
export { type Facts, toFacts } from "./fact/facts.ts";
export { describePolicyCalls, type GrantedPolicy } from "./fact/granted-policy.ts";
export type { Target } from "./fact/target.ts";
export { clip } from "./field.ts";
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
