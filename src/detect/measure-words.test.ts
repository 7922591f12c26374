import { expect, test } from "vitest";
import { toSpanText } from "./measure-words.ts";

const MINUTE_MS = 60_000;

test.each([
  [0, "1 minute"],
  [2 * MINUTE_MS, "2 minutes"],
  [119 * MINUTE_MS, "119 minutes"],
  [120 * MINUTE_MS, "2 hours"],
  [1865 * MINUTE_MS, "31 hours"],
  [71 * 60 * MINUTE_MS, "71 hours"],
  [72 * 60 * MINUTE_MS, "3 days"],
])("%d ms are %s", (ms, text) => expect(toSpanText(ms)).toBe(text));
