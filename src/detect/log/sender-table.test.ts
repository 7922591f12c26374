import { expect, test } from "vitest";
import { SenderTable, SenderTexts } from "./sender-table.ts";

const toKey = ({ name }: { readonly name: string }): string => name;

test("a value is told once, whether it comes as the same instance or as an equal one", () => {
  const table = new SenderTable(toKey);
  const a = { name: "a" };
  expect([a, { name: "b" }, a, { name: "a" }].map((one) => table.toNumber(one))).toEqual([0, 1, 0, 0]);
  expect(table.take()).toEqual({ from: 0, rows: [{ name: "a" }, { name: "b" }] });
  expect([{ name: "c" }, a].map((one) => table.toNumber(one))).toEqual([2, 0]);
  expect(table.take()).toEqual({ from: 2, rows: [{ name: "c" }] });
});

test.each([
  [2, 2],
  [3, 0],
])("with %i of 2 rows at the end of a batch, the next begins at %i", (rows, from) => {
  const table = new SenderTable(toKey, 2);
  const texts = new SenderTexts(2);
  for (let n = 0; n < rows; n++) {
    table.toNumber({ name: `${n}` });
    texts.toNumber(`${n}`);
  }
  table.take();
  texts.take();
  table.toNumber({ name: "next" });
  texts.toNumber("next");
  expect(table.take()).toEqual({ from, rows: [{ name: "next" }] });
  expect(texts.take()).toEqual({ from, rows: ["next"] });
});
