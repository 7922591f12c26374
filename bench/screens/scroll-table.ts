import type { Browser, CDPSession, Page } from "playwright-core";
import { settle } from "../../test/screens/view.ts";

export interface Scrolled {
  /** Rows that the table had at the end. */
  readonly rows: number;
  /** While its pages were fetched, one after the other, at the end of the table. */
  readonly loading: Frames;
  readonly loadingMs: number;
  /** From the first row to the last and back, everything being there. */
  readonly scrolling: Frames;
  /** Of the page's scripts, after what nobody uses was cleared away. */
  readonly heapBytes: number;
}

export interface Frames {
  readonly frames: number;
  /** Frames that came later than `LATE_MS` after the one before. */
  readonly late: number;
  readonly longestMs: number;
}

/** From here on people see that a picture sticks. */
export const LATE_MS = 50;
/** Pixels a frame: some screens of rows, faster than anybody turns a wheel. */
const STEP_PIXELS = 2600;

/** Runs in the page: scrolls the table, a step each frame, and counts frames. Ends where `until` says. */
const SCROLL = `async ({ step, lateMs, total, patienceMs }) => {
  const table = document.querySelector("section:has(> table[aria-rowcount])");
  const rowsOf = () => Number(table.querySelector("table").getAttribute("aria-rowcount")) - 1;
  const frame = () => new Promise(requestAnimationFrame);
  const seen = { frames: 0, late: 0, longestMs: 0 };
  let before = await frame();
  const started = before;
  for (;;) {
    const isLoading = total !== null;
    const isDone = isLoading
      ? rowsOf() >= total || before - started > patienceMs
      : step > 0
        ? table.scrollTop + table.clientHeight >= table.scrollHeight - 1
        : table.scrollTop <= 0;
    if (isDone) return { ...seen, rows: rowsOf(), ms: before - started };
    table.scrollTop = isLoading ? table.scrollHeight : table.scrollTop + step;
    const now = await frame();
    seen.frames++;
    if (now - before > lateMs) seen.late++;
    seen.longestMs = Math.max(seen.longestMs, now - before);
    before = now;
  }
}`;

interface Counted extends Frames {
  readonly rows: number;
  readonly ms: number;
}

/** The findings' page over a store of so many findings: all of them loaded, then scrolled through. */
export async function scrollTable(
  browser: Browser,
  {
    address,
    rows,
    patienceMs,
  }: { readonly address: string; readonly rows: number; readonly patienceMs: number },
): Promise<Scrolled> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  try {
    const page = await context.newPage();
    await page.goto(`${address}/findings?from=all`);
    await settle(page);
    await page.waitForSelector("table[aria-rowcount] tbody tr[aria-rowindex]");
    const scroll = (step: number, total: number | null): Promise<Counted> =>
      page.evaluate<Counted>(`(${SCROLL})(${JSON.stringify({ step, lateMs: LATE_MS, total, patienceMs })})`);
    const loading = await scroll(STEP_PIXELS, rows);
    const up = await scroll(-STEP_PIXELS, null);
    const down = await scroll(STEP_PIXELS, null);
    return {
      rows: down.rows,
      loading,
      loadingMs: loading.ms,
      scrolling: {
        frames: up.frames + down.frames,
        late: up.late + down.late,
        longestMs: Math.max(up.longestMs, down.longestMs),
      },
      heapBytes: await readHeap(page),
    };
  } finally {
    await context.close();
  }
}

async function readHeap(page: Page): Promise<number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize;
}
