import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import address from "world-atlas/countries-110m.json?url";
import { toLetters } from "./country-codes.ts";

/** The map's own size; it is drawn into whatever room there is. */
export const MAP_WIDTH = 960;
export const MAP_HEIGHT = 480;

export interface CountryShape {
  /** Unlike those of the letters, never null: of shapes without letters the place in the file. */
  readonly key: string;
  /** ISO 3166-1 alpha-2; null: nobody's. */
  readonly letters: string | null;
  readonly path: string;
}

export interface WorldShapes {
  readonly countries: readonly CountryShape[];
  readonly sphere: string;
  readonly graticule: string;
  /** Where a point of the earth is on the map; null: nowhere. */
  place(longitude: number, latitude: number): readonly [x: number, y: number] | null;
}

type World = Parameters<typeof feature>[0];

/** Antarctica takes room and has no cloud. */
const LEFT_OUT = "010";

/** Shapes of countries by Natural Earth, from a file of our own. */
export async function loadWorld(signal: AbortSignal): Promise<WorldShapes> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new TypeError("The map's shapes could not be loaded.");
  const world: World = await response.json();
  const countries = world.objects["countries"];
  const found = countries === undefined ? null : feature(world, countries);
  const features = found !== null && "features" in found ? found.features : [];
  const shown = features.filter(({ id }) => id !== LEFT_OUT);
  const projection = geoNaturalEarth1().fitExtent(
    [
      [4, 4],
      [MAP_WIDTH - 4, MAP_HEIGHT - 4],
    ],
    { type: "FeatureCollection", features: shown },
  );
  const path = geoPath(projection).digits(1);
  return {
    countries: shown.map((one, index): CountryShape => {
      const number = one.id === undefined ? null : String(one.id).padStart(3, "0");
      return { key: number ?? `shape ${index}`, letters: toLetters(number), path: path(one) ?? "" };
    }),
    sphere: path({ type: "Sphere" }) ?? "",
    graticule: path(geoGraticule10()) ?? "",
    place: (longitude, latitude) => projection([longitude, latitude]),
  };
}
