import { expect, test } from "vitest";
import { isLineByLine, stripLineTime } from "./line-mode.ts";

const isLines = (sample: string, isAll = true) => isLineByLine(sample, { isAll, listFields: ["Records"] });

test.each([
  '{"a":1}\n{"b":2}\n',
  '{"a":1}\r\n\r\n{"b":2}',
  '{"a":\n{"b":2}\n',
  'cut off"}\n{"b":2}\n{"c":3}\n',
  '2025-11-03T09:15:02.000Z {"a":1}\n2025-11-03T09:15:03.000Z {"b":1}\n',
])("%j has a record a line", (sample) => {
  expect(isLines(sample)).toBe(true);
});

test.each([
  '{"a":1}',
  '{\n  "a": 1\n}\n{\n  "b": 2\n}\n',
  '[\n{"a":1},\n{"b":2}\n]',
  '{"Records":[\n{"a":1}',
  '{ "Records" : [\n{"a":1}\n',
  "{}\n{}\n",
  "text\nand more text\n",
])("%j has not", (sample) => {
  expect(isLines(sample)).toBe(false);
});

test("a line that goes on after the sample is not looked at", () => {
  expect(isLines('{"a":1}\n{"b":1}\n{"cut', false)).toBe(true);
  expect(isLines('{"a":1}\n{"b":1}', false)).toBe(false);
});

test("only a time right before a record is taken off", () => {
  expect(stripLineTime('2025-11-03T09:15:02Z\t{"a":1}')).toBe('{"a":1}');
  expect(stripLineTime("2025-11-03T09:15:02Z text")).toBe("2025-11-03T09:15:02Z text");
  expect(stripLineTime('{"a":"2025-11-03T09:15:02Z {"}')).toBe('{"a":"2025-11-03T09:15:02Z {"}');
});
