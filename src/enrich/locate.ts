import type { Address } from "../domain/index.ts";
import { COUNTRY_CENTROIDS } from "./country.ts";
import type { GeoReader } from "./geo.ts";
import type { Place } from "./place.ts";
import { AWS_REGIONS } from "./region.ts";

/**
 * Where an address stands: its city where a database knows it, else the middle of its country.
 * null for an address that is not public, or in no database.
 */
export function placeOfAddress(address: Address, geo: GeoReader | null): Place | null {
  if (address.kind !== "public" || address.text === null) return null;
  const found = geo?.findPlace(address.text) ?? null;
  return found ?? placeOfCountry(address.country);
}

/** The middle of a country; null for an unknown code. */
export function placeOfCountry(country: string | null): Place | null {
  if (country === null || !Object.hasOwn(COUNTRY_CENTROIDS, country)) return null;
  const [latitude, longitude, radiusKm] = COUNTRY_CENTROIDS[country]!;
  return { name: null, country, latitude, longitude, radiusKm };
}

/** Where an AWS region stands; null for a name that is no region. */
export function placeOfRegion(region: string | null): Place | null {
  return region !== null && Object.hasOwn(AWS_REGIONS, region) ? AWS_REGIONS[region]! : null;
}
