import { expect, test } from "vitest";
import { parseSource } from "../source-file.ts";
import { checkImports } from "./imports.ts";

const judge = (path: string, text: string): readonly string[] =>
  checkImports(parseSource(path, text)).map((breach) => `${breach.line}: ${breach.message}`);

test("a package that imports what the table does not name is a breach", () => {
  expect(judge("src/store/a.ts", 'import { x } from "../detect/index.ts";')).toEqual([
    "1: store may not import detect. Take it as an argument and let app wire the two.",
  ]);
});

test("a type import counts like any other, and so do import() and import types", () => {
  expect(judge("src/learn/a.ts", 'import type { X } from "../sigma/index.ts";')).toHaveLength(1);
  expect(judge("src/learn/a.ts", 'const x = await import("../sigma/index.ts");')).toHaveLength(1);
  expect(judge("src/learn/a.ts", 'type X = import("../sigma/index.ts").X;')).toHaveLength(1);
  expect(judge("src/learn/a.ts", 'export { x } from "../sigma/index.ts";')).toHaveLength(1);
});

test("what the table allows is quiet", () => {
  expect(judge("src/detect/rule/a.ts", 'import { x } from "../../sigma/index.ts";')).toEqual([]);
  expect(judge("src/store/a.ts", 'import { x } from "../domain/event.ts";')).toEqual([]);
  expect(judge("src/store/a.ts", 'import { x } from "./b.ts"; import { y } from "kysely";')).toEqual([]);
  expect(judge("src/app/a.ts", 'import { x } from "../cli/uploads.ts";')).toEqual([]);
});

test("another package is entered through an index.ts, also for app", () => {
  expect(judge("src/app/a.ts", 'import { x } from "../store/duckdb/engine.ts";')).toEqual([
    '1: "src/store/duckdb/engine.ts" is inside store: import from its index.ts, which is its contract.',
  ]);
  expect(judge("src/app/a.ts", 'import { x } from "../store/queries/uploads/index.ts";')).toEqual([]);
});

test("a package that the table does not know is a breach", () => {
  expect(judge("src/novel/a.ts", 'import { x } from "../learn/index.ts";')).toHaveLength(1);
});

test("the product does not import tools, and nothing imports from outside the repository", () => {
  expect(judge("src/app/a.ts", 'import { x } from "../../tools/tidy/main.ts";')).toHaveLength(1);
  expect(judge("src/app/a.ts", 'import { x } from "../../../elsewhere.ts";')).toHaveLength(1);
  expect(judge("bench/scan.ts", 'import { x } from "../src/sigma/matcher.ts";')).toEqual([]);
});

test("the web app imports its own files and packages, nothing of the server", () => {
  const judgeWeb = (text: string): readonly string[] =>
    checkImports(parseSource("web/src/page/a/a-page.tsx", text), ["react", "@mantine/core"]).map(
      (breach) => breach.message,
    );
  expect(judgeWeb('import { x } from "../../part/panel.tsx"; import "./a.module.css";')).toEqual([]);
  expect(judgeWeb('import { x } from "react/jsx-runtime"; import { y } from "@mantine/core/z";')).toEqual([]);
  expect(judgeWeb('import type { Event } from "../../../../src/domain/index.ts";')).toEqual([
    'The web app may not import "src/domain/index.ts": it asks the API, typed by web/src/client.',
  ]);
  expect(judgeWeb('import { readFile } from "node:fs";')).toHaveLength(1);
  expect(judgeWeb('const x = await import("left-pad");')).toHaveLength(1);
  expect(judge("src/app/a.ts", 'import { x } from "../../web/src/client/client.ts";')).toHaveLength(1);
});

test("what stands in a .tsx file is read as such", () => {
  expect(
    judge("web/src/a.tsx", 'import { x } from "../../src/a.ts"; export const A = () => <b>{x}</b>;'),
  ).toHaveLength(1);
});
