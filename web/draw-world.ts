import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type ExtendedFeature, type GeoProjection, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { toLetters } from "./country-letters.ts";
import type { DrawnWorld } from "./src/page/map/drawn-world.ts";

const WIDTH = 960;
const HEIGHT = 480;
const MARGIN = 4;
/** Points lie on a grid so much finer than the map: half a pixel is finer than the shapes themselves. */
const GRID = 2;
/** Antarctica takes room and has no cloud. */
const LEFT_OUT = "010";

type World = Parameters<typeof feature>[0];
type Position = readonly [x: number, y: number];

/**
 * The countries of the world, drawn while the app is built: a browser takes 15 KB of paths instead of coordinates, and
 * needs nothing that projects them. The shapes are Natural Earth's (public domain), 1 to 110 million.
 */
export function drawWorld(): DrawnWorld {
  const shapes = readShapes();
  const projection = geoNaturalEarth1().fitExtent(
    [
      [MARGIN, MARGIN],
      [WIDTH - MARGIN, HEIGHT - MARGIN],
    ],
    { type: "FeatureCollection", features: [...shapes] },
  );
  const [x, y] = projection.translate();
  return {
    width: WIDTH,
    height: HEIGHT,
    grid: GRID,
    middle: [x, y],
    scale: projection.scale(),
    countries: shapes.map((shape) => [
      toLetters(shape.id === undefined ? null : String(shape.id).padStart(3, "0")),
      listRings(shape, projection).map(toPath).join(""),
    ]),
  };
}

function readShapes(): readonly ExtendedFeature[] {
  const require = createRequire(import.meta.url);
  const file = require.resolve("world-atlas/countries-110m.json");
  const world: World = JSON.parse(readFileSync(file, "utf8"));
  const countries = world.objects["countries"];
  const found = countries === undefined ? null : feature(world, countries);
  if (found === null || !("features" in found)) throw new TypeError(`${file} has no countries.`);
  return found.features.filter(({ id }) => id !== LEFT_OUT);
}

/** Closed lines on the grid; what crosses the edge of the map is cut in two by it. */
function listRings(shape: ExtendedFeature, projection: GeoProjection): readonly (readonly Position[])[] {
  const rings: Position[][] = [];
  const toGrid = (x: number, y: number): Position => [Math.round(x * GRID), Math.round(y * GRID)];
  geoPath(projection, {
    beginPath: () => undefined,
    closePath: () => undefined,
    arc: () => undefined,
    moveTo: (x, y) => rings.push([toGrid(x, y)]),
    lineTo: (x, y) => rings.at(-1)?.push(toGrid(x, y)),
  })(shape);
  return rings;
}

/** A closed line, each point told by how far it is from the one before; nothing where the grid leaves no area. */
function toPath([first, ...others]: readonly Position[]): string {
  if (first === undefined) return "";
  let [x, y] = first;
  const steps: string[] = [];
  for (const [toX, toY] of others) {
    const step = `${toX - x} ${toY - y}`;
    if (step === "0 0") continue;
    steps.push(step);
    [x, y] = [toX, toY];
  }
  return steps.length < 3 ? "" : `M${first[0]} ${first[1]}l${steps.join(" ").replaceAll(" -", "-")}z`;
}
