import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../../domain/index.ts";
import { type Deed, everyDay, learn, MONDAY, makeDetector } from "../fixtures/one-actor.ts";

const PLACES = makeDetector("first_seen", {
  scope: "places",
  new_all: ["network"],
  days_min: 3,
  span_days: 14,
  events_min: 3,
  actor_kinds: ["person"],
  history: { days_min: 7, events_min: 50 },
});
const STRANGE = "203.0.114.0/24";
const WORK = everyDay(10, () => ({}));

const hoursOf = (
  day: number,
  { hour, times }: { readonly hour: number; readonly times: number },
  deed: Omit<Deed, "at">,
): Deed[] =>
  Array.from({ length: times }, (_, n) => ({
    ...deed,
    at: MONDAY + day * DAY_MS + hour * HOUR_MS + n * 60_000,
  }));
const work = (days: readonly number[], rest: Partial<Deed> = {}): Deed[] =>
  days.flatMap((day) => hoursOf(day, { hour: 9, times: 6 }, rest));
const take = (days: readonly number[], rest: Partial<Deed> = {}): Deed[] =>
  days.flatMap((day) =>
    hoursOf(day, { hour: 12, times: 4 }, { class: "download", container: "team", network: STRANGE, ...rest }),
  );

describe("a place from which nothing comes but downloads", () => {
  test("is told on the third day, while work goes on elsewhere, and more loudly the longer it lasts", () => {
    const three = learn(PLACES, [...WORK, ...work([0, 1, 2]), ...take([0, 1, 2])]).findings;
    expect(three).toHaveLength(1);
    expect(three[0]).toMatchObject({
      severity: "medium",
      explanation: {
        numbers: { days: 3, downloads: 11, events: 11, taking_share: 1, elsewhere_taking_share: 0 },
        said_at: new Date(MONDAY + 2 * DAY_MS + 12 * HOUR_MS + 2 * 60_000).toISOString(),
      },
    });
    expect(three[0]!.events).toHaveLength(12);
    const days = [0, 1, 2, 3, 4, 7];
    const six = learn(PLACES, [...WORK, ...work(days), ...take(days)]).findings;
    expect(six).toHaveLength(1);
    expect(six[0]).toMatchObject({ severity: "high" });
  });

  test.each([
    ["two days", [...work([0, 1, 2]), ...take([0, 1])]],
    ["all of the work at the new place", [...work([0, 1, 2], { network: STRANGE }), ...take([0, 1, 2])]],
    ["nothing anywhere else", take([0, 1, 2, 3])],
    ["downloads at home as well", [...work([0, 1, 2], { class: "download" }), ...take([0, 1, 2])]],
    [
      "downloads from where one always is",
      [...work([0, 1, 2]), ...take([0, 1, 2], { network: "88.1.2.0/24" })],
    ],
    ["what was refused", [...work([0, 1, 2]), ...take([0, 1, 2], { outcome: "denied" })]],
  ])("%s: quiet", (_, deeds) => {
    expect(learn(PLACES, [...WORK, ...deeds]).findings).toEqual([]);
  });

  test("a network that others use is no strange one", () => {
    const others = everyDay(10, (_, n) => ({ actor: `p${n % 4}`, network: STRANGE }));
    expect(learn(PLACES, [...WORK, ...others, ...work([0, 1, 2]), ...take([0, 1, 2])]).findings).toEqual([]);
  });

  test("work at a second new place is work elsewhere", () => {
    const moved = work([0, 1, 2], { network: "91.5.6.0/24" });
    expect(learn(PLACES, [...WORK, ...moved, ...take([0, 1, 2])]).findings).toHaveLength(1);
  });

  test("a pass that resumes every day finds the same", () => {
    const days = [0, 1, 2, 3, 4, 7];
    const deeds = [...WORK, ...work(days), ...take(days)];
    expect(learn(PLACES, deeds, true).findings).toEqual(learn(PLACES, deeds).findings);
  });
});
