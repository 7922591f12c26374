import { expect, test } from "vitest";
import { toQueueChoice } from "./queue-choice.ts";

test("an address says which part of a queue is shown; what it does not say is what is open", () => {
  expect(toQueueChoice({})).toEqual({
    tab: "open",
    assignee: "",
    listed: { state: "open" },
    counted: { q: "not state:closed", all: false },
  });
  expect(toQueueChoice({ tab: "closed", q: "a or b", assignee: 'a"b' })).toMatchObject({
    listed: { state: "closed", assignee: 'a"b' },
    counted: { q: '(a or b) and state:closed and assignee:"a\\"b"', all: true },
  });
  expect(toQueueChoice({ assignee: "none", tab: "all" })).toMatchObject({
    listed: { all: "true", assignee: "none" },
    counted: { q: "not assignee:*", all: true },
  });
});

test("addresses from before there were tabs lead to what they led to", () => {
  expect(toQueueChoice({ show: "all" }).tab).toBe("all");
  expect(toQueueChoice({ show: "all", tab: "new" }).tab).toBe("new");
  expect(toQueueChoice({ tab: "nonsense" }).tab).toBe("open");
});
