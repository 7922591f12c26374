import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, open, rm, stat } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { generateCloudTrail } from "../src/generate/index.ts";
import { startTestServer } from "../src/store/postgres/test-server.suite.ts";

const KEY = "a key that only the bench knows";
const RATE = 500;
const EXPLAINED_RATE = 20;
const CONNECTIONS = 16;
const INSTANCES = 10_000;
const START_AT = Date.UTC(2026, 0, 5);
const PROCESSES = 4;
const AIMS = { predictMs: 10, explainedMs: 50, batchSeconds: 2, ingestShare: 0.5 } as const;
const HEADERS = { "content-type": "application/json", "x-api-key": KEY };

/**
 * `npm run bench -- api [--seconds N] [--events N] [--no-postgres]`: the server in a process of its own, asked over
 * loopback: predictions at a fixed rate, explained ones, a batch, NDJSON taken in against a scan of the same records,
 * and the predictions again with four processes on PostgreSQL. Rates are kept whether or not the server keeps up, so a
 * late answer counts as late.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "20" },
      events: { type: "string", default: "100000" },
      "no-postgres": { type: "boolean", default: false },
    },
  });
  const seconds = Number(values.seconds);
  const events = Number(values.events);
  console.log(`${availableParallelism()} processors; server and load share them`);
  const folder = await mkdtemp(join(tmpdir(), "gait-bench-api-"));
  try {
    const server = await startProcess(join(folder, "data"), null);
    try {
      await benchPredictions([server.address], seconds, "one process, DuckDB");
      await benchBatch(server.address);
      await benchIngest(server.address, { folder, events });
    } finally {
      await stopProcess(server);
    }
    if (!values["no-postgres"]) await benchTogether(folder, { seconds, events });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchTogether(
  folder: string,
  { seconds, events }: { readonly seconds: number; readonly events: number },
): Promise<void> {
  const postgres = await startTestServer();
  if (postgres === null) return;
  const schema = await postgres.createSchema();
  const servers: RunningServer[] = [];
  try {
    for (let at = 0; at < PROCESSES; at++)
      servers.push(await startProcess(join(folder, "together"), schema.url));
    const words = `${PROCESSES} processes, PostgreSQL`;
    await benchPredictions(
      servers.map(({ address }) => address),
      seconds,
      words,
    );
    await benchIngest(servers[0]!.address, { folder, events });
  } finally {
    for (const server of servers) await stopProcess(server);
    await schema.drop();
    await postgres.stop();
  }
}

interface RunningServer {
  readonly address: string;
  readonly process: ChildProcess;
}

async function startProcess(folder: string, databaseUrl: string | null): Promise<RunningServer> {
  await mkdir(folder, { recursive: true });
  const program = fileURLToPath(new URL("./api-process.ts", import.meta.url));
  const child = spawn(process.execPath, [program, folder, ...(databaseUrl === null ? [] : [databaseUrl])], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, API_KEY: KEY },
  });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith("http")) return { address: line, process: child };
  throw new Error("The server did not start.");
}

async function stopProcess({ process: child }: RunningServer): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}

const ACTIONS = ["login", "view", "download", "upload", "admin", "logout", "delete"] as const;

/** Actions of many users at all hours. */
const toInstance = (at: number): object => ({
  user_id: `user-${at % 211}`,
  timestamp: new Date(START_AT + at * 977_000).toISOString(),
  action_type: ACTIONS[at % ACTIONS.length],
  ip_address: `198.51.100.${at % 250}`,
  data_volume_mb: (at * 37) % 900,
  device_type: "desktop",
  failed_attempts: at % 13 === 0 ? 4 : 0,
});

async function benchPredictions(addresses: readonly string[], seconds: number, where: string): Promise<void> {
  const plain = await fire(addresses, { seconds, rate: RATE, isExplained: false });
  tell(`predict at ${RATE} a second, ${where}: p99`, plain.p99, { aim: AIMS.predictMs, unit: "ms" });
  console.log(`  median ${plain.median} ms, ${plain.answers} answers, ${plain.failures} failures`);
  const explained = await fire(addresses, { seconds, rate: EXPLAINED_RATE, isExplained: true });
  tell(`explained at ${EXPLAINED_RATE} a second, ${where}: p99`, explained.p99, {
    aim: AIMS.explainedMs,
    unit: "ms",
  });
  console.log(
    `  median ${explained.median} ms, ${explained.answers} answers, ${explained.failures} failures`,
  );
}

interface Load {
  readonly seconds: number;
  readonly rate: number;
  readonly isExplained: boolean;
}

interface Fired {
  readonly p99: number;
  readonly median: number;
  readonly answers: number;
  readonly failures: number;
}

const WARM_UP_SECONDS = 3;

/** The same load on all addresses together; of several, the slowest counts. */
async function fire(addresses: readonly string[], load: Load): Promise<Fired> {
  await Promise.all(addresses.map((address) => shoot(address, { ...load, seconds: WARM_UP_SECONDS })));
  const shares = addresses.map((address) => shoot(address, { ...load, rate: load.rate / addresses.length }));
  const results = await Promise.all(shares);
  return {
    p99: Math.max(...results.map(({ latency }) => latency.p99)),
    median: Math.max(...results.map(({ latency }) => latency.p50)),
    answers: results.reduce((sum, one) => sum + one["2xx"], 0),
    failures: results.reduce((sum, one) => sum + one.non2xx + one.errors + one.timeouts, 0),
  };
}

const shoot = (address: string, { seconds, rate, isExplained }: Load): Promise<autocannon.Result> =>
  autocannon({
    url: `${address}/api/predict`,
    method: "POST",
    duration: seconds,
    connections: Math.min(CONNECTIONS, Math.max(1, Math.floor(rate))),
    overallRate: rate,
    headers: HEADERS,
    requests: Array.from({ length: 1000 }, (_, at) => ({
      body: JSON.stringify({ ...toInstance(at), explain: isExplained }),
    })),
  });

const RUNS = 3;

async function benchBatch(address: string): Promise<void> {
  const body = JSON.stringify({
    instances: Array.from({ length: INSTANCES }, (_, at) => toInstance(at)),
    explain: false,
  });
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    const response = await fetch(`${address}/api/batch`, { method: "POST", headers: HEADERS, body });
    await response.text();
    if (!response.ok) throw new Error(`The batch was answered with ${response.status}.`);
    times.push((performance.now() - startedAt) / 1000);
  }
  tell(`batch of ${INSTANCES} instances, best of ${RUNS}`, Math.min(...times), {
    aim: AIMS.batchSeconds,
    unit: "s",
  });
}

interface Ingesting {
  readonly folder: string;
  readonly events: number;
}

/** NDJSON over HTTP, in whole; against a whole scan process over the same file. */
async function benchIngest(address: string, { folder, events }: Ingesting): Promise<void> {
  const logs = join(folder, "logs");
  const file = join(logs, "records.ndjson");
  if (!existsSync(file)) await writeRecords(logs, file, events);
  const startedAt = performance.now();
  const response = await fetch(`${address}/api/v1/events?name=bench`, {
    method: "POST",
    headers: { "x-api-key": KEY, "content-type": "application/x-ndjson" },
    body: Readable.toWeb(createReadStream(file)),
    duplex: "half",
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`The log was answered with ${response.status}: ${answer}`);
  const ingested = events / ((performance.now() - startedAt) / 1000);
  const scanned = events / (await scan(logs));
  const { size } = await stat(file);
  console.log(
    `ingested over HTTP ${toRate(ingested)}, scanned ${toRate(scanned)}; ${(size / 1e6).toFixed(0)} MB of NDJSON`,
  );
  tell("ingestion over HTTP against a scan of the same records", ingested / scanned, {
    aim: AIMS.ingestShare,
    unit: "times",
  });
}

const toRate = (rate: number): string => `${Math.round(rate).toLocaleString("en")} events/s`;

async function scan(logs: string): Promise<number> {
  const program = fileURLToPath(new URL("./scan-process.ts", import.meta.url));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, "scan", logs], { stdio: ["ignore", "ignore", "inherit"] });
  await once(child, "exit");
  return (performance.now() - startedAt) / 1000;
}

async function writeRecords(folder: string, path: string, events: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const days = Math.ceil(events / 5000) + 7;
  const file = await open(path, "w");
  let left = events;
  for (const batch of generateCloudTrail({ seed: 1, people: 100, days, startAt: START_AT, stories: null })) {
    const lines = batch.slice(0, left).map(({ record }) => JSON.stringify(record));
    await file.write(`${lines.join("\n")}\n`);
    left -= lines.length;
    if (left <= 0) break;
  }
  await file.close();
}

interface Aim {
  readonly aim: number;
  readonly unit: "ms" | "s" | "times";
}

function tell(what: string, value: number, { aim, unit }: Aim): void {
  const isMet = unit === "times" ? value >= aim : value < aim;
  const wanted = unit === "times" ? `at least ${aim}` : `under ${aim}`;
  console.log(`${isMet ? "met   " : "MISSED"} ${what}: ${value.toFixed(2)} ${unit} (aim: ${wanted} ${unit})`);
}
