import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Errors of the console, of scripts, and what the Content-Security-Policy refused: the list grows while the page lives. */
export function watchProblems(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message.text())) problems.push(message.text());
  });
  return problems;
}

/** A refusal that a page shows as such is not its fault: nothing was ever looked at, or there is no such thing. */
const isExpected = (text: string): boolean => /status of (?:404|409)/.test(text);

/** What axe finds fault with, as `rule: place`. */
export async function findFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .setLegacyMode(true)
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
