import type { BrowserContext, Page } from "playwright-core";

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly theme: "dark" | "light";
}

/** As somebody has it who chose these colours. */
export async function drawQuietly(context: BrowserContext, theme: Look["theme"]): Promise<void> {
  // What is framed in a sandbox has no origin, and no storage.
  await context.addInitScript(
    `if (self.origin !== "null") localStorage.setItem("gait-color-scheme", ${JSON.stringify(theme)})`,
  );
}

/** Waits until the app is there and none of its panels loads. */
export async function settle(page: Page): Promise<void> {
  await page.waitForSelector("h1");
  await page.waitForSelector("[aria-busy=true]", { state: "detached" });
}
