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
import { type FirstLoad, measureFirstLoad } from "./screens/first-load.ts";
import { lookAt, makeStore } from "./screens/make-store.ts";
import { writeFindings } from "./screens/many-findings.ts";
import { measurePanel, type Panel, toPanels } from "./screens/measure-panels.ts";
import { LATE_MS, scrollTable } from "./screens/scroll-table.ts";
import { type Asked, type Visit, visitPages } from "./screens/visit-pages.ts";

const AIMS = { panelMs: 300, gzipBytes: 250 * 1024, firstPaintMs: 1000, lateShare: 0.01 } as const;
const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** The range that is shown unasked, and one that holds the whole sixty days: the worst case. */
const RANGES: readonly (string | null)[] = [null, "now-90d"];
/** Longest that all rows of the table may take to come. */
const SCROLL_PATIENCE_MS = 600_000;

const query = encodeURIComponent;
/** What people ask for by filters, besides what pages ask by themselves. */
const ASKED: readonly (readonly [panel: string, path: string])[] = [
  ["histogram by class", "/api/v1/histogram?by=class"],
  ["histogram by country", "/api/v1/histogram?by=country"],
  ["histogram by actor", "/api/v1/histogram?by=user"],
  ["histogram by resource", "/api/v1/histogram?by=resource"],
  ["histogram of findings by severity", "/api/v1/histogram?for=findings&by=severity"],
  ["histogram of findings by country", "/api/v1/histogram?for=findings&by=country"],
  ["values: action", "/api/v1/values?field=action"],
  ["values: resource", "/api/v1/values?field=resource&prefix=log"],
  ["events", "/api/v1/events"],
  ["events: a filter", `/api/v1/events?q=${query("action:(GetObject or PutObject) and not country:DE")}`],
  ["events: free text", "/api/v1/events?q=payroll"],
  ["events: a part of a resource", `/api/v1/events?q=${query("resource:*2025*")}`],
  ["findings: a filter", `/api/v1/findings?q=${query("severity >= high and country:*")}`],
  ["hours of the week: a filter", `/api/v1/statistics/hours?q=${query("not country:DE")}`],
  ["actions", "/api/v1/statistics/measures?by=action"],
  ["addresses with findings", "/api/v1/statistics/measures?by=address&order=findings"],
  ["tools", "/api/v1/statistics/measures?by=tool"],
  ["resources", "/api/v1/statistics/measures?by=resource"],
  ["correlations", "/api/v1/statistics/correlations"],
  ["habits", "/api/v1/statistics/profiles"],
  ["summary", "/api/v1/statistics/summary"],
  ["high-risk events", "/api/v1/statistics/queries/high_risk_events"],
];

/**
 * `npm run bench -- screens [--data FOLDER] [--events N] [--rows N] [--times N] [--only TEXT]`: how long the web app takes.
 * Every page is opened in a browser, over the range shown unasked and over all; what its panels asked is then asked
 * alone, several times and each time counted anew, the middle one against the aim. Besides: the first load of the app, and scrolling a table of
 * 100,000 rows. Without a folder a company's log is generated, taken in and looked at first. `--only panels`,
 * `first-load` or `table` measures that alone.
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
    },
  });
  spawnSync(process.execPath, ["tools/web/main.ts"], { cwd: ROOT, stdio: "inherit" });
  const made = await mkdtemp(join(tmpdir(), "gait-bench-screens-"));
  const browserServer = await startBrowser();
  const is = (part: string): boolean => values.only === undefined || values.only === part;
  try {
    const browser = await chromium.connect(browserServer.wsEndpoint());
    const [load] = loadavg();
    console.log(`${availableParallelism()} processors, load ${load?.toFixed(1)} before`);
    if (is("panels") || is("first-load")) {
      if (values.data !== undefined) lookAt(values.data);
      const data = values.data ?? makeStore(made, values.events);
      const times = Number(values.times);
      let visits: readonly Visit[] = [];
      await withServer(data, async (address, store) => {
        await tellStore(store);
        if (is("first-load")) await benchFirstLoad(browser, address, times);
        if (is("panels")) visits = await benchPages(browser, address);
      });
      // Alone, every answer is counted anew each time: nothing is given again.
      const asked = visits.flatMap((visit) => visit.asked);
      if (is("panels"))
        await withServer(data, (address) => benchPanels(address, asked, times), { answersMax: 0 });
    }
    if (is("table"))
      await withServer(join(made, "findings"), async (address, store) => {
        await writeFindings(store, Number(values.rows));
        await benchTable(browser, address, Number(values.rows));
      });
  } finally {
    await browserServer.close();
    await rm(made, { recursive: true, force: true });
  }
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
async function benchPages(browser: Browser, address: string): Promise<readonly Visit[]> {
  const rounds: (readonly Visit[])[] = [];
  for (const from of RANGES) rounds.push(await visitPages(browser, { address, from }));
  const [shown = [], whole = []] = rounds;
  console.log(`\n${"page, until its last panel is drawn".padEnd(40)}  30 days  60 days`);
  for (const [index, { page, wholeMs }] of shown.entries())
    console.log(`${page.padEnd(40)} ${ms(wholeMs)}  ${ms(whole[index]?.wholeMs ?? null)}`);
  return rounds.flat();
}

/** What pages asked, and what people ask by filters, one request after the other. */
async function benchPanels(address: string, asked: readonly Asked[], times: number): Promise<void> {
  const panels: readonly Panel[] = [
    ...toPanels(asked),
    ...ASKED.map(([name, path]) => ({ name, path, inPageMs: null })),
  ];
  console.log(`\n${"panel".padEnd(100)}  median longest     cpu in page`);
  let late = 0;
  for (const panel of panels) {
    const { name, medianMs, longestMs, cpuMs, inPageMs } = await measurePanel(address, panel, times);
    const isLate = medianMs > AIMS.panelMs;
    if (isLate) late++;
    console.log(
      `${name.slice(0, 100).padEnd(100)} ${ms(medianMs)} ${ms(longestMs)} ${ms(cpuMs)} ${ms(inPageMs)}${isLate ? "  MISS" : "  pass"}`,
    );
  }
  console.log(
    `${panels.length - late} of ${panels.length} panels answer within ${AIMS.panelMs} ms (median of ${times}, asked alone); load ${loadavg()[0]?.toFixed(1)} after`,
  );
}

async function benchFirstLoad(browser: Browser, address: string, times: number): Promise<void> {
  const loads: FirstLoad[] = [];
  for (let time = 0; time < times; time++) loads.push(await measureFirstLoad(browser, address));
  const middle = (pick: (load: FirstLoad) => number): number =>
    loads.map(pick).toSorted((a, b) => a - b)[Math.floor(times / 2)]!;
  const bytes = middle(({ gzipBytes }) => gzipBytes);
  const paint = middle(({ largestPaintMs }) => largestPaintMs);
  console.log(
    `\nfirst load: ${(bytes / 1024).toFixed(0)} KB packed by gzip in ${loads[0]!.files} files (${(middle(({ wireBytes }) => wireBytes) / 1024).toFixed(0)} KB came), aim ${AIMS.gzipBytes / 1024}: ${bytes <= AIMS.gzipBytes ? "pass" : "MISS"}`,
  );
  console.log(
    `  first text after ${middle(({ firstPaintMs }) => firstPaintMs).toFixed(0)} ms, largest part after ${paint.toFixed(0)} ms, every panel after ${middle(({ wholeMs }) => wholeMs).toFixed(0)} ms (median of ${times}), aim ${AIMS.firstPaintMs}: ${paint <= AIMS.firstPaintMs ? "pass" : "MISS"}`,
  );
}

async function benchTable(browser: Browser, address: string, rows: number): Promise<void> {
  const found = await scrollTable(browser, { address, rows, patienceMs: SCROLL_PATIENCE_MS });
  const { loading, scrolling } = found;
  const share = scrolling.late / scrolling.frames;
  const isSmooth = found.rows >= rows && share <= AIMS.lateShare;
  console.log(
    `\ntable of ${found.rows.toLocaleString("en")} rows: all there after ${(found.loadingMs / 1000).toFixed(0)} s, ${loading.late} of ${loading.frames} frames over ${LATE_MS} ms meanwhile (longest ${loading.longestMs.toFixed(0)} ms)`,
  );
  console.log(
    `  scrolled up and down: ${scrolling.late} of ${scrolling.frames} frames over ${LATE_MS} ms (longest ${scrolling.longestMs.toFixed(0)} ms), ${(found.heapBytes / 2 ** 20).toFixed(0)} MB of scripts' memory; aim 1 in 100: ${isSmooth ? "pass" : "MISS"}`,
  );
}
