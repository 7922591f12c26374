import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readUploads } from "../src/app/uploads/read-uploads.ts";
import { createRng } from "../src/domain/index.ts";
import { openPath } from "../src/source/index.ts";
import { openUploadTable, UPLOAD_DEFAULTS, UPLOAD_QUERIES } from "../src/store/queries/uploads/index.ts";
import type { UploadQueryName } from "../src/store/queries/uploads/upload-queries.ts";

const MB = 1_048_576;
const HOUR_MICROS = 3_600_000_000;
const START_MS = Date.UTC(2024, 0, 1);
const DAYS = 30;
const UPLOADS_PER_USER = 1000;
const SILENT = { onReject: () => {}, onBytes: () => {} };
const SERVICES = ["Google Drive", "Dropbox", "S3", "OneDrive", "Box"];

/**
 * `npm run bench -- uploads [--rows N]`: every upload analysis over a made-up month, against the floor (one thread that
 * reads the same file and cuts it into fields) and against nested loops over each user's uploads for `forward` alone.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: "string", default: "1000000" } },
  });
  const rows = Number(values.rows);
  const folder = await mkdtemp(join(tmpdir(), "gait-bench-"));
  try {
    const file = join(folder, "logs.csv");
    await writeLog(file, rows);
    console.log(`${rows} uploads, ${((await stat(file)).size / MB).toFixed(1)} MB of CSV`);
    const floor = await measure(() => cutIntoFields(file));
    print("floor: read the file, cut it into fields", floor, null);
    await benchAnalyses(file, floor);
    const loops = await measure(() => flagByNestedLoops(file));
    print("nested loops, `forward` alone", loops, floor);
    console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function benchAnalyses(file: string, floor: Measured): Promise<void> {
  const table = await openUploadTable();
  const load = await measure(async () => {
    let count = 0;
    for await (const columns of readUploads(openPath(file), SILENT)) {
      table.append(columns);
      count += columns.times.length;
    }
    return count;
  });
  print("read, check and load", load, floor);
  let total = load.seconds;
  for (const name of Object.keys(UPLOAD_QUERIES) as readonly UploadQueryName[]) {
    const query = await measure(async () => (await table.query(name, UPLOAD_DEFAULTS)).length);
    print(`  ${name}`, query, floor);
    total += query.seconds;
  }
  table.close();
  print("all of gait uploads", { seconds: total, count: load.count }, floor);
}

interface Measured {
  readonly seconds: number;
  /** Rows that came out. */
  readonly count: number;
}

async function measure(work: () => Promise<number>): Promise<Measured> {
  const startedAt = performance.now();
  const count = await work();
  return { seconds: (performance.now() - startedAt) / 1000, count };
}

function print(name: string, { seconds, count }: Measured, floor: Measured | null): void {
  const ratio = floor === null ? "" : `${(seconds / floor.seconds).toFixed(2)}x`;
  console.log(
    `${name.padEnd(42)} ${seconds.toFixed(2).padStart(8)} s ${ratio.padStart(9)} ${String(count).padStart(9)} rows`,
  );
}

/** Ordinary uploads of a few megabytes, and now and then somebody who empties a drive within an hour. */
async function writeLog(path: string, rows: number): Promise<void> {
  const rng = createRng(1);
  const users = Math.max(1, Math.round(rows / UPLOADS_PER_USER));
  const file = await open(path, "w");
  await file.write("timestamp,user_id,service,bytes_uploaded\n");
  let batch = "";
  let burst: { user: number; at: number; left: number } = { user: 0, at: 0, left: 0 };
  for (let row = 0; row < rows; row++) {
    if (burst.left === 0 && rng.nextInt(20_000) === 0)
      burst = { user: rng.nextInt(users), at: rng.nextInt(DAYS * 86_400), left: 40 };
    const leaking = burst.left > 0;
    if (leaking) burst = { ...burst, left: burst.left - 1 };
    const second = leaking ? burst.at + rng.nextInt(3600) : rng.nextInt(DAYS * 86_400);
    const time = new Date(START_MS + second * 1000).toISOString().slice(0, 19).replace("T", " ");
    const user = leaking ? burst.user : rng.nextInt(users);
    const bytes = leaking ? 20 * MB + rng.nextInt(MB) : rng.nextInt(8 * MB);
    batch += `${time},user-${user},${SERVICES[rng.nextInt(SERVICES.length)]},${bytes}\n`;
    if (batch.length > MB || row === rows - 1) {
      await file.write(batch);
      batch = "";
    }
  }
  await file.close();
}

/** What nobody who reads the log can do without. */
async function cutIntoFields(path: string): Promise<number> {
  let rest = "";
  let count = 0;
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) count += line.split(",").length > 3 ? 1 : 0;
  }
  return count;
}

/** The way of the pencil: each upload against every upload of its user. */
async function flagByNestedLoops(path: string): Promise<number> {
  const users = new Map<string, { times: number[]; bytes: number[] }>();
  for await (const columns of readUploads(openPath(path), SILENT)) {
    for (const [row, user] of columns.users.entries()) {
      const uploads = users.get(user) ?? { times: [], bytes: [] };
      users.set(user, uploads);
      uploads.times.push(Number(columns.times[row]));
      uploads.bytes.push(Number(columns.bytes[row]));
    }
  }
  let flagged = 0;
  for (const { times, bytes } of users.values()) {
    for (const from of times) {
      let total = 0;
      for (const [other, time] of times.entries())
        if (time >= from && time <= from + HOUR_MICROS) total += bytes[other]!;
      if (total > UPLOAD_DEFAULTS.thresholdBytes) flagged++;
    }
  }
  return flagged;
}
