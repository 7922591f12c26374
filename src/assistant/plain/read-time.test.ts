import { expect, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { readTime } from "./read-time.ts";

/** A Wednesday. */
const NOW = toEpochMs(Date.UTC(2026, 1, 4, 12, 30));
const iso = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString().slice(0, 16);

test.each([
  ["in the last 24 hours", "2026-02-03T12:30", "2026-02-04T12:30"],
  ["over the last week", "2026-01-28T12:30", "2026-02-04T12:30"],
  ["and last week?", "2026-01-26T00:00", "2026-02-02T00:00"],
  ["in the past seven days", "2026-01-28T12:30", "2026-02-04T12:30"],
  ["yesterday", "2026-02-03T00:00", "2026-02-04T00:00"],
  ["since Monday", "2026-02-02T00:00", "2026-02-04T12:30"],
  ["between 20 January and 25 January", "2026-01-20T00:00", "2026-01-26T00:00"],
  ["from 2026-01-20 to 2026-01-25", "2026-01-20T00:00", "2026-01-26T00:00"],
  ["in March", "2025-03-01T00:00", "2025-04-01T00:00"],
  ["in January 2026", "2026-01-01T00:00", "2026-02-01T00:00"],
  ["on Jan 25th", "2026-01-25T00:00", "2026-01-26T00:00"],
  ["before 2026-01-20", null, "2026-01-20T00:00"],
  ["after yesterday", "2026-02-04T00:00", null],
  ["last night", "2026-02-03T22:00", "2026-02-04T06:00"],
  ["this month", "2026-02-01T00:00", "2026-02-04T12:30"],
  ["last month", "2026-01-01T00:00", "2026-02-01T00:00"],
  ["2 days ago", "2026-02-02T00:00", "2026-02-03T00:00"],
  ["7d", "2026-01-28T12:30", "2026-02-04T12:30"],
  ["over the weekend", "2026-01-31T00:00", "2026-02-02T00:00"],
  ["on 14/01/2026", "2026-01-14T00:00", "2026-01-15T00:00"],
  ["1/14/2026", "2026-01-14T00:00", "2026-01-15T00:00"],
  ["on the 31st", "2026-01-31T00:00", "2026-02-01T00:00"],
  ["on Tue the 20th of January", "2026-01-20T00:00", "2026-01-21T00:00"],
  ["on the twenty-second of January", "2026-01-22T00:00", "2026-01-23T00:00"],
  ["from 5 to 9 January", "2026-01-05T00:00", "2026-01-10T00:00"],
  ["in the week of 14 January", "2026-01-12T00:00", "2026-01-19T00:00"],
  ["in the last half hour", "2026-02-04T12:00", "2026-02-04T12:30"],
  ["this week compared with last week", "2026-02-02T00:00", "2026-02-04T12:30"],
  ["in 2026", "2026-01-01T00:00", "2027-01-01T00:00"],
])("%s", (text, from, to) => {
  const { period } = readTime(text, NOW);
  expect([iso(period!.from), iso(period!.to)]).toEqual([from, to]);
});

test.each([
  ["at 3 AM", [3]],
  ["at 3pm", [15]],
  ["around 03:00", [3]],
  ["three in the morning", [3]],
  ["3 o'clock at night", [3]],
  ["at 10 at night", [22]],
  ["at midnight", [0]],
  ["at 12 am", [0]],
  ["every night around three", [3]],
  ["between 2 and 4 AM", [2, 3]],
  ["between 11 pm and 1 am", [23, 0]],
])("%s names hours", (text, hours) => {
  expect(readTime(text, NOW).hours).toEqual(hours);
});

test.each(["top 5 users", "what may happen", "may I see user_15", "the second one", "31 users"])(
  "%s says nothing of time",
  (text) => {
    expect(readTime(text, NOW)).toMatchObject({ period: null, hours: null, rest: text });
  },
);

test("an hour of a day names both, and what is left has neither", () => {
  const said = readTime("What did ann do yesterday at 3pm", NOW);
  expect([iso(said.period!.from), said.hours, said.rest]).toEqual([
    "2026-02-03T00:00",
    [15],
    "What did ann do",
  ]);
});
