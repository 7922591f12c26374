import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DAY_MS } from "../src/domain/index.ts";
import { readFound } from "../test/fixtures/detected-company.ts";
import { generateLiveCompany, LIVE_START_AT } from "./live-arrivals.ts";
import { findAnew, withStore } from "./live-found.ts";
import { type LiveHour, type LiveServer, liveDay, liveSteadily, postRecords, untilIdle } from "./live-run.ts";

const KEY = "a key that only the bench knows";
const STEADY = [1, 200] as const;
/** Against the second quarter of the day, the last may have so much more. */
const FLAT = { rss: 1.1, latency: 1.25 } as const;
const FOUND_WITHIN_MS = 2000;

/**
 * `npm run bench -- live [--people N] [--history DAYS] [--every MINUTES] [--seconds N]`: a server in a process of its own
 * over a store with history gets 24 hours of a company's records as they arrive, some late, some twice. Memory and times
 * by simulated hour must be flat; then events come at steady rates, and each of them that is found must be told of within
 * two seconds; in the end what was found must be, byte for byte, what a look at the same records in a fresh store finds.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      people: { type: "string", default: "40" },
      history: { type: "string", default: "10" },
      every: { type: "string", default: "10" },
      seconds: { type: "string", default: "20" },
      seed: { type: "string", default: "7" },
    },
  });
  const historyDays = Number(values.history);
  const company = generateLiveCompany({
    seed: Number(values.seed),
    people: Number(values.people),
    historyDays,
    everyMinutes: Number(values.every),
  });
  const folder = await mkdtemp(join(tmpdir(), "gait-bench-live-"));
  const posted: string[] = [];
  try {
    tellLoad();
    const server = await startServer(join(folder, "live"));
    try {
      await takeHistory(server, company.history);
      posted.push(...company.history, ...company.day.map(({ body }) => body));
      const lived = await liveDay(server, company.day, {
        readRssMb: () => readRssMb(server.pid),
        onHour: tellHour,
      });
      judgeDay(lived.hours);
      const records = [...company.after];
      for (const perSecond of STEADY) {
        const probesAt = LIVE_START_AT + (historyDays + 1) * DAY_MS;
        const load = {
          perSecond,
          seconds: Number(values.seconds),
          records,
          probesAt,
          onPost: (body: string) => posted.push(body),
        };
        judgeSteady(perSecond, await liveSteadily(server, load));
      }
      await untilIdle(server);
    } finally {
      await server.stop();
    }
    tellLoad();
    await judgeReplay(folder, posted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const tellLoad = (): void =>
  console.log(
    `${availableParallelism()} processors, load ${loadavg()
      .map((one) => one.toFixed(1))
      .join(" ")}`,
  );

interface RunningServer extends LiveServer {
  readonly pid: number;
  stop(): Promise<void>;
}

async function startServer(folder: string): Promise<RunningServer> {
  await mkdir(folder, { recursive: true });
  const program = fileURLToPath(new URL("./api-process.ts", import.meta.url));
  const child = spawn(process.execPath, [program, folder], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, API_KEY: KEY },
  });
  const stop = async (): Promise<void> => {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  };
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith("http"))
      return { address: line, headers: { "x-api-key": KEY }, pid: child.pid!, stop };
  throw new Error("The server did not start.");
}

async function takeHistory(server: LiveServer, days: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  let events = 0;
  for (const day of days) events += await postRecords(server, day);
  await untilIdle(server);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `history: ${events.toLocaleString("en")} events of ${days.length} days in ${seconds.toFixed(1)} s`,
  );
}

/** Resident memory of a process, where the system tells it. */
function readRssMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

const toTimes = (values: readonly number[]): string =>
  [0.5, 0.95, 1].map((share) => Math.round(quantile(values, share))).join("/");

function tellHour(hour: number, { answers, passes, finds, rssMb }: LiveHour): void {
  const times = `answered ${toTimes(answers)}, looked at ${toTimes(passes)}, found ${toTimes(finds)} ms`;
  console.log(`${String(hour).padStart(2, "0")}:00  ${times} (p50/p95/max); ${Math.round(rssMb)} MB`);
}

function judgeDay(hours: readonly LiveHour[]): void {
  const quarter = (number: number): readonly LiveHour[] => hours.slice(number * 6, number * 6 + 6);
  const compare = (what: string, most: number, of: (some: readonly LiveHour[]) => number): void => {
    const [second, last] = [of(quarter(1)), of(quarter(3))];
    tell(
      last <= second * most,
      `${what}: last quarter ${last.toFixed(0)}, second ${second.toFixed(0)} (at most ${most} times)`,
    );
  };
  compare("memory, MB", FLAT.rss, (some) =>
    quantile(
      some.map(({ rssMb }) => rssMb),
      0.5,
    ),
  );
  compare("posted to answered, ms, median", FLAT.latency, (some) =>
    quantile(
      some.flatMap(({ answers }) => answers),
      0.5,
    ),
  );
  compare("posted to looked at, ms, median", FLAT.latency, (some) =>
    quantile(
      some.flatMap(({ passes }) => passes),
      0.5,
    ),
  );
  const finds = hours.flatMap((one) => one.finds);
  tell(
    quantile(finds, 1) < FOUND_WITHIN_MS,
    `event to finding over the day: ${toTimes(finds)} ms (p50/p95/max)`,
  );
}

function judgeSteady(perSecond: number, finds: readonly number[]): void {
  const words = `event to finding at ${perSecond} events/s: ${toTimes(finds)} ms (p50/p95/max)`;
  tell(quantile(finds, 0.95) < FOUND_WITHIN_MS, words);
}

/** The same records, in a fresh store, looked at once. */
async function judgeReplay(folder: string, posted: readonly string[]): Promise<void> {
  const live = await withStore(join(folder, "live"), readFound);
  const fresh = await findAnew(join(folder, "fresh"), posted);
  const isSame = live.length === fresh.length && live.every((line, place) => line === fresh[place]);
  tell(isSame, `findings and incidents equal those of a replay: ${live.length} and ${fresh.length}`);
}

function tell(isMet: boolean, words: string): void {
  console.log(`${isMet ? "met   " : "MISSED"} ${words}`);
  if (!isMet) process.exitCode = 1;
}
