import { expect, test } from "vitest";
import { parseSource } from "../source-file.ts";
import { checkCycles } from "./cycles.ts";

const judge = (files: Readonly<Record<string, string>>): readonly string[] =>
  checkCycles(Object.entries(files).map(([path, text]) => parseSource(path, text))).map(
    (breach) => breach.message,
  );

test("two files that import each other are a ring, even for types alone", () => {
  const messages = judge({
    "src/a/x.ts": 'import type { Y } from "./y.ts";',
    "src/a/y.ts": 'import { x } from "./x.ts";',
  });
  expect(messages).toEqual([
    "These files import each other in a ring: src/a/x.ts, src/a/y.ts. Move what both need into a third file.",
  ]);
});

test("a long ring is told once, and a file that imports itself is one", () => {
  expect(
    judge({
      "src/a/x.ts": 'import "./y.ts";',
      "src/a/y.ts": 'import "./z.ts";',
      "src/a/z.ts": 'import "./x.ts";',
      "src/a/w.ts": 'import "./w.ts";',
    }),
  ).toHaveLength(2);
});

test("a diamond is no ring", () => {
  expect(
    judge({
      "src/a/x.ts": 'import "./y.ts"; import "./z.ts";',
      "src/a/y.ts": 'import "./w.ts";',
      "src/a/z.ts": 'import "./w.ts";',
      "src/a/w.ts": "export const w = 1;",
    }),
  ).toEqual([]);
});
