import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { asCode, type Page, writeHead, writeTable } from "./page.ts";

export interface CatalogueProblem {
  readonly code: string;
  readonly status: number;
  readonly text: string;
  readonly remedy: string;
  /** The catalogue's file, from the root. */
  readonly file: string;
}

/** Every problem of every `problems.ts`, in the order of files and catalogues. */
export async function loadProblems(root: string): Promise<readonly CatalogueProblem[]> {
  const problems: CatalogueProblem[] = [];
  for (const file of globSync("src/**/problems.ts", { cwd: root }).toSorted()) {
    const module: unknown = await import(pathToFileURL(join(root, file)).href);
    for (const catalogue of valuesOf(module))
      for (const [code, problem] of Object.entries(isRecord(catalogue) ? catalogue : {}))
        if (isProblem(problem)) problems.push({ code, ...problem, file });
  }
  return problems;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const valuesOf = (value: unknown): readonly unknown[] => (isRecord(value) ? Object.values(value) : []);

const isProblem = (value: unknown): value is Omit<CatalogueProblem, "code" | "file"> =>
  isRecord(value) &&
  typeof value["status"] === "number" &&
  typeof value["text"] === "string" &&
  typeof value["remedy"] === "string";

export const PROBLEMS_PAGE: Page = {
  path: "docs/reference/problems.md",
  async make(root) {
    const problems = await loadProblems(root);
    const lead =
      "Everything that can be wrong and that a person can act on. A code is never used again for another problem. " +
      "Words in braces are filled in.";
    const sections = [...Map.groupBy(problems, ({ file }) => file)].map(([file, rows]) => {
      const place = file.replace(/^src\//, "").replace(/\/problems\.ts$/, "");
      const table = writeTable(
        ["code", "what is wrong", "what to do"],
        rows.map(({ code, text, remedy }) => [asCode(code), text, remedy]),
      );
      return `\n## ${place}\n\n${table}`;
    });
    return writeHead("Problems", lead) + sections.join("");
  },
};
