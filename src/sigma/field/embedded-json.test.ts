import { expect, it } from "vitest";
import { EMBEDDED_JSON_CHARS_MAX } from "../limits.ts";
import { EmbeddedJson } from "./embedded-json.ts";

it("reads JSON as long as the limit, and nothing one character longer", () => {
  const textOf = (length: number): string => `{"a":1}${" ".repeat(length - 7)}`;
  expect(new EmbeddedJson().read(textOf(EMBEDDED_JSON_CHARS_MAX))).toEqual({ a: 1 });
  expect(new EmbeddedJson().read(textOf(EMBEDDED_JSON_CHARS_MAX + 1))).toBeUndefined();
});

it("gives the same value for a text that is still remembered, and reads a forgotten one again", () => {
  const embedded = new EmbeddedJson();
  const first = embedded.read('{"n":0}');
  for (let n = 1; n < 4; n++) embedded.read(`{"n":${n}}`);
  expect(embedded.read('{"n":0}')).toBe(first);
  embedded.read('{"n":4}');
  expect(embedded.read('{"n":0}')).not.toBe(first);
  expect(embedded.read('{"n":0}')).toEqual(first);
});
