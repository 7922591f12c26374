import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { GaitError, toEpochMs } from "../domain/index.ts";
import { writeMmdb } from "./fixtures/mmdb.ts";
import {
  bundledGeoPath,
  checkGeoAge,
  GEO_AGE_DAYS_MAX,
  geoAgeDays,
  openBundledGeo,
  openGeo,
  readGeoBytes,
} from "./geo.ts";

const folder = mkdtempSync(join(tmpdir(), "gait-geo-"));
afterAll(() => rmSync(folder, { recursive: true }));

function databaseOf(name: string, networks: Readonly<Record<string, object>>): string {
  const path = join(folder, name);
  writeFileSync(path, writeMmdb(networks, { type: name, builtAtSeconds: 1_750_000_000 }));
  return path;
}

test("the bundled database knows countries of both versions of addresses", () => {
  const geo = openBundledGeo();
  expect(geo.findCountry("8.8.8.8")).toBe("US");
  expect(geo.findCountry("86.245.153.234")).toBe("FR");
  // An Amazon address in Ireland, which the database of version 4 alone gets wrong.
  expect(geo.findCountry("2a05:d018::1")).toBe("IE");
  expect(geo.findPlace("8.8.8.8")).toBeNull();
  expect(geo.findNetwork("8.8.8.8")).toBeNull();
  expect(geo.databases.map(({ name }) => name)).toEqual(["dbip-country.mmdb"]);
});

test("shared bytes answer as the file does", () => {
  const bytes = readGeoBytes(bundledGeoPath());
  expect(bytes).toBeInstanceOf(SharedArrayBuffer);
  expect(openGeo({ name: "shared", bytes }).findCountry("86.245.153.234")).toBe("FR");
});

test("reads the schemas of MaxMind, DB-IP, IPinfo and ip-location-db", () => {
  const nested = {
    country: { iso_code: "SE" },
    city: { names: { en: "Lund" } },
    location: { latitude: 55.7, longitude: 13.2, accuracy_radius: 5 },
  };
  const flat = { country: "PT", city: "Faro", lat: "37.02", lng: "-7.93" };
  const plain = { country_code: "ie", city: "Cork", latitude: 51.9, longitude: -8.5 };
  const geo = openGeo(
    databaseOf("cities", { "1.0.0.0/24": nested, "1.0.1.0/24": flat, "1.0.2.0/24": plain }),
  );
  expect(geo.findPlace("1.0.0.7")).toEqual({
    name: "Lund",
    country: "SE",
    latitude: 55.7,
    longitude: 13.2,
    radiusKm: 5,
  });
  expect(geo.findPlace("1.0.1.7")).toEqual({
    name: "Faro",
    country: "PT",
    latitude: 37.02,
    longitude: -7.93,
    radiusKm: 50,
  });
  expect(geo.findPlace("1.0.2.7")).toEqual({
    name: "Cork",
    country: "IE",
    latitude: 51.9,
    longitude: -8.5,
    radiusKm: 50,
  });
  expect(geo.findPlace("9.9.9.9")).toBeNull();
});

test("reads networks in the two ways they are written", () => {
  const geo = openGeo(
    databaseOf("networks", {
      "1.0.0.0/24": { autonomous_system_number: 64496, autonomous_system_organization: "Example" },
      "1.0.1.0/24": { asn: "AS64497", as_name: "Sample" },
    }),
  );
  expect(geo.findNetwork("1.0.0.1")).toEqual({ asn: 64496, organisation: "Example" });
  expect(geo.findNetwork("1.0.1.1")).toEqual({ asn: 64497, organisation: "Sample" });
  expect(geo.findNetwork("1.0.2.1")).toBeNull();
});

test("the first database that knows a thing answers, and the rest fill in", () => {
  const own = databaseOf("own", { "8.8.8.0/24": { country_code: "CH" } });
  const cities = databaseOf("places", {
    "8.8.8.0/24": { country_code: "US", latitude: 1.5, longitude: 2.5 },
  });
  const geo = openGeo([own, cities, bundledGeoPath()]);
  expect(geo.findCountry("8.8.8.8")).toBe("CH");
  expect(geo.findPlace("8.8.8.8")).toMatchObject({ country: "CH", latitude: 1.5 });
  expect(geo.findCountry("86.245.153.234")).toBe("FR");
  expect(geo.databases.map(({ type }) => type).slice(0, 2)).toEqual(["own", "places"]);
});

test("nonsense in a database is nothing", () => {
  const geo = openGeo(
    databaseOf("nonsense", {
      "1.0.0.0/24": { country: "Atlantis", latitude: 91.5, longitude: 0.5, asn: "many" },
    }),
  );
  expect([geo.findCountry("1.0.0.1"), geo.findPlace("1.0.0.1"), geo.findNetwork("1.0.0.1")]).toEqual([
    null,
    null,
    null,
  ]);
});

test("a database's age is told, and warned of one day past the limit", () => {
  const geo = openGeo(databaseOf("old", { "1.0.0.0/24": { country_code: "SE" } }));
  const builtAt = geo.databases[0]!.builtAt;
  const after = (days: number) => ({ now: () => toEpochMs(builtAt + days * 86_400_000) });
  expect(geoAgeDays(geo.databases[0]!, after(12.5))).toBe(12);
  expect(geoAgeDays(geo.databases[0]!, after(-1))).toBe(0);
  expect(checkGeoAge(geo, after(GEO_AGE_DAYS_MAX))).toEqual([]);
  expect(checkGeoAge(geo, after(GEO_AGE_DAYS_MAX + 1)).map(({ code }) => code)).toEqual(["GEO_DATABASE_OLD"]);
});

test.each([
  ["a missing file", () => join(folder, "nowhere.mmdb"), "GEO_DATABASE_UNREADABLE"],
  ["a folder", () => folder, "GEO_DATABASE_UNREADABLE"],
  ["another kind of file", () => write("text.mmdb", Buffer.from("no database")), "GEO_DATABASE_BROKEN"],
  ["an empty file", () => write("empty.mmdb", Buffer.alloc(0)), "GEO_DATABASE_BROKEN"],
  [
    "a file without its beginning",
    () => write("tail.mmdb", readFileSync(bundledGeoPath()).subarray(-200_000)),
    "GEO_DATABASE_BROKEN",
  ],
])("%s is a clear problem", (_, path, code) => {
  let thrown: unknown = null;
  try {
    openGeo(path());
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(GaitError);
  expect((thrown as GaitError).report.code).toBe(code);
});

function write(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
