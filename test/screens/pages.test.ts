import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openPage } from "./harness.ts";

/** Addresses of all pages that need nothing more than to be called. */
const PATHS = [
  ...readFileSync(new URL("../../web/src/pages.ts", import.meta.url), "utf8").matchAll(
    /^ {4}path: "([^"$]+)",$/gm,
  ),
].map(([, path]) => path!);

test("every page is known here", () => {
  expect(PATHS).toContain("/");
  expect(PATHS).toContain("/findings");
});

describe.each(["demo", "empty"] as const)("with the store %s", (store) => {
  test.each(PATHS)("%s is drawn without an error, a refusal or a fault of access", async (path) => {
    const screen = await openPage(path, { store });
    expect(await screen.findFaults()).toEqual([]);
    expect(screen.problems).toEqual([]);
  });
});

test.each(PATHS)("%s fits a narrow screen, in light colours", async (path) => {
  const { page, problems, findFaults } = await openPage(path, { width: 390, theme: "light" });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  expect(await findFaults()).toEqual([]);
  expect(problems).toEqual([]);
});

test.each(PATHS)("%s shows what attackers wrote as text", async (path) => {
  const { page, problems } = await openPage(`${path}?from=all`);
  expect(await page.evaluate("typeof window.hostile")).toBe("undefined");
  expect(await page.locator("#app img[onerror], #app script").count()).toBe(0);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(1280);
  expect(problems).toEqual([]);
});
