import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { stringify } from "csv-stringify/sync";
import { type LabelledRecord, textOf } from "./labelled-record.ts";
import { createDice } from "./random.ts";

const pack = promisify(gzip);

export interface S3LayoutOptions {
  readonly folder: string;
  readonly seed: number;
  /** A file holds the records of so many minutes of one region, as CloudTrail delivers them. */
  readonly minutesPerFile: number;
  /** Stop after so many records; null: all. */
  readonly recordsMax: number | null;
  readonly onProgress: (records: number) => void;
}

export interface S3LayoutResult {
  readonly records: number;
  readonly files: number;
  readonly bytes: number;
  readonly attackRecords: number;
  readonly labelsFile: string;
  readonly decoysFile: string;
}

/**
 * Writes days of records as CloudTrail delivers them to a bucket: gzipped `{"Records":[…]}` under
 * `AWSLogs/<account>/CloudTrail/<region>/<year>/<month>/<day>/`, not in order of time inside a file; and beside them
 * `labels.csv`, which names the events of attack stories, and `decoys.csv`, which names those that only look like it.
 */
export async function writeS3Layout(
  days: Iterable<readonly LabelledRecord[]>,
  options: S3LayoutOptions,
): Promise<S3LayoutResult> {
  const dice = createDice(options.seed);
  const labelsFile = join(options.folder, "labels.csv");
  await mkdir(options.folder, { recursive: true });
  const labels = createWriteStream(labelsFile);
  labels.write("event_id,story,tactic,technique\n");
  const decoysFile = join(options.folder, "decoys.csv");
  const decoys = createWriteStream(decoysFile);
  decoys.write("event_id,decoy\n");
  const done = { records: 0, files: 0, bytes: 0, attackRecords: 0, labelsFile, decoysFile };
  for (const day of days) {
    const rest = options.recordsMax === null ? day.length : options.recordsMax - done.records;
    const wanted = day.slice(0, rest);
    for (const [path, records] of groupByFile(wanted, options.minutesPerFile, dice)) {
      const file = join(options.folder, path);
      const bytes = await pack(JSON.stringify({ Records: records.map(({ record }) => record) }), {
        level: 6,
      });
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
      done.files++;
      done.bytes += bytes.length;
    }
    const attacks = wanted.filter((one) => one.story !== null);
    labels.write(
      stringify(
        attacks.map(({ record, story, tactic, technique }) => [
          textOf(record, "eventID"),
          story,
          tactic,
          technique,
        ]),
      ),
    );
    const lures = wanted.filter((one) => one.decoy !== null);
    decoys.write(stringify(lures.map(({ record, decoy }) => [textOf(record, "eventID"), decoy])));
    done.records += wanted.length;
    done.attackRecords += attacks.length;
    options.onProgress(done.records);
    if (done.records === options.recordsMax) break;
  }
  labels.end();
  decoys.end();
  await Promise.all([finished(labels), finished(decoys)]);
  return done;
}

function groupByFile(
  day: readonly LabelledRecord[],
  minutesPerFile: number,
  dice: ReturnType<typeof createDice>,
): ReadonlyMap<string, readonly LabelledRecord[]> {
  const slotMs = minutesPerFile * 60_000;
  const slots = new Map<string, LabelledRecord[]>();
  for (const one of day) {
    const region = textOf(one.record, "awsRegion");
    const key = `${region} ${Math.floor(one.at / slotMs) * slotMs}`;
    const slot = slots.get(key);
    if (slot === undefined) slots.set(key, [one]);
    else slot.push(one);
  }
  const files = new Map<string, readonly LabelledRecord[]>();
  for (const [key, records] of slots) {
    const [region, at] = key.split(" ");
    const account = textOf(records[0]!.record, "recipientAccountId");
    // Delivery is not in order: the second half first is the least that a reader must bear.
    const half = records.length >> 1;
    files.set(toPath({ account, region: region!, at: Number(at) + slotMs, mark: dice.code(16) }), [
      ...records.slice(half),
      ...records.slice(0, half),
    ]);
  }
  return files;
}

interface FileName {
  readonly account: string;
  readonly region: string;
  readonly at: number;
  readonly mark: string;
}

function toPath({ account, region, at, mark }: FileName): string {
  const [date, time] = new Date(at).toISOString().split("T");
  const [year, month, day] = date!.split("-");
  const stamp = `${year}${month}${day}T${time!.slice(0, 2)}${time!.slice(3, 5)}Z`;
  const name = `${account}_CloudTrail_${region}_${stamp}_${mark}.json.gz`;
  return join("AWSLogs", account, "CloudTrail", region, year!, month!, day!, name);
}
