import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type Listed, listDetectors, listRules, toListing } from "../../src/app/rules/rule-catalogue.ts";
import { loadSomeRules } from "../../src/app/scan/rule-files.ts";
import type { RuleListing } from "../../src/cli/rules.ts";
import { type Page, writeHead, writeTable, writeText } from "./page.ts";

/** What `gait rules list` lists of `rules/`, by file. Rules that only feed correlations are part of those. */
export async function loadRules(root: string): Promise<readonly RuleListing[]> {
  const rules = await listRules(join(root, "rules"));
  return rules.toSorted((a, b) => (a.file === b.file ? compare(a.title, b.title) : compare(a.file, b.file)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : 1);

/** Folders of `rules/`: a tactic each, and behaviour. */
const FOLDERS = readdirSync(fileURLToPath(new URL("../../rules", import.meta.url)), { withFileTypes: true })
  .filter((found) => found.isDirectory())
  .map(({ name }) => name)
  .toSorted();

export const RULES_PAGE: Page = {
  path: "docs/reference/rules.md",
  async make(root) {
    const rules = await loadRules(root);
    const sections = [...Map.groupBy(rules, ({ file }) => file.split("/")[0] ?? "")].map(
      ([tactic, listed]) =>
        `\n## ${tactic}\n\n${writeTable(
          ["rule", "severity", "ATT&CK"],
          listed.map(({ id, title, severity, techniques }) => [
            `[${title}](rules/${tactic}.md#${toAnchor(id)})`,
            severity,
            techniques.join(", "),
          ]),
        )}`,
    );
    const lead =
      `The ${rules.length} rules and correlations that come with Gait, by the tactic that they belong to. Each leads to ` +
      "what it means, what else it may be, and what to do.";
    return writeHead("Rules", lead) + sections.join("");
  },
};

/** A page for each folder: of every rule what it means, honest reasons for it, and what to do. */
export const RULE_PAGES: readonly Page[] = FOLDERS.map((folder) => ({
  path: `docs/reference/rules/${folder}.md`,
  async make(root) {
    const rules = await loadDetectors(root, folder);
    const lead = `[All rules](../rules.md). Those of \`rules/${folder}\`: ${rules.length}.`;
    return writeHead(`Rules: ${folder}`, lead) + rules.map(writeRule).join("");
  },
}));

/** Detectors of one folder, by title, their files from the root. */
export async function loadDetectors(root: string, folder: string): Promise<readonly Listed[]> {
  const texts = await loadSomeRules(join(root, "rules", folder));
  const { listed } = listDetectors(texts);
  return listed
    .map((one) => ({ ...one, file: relative(root, one.file).split(sep).join("/") }))
    .toSorted((a, b) => compare(a.detector.ref.title, b.detector.ref.title));
}

/** Ids are UUIDs, or titles where an author gave none. */
const toAnchor = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

function writeRule(listed: Listed): string {
  const { detector, file } = listed;
  const { title, severity, kind, tactics, techniques } = toListing(listed);
  const facts = [`${severity}`, kind.replace("_", " "), ...tactics, ...techniques];
  return [
    `\n<a id="${toAnchor(detector.ref.id)}"></a>\n\n## ${writeText(title)}\n`,
    `${facts.map(writeText).join(" · ")} · [the rule](../../../${file})\n`,
    `${writeText(detector.description)}\n`,
    `**What else it may be.** ${toSentence(detector.falsePositives)}\n`,
    `**What to do.**\n\n${detector.response.map((step, at) => `${at + 1}. ${writeText(step)}\n`).join("")}`,
    `**Needs.** ${toSentence(detector.needs)}\n`,
  ].join("\n");
}

const toSentence = (items: readonly string[]): string =>
  `${items.map((item) => writeText(item.replace(/\.$/, ""))).join("; ")}.`;
