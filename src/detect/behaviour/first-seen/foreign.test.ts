import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../../domain/index.ts";
import { type Deed, everyDay, learn, MONDAY, makeDetector } from "../fixtures/one-actor.ts";

const FOREIGN = makeDetector("first_seen", {
  scope: "days",
  new_all: ["taken"],
  days_min: 3,
  span_days: 14,
  events_min: 6,
  actor_kinds: ["person"],
  history: { days_min: 7, events_min: 50 },
});

const PEOPLE = 15;
/** Everybody takes from the team's bucket, a job alone from the backup. */
const WORK = [
  ...Array.from({ length: PEOPLE }, (_, p) =>
    everyDay(10, () => ({ actor: p === 0 ? "alice" : `p${p}`, class: "download", container: "team" }), 8),
  ).flat(),
  ...everyDay(10, () => ({ actor: "job", kind: 2, class: "download", container: "backup" }), 4),
];

/** Some hours of one day after the history. */
const onDay = (day: number, deed: Omit<Deed, "at">, times = 4): Deed[] =>
  Array.from({ length: times }, (_, n) => ({
    ...deed,
    at: MONDAY + day * DAY_MS + 10 * HOUR_MS + n * 60_000,
  }));
const take = (days: readonly number[], rest: Partial<Deed> = {}): Deed[] =>
  days.flatMap((day) => onDay(day, { class: "download", container: "backup", ...rest }));

describe("taking from what was never one's business", () => {
  test("on the third day it is told, with all of what was taken, and grows louder the longer it lasts", () => {
    const three = learn(FOREIGN, [...WORK, ...take([0, 1, 2])]).findings;
    expect(three).toHaveLength(1);
    expect(three[0]).toMatchObject({ severity: "medium", entity: { type: "actor" } });
    expect(three[0]!.events).toHaveLength(12);
    expect(three[0]!.explanation).toMatchObject({
      numbers: { days: 3, days_min: 3, downloads: 9, span_days: 14 },
      said_at: new Date(MONDAY + 2 * DAY_MS + 10 * HOUR_MS).toISOString(),
    });
    expect(three[0]!.predicate).toContain(
      "kept taking on 3 days from what it never took from before, backup",
    );
    const six = learn(FOREIGN, [...WORK, ...take([0, 1, 2, 4, 5, 6])]).findings;
    expect(six).toHaveLength(1);
    expect(six[0]).toMatchObject({ severity: "high", explanation: { numbers: { days: 6 } } });
  });

  test.each([
    ["on two days", take([0, 1])],
    ["too little", take([0, 1, 2]).filter((_, n) => n % 4 === 0)],
    ["what everybody takes", take([0, 1, 2, 3], { container: "team" })],
    ["settings that were only looked at", take([0, 1, 2, 3], { class: "view" })],
    ["what was refused", take([0, 1, 2, 3], { outcome: "denied" })],
    ["what nobody else ever touched", take([0, 1, 2, 3], { container: "own" })],
    ["days too far apart", take([0, 13, 26, 39])],
    ["what a job does", take([0, 1, 2, 3], { actor: "other-job", kind: 2 })],
  ])("%s is quiet", (_, deeds) => {
    expect(learn(FOREIGN, [...WORK, ...deeds]).findings).toEqual([]);
  });

  test("what peers do is no news, and what somebody began with is their work", () => {
    const peers = [1, 2, 3].flatMap((p) =>
      everyDay(10, () => ({ actor: `p${p}`, class: "download", container: "backup" }), 1),
    );
    expect(learn(FOREIGN, [...WORK, ...peers, ...take([0, 1, 2, 3])]).findings).toEqual([]);
    const always = everyDay(9, () => ({ actor: "keeper", class: "download", container: "backup" }), 8);
    const more = take([0, 1, 2], { actor: "keeper" });
    expect(learn(FOREIGN, [...WORK, ...always, ...more]).findings).toEqual([]);
  });

  test("who always begins with something new is told less, or not at all", () => {
    const roaming = everyDay(10, (day, n) => ({ class: "download", container: `c${day}-${n}` }), 8);
    const others = roaming.map((deed) => ({ ...deed, actor: "p1", at: deed.at + 1 }));
    expect(learn(FOREIGN, [...WORK, ...roaming, ...others, ...take([0, 1, 2])]).findings).toEqual([]);
  });

  test("a pass that resumes every day finds the same", () => {
    const deeds = [...WORK, ...take([0, 1, 2, 4, 5, 6])];
    expect(learn(FOREIGN, deeds, true).findings).toEqual(learn(FOREIGN, deeds).findings);
  });
});
