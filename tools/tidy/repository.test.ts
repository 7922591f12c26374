import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { checkRepository } from "./repository.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("this repository keeps its law", () => {
  const breaches = checkRepository(ROOT).map(({ path, line, message }) => `${path}:${line}: ${message}`);
  expect(breaches).toEqual([]);
});

test("a repository that breaks the law in every way is told of each", () => {
  const root = mkdtempSync(join(tmpdir(), "gait-tidy-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const files: Readonly<Record<string, string>> = {
    "package.json": '{ "dependencies": { "a": "*" } }',
    "node_modules/a/package.json": '{ "name": "a", "license": "GPL-3.0" }',
    "README.md": "[a](nothing.md)",
    "rules/impact/a.yml": "title: a",
    "docs/large.bin": "x".repeat(600_000),
    "src/store/index.ts": 'export { x } from "./utils.ts";',
    "src/store/utils.ts": `import { y } from "../alert/index.ts";\nimport "./index.ts";\nexport const x = Math.random();`,
    "src/alert/index.ts": `// Alerts.\n// TODO\nconst entry = 1;\nconst f = (a, b, c, d) => a;`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const breaches = checkRepository(root).map(
    ({ path, line, message }) => `${path}:${line}: ${message.slice(0, 24)}`,
  );
  expect(breaches).toEqual([
    'README.md:1: "nothing.md" leads nowhe',
    "docs/large.bin:1: 600000 bytes, at most 50",
    'package.json:1: a is at "*": state one e',
    "package.json:1: a is under GPL-3.0: choo",
    "rules/impact/a.yml:1: A rule without examples:",
    'src/alert/index.ts:2: "TODO": Finish it, or op',
    'src/alert/index.ts:3: "entry" contains "entry"',
    "src/alert/index.ts:4: 4 parameters, at most 3:",
    "src/store/index.ts:1: The first line of a pack",
    "src/store/index.ts:1: These files import each ",
    'src/store/utils.ts:1: "utils" says nothing: na',
    "src/store/utils.ts:1: store may not import ale",
    "src/store/utils.ts:3: Math.random is banned he",
  ]);
});
