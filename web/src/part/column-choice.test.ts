import { expect, test } from "vitest";
import {
  chooseColumns,
  moveColumn,
  NO_CHOICE,
  orderColumns,
  readChoice,
  showColumn,
} from "./column-choice.ts";

const COLUMNS = [{ id: "a" }, { id: "b" }, { id: "c", isOptional: true }];
const idsOf = (columns: readonly { readonly id: string }[]) => columns.map(({ id }) => id).join("");

test("a table is as it comes until somebody chooses, then as they chose", () => {
  expect(idsOf(chooseColumns(COLUMNS, NO_CHOICE))).toBe("ab");
  const more = showColumn(showColumn(NO_CHOICE, "c", true), "a", false);
  expect(idsOf(chooseColumns(COLUMNS, more))).toBe("bc");
  const moved = moveColumn(COLUMNS, more, { id: "c", by: -1 });
  expect(idsOf(chooseColumns(COLUMNS, moved))).toBe("cb");
  expect(moveColumn(COLUMNS, moved, { id: "a", by: -1 })).toBe(moved);
  expect(idsOf(orderColumns([...COLUMNS, { id: "new" }], moved))).toBe("acbnew");
  const none = showColumn(showColumn(NO_CHOICE, "b", false), "a", false);
  expect(idsOf(chooseColumns(COLUMNS, none))).toBe("abc");
});

test("what the browser kept is read as far as it can be", () => {
  const choice = moveColumn(COLUMNS, showColumn(NO_CHOICE, "c", true), { id: "b", by: 1 });
  expect(readChoice(JSON.stringify(choice))).toEqual(choice);
  for (const text of [undefined, "", "{", "null", "[]", '"x"', '{"order":{},"isShown":null}'])
    expect(readChoice(text)).toEqual(NO_CHOICE);
  expect(readChoice('{"order":[1,"b"],"isShown":{"a":"yes","b":false}}')).toEqual({
    order: ["b"],
    isShown: { b: false },
  });
});
