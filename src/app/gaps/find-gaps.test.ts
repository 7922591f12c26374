import { expect, test } from "vitest";
import { DAY_MS, toEpochMs } from "../../domain/index.ts";
import type { AccountHours } from "../../store/index.ts";
import { judgeFlow, RETIRED_MS } from "./find-gaps.ts";

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 0, 20);
const NOW_HOUR = NOW / HOUR_MS;

/** An account that says something every so many hours and was last heard of so long ago. */
const account = (every: number, silentHours: number): AccountHours => {
  const hours: number[] = [];
  for (let hour = NOW_HOUR - silentHours - 1; hour > NOW_HOUR - 14 * 24; hour -= every) hours.unshift(hour);
  return { account: "111122223333", lastAt: toEpochMs((NOW_HOUR - silentHours) * HOUR_MS), hours };
};
const look = (flow: AccountHours, hours: number | null = null) =>
  judgeFlow(flow, { now: toEpochMs(NOW), hours });

test("an account that always speaks is missed after three hours", () => {
  expect(look(account(1, 3)).isSilent).toBe(false);
  expect(look(account(1, 4)).isSilent).toBe(true);
});

test("an account that speaks twice a day is missed after half as long again as its longest silence", () => {
  expect(look(account(12, 18)).isSilent).toBe(false);
  expect(look(account(12, 19)).isSilent).toBe(true);
});

test("a fixed number of hours holds for all, 0 for none", () => {
  expect(look(account(12, 6), 5).isSilent).toBe(true);
  expect(look(account(1, 100), 0).isSilent).toBe(false);
});

test("of an account with little past nothing is said, and one that is long gone is not missed", () => {
  const young = account(1, 10);
  expect(look({ ...young, hours: young.hours.slice(-23) }).strangeMs).toBeNull();
  const days = RETIRED_MS / DAY_MS;
  expect(look(account(1, days * 24)).isSilent).toBe(true);
  expect(look(account(1, days * 24 + 1)).isSilent).toBe(false);
});
