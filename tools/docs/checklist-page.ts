import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKLIST_ROWS } from "./checklist-rows.ts";
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
        const line = `${name!.replace(ROW_ID, "").trim()} ([${file.split("/").at(-1)!.replace(".test.ts", "")}](../${file}))`;
        tests.set(id, [...(tests.get(id) ?? []), line]);
      }
    }
  }
  return tests;
}

export const CHECKLIST_PAGE: Page = {
  path: "docs/checklist.md",
  async make(root) {
    const tests = findTests(root);
    const done = CHECKLIST_ROWS.filter(({ id }) => tests.has(id)).length;
    const sections = [...Map.groupBy(CHECKLIST_ROWS, ({ group }) => group)].map(
      ([group, rows]) =>
        `\n## ${group}\n\n${writeTable(
          ["row", "what", "state", "shown by"],
          rows.map(({ id, what }) => {
            const names = tests.get(id) ?? [];
            return [id, what, names.length > 0 ? "tested" : "open", names.join("; ")];
          }),
        )}`,
    );
    const lead =
      `What Gait is meant to do, row by row, with the tests that name the row: ${done} of ${CHECKLIST_ROWS.length} rows ` +
      "have one. A row without a test is open, whatever the code may already do.";
    return writeHead("Checklist", lead) + sections.join("");
  },
};
