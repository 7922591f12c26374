/** Mean radius of the earth (IUGG). */
const EARTH_KM = 6371.0088;
const toRadians = (degrees: number): number => (degrees * Math.PI) / 180;

export interface Spot {
  readonly latitude: number;
  readonly longitude: number;
}

/** Great-circle distance in kilometres (haversine): right to half a percent, and at antipodes as well. */
export function distanceKm(a: Spot, b: Spot): number {
  const latitudes = Math.sin(toRadians(b.latitude - a.latitude) / 2);
  const longitudes = Math.sin(toRadians(b.longitude - a.longitude) / 2);
  const h =
    latitudes * latitudes +
    Math.cos(toRadians(a.latitude)) * Math.cos(toRadians(b.latitude)) * longitudes * longitudes;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
