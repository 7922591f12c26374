import { describe, expect, test } from "vitest";
import { clip, toBytes, toCountry, toDuration, toList, toMoment, toPercent, toPlural } from "./words.ts";

describe("words for numbers", () => {
  test.each([
    [0, "0 seconds"],
    [1000, "1 second"],
    [119_000, "119 seconds"],
    [120_000, "2 minutes"],
    [7_199_000, "120 minutes"],
    [7_200_000, "2 hours"],
    [172_800_000, "2 days"],
  ])("%d ms are %s", (ms, words) => expect(toDuration(ms)).toBe(words));

  test.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1000, "1.0 kB"],
    [99_949, "99.9 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [3_860_000_000, "3.9 GB"],
    [5e18, "5000 PB"],
  ])("%d bytes are %s", (bytes, words) => expect(toBytes(bytes)).toBe(words));

  test.each([
    [0, "0%"],
    [0.001, "under 1%"],
    [0.254, "25%"],
    [1, "100%"],
  ])("a share of %d is %s", (share, words) => expect(toPercent(share)).toBe(words));

  test("one is one, others are many", () => {
    expect([
      toPlural(1, "finding"),
      toPlural(1200, "finding"),
      toPlural(2, "identity", "identities"),
    ]).toEqual(["1 finding", "1,200 findings", "2 identities"]);
  });
});

test("a moment says its day and its zone", () => {
  expect(toMoment(Date.UTC(2026, 0, 25, 0, 58, 17))).toBe("25 January 2026, 00:58 UTC");
});

test("countries have names; what is no code stays", () => {
  expect([toCountry("DE"), toCountry("ZZ"), toCountry("<b>"), toCountry("")]).toEqual([
    "Germany (DE)",
    "Unknown Region (ZZ)",
    "<b>",
    "",
  ]);
});

test("lists end in and", () => {
  expect([toList([]), toList(["a"]), toList(["a", "b"]), toList(["a", "b", "c"])]).toEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

test("a text is cut at its bound and not before, and never inside a character", () => {
  expect(clip("abcd", 4)).toBe("abcd");
  expect(clip("abcde", 4)).toBe("abc…");
  expect(clip("ab😀de", 4)).toBe("ab…");
});
