import { expect, test } from "vitest";
import { toCsv } from "./download.ts";

test("rows as CSV keep every column, quote what needs it and disarm formulas", () => {
  expect(
    toCsv([
      { a: 1, b: 'say "x", y' },
      { a: -2, c: "=HYPERLINK(1)", d: null },
    ]),
  ).toBe('a,b,c,d\r\n1,"say ""x"", y",,\r\n-2,,\'=HYPERLINK(1),\r\n');
});
