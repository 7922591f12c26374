import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CLIENT_PAGE } from "../client/client-page.ts";
import { API_PAGE } from "./api-page.ts";
import { CHECKLIST_PAGE } from "./checklist-page.ts";
import { CLI_PAGE } from "./cli-page.ts";
import { CONFIG_PAGE, CONFIG_SCHEMA_PAGE } from "./config-page.ts";
import { FACTS_PAGE } from "./facts-page.ts";
import { FEATURES_PAGE } from "./features-page.ts";
import { FORMATS_PAGE } from "./formats-page.ts";
import type { Page } from "./page.ts";
import { PROBLEMS_PAGE } from "./problems-page.ts";
import { README_PAGE } from "./readme-page.ts";
import { RULE_PAGES, RULES_PAGE } from "./rules-page.ts";
import { SCHEMA_PAGES } from "./schema-pages.ts";

export const PAGES: readonly Page[] = [
  PROBLEMS_PAGE,
  RULES_PAGE,
  ...RULE_PAGES,
  FACTS_PAGE,
  FEATURES_PAGE,
  FORMATS_PAGE,
  CLI_PAGE,
  CONFIG_PAGE,
  CONFIG_SCHEMA_PAGE,
  API_PAGE,
  CLIENT_PAGE,
  CHECKLIST_PAGE,
  README_PAGE,
  ...SCHEMA_PAGES,
];

/** Writes every page that is not as the code has it; the paths of those. */
export async function writePages(root: string): Promise<readonly string[]> {
  const written: string[] = [];
  for (const page of PAGES) {
    const text = await page.make(root);
    if (text === readPage(root, page)) continue;
    mkdirSync(dirname(join(root, page.path)), { recursive: true });
    writeFileSync(join(root, page.path), text);
    written.push(page.path);
  }
  return written;
}

/** Paths of the pages that `writePages` would change. */
export async function findOutdated(root: string): Promise<readonly string[]> {
  const outdated: string[] = [];
  for (const page of PAGES) if ((await page.make(root)) !== readPage(root, page)) outdated.push(page.path);
  return outdated;
}

function readPage(root: string, page: Page): string | null {
  try {
    return readFileSync(join(root, page.path), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
