import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startTestServer, type TestServer } from "../src/store/postgres/test-server.suite.ts";
import { makeRecords, type Records, scan, send } from "./api/ingestion.ts";
import { type Fired, fire, type Load, toInstance, warmUp } from "./api/load.ts";
import { type Measured, Results } from "./api/results.ts";
import { HEADERS, type RunningServer, startProcess } from "./api/servers.ts";

const RATE = 500;
const EXPLAINED_RATE = 20;
const INSTANCES = 10_000;
const BATCHES = 3;
const PROCESSES = 4;
/** The whole run, however slow the machine. */
const RUN_MS_MAX = 230_000;
const STOP_MS_MAX = 8_000;

/**
 * `npm run bench -- api [--seconds N] [--events N] [--no-postgres]`: servers in processes of their own, asked over
 * loopback. Prints each aim with what was measured and how busy the machine was; leaves nothing behind.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "15" },
      events: { type: "string", default: "100000" },
      "no-postgres": { type: "boolean", default: false },
    },
  });
  console.log(`${availableParallelism()} processors; servers, database and load share them`);
  const results = new Results();
  const folder = await mkdtemp(join(tmpdir(), "gait-bench-api-"));
  let postgres: TestServer | null = null;
  // Servers end with this process.
  const end = async (reason: string): Promise<void> => {
    results.print();
    console.log(`Ended ${reason}: what is not in the table was not measured.`);
    await Promise.race([postgres?.stop(), wait(STOP_MS_MAX)]);
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  };
  const late = setTimeout(() => void end(`after ${RUN_MS_MAX / 1000} s`), RUN_MS_MAX);
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => void end(`by ${name}`));
  try {
    const seconds = Number(values.seconds);
    const records = await makeRecords(folder, Number(values.events));
    const scanned = await scan(records);
    const parts: Parts = { folder, seconds, records, scanned, results };
    await benchOne(parts);
    if (!values["no-postgres"]) {
      postgres = await startTestServer();
      if (postgres === null) throw new Error("There is no PostgreSQL here.");
      await benchTogether(parts, postgres);
    }
  } finally {
    clearTimeout(late);
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }
  if (!results.print()) process.exitCode = 1;
}

interface Parts {
  readonly folder: string;
  readonly seconds: number;
  readonly records: Records;
  /** Seconds of a scan of the records. */
  readonly scanned: number;
  readonly results: Results;
}

async function benchOne(parts: Parts): Promise<void> {
  const server = await startProcess(join(parts.folder, "data"), null);
  try {
    await benchServers([server], { ...parts, where: "one process, DuckDB" });
  } finally {
    await server.stop();
  }
}

async function benchTogether(parts: Parts, postgres: TestServer): Promise<void> {
  const servers: RunningServer[] = [];
  try {
    const schema = await postgres.createSchema();
    for (let at = 0; at < PROCESSES; at++)
      servers.push(await startProcess(join(parts.folder, "together"), schema.url));
    await benchServers(servers, { ...parts, where: `${PROCESSES} processes, PostgreSQL` });
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function benchServers(
  servers: readonly RunningServer[],
  { where, seconds, records, scanned, results }: Parts & { readonly where: string },
): Promise<void> {
  const addresses = servers.map(({ address }) => address);
  const [first] = addresses;
  const plain: Load = { seconds, rate: RATE, isExplained: false };
  const explained: Load = { seconds, rate: EXPLAINED_RATE, isExplained: true };
  await warmUp(addresses, false);
  await results.add({ what: `${where}: predict at ${RATE}/s, p99`, aim: 10, unit: "ms" }, async () =>
    tell(await fire(addresses, plain)),
  );
  await warmUp(addresses, true);
  await results.add(
    { what: `${where}: explained at ${EXPLAINED_RATE}/s, p99`, aim: 50, unit: "ms" },
    async () => tell(await fire(addresses, explained)),
  );
  await results.add(
    { what: `${where}: predict beside explained ones, p99`, aim: 10, unit: "ms" },
    async () => {
      const [fired] = await Promise.all([fire(addresses, plain), fire(addresses, explained)]);
      return tell(fired!);
    },
  );
  await results.add({ what: `${where}: batch of ${INSTANCES} instances`, aim: 2, unit: "s" }, () =>
    sendBatches(first!),
  );
  await results.add({ what: `${where}: NDJSON over HTTP against scan`, aim: 0.5, unit: "x" }, async () => {
    const sent = await send(first!, records);
    const toRate = (took: number): string =>
      `${Math.round(records.events / took).toLocaleString("en")} events/s`;
    return {
      value: scanned / sent,
      notes: `taken in ${toRate(sent)}, scanned ${toRate(scanned)}; ${records.megabytes.toFixed(0)} MB`,
    };
  });
}

const tell = ({ p99, median, most, answers, failures }: Fired): Measured => {
  if (failures > 0) throw new Error(`${failures} of ${answers + failures} requests failed`);
  return {
    value: p99,
    notes: `median ${median.toFixed(1)} ms, longest ${most.toFixed(0)} ms, ${answers} answers`,
  };
};

async function sendBatches(address: string): Promise<Measured> {
  const body = JSON.stringify({
    instances: Array.from({ length: INSTANCES }, (_, at) => toInstance(at)),
    explain: false,
  });
  const times: number[] = [];
  for (let sent = 0; sent < BATCHES; sent++) {
    const startedAt = performance.now();
    const response = await fetch(`${address}/api/batch`, { method: "POST", headers: HEADERS, body });
    await response.text();
    if (!response.ok) throw new Error(`The batch was answered with ${response.status}.`);
    times.push((performance.now() - startedAt) / 1000);
  }
  const shown = times.map((time) => time.toFixed(2)).join(", ");
  return { value: Math.max(...times), notes: `the slowest of ${shown} s` };
}
