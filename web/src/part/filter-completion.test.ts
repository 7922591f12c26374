import { expect, test } from "vitest";
import { complete, findTyping, joinFilter, splitFilter } from "./filter-completion.ts";

const typing = (filter: string) => {
  const { kind, field, text } = findTyping(filter, filter.length);
  return `${kind} ${field} ${text}`;
};

test("what is typed is the name of a field, or a value of one", () => {
  expect(typing("")).toBe("field  ");
  expect(typing("act")).toBe("field  act");
  expect(typing("action:")).toBe("value action ");
  expect(typing("action:Get")).toBe("value action Get");
  expect(typing("action:(GetObject or Pu")).toBe("value action Pu");
  expect(typing("action:GetObject and us")).toBe("field  us");
  expect(typing('user:"arn:aws')).toBe("value user arn:aws");
  expect(typing('user:"a b" and not cou')).toBe("field  cou");
  expect(typing("bytes >= 1")).toBe("value bytes 1");
});

test("what is chosen takes the place of what was typed", () => {
  const filter = 'user:"al and action:x';
  const at = findTyping(filter, 8);
  expect(complete(filter, at, '"alice b"')).toEqual({ filter: 'user:"alice b" and action:x', caret: 14 });
});

test("a filter is taken apart at its outermost and put together again", () => {
  const filter = 'user:alice and not country:"D and E" and (a:1 or b:2) and action:(x and y)';
  const parts = splitFilter(filter);
  expect(parts).toEqual([
    { text: "user:alice", isOut: false },
    { text: 'country:"D and E"', isOut: true },
    { text: "(a:1 or b:2)", isOut: false },
    { text: "action:(x and y)", isOut: false },
  ]);
  expect(joinFilter(parts)).toBe(filter);
  expect(splitFilter("a:1 or b:2 and c:3")).toEqual([{ text: "a:1 or b:2 and c:3", isOut: false }]);
  expect(splitFilter("")).toEqual([]);
});
