import { expect, test } from "vitest";
import { parseAddress } from "./address.ts";
import { COUNTRY_CENTROIDS } from "./country.ts";
import { openBundledGeo } from "./geo.ts";
import { placeOfAddress, placeOfCountry, placeOfRegion } from "./locate.ts";
import { AWS_REGIONS } from "./region.ts";

test("every country has a spot on the globe and a radius", () => {
  const codes = Object.keys(COUNTRY_CENTROIDS);
  expect(codes).toHaveLength(251); // 249 of ISO 3166-1, EU and XK
  for (const code of codes) {
    const [latitude, longitude, radiusKm] = COUNTRY_CENTROIDS[code]!;
    expect(code).toMatch(/^[A-Z]{2}$/);
    expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
    expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
    expect(radiusKm).toBeGreaterThan(0);
    expect(radiusKm).toBeLessThanOrEqual(3500);
  }
});

test("every country that the platform names has a spot", () => {
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  for (const code of Object.keys(COUNTRY_CENTROIDS)) expect(names.of(code), code).not.toBe(code);
});

test("every region stands within its country", () => {
  expect(Object.keys(AWS_REGIONS).length).toBeGreaterThanOrEqual(48);
  for (const [id, place] of Object.entries(AWS_REGIONS)) {
    expect(id).toMatch(/^[a-z]{2,4}(-[a-z]+)+-\d$/);
    const [latitude, longitude, radiusKm] = COUNTRY_CENTROIDS[place.country!]!;
    const distance = kilometres([latitude, longitude], [place.latitude, place.longitude]);
    expect(distance, id).toBeLessThanOrEqual(radiusKm * 2 + 50);
  }
});

test("an address without a city is the middle of its country", () => {
  const geo = openBundledGeo();
  const place = placeOfAddress(parseAddress("8.8.8.8", geo), geo);
  expect(place).toEqual({ name: null, country: "US", latitude: 39.8, longitude: -98.6, radiusKm: 2300 });
  expect(placeOfAddress(parseAddress("10.0.0.1", geo), geo)).toBeNull();
  expect(placeOfAddress(parseAddress("8.8.8.8", null), null)).toBeNull();
});

test("unknown countries and regions are nowhere", () => {
  expect(placeOfCountry("QQ")).toBeNull();
  expect(placeOfCountry("toString")).toBeNull();
  expect(placeOfRegion("constructor")).toBeNull();
  expect(placeOfRegion(null)).toBeNull();
  expect(placeOfRegion("eu-west-1")?.name).toBe("Dublin");
});

/** Great-circle distance. */
function kilometres(a: readonly [number, number], b: readonly [number, number]): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const cosine =
    Math.sin(radians(a[0])) * Math.sin(radians(b[0])) +
    Math.cos(radians(a[0])) * Math.cos(radians(b[0])) * Math.cos(radians(a[1] - b[1]));
  return 6371 * Math.acos(Math.min(1, Math.max(-1, cosine)));
}
