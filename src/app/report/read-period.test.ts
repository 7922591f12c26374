import { expect, test } from "vitest";
import { DAY_MS, type EpochMs, toEpochMs } from "../../domain/index.ts";
import { toPeriod } from "./read-period.ts";

const day = (number: number, hours = 0): EpochMs => toEpochMs(number * DAY_MS + hours * 3_600_000);
const logs = { firstAt: day(100, 5), lastAt: day(120, 7) };

test.each([
  ["without a word the last seven whole days", null, null, 114, 121],
  ["from then on", day(118), null, 118, 121],
  ["before then, seven days", null, day(115), 108, 115],
  ["what was asked for", day(110), day(112), 110, 112],
  ["all that there is, not the years before and after", day(0), day(900), 100, 121],
  ["a time beside all logs as it was asked for", day(300), day(301), 300, 301],
])("%s", (_, from, to, first, end) => {
  expect(toPeriod({ from, to }, logs)).toEqual({ from: day(first), to: day(end) });
});
