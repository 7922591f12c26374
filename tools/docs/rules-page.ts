import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { type Page, writeHead, writeTable } from "./page.ts";

interface RuleLine {
  readonly tactic: string;
  readonly title: string;
  readonly level: string;
  readonly techniques: readonly string[];
  readonly file: string;
}

/** Rules and correlations of `rules/`, one for each document that has a title. */
export function loadRules(root: string): readonly RuleLine[] {
  return globSync("rules/**/*.yml", { cwd: root })
    .filter((file) => !file.endsWith(".examples.yml"))
    .toSorted()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(root, file), "utf8")).map((document) =>
        toLine(file, document.toJS()),
      ),
    );
}

function toLine(file: string, rule: unknown): RuleLine {
  const read = (key: string): unknown =>
    typeof rule === "object" && rule !== null ? Reflect.get(rule, key) : undefined;
  const readText = (key: string): string | null => {
    const value = read(key);
    return typeof value === "string" ? value : null;
  };
  const tags = read("tags");
  const techniques = (Array.isArray(tags) ? tags : []).flatMap(
    (tag: unknown) => /^attack\.(t\d{4}(?:\.\w+)?)$/i.exec(String(tag))?.[1] ?? [],
  );
  return {
    tactic: file.split("/")[1] ?? "",
    title: readText("title") ?? file,
    level: readText("level") ?? "",
    techniques: techniques.map((technique) => technique.toUpperCase()),
    file,
  };
}

export const RULES_PAGE: Page = {
  path: "docs/reference/rules.md",
  async make(root) {
    const rules = loadRules(root);
    const sections = [...Map.groupBy(rules, ({ tactic }) => tactic)].map(
      ([tactic, lines]) =>
        `\n## ${tactic}\n\n${writeTable(
          ["rule", "level", "ATT&CK"],
          lines.map(({ title, level, techniques, file }) => [
            `[${title}](../../${file})`,
            level,
            techniques.join(", "),
          ]),
        )}`,
    );
    const lead = `The ${rules.length} rules and correlations that come with Gait, by the tactic that they belong to.`;
    return writeHead("Rules", lead) + sections.join("");
  },
};
