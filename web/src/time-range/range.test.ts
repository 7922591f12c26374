import { expect, test } from "vitest";
import { readInstant, readRange, shiftRange, widenRange } from "./range.ts";

const NOW = Date.UTC(2026, 1, 4, 15, 30);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 16));

test("a range is read as people write it", () => {
  expect(iso(readInstant("now", NOW))).toBe("2026-02-04T15:30");
  expect(iso(readInstant("now-24h", NOW))).toBe("2026-02-03T15:30");
  expect(iso(readInstant("now/d", NOW))).toBe("2026-02-04T00:00");
  expect(iso(readInstant("now-1d/d", NOW))).toBe("2026-02-03T00:00");
  expect(iso(readInstant("now/w", NOW))).toBe("2026-02-02T00:00");
  expect(iso(readInstant("2026-01-31", NOW))).toBe("2026-01-31T00:00");
  expect(iso(readInstant("2026-01-31T10:00:00+02:00", NOW))).toBe("2026-01-31T08:00");
  expect(readInstant("yesterday", NOW)).toBeNull();
  expect(readInstant("now-24y", NOW)).toBeNull();
});

test("the end stays open while it is now, both ends where everything is meant", () => {
  expect(readRange({ from: "now-1h", to: "now" }, NOW)).toEqual({ from: NOW - 3_600_000, to: null });
  expect(readRange({ from: "all", to: "now" }, NOW)).toEqual({ from: null, to: null });
});

test("a range is moved by its own length and widened around its middle", () => {
  const range = { from: NOW - 3_600_000, to: NOW };
  expect(shiftRange(range, { by: -1, now: NOW })).toEqual({
    from: "2026-02-04T13:30:00.000Z",
    to: "2026-02-04T14:30:00.000Z",
  });
  expect(widenRange(range, NOW)).toEqual({
    from: "2026-02-04T14:00:00.000Z",
    to: "2026-02-04T16:00:00.000Z",
  });
});
