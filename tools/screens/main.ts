/**
 * Pictures of pages, dark and light, wide and narrow: `npm run screens` of all, `npm run screens -- findings actors` of
 * some. `--at URL` looks at a server that runs already (over other data); `--out folder` writes elsewhere than docs/screens,
 * and as PNG.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { startBrowser } from "../../test/screens/browser.ts";
import { openStage } from "../../test/screens/stage.ts";
import { drawQuietly, type Look, settle } from "../../test/screens/view.ts";
import { PICTURES, type Picture } from "./pictures.ts";

const WIDTHS = { wide: 1280, narrow: 390 } as const;
const THEMES = ["dark", "light"] as const;
/** Percent: letters stay sharp, files small. */
const QUALITY = 62;
/** Pixels of a page that are drawn. */
const HEIGHT_MAX = { wide: 1500, narrow: 1700 } as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { at: { type: "string" }, out: { type: "string" } },
});
const out = values.out ?? fileURLToPath(new URL("../../docs/screens/", import.meta.url));
const chosen = PICTURES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

await mkdir(out, { recursive: true });
if (values.at === undefined) {
  const stage = await openStage();
  const browser = await chromium.connect(stage.browser);
  await drawAll(browser, stage.addresses.demo);
  await browser.close();
  await stage.close();
} else {
  const server = await startBrowser();
  const browser = await chromium.connect(server.wsEndpoint());
  await drawAll(browser, values.at);
  await browser.close();
  await server.close();
}

async function drawAll(browser: Browser, address: string): Promise<void> {
  for (const picture of chosen)
    for (const size of ["wide", "narrow"] as const)
      for (const theme of THEMES) {
        const path = join(
          out,
          `${picture.name}-${theme}-${size}.${values.out === undefined ? "jpg" : "png"}`,
        );
        await draw(browser, { picture, address, path, size, theme });
        console.log(path);
      }
}

interface Drawing extends Pick<Look, "theme"> {
  readonly picture: Picture;
  readonly address: string;
  readonly path: string;
  readonly size: keyof typeof WIDTHS;
}

async function draw(browser: Browser, { picture, address, path, size, theme }: Drawing): Promise<void> {
  const width = WIDTHS[size];
  const context = await browser.newContext({
    viewport: { width, height: size === "narrow" ? 844 : 900 },
    baseURL: address,
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  await drawQuietly(context, theme);
  const page = await context.newPage();
  await page.goto(picture.path);
  await settle(page);
  await picture.prepare?.(page);
  await settle(page);
  const height = Math.min(
    HEIGHT_MAX[size],
    await page.evaluate<number>("document.documentElement.scrollHeight"),
  );
  await page.setViewportSize({ width, height });
  await settle(page);
  await page.screenshot(path.endsWith(".png") ? { path } : { path, type: "jpeg", quality: QUALITY });
  await context.close();
}
