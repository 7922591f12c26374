import { existsSync } from "node:fs";
import packed from "@sparticuz/chromium";
import { type BrowserServer, chromium } from "playwright-core";

/** What a browser needs where it runs as root and without a screen. */
const ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--font-render-hinting=none"];

/** A real Chromium: that of CHROMIUM_PATH, else the one in the package. Throws where it cannot start. */
export async function startBrowser(): Promise<BrowserServer> {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "" && !existsSync(named))
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`);
  const executablePath = named || (await packed.executablePath());
  return chromium.launchServer({ executablePath, args: ARGS, headless: true });
}
