import { expect, test } from "vitest";
import { sumSteps, TAG_CHARS_MAX, toTag } from "./triage.ts";

test("a tag is kept in one spelling, and what could be mistaken for more than a word is none", () => {
  expect(toTag("  Needs  HR ")).toBe("needs-hr");
  expect(toTag("größe:1")).toBe("größe:1");
  expect(toTag("a".repeat(TAG_CHARS_MAX))).not.toBeNull();
  for (const text of ["", " ", '"', 'x"y', "a\\b", "-x", "a\u202eb", "a,b", "a".repeat(TAG_CHARS_MAX + 1)])
    expect(toTag(text), JSON.stringify(text)).toBeNull();
});

test("what stands is what the steps say, one after the other", () => {
  const steps = [
    { deed: "tag", text: "b" },
    { deed: "acknowledge", text: null },
    { deed: "tag", text: "a" },
    { deed: "tag", text: "b" },
    { deed: "assign", text: "ann" },
    { deed: "note", text: "so" },
  ] as const;
  expect(sumSteps(steps)).toEqual({ isAcknowledged: true, assignee: "ann", tags: ["a", "b"] });
  const back = [
    { deed: "put-back", text: null },
    { deed: "assign", text: null },
    { deed: "untag", text: "b" },
  ] as const;
  expect(sumSteps(back, sumSteps(steps))).toEqual({ isAcknowledged: false, assignee: null, tags: ["a"] });
  expect(sumSteps([])).toEqual({ isAcknowledged: false, assignee: null, tags: [] });
});
