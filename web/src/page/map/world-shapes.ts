import type { DrawnWorld } from "./drawn-world.ts";
import { projectNaturalEarth } from "./natural-earth.ts";

/** Put in while the app is built. */
declare const DRAWN_WORLD: DrawnWorld;
const world = DRAWN_WORLD;

/** The map's own size; it is drawn into whatever room there is. */
export const MAP_WIDTH = world.width;
export const MAP_HEIGHT = world.height;

export interface CountryShape {
  readonly key: string;
  /** ISO 3166-1 alpha-2; null: nobody's. */
  readonly letters: string | null;
  readonly path: string;
}

/** By Natural Earth. */
export const COUNTRIES: readonly CountryShape[] = world.countries.map(([letters, path], index) => ({
  key: letters ?? `shape ${index}`,
  letters,
  path,
}));

/** Brings paths of countries to the map's size. */
export const COUNTRIES_TRANSFORM = `scale(${1 / world.grid})`;

/** Where a point of the earth is on the map, degrees to pixels. */
export function toMapPlace(longitude: number, latitude: number): readonly [x: number, y: number] {
  const [across, up] = projectNaturalEarth(longitude, latitude);
  const [x, y] = world.middle;
  return [x + world.scale * across, y - world.scale * up];
}

const STEP = 10;
/** Meridians end before the poles, but for the four that quarter the world. */
const SHORT_UP_TO = 80;
const QUARTER = 90;

const steps = (from: number, to: number): readonly number[] =>
  Array.from({ length: (to - from) / STEP + 1 }, (_, index) => from + index * STEP);

const toLine = (places: readonly (readonly [longitude: number, latitude: number])[]): string =>
  `M${places.map(([longitude, latitude]) => toMapPlace(longitude, latitude).map(Math.round).join(" ")).join("L")}`;

/** Meridians and parallels, ten degrees apart, as one path. */
export const GRATICULE = [
  ...steps(-180, 180).map((longitude) => {
    const end = longitude % QUARTER === 0 ? QUARTER : SHORT_UP_TO;
    return toLine(steps(-end, end).map((latitude) => [longitude, latitude]));
  }),
  ...steps(-SHORT_UP_TO, SHORT_UP_TO).map((latitude) =>
    toLine([
      [-180, latitude],
      [180, latitude],
    ]),
  ),
].join("");
