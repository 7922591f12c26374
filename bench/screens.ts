import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { type Server, startServer } from "../src/app/serve/start-server.ts";
import { type OpenStoreOptions, openDuckDbStore, type Store } from "../src/store/index.ts";
import { startBrowser } from "../test/screens/browser.ts";
import { ASKED } from "./screens/asked-by-filters.ts";
import { type FirstLoad, measureFirstLoad } from "./screens/first-load.ts";
import { lookAt, makeStore } from "./screens/make-store.ts";
import { writeFindings } from "./screens/many-findings.ts";
import { type Measured, measurePanel, type Panel, toPanels } from "./screens/measure-panels.ts";
import { scrollTable } from "./screens/scroll-table.ts";
import { type Asked, type Visit, visitPages } from "./screens/visit-pages.ts";

const AIMS = { panelMs: 300, gzipBytes: 250 * 1024, firstPaintMs: 1000, frameMs: 2 * 16.7 } as const;
const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** The range that is shown unasked, and one that holds the whole sixty days: the worst case. */
const RANGES: readonly (string | null)[] = [null, "now-90d"];
/** Longest that all rows of the table may take to come. */
const SCROLL_PATIENCE_MS = 120_000;
/** Findings that are written: the rows of the table repeat the worst of them. */
const FINDINGS = 1000;

interface Run {
  readonly browser: Browser;
  readonly address: string;
  readonly times: number;
  /** Pages and panels whose name has it alone; null: all. */
  readonly named: string | null;
}

/**
 * `npm run bench -- screens [--data FOLDER] [--events N] [--rows N] [--times N] [--only TEXT] [--page TEXT]`: how long
 * the web app takes. Every page of the router is opened in a browser, over the range shown unasked and over all, and
 * looked at by axe; what its panels asked is then asked alone, several times and each time counted anew, the middle one
 * against the aim, the worst first. Besides: the first load of the app, and scrolling a table of 100,000 rows. Without a
 * folder a company's log is generated, taken in and looked at first. `--only panels`, `first-load` or `table` measures
 * that alone, `--page /uploads` pages of that name alone. It ends with 1 where an aim is missed or a page has a fault.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      events: { type: "string", default: "1000000" },
      rows: { type: "string", default: "100000" },
      times: { type: "string", default: "5" },
      only: { type: "string" },
      page: { type: "string" },
    },
  });
  spawnSync(process.execPath, ["tools/web/main.ts"], { cwd: ROOT, stdio: "inherit" });
  const made = await mkdtemp(join(tmpdir(), "gait-bench-screens-"));
  const browserServer = await startBrowser();
  const is = (part: string): boolean => values.only === undefined || values.only === part;
  const misses: string[] = [];
  try {
    const browser = await chromium.connect(browserServer.wsEndpoint());
    const started = performance.now();
    console.log(`${availableParallelism()} processors, load ${tellLoad()} before`);
    const common = { browser, times: Number(values.times), named: values.page ?? null };
    if (is("panels") || is("first-load")) {
      if (values.data !== undefined) lookAt(values.data);
      const data = values.data ?? makeStore(made, values.events);
      let visits: readonly Visit[] = [];
      await withServer(data, async (address, store) => {
        await tellStore(store);
        if (is("first-load")) misses.push(...(await benchFirstLoad({ ...common, address })));
        if (is("panels")) visits = await benchPages({ ...common, address });
      });
      misses.push(...visits.flatMap(({ page, faults }) => faults.map((fault) => `${page}: ${fault}`)));
      // Alone, every answer is counted anew each time: nothing is given again.
      const asked = visits.flatMap((visit) => visit.asked);
      const measure = async (address: string): Promise<void> => {
        misses.push(...(await benchPanels({ ...common, address }, asked)));
      };
      if (is("panels")) await withServer(data, measure, { answersMax: 0 });
    }
    if (is("table"))
      await withServer(join(made, "findings"), async (address, store) => {
        await writeFindings(store, FINDINGS);
        misses.push(...(await benchTable({ ...common, address }, Number(values.rows))));
      });
    tellMisses(misses, performance.now() - started);
  } finally {
    await browserServer.close();
    await rm(made, { recursive: true, force: true });
  }
}

const tellLoad = (): string => (loadavg()[0] ?? 0).toFixed(1);

function tellMisses(misses: readonly string[], tookMs: number): void {
  console.log(`\n${misses.length} aims missed, after ${(tookMs / 1000).toFixed(0)} s, load ${tellLoad()}`);
  for (const miss of misses) console.log(`  ${miss}`);
  if (misses.length > 0) process.exitCode = 1;
}

async function withServer(
  folder: string,
  use: (address: string, store: Store) => Promise<void>,
  limits: NonNullable<OpenStoreOptions["limits"]> = {},
): Promise<void> {
  const store = await openDuckDbStore({ folder, purpose: "bench", limits });
  let server: Server | null = null;
  try {
    server = await startServer({
      store,
      settings: { apiKey: null, threshold: null },
      version: "bench",
      host: "127.0.0.1",
      port: 0,
      isOpen: true,
    });
    await use(server.address, store);
  } finally {
    await server?.close();
    await store.close();
  }
}

async function tellStore(store: Store): Promise<void> {
  const { events } = await store.statistics.readSpan();
  const findings = await store.findings.count({});
  console.log(`${events.toLocaleString("en")} events, ${findings.total.toLocaleString("en")} findings`);
}

/** Milliseconds in a column. */
const ms = (value: number | null): string => (value === null ? "" : value.toFixed(0)).padStart(7);

/** Every page as somebody opens it, over each range. */
async function benchPages({ browser, address, named }: Run): Promise<readonly Visit[]> {
  const rounds: (readonly Visit[])[] = [];
  for (const from of RANGES)
    rounds.push(await visitPages(browser, { address, from, named, isJudged: from === null }));
  const [shown = [], whole = []] = rounds;
  console.log(`\n${"page, until its last panel is drawn".padEnd(40)}  30 days  60 days`);
  for (const [index, { page, wholeMs }] of shown.entries())
    console.log(`${page.padEnd(40)} ${ms(wholeMs)}  ${ms(whole[index]?.wholeMs ?? null)}`);
  return rounds.flat();
}

/** What pages asked, and what people ask by filters, one request after the other; the worst first. */
async function benchPanels(
  { address, times, named }: Run,
  asked: readonly Asked[],
): Promise<readonly string[]> {
  const filters = ASKED.filter(([name]) => named === null || name.includes(named));
  const panels: readonly Panel[] = [
    ...toPanels(asked),
    ...filters.map(([name, path]) => ({ name, path, inPageMs: null })),
  ];
  const measured: Measured[] = [];
  for (const panel of panels) measured.push(await measurePanel(address, panel, times));
  const ordered = measured.toSorted((a, b) => b.medianMs - a.medianMs);
  console.log(`\n${"panel".padEnd(100)}  median longest     cpu in page      KB`);
  for (const { name, medianMs, longestMs, cpuMs, inPageMs, bytes } of ordered)
    console.log(
      `${name.slice(0, 100).padEnd(100)} ${[medianMs, longestMs, cpuMs, inPageMs, bytes / 1024].map(ms).join(" ")}${medianMs > AIMS.panelMs ? "  MISS" : "  pass"}`,
    );
  const late = ordered.filter(({ medianMs }) => medianMs > AIMS.panelMs);
  console.log(
    `${panels.length - late.length} of ${panels.length} panels answer within ${AIMS.panelMs} ms (median of ${times}, asked alone); load ${tellLoad()} after`,
  );
  return late.map(({ name, medianMs }) => `${name}: ${medianMs.toFixed(0)} ms`);
}

async function benchFirstLoad({ browser, address, times }: Run): Promise<readonly string[]> {
  const loads: FirstLoad[] = [];
  for (let time = 0; time < times; time++) loads.push(await measureFirstLoad(browser, address));
  const middle = (pick: (load: FirstLoad) => number): number =>
    loads.map(pick).toSorted((a, b) => a - b)[Math.floor(times / 2)]!;
  const bytes = middle(({ gzipBytes }) => gzipBytes);
  const paint = middle(({ largestPaintMs }) => largestPaintMs);
  const isSmall = bytes <= AIMS.gzipBytes;
  const isSoon = paint <= AIMS.firstPaintMs;
  console.log(
    `\nfirst load: ${(bytes / 1024).toFixed(0)} KB packed by gzip in ${loads[0]!.files} files (${(middle(({ wireBytes }) => wireBytes) / 1024).toFixed(0)} KB came), aim ${AIMS.gzipBytes / 1024}: ${isSmall ? "pass" : "MISS"}`,
  );
  console.log(
    `  first text after ${middle(({ firstPaintMs }) => firstPaintMs).toFixed(0)} ms, largest part after ${paint.toFixed(0)} ms, every panel after ${middle(({ wholeMs }) => wholeMs).toFixed(0)} ms (median of ${times}), aim ${AIMS.firstPaintMs}: ${isSoon ? "pass" : "MISS"}`,
  );
  return [
    ...(isSmall ? [] : [`first load: ${(bytes / 1024).toFixed(0)} KB`]),
    ...(isSoon ? [] : [`first load: largest part after ${paint.toFixed(0)} ms`]),
  ];
}

async function benchTable({ browser, address }: Run, rows: number): Promise<readonly string[]> {
  const found = await scrollTable(browser, { address, rows, patienceMs: SCROLL_PATIENCE_MS });
  console.log(
    `\ntable of ${found.rows.toLocaleString("en")} rows: all there after ${(found.loadingMs / 1000).toFixed(0)} s, ${(found.heapBytes / 2 ** 20).toFixed(0)} MB of scripts' memory`,
  );
  const misses = found.rows < rows ? [`table: ${found.rows} rows came`] : [];
  for (const how of ["turned", "dragged"] as const) {
    const { frames, p95Ms, longestMs, blank } = found[how];
    const isSmooth = p95Ms <= AIMS.frameMs && blank === 0;
    console.log(
      `  ${how}: 95 of 100 frames within ${p95Ms.toFixed(1)} ms, longest ${longestMs.toFixed(0)} ms, ${blank} of ${frames} without rows; aim ${AIMS.frameMs.toFixed(1)}: ${isSmooth ? "pass" : "MISS"}`,
    );
    if (!isSmooth) misses.push(`table ${how}: ${p95Ms.toFixed(1)} ms, ${blank} frames without rows`);
  }
  return misses;
}
