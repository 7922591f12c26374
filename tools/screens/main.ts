/**
 * Pictures of pages, dark and light, wide and narrow: `npm run screens` draws all of them into docs/screens, over the demo
 * of one month at one moment; `npm run screens -- findings actors` some. `--compare` writes none: it draws anew, says which
 * pictures of docs/screens are no longer so, and puts both side by side into `--out` (else screens.tmp).
 * `--at URL` looks at a server that runs already (over other data); `--out folder` writes elsewhere, and as PNG.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { startBrowser } from "../../test/screens/browser.ts";
import { comparePictures } from "./compare-picture.ts";
import { type Drawing, type Drawn, drawPicture } from "./draw-picture.ts";
import { openPictureStage, PICTURES_AT } from "./picture-stage.ts";
import { PICTURES } from "./pictures.ts";

const SIZES = ["wide", "narrow"] as const;
const THEMES = ["dark", "light"] as const;
/** Of all pixels of a picture, how many may be another colour: less than a word. */
const SHARE_MAX = 0.0004;
/** How many are drawn at once: a page waits for its server half of the time. */
const LANES = 3;
const SHOWN = fileURLToPath(new URL("../../docs/screens/", import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { at: { type: "string" }, out: { type: "string" }, compare: { type: "boolean", default: false } },
});
const type = values.out === undefined || values.compare ? "jpeg" : "png";
const out = values.out ?? (values.compare ? "screens.tmp" : SHOWN);
const chosen = PICTURES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const changed: string[] = [];

await mkdir(out, { recursive: true });
const server = await startBrowser();
const browser = await chromium.connect(server.wsEndpoint());
try {
  if (values.at !== undefined) await drawAll(values.at, null);
  else {
    const stage = await openPictureStage();
    try {
      await drawAll(stage.address, PICTURES_AT);
    } finally {
      await stage.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
if (values.compare) {
  console.log(
    changed.length === 0 ? "Every picture is as it was." : `Look at ${changed.length} pictures in ${out}.`,
  );
  process.exitCode = changed.length === 0 ? 0 : 1;
}

async function drawAll(address: string, at: number | null): Promise<void> {
  const drawings = chosen.flatMap((picture) =>
    SIZES.flatMap((size) => THEMES.map((theme): Drawing => ({ picture, address, size, theme, at, type }))),
  );
  const lane = async (): Promise<void> => {
    for (let one = drawings.shift(); one !== undefined; one = drawings.shift()) await take(browser, one);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Draws one and keeps it, or compares it with the one that is kept. */
async function take(from: Browser, drawing: Drawing): Promise<void> {
  const { picture, theme, size } = drawing;
  const name = `${picture.name}-${theme}-${size}`;
  const drawn = await drawPicture(from, drawing);
  if (values.compare) return compare(from, name, drawn);
  const path = join(out, `${name}.${type === "png" ? "png" : "jpg"}`);
  await writeFile(path, drawn.image);
  console.log(path);
}

async function compare(from: Browser, name: string, { image, varying }: Drawn): Promise<void> {
  const shown = join(SHOWN, `${name}.jpg`);
  if (!existsSync(shown)) {
    changed.push(name);
    return console.log(`${name}: there is no picture yet`);
  }
  const page = await from.newPage();
  const { share, beside } = await comparePictures(page, { was: await readFile(shown), is: image, varying });
  await page.close();
  if (share <= SHARE_MAX) return;
  changed.push(name);
  await writeFile(join(out, `${name}.png`), beside);
  console.log(`${name}: ${(share * 100).toFixed(2)} % of its pixels are others`);
}
