import type { Browser, Page } from "playwright-core";
import { drawQuietly, type Look, settle } from "../../test/screens/view.ts";
import type { Area } from "./count-differing.ts";
import type { Picture } from "./pictures.ts";

const WIDTHS = { wide: 1280, narrow: 390 } as const;
/** Pixels of a page that are drawn. */
const HEIGHT_MAX = { wide: 1500, narrow: 1700 } as const;
/** Percent: letters stay sharp, files small. */
const QUALITY = 62;
/** How often a page is drawn until two drawings in a row are the same: charts and fonts come late. */
const TRIES_MAX = 8;
const BETWEEN_MS = 150;

export interface Drawing extends Pick<Look, "theme"> {
  readonly picture: Picture;
  readonly address: string;
  readonly size: keyof typeof WIDTHS;
  /** What the browser takes for the present; null: the present. */
  readonly at: number | null;
  readonly type: "jpeg" | "png";
}

export interface Drawn {
  readonly image: Buffer;
  /** Where something stands that is another with every run: when this machine did its work, and how fast. */
  readonly varying: readonly Area[];
}

/** A page as somebody sees it who came there, and did what the picture does. Throws where the page itself could not be shown. */
export async function drawPicture(browser: Browser, drawing: Drawing): Promise<Drawn> {
  const { picture, address, size, theme, at, type } = drawing;
  const width = WIDTHS[size];
  const context = await browser.newContext({
    viewport: { width, height: size === "narrow" ? 844 : 900 },
    baseURL: address,
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
  });
  try {
    if (at !== null) await context.clock.setSystemTime(at);
    await drawQuietly(context, theme);
    const page = await context.newPage();
    await page.goto(picture.path);
    await settle(page);
    await picture.prepare?.(page);
    await settle(page);
    const tall = await page.evaluate<number>("document.documentElement.scrollHeight");
    await page.setViewportSize({ width, height: Math.min(HEIGHT_MAX[size], tall) });
    await settle(page);
    await refuseFailure(page);
    const image = await shootSteady(page, type);
    return { image, varying: await findVarying(page, { picture, at }) };
  } finally {
    await context.close();
  }
}

/** A page whose parts went missing would be a picture of its apology. */
async function refuseFailure(page: Page): Promise<void> {
  if ((await page.getByText("This page could not be shown").count()) > 0)
    throw new Error(`${page.url()} could not be shown: was the web app built anew meanwhile?`);
}

async function shootSteady(page: Page, type: Drawing["type"]): Promise<Buffer> {
  const options = type === "png" ? { type } : { type, quality: QUALITY };
  let before = await page.screenshot({ ...options, animations: "disabled" });
  for (let tries = 1; tries < TRIES_MAX; tries++) {
    await page.waitForTimeout(BETWEEN_MS);
    const now = await page.screenshot({ ...options, animations: "disabled" });
    if (now.equals(before)) break;
    before = now;
  }
  return before;
}

type Found = Pick<Drawing, "picture" | "at">;

/** Times after the present are those of this machine's own work; which panels vary besides, the picture says. */
async function findVarying(page: Page, { picture, at }: Found): Promise<readonly Area[]> {
  const isLater = `(time) => Date.parse(time.dateTime) > ${at ?? Number.MAX_SAFE_INTEGER}`;
  const times = await page.evaluate<readonly Area[]>(
    `[...document.querySelectorAll("time")].filter(${isLater}).map((time) => {
      const { x, y, width, height } = time.getBoundingClientRect();
      return { x, y, width, height };
    })`,
  );
  const panels = await Promise.all(
    (picture.varies ?? []).map((name) => page.getByRole("region", { name, exact: true }).boundingBox()),
  );
  return [...times, ...panels.filter((panel) => panel !== null)];
}
