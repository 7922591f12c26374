import type { Browser, CDPSession, Page, Route } from "playwright-core";
import { z } from "zod";
import { settle } from "../../test/screens/view.ts";

export interface Scrolled {
  /** Rows that the table had. */
  readonly rows: number;
  /** Until all of them were handed to the page. */
  readonly loadingMs: number;
  /** As fast as a hand turns a wheel, in the midst of the rows. */
  readonly turned: Frames;
  /** From the last row to the first and back within two hundred frames: the bar is dragged. */
  readonly dragged: Frames;
  /** Of the page's scripts, after what nobody uses was cleared away. */
  readonly heapBytes: number;
}

export interface Frames {
  readonly frames: number;
  /** Milliseconds from frame to frame: 95 in 100 take no longer. */
  readonly p95Ms: number;
  readonly longestMs: number;
  /** Frames in the middle of which no row stood. */
  readonly blank: number;
}

/** Rows of one answer: more than the page asks for, so that few answers bring all. */
const ANSWER_ROWS = 2000;
const DRAG_FRAMES = 200;
const TURN_FRAMES = 200;
/** Pixels a frame: sixty thousand a second. */
const TURN_PIXELS = 1000;

/** Runs in the page: scrolls the table, a step each frame, and takes the time of each. */
const SCROLL = `async ({ from, step, frames }) => {
  const table = document.querySelector("section:has(> table[aria-rowcount])");
  const { left, top, width, height } = table.getBoundingClientRect();
  const frame = () => new Promise(requestAnimationFrame);
  const range = table.scrollHeight - table.clientHeight;
  const pixels = step ?? (range / frames) * (from === 0 ? 1 : -1);
  table.scrollTop = from * range;
  const times = [];
  let blank = 0;
  await frame();
  let before = await frame();
  for (let done = 0; done < frames; done++) {
    table.scrollTop += pixels;
    const now = await frame();
    times.push(now - before);
    before = now;
    const middle = document.elementFromPoint(left + width / 2, Math.min(top + height, innerHeight) - 60);
    if (middle?.closest("tr[aria-rowindex]") == null) blank++;
  }
  return { times, blank };
}`;

/** Asks for the next rows until all are there. */
const LOAD = `async ({ total, patienceMs }) => {
  const table = document.querySelector("section:has(> table[aria-rowcount])");
  const rowsOf = () => Number(table.querySelector("table").getAttribute("aria-rowcount")) - 1;
  const started = performance.now();
  while (rowsOf() < total && performance.now() - started < patienceMs) {
    table.scrollTop = table.scrollHeight;
    await new Promise(requestAnimationFrame);
  }
  return { rows: rowsOf(), ms: performance.now() - started };
}`;

interface ScrollOptions {
  readonly address: string;
  readonly rows: number;
  readonly patienceMs: number;
}

/**
 * The findings' page with so many rows, scrolled through. The first answer is the server's own; those that follow repeat
 * its rows under other names, since what is measured is the table: how long the store takes is told of its panels.
 */
export async function scrollTable(browser: Browser, options: ScrollOptions): Promise<Scrolled> {
  const { address, rows, patienceMs } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  try {
    const page = await context.newPage();
    await page.route("**/api/v1/findings/summaries*", repeatRows(rows));
    await page.goto(`${address}/findings?from=all`);
    await settle(page);
    await page.waitForSelector("table[aria-rowcount] tbody tr[aria-rowindex]");
    const loaded = await page.evaluate<{ rows: number; ms: number }>(
      `(${LOAD})(${JSON.stringify({ total: rows, patienceMs })})`,
    );
    const scroll = async (how: object): Promise<Frames> =>
      toFrames(await page.evaluate<Timed>(`(${SCROLL})(${JSON.stringify(how)})`));
    const turned = await scroll({ from: 0.5, step: TURN_PIXELS, frames: TURN_FRAMES });
    const up = await scroll({ from: 1, frames: DRAG_FRAMES });
    const down = await scroll({ from: 0, frames: DRAG_FRAMES });
    return {
      rows: loaded.rows,
      loadingMs: loaded.ms,
      turned,
      dragged: up.p95Ms > down.p95Ms ? up : down,
      heapBytes: await readHeap(page),
    };
  } finally {
    await context.close();
  }
}

const ANSWER = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });

function repeatRows(total: number): (route: Route) => Promise<void> {
  let own: z.infer<typeof ANSWER> | null = null;
  return async (route) => {
    const url = new URL(route.request().url());
    const from = Number(url.searchParams.get("cursor") ?? 0);
    url.searchParams.delete("cursor");
    own ??= ANSWER.parse(await (await route.fetch({ url: url.href })).json());
    const { items } = own;
    const until = Math.min(from + ANSWER_ROWS, total);
    const repeated = Array.from({ length: until - from }, (_, index) => {
      const number = from + index;
      const row = items[number % items.length]!;
      return { ...row, id: `${row.id}-${number}` };
    });
    await route.fulfill({
      json: { ...own, items: repeated, next_cursor: until < total ? String(until) : null },
    });
  };
}

interface Timed {
  readonly times: readonly number[];
  readonly blank: number;
}

function toFrames({ times, blank }: Timed): Frames {
  const ordered = times.toSorted((a, b) => a - b);
  return {
    frames: times.length,
    p95Ms: ordered[Math.floor(times.length * 0.95)]!,
    longestMs: ordered.at(-1)!,
    blank,
  };
}

async function readHeap(page: Page): Promise<number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize;
}
