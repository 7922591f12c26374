import { geoNaturalEarth1 } from "d3-geo";
import { expect, test } from "vitest";
import { projectNaturalEarth } from "./natural-earth.ts";

test("points lie where the shapes of countries were drawn", () => {
  const drawn = geoNaturalEarth1().scale(1).translate([0, 0]);
  for (const [longitude, latitude] of [
    [0, 0],
    [-74, 40.7],
    [151.2, -33.9],
    [-180, 90],
    [180, -90],
  ] as const) {
    const [x, y] = projectNaturalEarth(longitude, latitude);
    const [drawnX, drawnY] = drawn([longitude, latitude])!;
    expect(x).toBeCloseTo(drawnX, 9);
    expect(-y).toBeCloseTo(drawnY, 9);
  }
});
