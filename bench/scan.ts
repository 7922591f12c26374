import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateCloudTrail, writeS3Layout } from "../src/generate/index.ts";

const START_AT = Date.UTC(2026, 0, 5);
const PEOPLE = 300;
/** More days than any size needs: writing stops at the size. */
const RECORDS_PER_DAY = 20_000;

interface Measured {
  readonly seconds: number;
  readonly peakMb: number;
}

/**
 * `npm run bench -- scan [--events N] [--runs N] [--folder DIR]`: makes CloudTrail of that size as S3 delivers it, once,
 * and then in turn measures whole processes: the floor (one thread that only unpacks and parses the same files) and
 * `gait scan` with all its rules. Prints events a second, peak memory and the ratio of the medians.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: "string", default: "1000000" },
      runs: { type: "string", default: "3" },
      folder: { type: "string" },
    },
  });
  const events = Number(values.events);
  const folder = values.folder ?? join(tmpdir(), `gait-bench-scan-${events}`);
  if (!existsSync(join(folder, "labels.csv"))) await make(folder, events);
  const logs = join(folder, "AWSLogs");
  console.log(`${events.toLocaleString("en")} records in ${logs}, ${availableParallelism()} processors`);
  const floors: Measured[] = [];
  const scans: Measured[] = [];
  for (let i = 0; i < Number(values.runs); i++) {
    floors.push(await measure("floor", logs));
    scans.push(await measure("scan", logs));
  }
  const floor = print("floor: one thread unpacks and parses", floors, events);
  const scan = print("gait scan, all rules", scans, events);
  console.log(`ratio of the medians: ${(scan / floor).toFixed(2)} (wall time, whole processes)`);
}

async function make(folder: string, events: number): Promise<void> {
  console.log(`Making ${events.toLocaleString("en")} records in ${folder} (kept for the next run)`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const days = Math.ceil(events / RECORDS_PER_DAY) + 7;
  await writeS3Layout(
    generateCloudTrail({ seed: 1, people: PEOPLE, days, startAt: START_AT, stories: null }),
    {
      folder,
      seed: 1,
      minutesPerFile: 15,
      recordsMax: events,
      onProgress: () => {},
    },
  );
}

/** A whole process, from its start to its end; it tells its own peak memory. */
async function measure(what: "floor" | "scan", logs: string): Promise<Measured> {
  const program = fileURLToPath(new URL("./scan-process.ts", import.meta.url));
  const started = performance.now();
  const child = spawn(process.execPath, [program, what, logs], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, peakMb: Number(text.trim().split("\n").at(-1)) };
}

function print(name: string, runs: readonly Measured[], events: number): number {
  const seconds = median(runs.map((one) => one.seconds));
  const spread = runs.map((one) => one.seconds.toFixed(2)).join(", ");
  const peak = Math.max(...runs.map((one) => one.peakMb));
  const rate = Math.round(events / seconds).toLocaleString("en");
  console.log(`${name}: ${seconds.toFixed(2)} s (${spread}), ${rate} events/s, peak ${peak.toFixed(0)} MB`);
  return seconds;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
