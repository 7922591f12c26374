import { expect, test } from "vitest";
import { HOUR_MS } from "../../domain/index.ts";
import { RecentTouches, TOUCHED_MAX, TOUCHES_MAX, type Touch } from "./recent-touches.ts";

const touch = (event: number, at: number, adds = 1): Touch => ({ event, at, actor: event % 5, adds });
const eventsOf = (recent: RecentTouches, at: number, adds = 1) =>
  recent.of(1, at, adds).map(({ event }) => event);

test("the last hour's events that added to a number come oldest first, the hour's end included", () => {
  const recent = new RecentTouches();
  recent.add(1, touch(1, 0));
  recent.add(1, touch(2, 5, 2));
  recent.add(1, touch(3, 10, 3));
  expect(eventsOf(recent, HOUR_MS)).toEqual([1, 3]);
  expect(eventsOf(recent, HOUR_MS + 1, 2)).toEqual([2, 3]);
  expect(recent.of(2, 0, 1)).toEqual([]);
});

test("so many events are kept, then the oldest goes", () => {
  const recent = new RecentTouches();
  for (let n = 0; n < TOUCHES_MAX; n++) recent.add(1, touch(n, n));
  expect(eventsOf(recent, 500)).toHaveLength(TOUCHES_MAX);
  recent.add(1, touch(999, 500));
  expect(eventsOf(recent, 500)).toEqual([...Array.from({ length: TOUCHES_MAX - 1 }, (_, n) => n + 1), 999]);
});

test("old rows are used again without mixing up the order, through any number of turns", () => {
  const recent = new RecentTouches();
  const all: Touch[] = [];
  for (let n = 0; n < 2000; n++) {
    const at = n * ((n % 7) + 1) * 30_000 + n * 200_000;
    const one = touch(n, Math.max(at, all.at(-1)?.at ?? 0));
    const expected = all.filter((other) => one.at - other.at <= HOUR_MS).slice(-TOUCHES_MAX);
    expect(recent.of(1, one.at, 1)).toEqual(expected);
    recent.add(1, one);
    all.push(one);
  }
});

test("a restored state gives what the first one gave, and a day's end forgets what is over", () => {
  const recent = new RecentTouches();
  for (let n = 0; n < 30; n++) recent.add((n % 3) + 1, touch(n, n * 600_000));
  const restored = new RecentTouches();
  restored.restore(recent.toJson());
  expect(restored.of(1, 29 * 600_000, 1)).toEqual(recent.of(1, 29 * 600_000, 1));
  recent.prune(30 * 600_000 + 2 * HOUR_MS);
  expect(recent.toJson()).toEqual([]);
});

test("so many entities are remembered, then the first one goes", () => {
  const recent = new RecentTouches();
  for (let n = 1; n <= TOUCHED_MAX; n++) recent.add(n, touch(n, n));
  expect(eventsOf(recent, 1)).toHaveLength(1);
  recent.add(TOUCHED_MAX + 1, touch(1, 1));
  expect(eventsOf(recent, 1)).toHaveLength(0);
});
