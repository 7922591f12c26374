import { globSync, readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import config from "../../vitest.config.ts";
import { findTests } from "../docs/checklist-page.ts";
import { CHECKLIST_ROWS } from "../docs/checklist-rows.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const isForeign = (path: string): boolean => /(?:^|[/\\])(?:node_modules|dist)$/.test(path);

/** Patterns of the files that `npm test` runs. */
const PATTERNS = (config.test?.projects ?? []).flatMap((project) =>
  typeof project === "object" && "test" in project ? (project.test?.include ?? []) : [],
);

test("S1-34: one command runs every file of tests that there is, and a clean machine runs it", () => {
  const files = globSync("**/*.test.{ts,tsx}", { cwd: ROOT, exclude: isForeign });
  expect(files.length).toBeGreaterThan(300);
  const left = files.filter((file) => !PATTERNS.some((pattern) => matchesGlob(file, pattern)));
  expect(left).toEqual([]);
  const scripts: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  ).scripts;
  expect(scripts["test"]).toBe("vitest run");
  expect(readFileSync(join(ROOT, ".ci/run"), "utf8")).toMatch(/^npm test\b/m);
});

test("S1-34: every row of the checklist is shown by a test that names it", () => {
  const tests = findTests(ROOT);
  expect(CHECKLIST_ROWS.filter(({ id }) => !tests.has(id)).map(({ id }) => id)).toEqual([]);
});
