import { join } from "node:path";
import { listRules } from "../../src/app/rules/rule-catalogue.ts";
import type { RuleListing } from "../../src/cli/rules.ts";
import { type Page, writeHead, writeTable } from "./page.ts";

/** What `gait rules list` lists of `rules/`, by file. Rules that only feed correlations are part of those. */
export async function loadRules(root: string): Promise<readonly RuleListing[]> {
  const rules = await listRules(join(root, "rules"));
  return rules.toSorted((a, b) => (a.file === b.file ? compare(a.title, b.title) : compare(a.file, b.file)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : 1);

export const RULES_PAGE: Page = {
  path: "docs/reference/rules.md",
  async make(root) {
    const rules = await loadRules(root);
    const sections = [...Map.groupBy(rules, ({ file }) => file.split("/")[0] ?? "")].map(
      ([tactic, listed]) =>
        `\n## ${tactic}\n\n${writeTable(
          ["rule", "severity", "ATT&CK"],
          listed.map(({ title, severity, techniques, file }) => [
            `[${title}](../../rules/${file})`,
            severity,
            techniques.join(", "),
          ]),
        )}`,
    );
    const lead = `The ${rules.length} rules and correlations that come with Gait, by the tactic that they belong to.`;
    return writeHead("Rules", lead) + sections.join("");
  },
};
