import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { generateCloudTrail } from "../../src/generate/index.ts";
import { KEY } from "./servers.ts";

const START_AT = Date.UTC(2026, 0, 5);
const PEOPLE = 100;
const EVENTS_A_DAY = 5000;

export interface Records {
  readonly folder: string;
  readonly file: string;
  readonly events: number;
  readonly megabytes: number;
}

/** CloudTrail as NDJSON, made once. */
export async function makeRecords(folder: string, events: number): Promise<Records> {
  const logs = join(folder, "logs");
  const file = join(logs, "records.ndjson");
  if (!existsSync(file)) await writeRecords(logs, file, events);
  return { folder: logs, file, events, megabytes: (await stat(file)).size / 1e6 };
}

async function writeRecords(folder: string, path: string, events: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const days = Math.ceil(events / EVENTS_A_DAY) + 7;
  const file = await open(path, "w");
  let left = events;
  for (const batch of generateCloudTrail({
    seed: 1,
    people: PEOPLE,
    days,
    startAt: START_AT,
    stories: null,
  })) {
    const lines = batch.slice(0, left).map(({ record }) => JSON.stringify(record));
    await file.write(`${lines.join("\n")}\n`);
    left -= lines.length;
    if (left <= 0) break;
  }
  await file.close();
}

/** Seconds of a whole scan process over the records. */
export async function scan({ folder }: Records): Promise<number> {
  const program = fileURLToPath(new URL("../scan-process.ts", import.meta.url));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, "scan", folder], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`The scan ended with ${code}.`);
  return (performance.now() - startedAt) / 1000;
}

/** Seconds until the records, sent in one request, are stored. */
export async function send(address: string, { file, events }: Records): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${address}/api/v1/events?name=bench`, {
    method: "POST",
    headers: { "x-api-key": KEY, "content-type": "application/x-ndjson" },
    body: Readable.toWeb(createReadStream(file)),
    duplex: "half",
  });
  const answer: { readonly events?: number } = JSON.parse(await response.text());
  if (answer.events !== events)
    throw new Error(`The log was answered with ${response.status}: ${JSON.stringify(answer)}`);
  return (performance.now() - startedAt) / 1000;
}
