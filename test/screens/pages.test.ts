import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openPage, type Screen } from "./harness.ts";
import { settle } from "./view.ts";

/** Addresses of all pages that need nothing more than to be called. */
const PATHS = [
  ...readFileSync(new URL("../../web/src/pages.ts", import.meta.url), "utf8").matchAll(
    /^ {4}path: "([^"$]+)",$/gm,
  ),
].map(([, path]) => path!);
/** For all of them, one after the other. */
const ALL_MS = 600_000;
const FOLLOW_MS = 3_000;

test("every page is known here", () => {
  expect(PATHS).toContain("/");
  expect(PATHS).toContain("/findings");
});

test(
  "every page with a month of data is drawn without an error, a refusal or a fault of access, wide and narrow, and what attackers wrote stays text",
  async () => {
    const screen = await openPage("/");
    const faults: Record<string, readonly string[]> = {};
    for (const path of PATHS) {
      await screen.goTo(`${path}?from=all`);
      const wide = [...(await findAll(screen, 1280)), ...(await findRun(screen))];
      await screen.page.setViewportSize({ width: 390, height: 844 });
      await screen.page.evaluate('document.documentElement.dataset.mantineColorScheme = "light"');
      await settle(screen.page);
      const narrow = (await findWidth(screen, 390)).map((fault) => `narrow ${fault}`);
      await screen.page.setViewportSize({ width: 1280, height: 900 });
      if (wide.length + narrow.length > 0) faults[path] = [...wide, ...narrow];
    }
    expect(faults).toEqual({});
    expect(screen.problems).toEqual([]);
  },
  ALL_MS,
);

test(
  "every page without any data says so, and what to do next, without an error or a fault of access",
  async () => {
    const screen = await openPage("/", { store: "empty", theme: "light" });
    const faults: Record<string, readonly string[]> = {};
    for (const path of PATHS) {
      await screen.goTo(path);
      const found = await findAll(screen, 1280);
      if (found.length > 0) faults[path] = found;
    }
    expect(faults).toEqual({});
    expect(screen.problems).toEqual([]);
  },
  ALL_MS,
);

/** What axe finds fault with, and whether the page is wider than the screen. */
async function findAll(screen: Screen, width: number): Promise<readonly string[]> {
  return [...(await screen.findFaults()), ...(await findWidth(screen, width))];
}

/** How wide the page is once what follows the window's width has followed it. */
async function findWidth({ page }: Screen, width: number): Promise<readonly string[]> {
  const drawn = "document.documentElement.scrollWidth";
  await page.waitForFunction(`${drawn} <= ${width}`, null, { timeout: FOLLOW_MS }).catch(() => {});
  const wide = await page.evaluate<number>(drawn);
  return wide > width ? [`${wide} pixels wide`] : [];
}

/** Whether anything that came in a log became a part of the page. */
async function findRun({ page }: Screen): Promise<readonly string[]> {
  const parts = await page.locator("#app img[onerror], #app script, #app img[src=x]").count();
  const ran = await page.evaluate<string>("typeof window.hostile");
  return parts > 0 || ran !== "undefined" ? ["text of a log became a part of the page"] : [];
}
