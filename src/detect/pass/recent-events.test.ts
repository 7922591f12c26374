import { expect, test } from "vitest";
import { createEventFacts, type EventFacts } from "../../profile/index.ts";
import { createRecentEvents, RECENT_EVENTS_MAX, RECENT_MS } from "./recent-events.ts";

const fact = (event: number, at: number): EventFacts => ({ ...createEventFacts(), event, at, bytesOut: 5 });
const eventsOf = (recent: ReturnType<typeof createRecentEvents>, at: number) =>
  recent.of(1, at).map(({ event }) => event);

test("the last hour's events come oldest first, the hour's end included", () => {
  const recent = createRecentEvents();
  recent.add(1, fact(1, 0));
  recent.add(1, fact(2, 10));
  expect(eventsOf(recent, RECENT_MS)).toEqual([1, 2]);
  expect(eventsOf(recent, RECENT_MS + 1)).toEqual([2]);
  expect(recent.of(2, 0)).toEqual([]);
});

test("so many events are kept, then the oldest goes", () => {
  const recent = createRecentEvents();
  for (let n = 0; n < RECENT_EVENTS_MAX; n++) recent.add(1, fact(n, n));
  expect(eventsOf(recent, 300)[0]).toBe(0);
  recent.add(1, fact(999, 300));
  expect(eventsOf(recent, 300)).toHaveLength(RECENT_EVENTS_MAX);
  expect(eventsOf(recent, 300)[0]).toBe(1);
  expect(eventsOf(recent, 300).at(-1)).toBe(999);
});

test("old places are used again without mixing up the order", () => {
  const recent = createRecentEvents();
  const expected: number[] = [];
  for (let n = 0; n < 2000; n++) {
    // Bursts with pauses, so that the ring turns and grows by turns.
    const at = n * 60_000 * (Math.floor(n / 50) % 2 === 0 ? 1 : 1.5);
    recent.add(1, fact(n, at));
    expected.push(n);
    const seen = eventsOf(recent, at);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(n);
  }
});

test("entities beyond the limit push out the first one", () => {
  const recent = createRecentEvents(2);
  for (const actor of [1, 2]) recent.add(actor, fact(actor, 0));
  expect(recent.of(1, 0)).toHaveLength(1);
  recent.add(3, fact(3, 0));
  expect(recent.of(1, 0)).toHaveLength(0);
  expect(recent.of(3, 0)).toHaveLength(1);
});

test("what is put away comes back, and what is old is forgotten", () => {
  const recent = createRecentEvents();
  recent.add(1, fact(1, 0));
  recent.add(1, { ...fact(2, RECENT_MS), bytesOut: Number.NaN });
  recent.prune(RECENT_MS + 1);
  const again = createRecentEvents();
  again.restore(JSON.parse(JSON.stringify(recent.toJson())));
  expect(again.of(1, RECENT_MS)).toEqual(recent.of(1, RECENT_MS));
  expect(eventsOf(again, RECENT_MS)).toEqual([2]);
  expect(again.of(1, RECENT_MS)[0]?.bytesOut).toBeNaN();
});
