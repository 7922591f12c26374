import { expect, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { ATTEMPTS_MAX, toNextAttempt } from "./back-off.ts";
import { parseQuietHours, toDueAt } from "./quiet-hours.ts";

const at = (text: string) => toEpochMs(Date.parse(`2026-01-05T${text}Z`));

test.each([
  ["22:00-07:00", "UTC", "21:59:59", "21:59:59"],
  ["22:00-07:00", "UTC", "22:00:00", "31:00"],
  ["22:00-07:00", "UTC", "06:59:30", "07:00"],
  ["22:00-07:00", "UTC", "07:00:00", "07:00:00"],
  ["12:00-13:30", "UTC", "12:15:00", "13:30"],
  ["22:00-07:00", "Europe/Berlin", "21:30:00", "30:00"],
  ["22:00-07:00", "Asia/Kolkata", "01:29:00", "01:30"],
])("in quiet hours %s of %s what comes at %s is told at %s", (hours, zone, now, expected) => {
  const quiet = parseQuietHours(hours, zone);
  const [hour = "0", ...rest] = expected.split(":");
  const day = Number(hour) >= 24 ? 86_400_000 : 0;
  const time = [String(Number(hour) % 24).padStart(2, "0"), ...rest].join(":");
  expect(toDueAt(quiet, at(now), "high")).toBe(at(time) + day);
  expect(toDueAt(quiet, at(now), "critical")).toBe(at(now));
  expect(toDueAt(null, at(now), "high")).toBe(at(now));
});

test.each(["22:00", "24:00-07:00", "22:60-07:00", "22:00-22:00", "soon", ""])("%s are no hours", (text) => {
  expect(parseQuietHours(text, "UTC")).toBeNull();
});

test("there is no time zone of Nowhere", () => {
  expect(parseQuietHours("22:00-07:00", "Nowhere/City")).toBeNull();
});

test("attempts come ever later, up to an hour apart, until half a day has passed", () => {
  let now = 0;
  const waits: number[] = [];
  for (let attempts = 1; attempts < ATTEMPTS_MAX; attempts++) {
    const next = toNextAttempt(attempts, toEpochMs(now), null)!;
    waits.push((next - now) / 1000);
    now = next;
  }
  expect(waits.slice(0, 8)).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600]);
  expect(Math.max(...waits)).toBe(3600);
  expect(now / 3_600_000).toBeGreaterThan(12);
  expect(toNextAttempt(ATTEMPTS_MAX, toEpochMs(0), null)).toBeNull();
  expect(toNextAttempt(1, toEpochMs(0), 7_200_000)).toBe(7_200_000);
});
