import { expect, test } from "vitest";
import { checkContract } from "./contracts.ts";

test("an index.ts that starts without a comment is a breach", () => {
  expect(checkContract("src/store/index.ts", 'export * from "./a.ts";')).toHaveLength(1);
  expect(checkContract("src/store/queries/uploads/index.ts", "\n// late")).toHaveLength(1);
});

test("an index.ts that says what it is, and any other file, are quiet", () => {
  expect(checkContract("src/store/index.ts", "/** Events in, rows out. */\n")).toEqual([]);
  expect(checkContract("src/store/index.ts", "// Events in, rows out.\n")).toEqual([]);
  expect(checkContract("src/store/index.ts", "/**\n * Events in, rows out.\n */\n")).toEqual([]);
  expect(checkContract("src/store/a.ts", "")).toEqual([]);
});
