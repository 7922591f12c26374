import { describe, expect, test } from "vitest";
import { DAY_MS, toEntityId } from "../../domain/index.ts";
import { EXPECTED_OF_SILENT, HABIT_DAYS, learnHabits, PRIOR_DAYS } from "./habits.ts";

const [A, B, C] = [toEntityId("a"), toEntityId("b"), toEntityId("c")];
const on = (root: typeof A, ...days: readonly number[]) =>
  days.map((day) => ({ of: "rule", root, at: day * DAY_MS + 5 }));

describe("habits", () => {
  test("count days, not findings, of the days before and never of the day itself or later", () => {
    const habits = learnHabits([...on(A, 1, 1, 2, 5), ...on(A, 9)], 0);
    expect([1, 2, 3, 5, 6].map((day) => habits.ownDays("rule", A, day))).toEqual([0, 1, 2, 2, 3]);
  });

  test("are forgotten after a month", () => {
    const habits = learnHabits(on(A, 10), 0);
    expect(habits.ownDays("rule", A, 10 + HABIT_DAYS)).toBe(1);
    expect(habits.ownDays("rule", A, 11 + HABIT_DAYS)).toBe(0);
    expect(habits.others("rule", B, 10)).toBe(0);
    expect(habits.others("rule", B, 11)).toBe(1);
    expect(habits.others("rule", B, 10 + HABIT_DAYS)).toBe(1);
    expect(habits.others("rule", B, 11 + HABIT_DAYS)).toBe(0);
  });

  test("of others count each of them once, without the one who is asked about", () => {
    const habits = learnHabits([...on(A, 1, 2, 3), ...on(B, 2), ...on(C, 60)], 0);
    expect(habits.others("rule", A, 4)).toBe(1);
    expect(habits.others("rule", B, 4)).toBe(1);
    expect(habits.others("rule", C, 4)).toBe(2);
    expect(habits.others("rule", toEntityId("d"), 4)).toBe(2);
    expect(habits.others("other", A, 4)).toBe(0);
    expect(habits.others("__proto__", A, 4)).toBe(0);
  });

  test("agree with plain counting", () => {
    const occurrences = [A, B, C].flatMap((root, n) =>
      on(root, ...Array.from({ length: 12 }, (_, k) => (k * k * (n + 3) * 7) % 150)),
    );
    const habits = learnHabits(occurrences, 0);
    for (let day = 0; day < 190; day++) {
      const before = occurrences.filter(({ at }) => at < day * DAY_MS && at >= (day - HABIT_DAYS) * DAY_MS);
      const others = new Set(before.filter(({ root }) => root !== A).map(({ root }) => root)).size;
      const own = new Set(before.filter(({ root }) => root === A).map(({ at }) => at)).size;
      const days = new Set(before.filter(({ root }) => root !== A).map(({ at }) => at)).size;
      expect([
        habits.others("rule", A, day),
        habits.othersDays("rule", A, day),
        habits.ownDays("rule", A, day),
      ]).toEqual([others, days, own]);
    }
  });

  test("of others count days, a burst of many on one day as one, and no day that is one's own alone", () => {
    const habits = learnHabits([...on(A, 1, 2), ...on(B, 2, 3), ...on(C, 3)], 0);
    expect(habits.othersDays("rule", A, 4)).toBe(2);
    expect(habits.othersDays("rule", B, 4)).toBe(3);
    expect(habits.othersDays("rule", toEntityId("d"), 4)).toBe(3);
    expect(habits.othersDays("rule", A, 2)).toBe(0);
    expect(habits.othersDays("other", A, 4)).toBe(0);
    expect(habits.othersDays("rule", A, 3 + HABIT_DAYS)).toBe(1);
  });

  test("of others are expected by how often they were found and for how long they were looked for", () => {
    const habits = learnHabits([...on(B, 12), ...on(C, 13)], 10 * DAY_MS + 7);
    expect(habits.expectedDays("other", A, 10)).toBe(HABIT_DAYS / PRIOR_DAYS);
    expect(habits.expectedDays("other", A, 9)).toBe(HABIT_DAYS / PRIOR_DAYS);
    expect(habits.expectedDays("other", A, 10 + HABIT_DAYS)).toBe(EXPECTED_OF_SILENT);
    expect(habits.expectedDays("other", A, 500)).toBe(EXPECTED_OF_SILENT);
    // Two within four days promise more than two within a month.
    expect(habits.expectedDays("rule", A, 14)).toBe((3 * HABIT_DAYS) / (4 + PRIOR_DAYS));
    expect(habits.expectedDays("rule", A, 40)).toBe((3 * HABIT_DAYS) / (HABIT_DAYS + PRIOR_DAYS));
  });

  test("are unknown on the first day and known two weeks later", () => {
    const habits = learnHabits([], 10 * DAY_MS + 7);
    expect([9, 10, 17, 24, 400].map((day) => habits.unknown(day))).toEqual([1, 1, 0.5, 0, 0]);
  });
});
