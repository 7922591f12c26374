import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKLIST_ROWS, type ChecklistRow } from "./checklist-rows.ts";
import { type Page, writeHead, writeTable } from "./page.ts";

const ROW_ID = /\bS\dr?-\d\d\b/g;

/** Names of tests by the row of the checklist that they mention, each with its file. */
export function findTests(root: string): ReadonlyMap<string, readonly string[]> {
  const tests = new Map<string, string[]>();
  for (const file of globSync(["{src,test,tools,bench,web}/**/*.test.ts"], { cwd: root }).toSorted()) {
    if (file.startsWith("tools/docs/")) continue; // Their tests hold made-up tests as text.
    const text = readFileSync(join(root, file), "utf8");
    for (const [, , name] of text.matchAll(/\b(?:test|it)(?:\.\w+(?:\([^)]*\))?)?\(\s*(["'`])(.*?)\1/gs)) {
      for (const [id] of name!.matchAll(ROW_ID)) {
        const line = `${name!.replace(ROW_ID, "").trim().replace(/^:\s*/, "")} ([${file.split("/").at(-1)!.replace(".test.ts", "")}](../${file}))`;
        tests.set(id, [...(tests.get(id) ?? []), line]);
      }
    }
  }
  return tests;
}

const toState = ({ waits }: ChecklistRow, names: readonly string[]): string =>
  names.length === 0 ? "open" : waits === undefined ? "tested" : `in part: ${waits}`;

export const CHECKLIST_PAGE: Page = {
  path: "docs/checklist.md",
  async make(root) {
    const tests = findTests(root);
    const done = CHECKLIST_ROWS.filter(({ id, waits }) => tests.has(id) && waits === undefined).length;
    const sections = [...Map.groupBy(CHECKLIST_ROWS, ({ group }) => group)].map(
      ([group, rows]) =>
        `\n## ${group}\n\n${writeTable(
          ["row", "what", "state", "shown by"],
          rows.map((row) => {
            const names = tests.get(row.id) ?? [];
            return [row.id, row.what, toState(row, names), names.join("; ")];
          }),
        )}`,
    );
    const lead =
      `What Gait is meant to do, row by row, with the tests that name the row: ${done} of ${CHECKLIST_ROWS.length} rows ` +
      "have one and wait for nothing. A row without a test is open, whatever the code may already do.";
    return writeHead("Checklist", lead) + sections.join("");
  },
};
