import { expect, test } from "vitest";
import { isDeeperThan } from "./depth.ts";

const nested = (levels: number, open: string, close: string) =>
  JSON.parse(`${open.repeat(levels - 1)}{}${close.repeat(levels - 1)}`);

test("counts lists and objects, the value itself being the first level", () => {
  for (const [open, close] of [
    ["[", "]"],
    ['{"a":', "}"],
    ['[{"a":1},', "]"],
  ] as const) {
    expect(isDeeperThan(nested(100, open, close), 100)).toBe(false);
    expect(isDeeperThan(nested(101, open, close), 100)).toBe(true);
    expect(isDeeperThan(nested(100_000, open, close), 100)).toBe(true);
  }
});

test("sees a field that is named like a prototype", () => {
  expect(isDeeperThan(JSON.parse('{"__proto__":{"a":{"b":{}}}}'), 3)).toBe(true);
});
