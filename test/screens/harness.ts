import { type Browser, chromium, type Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import { findFaults, watchProblems } from "./faults.ts";
import type { StoreName } from "./stage.ts";
import { drawQuietly, type Look, settle } from "./view.ts";

export interface OpenOptions extends Partial<Look> {
  readonly store?: StoreName;
}

/** A page in the browser, and what went wrong on it. */
export interface Screen {
  readonly page: Page;
  /** Errors of the console, of scripts, and what the Content-Security-Policy refused. */
  readonly problems: readonly string[];
  /** What axe finds fault with, as `rule: place`. */
  readonly findFaults: () => Promise<readonly string[]>;
  /** Goes to another address of the same store, and waits until it is drawn. */
  readonly goTo: (path: string) => Promise<void>;
}

let connected: Promise<Browser> | null = null;

/** Opens an address of the app, `/findings?from=all`, and waits until nothing loads any more. Closed when the test ends. */
export async function openPage(path: string, options: OpenOptions = {}): Promise<Screen> {
  connected ??= chromium.connect(inject("browser"));
  const browser = await connected;
  const { store = "demo", width = 1280, theme = "dark" } = options;
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    baseURL: inject("addresses")[store],
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  onTestFinished(() => context.close());
  await drawQuietly(context, theme);
  const page = await context.newPage();
  const problems = watchProblems(page);
  const goTo = async (to: string): Promise<void> => {
    await page.goto(to);
    await settle(page);
  };
  await goTo(path);
  return { page, problems, goTo, findFaults: () => findFaults(page) };
}
