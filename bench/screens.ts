import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startServer } from "../src/app/serve/start-server.ts";
import { openDuckDbStore } from "../src/store/index.ts";

const KEY = "a key that only the bench knows";
const AIM_MS = 300;
const TIMES = 5;
const MAIN = fileURLToPath(new URL("../src/app/main.ts", import.meta.url));

/** What the panels of the screens ask for. */
const PANELS: readonly (readonly [panel: string, path: string])[] = [
  ["overview", "/api/v1/overview"],
  ["overview: riskiest", "/api/v1/risk"],
  ["overview: worst incidents", "/api/v1/incidents?limit=5"],
  ["histogram of events", "/api/v1/histogram?buckets=60"],
  ["histogram by class", "/api/v1/histogram?by=class"],
  ["histogram by country", "/api/v1/histogram?by=country"],
  ["histogram by actor", "/api/v1/histogram?by=user"],
  ["histogram by resource", "/api/v1/histogram?by=resource"],
  ["histogram of findings by severity", "/api/v1/histogram?for=findings&by=severity"],
  ["histogram of findings by country", "/api/v1/histogram?for=findings&by=country"],
  ["values: action", "/api/v1/values?field=action"],
  ["values: resource", "/api/v1/values?field=resource&prefix=log"],
  ["events", "/api/v1/events"],
  [
    "events: a filter",
    `/api/v1/events?q=${encodeURIComponent("action:(GetObject or PutObject) and not country:DE")}`,
  ],
  ["events: free text", "/api/v1/events?q=payroll"],
  ["events: a part of a resource", `/api/v1/events?q=${encodeURIComponent("resource:*2025*")}`],
  ["findings", "/api/v1/findings"],
  ["findings: a filter", `/api/v1/findings?q=${encodeURIComponent("severity >= high and country:*")}`],
  ["actors", "/api/v1/actors"],
  ["map", "/api/v1/places"],
  ["hours of the week", "/api/v1/statistics/hours"],
  ["scores", "/api/v1/statistics/scores"],
  ["transfers by day", "/api/v1/statistics/measures?by=day&order=value&limit=100"],
  ["actions", "/api/v1/statistics/measures?by=action"],
  ["addresses with findings", "/api/v1/statistics/measures?by=address&order=findings"],
  ["tools", "/api/v1/statistics/measures?by=tool"],
  ["correlations", "/api/v1/statistics/correlations"],
  ["habits", "/api/v1/statistics/profiles"],
  ["summary", "/api/v1/statistics/summary"],
  ["high-risk events", "/api/v1/statistics/queries/high_risk_events"],
];

/**
 * `npm run bench -- screens [--data FOLDER] [--events N]`: what each panel of the screens asks, over HTTP, five times;
 * the median against the aim. Without a folder a company's log is generated, taken in and looked at first.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: "string" }, events: { type: "string", default: "1000000" } },
  });
  const made = values.data === undefined ? await mkdtemp(join(tmpdir(), "gait-bench-screens-")) : null;
  try {
    await benchPanels(values.data ?? makeStore(made!, values.events));
  } finally {
    if (made !== null) await rm(made, { recursive: true, force: true });
  }
}

/** A detected store; the path of its folder. */
function makeStore(folder: string, events: string): string {
  const logs = join(folder, "logs");
  const data = join(folder, "data");
  for (const command of [
    ["generate", "cloudtrail", "--seed", "1", "--size", events, "--out", logs],
    ["ingest", logs, "--data", data, "--quiet"],
    ["detect", "--data", data, "--quiet"],
  ]) {
    const { status } = spawnSync(process.execPath, [MAIN, ...command], { stdio: "inherit" });
    if (status !== 0) throw new Error(`gait ${command.join(" ")} ended with ${status}`);
  }
  return data;
}

async function benchPanels(folder: string): Promise<void> {
  const store = await openDuckDbStore({ folder, purpose: "bench" });
  const { events } = await store.statistics.readSpan();
  const findings = await store.findings.count({});
  const server = await startServer({
    store,
    settings: { apiKey: KEY, threshold: null },
    version: "bench",
    host: "127.0.0.1",
    port: 0,
  });
  const [load] = loadavg();
  console.log(
    `${events.toLocaleString("en")} events, ${findings.total.toLocaleString("en")} findings, ` +
      `${availableParallelism()} processors, load ${load?.toFixed(1)} before; median of ${TIMES}, aim ${AIM_MS} ms`,
  );
  try {
    let late = 0;
    for (const [panel, path] of PANELS) {
      const median = await measure(`${server.address}${path}`);
      if (median > AIM_MS) late++;
      console.log(
        `${panel.padEnd(36)}${median.toFixed(0).padStart(7)} ms${median > AIM_MS ? "  over the aim" : ""}`,
      );
    }
    console.log(`${PANELS.length - late} of ${PANELS.length} panels within the aim`);
  } finally {
    await server.close();
    await store.close();
  }
}

async function measure(url: string): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    const response = await fetch(url, { headers: { "x-api-key": KEY } });
    await response.arrayBuffer();
    times.push(performance.now() - started);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)]!;
}
