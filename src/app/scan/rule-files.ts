import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toSystemWhy } from "../../cli/unexpected.ts";
import { isBehaviourText } from "../../detect/index.ts";
import { toError } from "../../domain/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import type { RuleText } from "./scan-task.ts";

/** Examples stand beside a rule and are none. */
export const EXAMPLES_SUFFIX = ".examples.yml";

/** The folder of the rules that come with Gait: at the root of the checkout or package, beside package.json. */
export function findOwnRules(): string {
  let folder = new URL("./", import.meta.url);
  while (folder.pathname !== "/" && !existsSync(new URL("package.json", folder)))
    folder = new URL("../", folder);
  return fileURLToPath(new URL("rules/", folder));
}

/** Texts of all Sigma rules under a folder, or of one file, ordered by path. Throws RUN_RULES_MISSING and RUN_RULES_UNREADABLE. */
export async function loadRuleTexts(path: string): Promise<readonly RuleText[]> {
  return (await loadTexts(path)).filter(({ text }) => !isBehaviourText(text));
}

/** Texts of all behaviour detectors, which stand in the same folders. Throws RUN_RULES_MISSING and RUN_RULES_UNREADABLE. */
export async function loadBehaviourTexts(path: string): Promise<readonly RuleText[]> {
  return (await loadTexts(path)).filter(({ text }) => isBehaviourText(text));
}

async function loadTexts(path: string): Promise<readonly RuleText[]> {
  const files = await listRuleFiles(path);
  return Promise.all(files.map(async (file) => ({ file, text: await readRule(file) })));
}

/** Texts of Sigma rules and behaviour detectors, where none at all would be a mistake. Throws RUN_RULES_NONE. */
export async function loadSomeRules(path: string): Promise<readonly RuleText[]> {
  const texts = await loadTexts(path);
  if (texts.length === 0) throw toError(APP_PROBLEMS, "RUN_RULES_NONE", { path });
  return texts;
}

async function readRule(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const why = toSystemWhy(error);
    throw why === null
      ? error
      : toError(APP_PROBLEMS, "RUN_RULES_UNREADABLE", { path, why }, { cause: error });
  }
}

async function listRuleFiles(path: string): Promise<readonly string[]> {
  const itself = await stat(path).catch(() => null);
  if (itself === null) throw toError(APP_PROBLEMS, "RUN_RULES_MISSING", { path });
  if (!itself.isDirectory()) return [path];
  const found = await readdir(path, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => !one.isDirectory() && /\.ya?ml$/i.test(one.name) && !one.name.endsWith(EXAMPLES_SUFFIX))
    .map((one) => join(one.parentPath, one.name))
    .sort();
}
