import { bundledGeoPath, type GeoReader, openGeo } from "../../enrich/index.ts";

/**
 * The user's location databases (countries, cities, networks; MMDB), the first that knows an address wins, and the
 * bundled one of countries behind them.
 * @throws GaitError GEO_DATABASE_UNREADABLE, GEO_DATABASE_BROKEN
 */
export const openLocations = (paths: readonly string[]): GeoReader => openGeo([...paths, bundledGeoPath()]);
