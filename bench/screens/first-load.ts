import { gzipSync } from "node:zlib";
import type { Browser, Response } from "playwright-core";
import { settle } from "../../test/screens/view.ts";

export interface FirstLoad {
  /** What the page, its scripts, styles and fonts weigh, each packed by gzip. */
  readonly gzipBytes: number;
  /** What came over the wire of them, as this browser takes them. */
  readonly wireBytes: number;
  readonly files: number;
  /** From calling the address until the first text is painted, and the largest part of what is seen at first. */
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  /** Until every panel has its numbers. */
  readonly wholeMs: number;
}

/** What belongs to the app itself, answers of the API apart. */
const PARTS: ReadonlySet<string> = new Set(["document", "script", "stylesheet", "font", "image", "manifest"]);

const OBSERVE = `
  window.largestPaint = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.largestPaint = one.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });`;
const FIRST_PAINT = `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0`;

/** The overview in a browser that was never here: nothing kept, nothing compiled. */
export async function measureFirstLoad(browser: Browser, address: string): Promise<FirstLoad> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  try {
    await context.addInitScript(OBSERVE);
    const page = await context.newPage();
    const parts: Response[] = [];
    page.on("response", (response) => {
      if (PARTS.has(response.request().resourceType())) parts.push(response);
    });
    const started = performance.now();
    await page.goto(address);
    await settle(page);
    const wholeMs = performance.now() - started;
    // What is loaded behind the overview, once it stands, does not hold it up.
    const before = [...parts];
    const largestPaintMs = await page.evaluate<number>("window.largestPaint");
    const firstPaintMs = await page.evaluate<number>(FIRST_PAINT);
    let gzipBytes = 0;
    let wireBytes = 0;
    for (const response of before) {
      gzipBytes += gzipSync(await response.body(), { level: 9 }).length;
      wireBytes += (await response.request().sizes()).responseBodySize;
    }
    return { gzipBytes, wireBytes, files: before.length, firstPaintMs, largestPaintMs, wholeMs };
  } finally {
    await context.close();
  }
}
