import { expect, test } from "vitest";
import { countDiffering } from "./count-differing.ts";

const WIDTH = 40;
const paint = (at: readonly number[], value = 255): Uint8ClampedArray => {
  const pixels = new Uint8ClampedArray(WIDTH * WIDTH * 4);
  for (const place of at) pixels[place * 4 + 1] = value;
  return pixels;
};
const NOTHING = paint([]);

test("each pixel that is clearly another colour counts, in whichever channel", () => {
  const pair = { width: WIDTH, was: NOTHING, varying: [] };
  expect(countDiffering({ ...pair, is: NOTHING })).toBe(0);
  expect(countDiffering({ ...pair, is: paint([3, 77, 1599]) })).toBe(3);
  expect(countDiffering({ ...pair, was: paint([5]), is: NOTHING })).toBe(1);
});

test("what a packed picture blurs does not count: 48 steps of a channel are the same, 49 are not", () => {
  const pair = { width: WIDTH, was: NOTHING, varying: [] };
  expect(countDiffering({ ...pair, is: paint([3], 48) })).toBe(0);
  expect(countDiffering({ ...pair, is: paint([3], 49) })).toBe(1);
});

test("what varies from run to run is left out with a margin, and nothing besides", () => {
  const varying = [{ x: 18, y: 18, width: 4, height: 4 }];
  const at = (x: number, y: number) => y * WIDTH + x;
  const pair = { width: WIDTH, was: NOTHING, varying };
  expect(countDiffering({ ...pair, is: paint([at(20, 20), at(10, 10), at(29, 29)]) })).toBe(0);
  expect(countDiffering({ ...pair, is: paint([at(9, 20), at(30, 20), at(20, 9), at(20, 30)]) })).toBe(4);
});
