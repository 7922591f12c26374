import { expect, test } from "vitest";
import { applyView, beginWith, isPlain, toViewSearch } from "./view-search.ts";

test("a view keeps what was chosen, in one spelling, and not what is open at the moment", () => {
  const state = { tab: "new", q: "user:a and not b:c", from: "now-7d", finding: "f1", event: "e", order: "" };
  const search = toViewSearch(state);
  expect(search).toBe("from=now-7d&q=user:a+and+not+b:c&tab=new");
  expect(applyView(search)).toEqual({ from: "now-7d", q: "user:a and not b:c", tab: "new" });
  expect(toViewSearch({ q: state.q, tab: "new", from: "now-7d" })).toBe(search);
  expect(toViewSearch({})).toBe("");
});

test("a page begins with its view where the address asks for nothing, and keeps the range that came along", () => {
  expect(isPlain({})).toBe(true);
  expect(isPlain({ from: "now-24h", to: "now" })).toBe(true);
  expect(isPlain({ finding: "f1" })).toBe(false);
  expect(isPlain({ q: "x" })).toBe(false);
  expect(beginWith({ from: "now-1h" }, "from=now-7d&tab=new")).toEqual({ from: "now-1h", tab: "new" });
});
