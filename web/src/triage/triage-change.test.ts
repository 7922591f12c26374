import { expect, test } from "vitest";
import { describeChange, toBackward } from "./triage-change.ts";
import type { Standing } from "./triage-words.ts";

const NEW: Standing = {
  state: "new",
  verdict: null,
  assignee: null,
  tags: [],
  version: 0,
  changed_at: null,
  changed_by: null,
};

test("taking back brings each to how it stood, those alike in one request, and leaves what did not change", () => {
  const after: Standing = {
    ...NEW,
    state: "closed",
    verdict: "benign",
    assignee: "ann",
    tags: ["a"],
    version: 3,
  };
  const changed = [
    { target: { id: "1" }, before: NEW, after },
    { target: { id: "2" }, before: NEW, after },
    { target: { id: "3" }, before: { ...NEW, state: "acknowledged" as const, tags: ["b"] }, after },
    { target: { id: "4" }, before: { ...after, verdict: "duplicate" as const, version: 2 }, after },
    { target: { id: "5" }, before: after, after },
  ];
  expect(toBackward(changed)).toEqual([
    { targets: ["1", "2"], state: "new", assignee: null, add_tags: [], remove_tags: ["a"] },
    { targets: ["3"], state: "acknowledged", assignee: null, add_tags: ["b"], remove_tags: ["a"] },
    { targets: ["4"], close: "duplicate", add_tags: [], remove_tags: [] },
  ]);
});

test("what was done is said in a sentence", () => {
  const targets = ["1", "2"];
  expect(describeChange({ targets, state: "acknowledged" }, 2)).toBe("2 items: acknowledged.");
  expect(describeChange({ targets, close: "false-positive", assignee: null, add_tags: ["x"] }, 1)).toBe(
    "1 item: closed as false positive, nobody's now, tagged x.",
  );
  expect(describeChange({ targets, note: "so" }, 1)).toBe("The note is kept.");
});
