import { expect, test } from "vitest";
import { createRng, type Rng } from "../../../domain/index.ts";
import { answerByNestedLoops, type ExpectedRow, type Upload } from "./fixtures/nested-loops.ts";
import { UPLOAD_QUERIES, type UploadQueryName } from "./upload-queries.ts";
import { openUploadTable, UPLOAD_DEFAULTS, type UploadSettings, type UploadTable } from "./upload-table.ts";

const LOGS = 1000;
/** Every analysis looks at one user at a time, so logs of different users share a table, and a database to start. */
const LOGS_PER_TABLE = 50;
const NAMES = [
  "forward",
  "trailing",
  "multi_service",
  "daily_z",
  "daily_z_leave_one_out",
  "daily_robust",
  "bursts",
  "multi_service_sliding",
] as const satisfies readonly UploadQueryName[];
const MB = 1_048_576;
const HOUR = 3_600_000_000n;
/** 2024-02-28T20:00:00Z: leap day and midnight are near. */
const START = 1_709_150_400_000_000n;

/** What an upload log does in the wild: same instants, windows that end to the microsecond, few or many days. */
function makeLog(rng: Rng, name: string): readonly Upload[] {
  const uploads: Upload[] = [];
  const users = 1 + rng.nextInt(3);
  const days = 1 + rng.nextInt(16);
  const step = [1n, 60_000_000n, HOUR / 4n, HOUR][rng.nextInt(4)]!;
  const steps = step === 1n ? 3 : Number((BigInt(days) * 24n * HOUR) / step);
  for (let i = rng.nextInt(30); i >= 0; i--) {
    const at = START + BigInt(rng.nextInt(steps)) * step + (step === 1n ? BigInt(rng.nextInt(2)) * HOUR : 0n);
    uploads.push({
      at,
      user: `${name} user-${rng.nextInt(users)}`,
      service: makeService(rng),
      bytes: makeBytes(rng),
    });
    // A second upload exactly one window after the first, or one microsecond later: inside, and outside.
    if (rng.nextInt(4) === 0) {
      const later = at + HOUR + BigInt(rng.nextInt(2));
      uploads.push({
        at: later,
        user: uploads.at(-1)!.user,
        service: makeService(rng),
        bytes: makeBytes(rng),
      });
    }
  }
  return uploads;
}

const makeService = (rng: Rng): string => ["Drive", "Dropbox", "S3", 'Ünïcode, "Box"'][rng.nextInt(4)]!;

function makeBytes(rng: Rng): bigint {
  const kind = rng.nextInt(12);
  if (kind === 0) return 0n;
  if (kind === 1) return BigInt(100 * MB); // the threshold itself: not over it
  if (kind === 2) return BigInt(50 * MB);
  if (kind === 3) return 2n ** 53n + 1n; // no double holds this
  if (kind === 4) return 1n;
  return BigInt(rng.nextInt(40 * MB));
}

async function ask(
  table: UploadTable,
  name: UploadQueryName,
  settings: UploadSettings,
): Promise<readonly ExpectedRow[]> {
  const kinds = Object.entries<string>(UPLOAD_QUERIES[name].columns);
  const rows: readonly Readonly<Record<string, string | number | bigint>>[] = await table.query(
    name,
    settings,
  );
  return rows.map((row) => ({
    key: kinds
      .filter(([, kind]) => kind !== "number")
      .map(([column, kind]) => (kind === "instant" ? toMicros(String(row[column])) : row[column]))
      .join(" | "),
    numbers: kinds.filter(([, kind]) => kind === "number").map(([column]) => Number(row[column])),
  }));
}

function toMicros(time: string): bigint {
  const fraction = /\.(\d+)Z$/.exec(time)?.[1] ?? "";
  return BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1000n + BigInt(fraction.padEnd(6, "0"));
}

const byKey = (a: ExpectedRow, b: ExpectedRow): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

function expectSameRows(
  actual: readonly ExpectedRow[],
  expected: readonly ExpectedRow[],
  label: string,
): void {
  const [left, right] = [actual.toSorted(byKey), expected.toSorted(byKey)];
  expect(
    left.map((row) => row.key),
    label,
  ).toEqual(right.map((row) => row.key));
  for (const [index, { numbers }] of left.entries()) {
    for (const [place, value] of numbers.entries()) {
      const other = right[index]!.numbers[place]!;
      expect(Math.abs(value - other), label).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(other)));
    }
  }
}

test("S0-03 S0-06 S0-07 S0-08 every analysis gives the rows of nested loops on 1,000 random logs", async () => {
  const found = new Map<string, number>();
  for (let first = 0; first < LOGS; first += LOGS_PER_TABLE) {
    const rng = createRng(first);
    const settings = first % (2 * LOGS_PER_TABLE) === 0 ? UPLOAD_DEFAULTS : makeSettings(rng);
    const logs = Array.from({ length: LOGS_PER_TABLE }, (_, index) => makeLog(rng, `log-${first + index}`));
    const table = await openUploadTable();
    for (const log of logs) table.append(toColumns(log));
    const answers = logs.map((log) => answerByNestedLoops(log, settings));
    for (const name of NAMES) {
      const expected = answers.flatMap((answer) => answer[name]!);
      expectSameRows(await ask(table, name, settings), expected, `${name}, logs from ${first}`);
      found.set(name, (found.get(name) ?? 0) + expected.length);
    }
    table.close();
  }
  // A comparison of nothing with nothing proves nothing.
  for (const [name, rows] of found) expect(rows, name).toBeGreaterThan(20);
});

const makeSettings = (rng: Rng): UploadSettings => ({
  windowMs: [1, 90_000, 7_200_000, 86_400_000][rng.nextInt(4)]!,
  thresholdBytes: rng.nextInt(200 * MB),
  services: rng.nextInt(4),
  serviceBytes: rng.nextInt(100 * MB),
  z: rng.next() * 3,
  robustScore: rng.next() * 5,
  otherDaysMin: 2 + rng.nextInt(6),
});

const toColumns = (log: readonly Upload[]): Parameters<UploadTable["append"]>[0] => ({
  times: log.map((upload) => upload.at),
  users: log.map((upload) => upload.user),
  services: log.map((upload) => upload.service),
  bytes: log.map((upload) => upload.bytes),
});
