import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeActions } from "../../src/enrich/index.ts";
import type { Page } from "./page.ts";
import { loadRules } from "./rules-page.ts";

/** The README's numbers, each between `<!-- name -->` and `<!-- /name -->`; the rest of it is written by hand. */
export const README_PAGE: Page = {
  path: "README.md",
  make: async (root) =>
    fillNumbers(readFileSync(join(root, "README.md"), "utf8"), {
      calls: describeActions().length,
      rules: (await loadRules(root)).length,
    }),
};

/** Throws for a number that the text has no place for: it would be out of date unseen. */
export function fillNumbers(text: string, numbers: Readonly<Record<string, number>>): string {
  let filled = text;
  for (const [name, number] of Object.entries(numbers)) {
    const place = new RegExp(`(<!-- ${name} -->).*?(<!-- /${name} -->)`, "g");
    if (!place.test(filled)) throw new Error(`There is no <!-- ${name} --> in the text.`);
    filled = filled.replace(place, `$1${number.toLocaleString("en")}$2`);
  }
  return filled;
}
