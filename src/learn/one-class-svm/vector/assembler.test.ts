import { expect, it } from "vitest";
import { signed, unsigned } from "./assembler.ts";

const flat = (code: unknown): unknown => [code].flat(9);

it("writes whole numbers as the specification does", () => {
  expect([0, 127, 128, 624485].map((value) => flat(unsigned(value)))).toEqual([
    [0x00],
    [0x7f],
    [0x80, 0x01],
    [0xe5, 0x8e, 0x26],
  ]);
  expect([63, 64, -64, -65, -123456].map((value) => flat(signed(value)))).toEqual([
    [0x3f],
    [0xc0, 0x00],
    [0x40],
    [0xbf, 0x7f],
    [0xc0, 0xbb, 0x78],
  ]);
});
