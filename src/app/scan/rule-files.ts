import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

/** Texts of all rules under a folder, or of one file, ordered by path. Throws RUN_RULES_MISSING. */
export async function loadRuleTexts(path: string): Promise<readonly RuleText[]> {
  const files = await listRuleFiles(path);
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, "utf8") })));
}

async function listRuleFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw toError(APP_PROBLEMS, "RUN_RULES_MISSING", { path });
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.ya?ml$/i.test(name) && !name.endsWith(EXAMPLES_SUFFIX))
    .sort()
    .map((name) => join(path, name));
}
