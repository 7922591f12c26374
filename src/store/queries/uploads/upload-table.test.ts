import { expect, onTestFinished, test } from "vitest";
import { openUploadTable, SERVICES_NAMED_MAX, UPLOAD_DEFAULTS, type UploadTable } from "./upload-table.ts";

const MB = 1_048_576;

/** Microseconds of a time in UTC. */
const toMicros = (time: string): bigint =>
  BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1000n +
  BigInt((/\.(\d+)Z$/.exec(time)?.[1] ?? "").padEnd(6, "0"));

/** Rows of `time user service megabytes`. */
async function openWith(...rows: readonly string[]): Promise<UploadTable> {
  const table = await openUploadTable();
  onTestFinished(() => table.close());
  const cells = rows.map((row) => row.split(" "));
  table.append({
    times: cells.map(([time]) => toMicros(time!)),
    users: cells.map(([, user]) => user!),
    services: cells.map(([, , service]) => service!),
    bytes: cells.map(([, , , mb]) => BigInt(Math.round(Number(mb) * MB))),
  });
  return table;
}

const days = (values: readonly number[], user = "u"): readonly string[] =>
  values.map((mb, index) => `2024-01-${String(index + 1).padStart(2, "0")}T10:00:00Z ${user} S3 ${mb}`);

test("S0-03 S0-04 an upload from which the hour is over 100 MB is told with its window, sum and services", async () => {
  const table = await openWith(
    "2024-01-01T10:00:00Z u Drive 60",
    "2024-01-01T11:00:00Z u S3 40.5",
    "2024-01-01T12:00:00.000001Z u S3 60",
    "2024-01-01T10:30:00Z other S3 100",
  );
  expect(await table.query("forward", UPLOAD_DEFAULTS)).toEqual([
    {
      user_id: "u",
      start_time: "2024-01-01T10:00:00Z",
      end_time: "2024-01-01T11:00:00Z",
      total_bytes: BigInt(100.5 * MB),
      services: "Drive, S3",
    },
  ]);
});

test("S0-03 S0-06 uploads at one instant see each other, in both directions of the window", async () => {
  const table = await openWith("2024-01-01T10:00:00Z u A 60", "2024-01-01T10:00:00Z u B 60");
  expect(await table.query("forward", UPLOAD_DEFAULTS)).toHaveLength(2);
  expect(await table.query("trailing", UPLOAD_DEFAULTS)).toEqual([
    { user_id: "u", suspicious_activity_time: "2024-01-01T10:00:00Z", total_mb_1h: 120 },
  ]);
});

test("S0-07 the hour of the clock cuts a burst that the sliding window sees whole", async () => {
  const table = await openWith(
    "2024-01-01T10:50:00Z u A 30",
    "2024-01-01T10:59:00Z u B 30",
    "2024-01-01T11:05:00Z u C 30",
  );
  expect(await table.query("multi_service", UPLOAD_DEFAULTS)).toEqual([]);
  expect(await table.query("multi_service_sliding", UPLOAD_DEFAULTS)).toEqual([
    {
      user_id: "u",
      service_count: 3,
      total_mb: 90,
      start_time: "2024-01-01T10:50:00Z",
      end_time: "2024-01-01T11:05:00Z",
      duration_minutes: 15,
      services: "A, B, C",
    },
  ]);
});

test("S0-08 ten days cannot exceed a z of 3, however great the last; leave-one-out and the median see it", async () => {
  const history = [10, 11, 9, 10, 12, 8, 10, 11, 9];
  const table = await openWith(...days([...history, 100_000]));
  expect(await table.query("daily_z", UPLOAD_DEFAULTS)).toEqual([]);
  expect(await table.query("daily_z_leave_one_out", UPLOAD_DEFAULTS)).toHaveLength(1);
  expect(await table.query("daily_robust", UPLOAD_DEFAULTS)).toHaveLength(1);
  expect(await table.query("history", UPLOAD_DEFAULTS)).toEqual([
    { analysis: "daily_z", user_id: "u", active_days: 10 },
  ]);
});

test("S0-08 the smallest history on which a z over 3 is possible is eleven days", async () => {
  const table = await openWith(...days([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 100]));
  const rows = await table.query("daily_z", UPLOAD_DEFAULTS);
  expect(rows).toEqual([expect.objectContaining({ activity_date: "2024-01-11", daily_mb: 100 })]);
  expect(rows[0]?.z_score).toBeCloseTo(10 / Math.sqrt(11), 9);
  expect(await table.query("history", UPLOAD_DEFAULTS)).toEqual([]);
});

test("S0-08 one day, and days all alike, divide by nothing and are no finding", async () => {
  const table = await openWith(...days([10], "once"), ...days([10, 10, 10, 10, 10, 10, 10], "clockwork"));
  for (const name of ["daily_z", "daily_z_leave_one_out", "daily_robust", "flat_history"] as const)
    expect(await table.query(name, UPLOAD_DEFAULTS), name).toEqual([]);
});

test("a great day over a history alike to the byte has no z: it is told as not judged, and by the median", async () => {
  const table = await openWith(...days([10, 10, 10, 10, 10, 10, 500]));
  expect(await table.query("daily_z_leave_one_out", UPLOAD_DEFAULTS)).toEqual([]);
  expect(await table.query("flat_history", UPLOAD_DEFAULTS)).toEqual([
    { user_id: "u", activity_date: "2024-01-07", daily_mb: 500, other_days_mb: 10 },
  ]);
  expect(await table.query("daily_robust", UPLOAD_DEFAULTS)).toHaveLength(1);
});

test("the history that is long enough begins at the minimum of other days", async () => {
  const five = await openWith(...days([10, 11, 9, 10, 12, 500]));
  expect(await five.query("daily_z_leave_one_out", UPLOAD_DEFAULTS)).toHaveLength(1);
  const four = await openWith(...days([10, 11, 9, 10, 500]));
  expect(await four.query("daily_z_leave_one_out", UPLOAD_DEFAULTS)).toEqual([]);
  expect((await four.query("history", UPLOAD_DEFAULTS)).map((row) => row.analysis)).toEqual([
    "daily_robust",
    "daily_z",
    "daily_z_leave_one_out",
  ]);
});

test("S0-09 a burst is one row with every service in it, across midnight", async () => {
  const table = await openWith(
    "2024-01-01T23:30:00Z u Drive 60",
    "2024-01-01T23:59:00Z u S3 60",
    "2024-01-02T00:20:00Z u Box 60",
    "2024-01-02T00:58:00Z u Box 60",
    "2024-01-02T09:00:00Z u Box 60",
  );
  expect(await table.query("bursts", UPLOAD_DEFAULTS)).toEqual([
    {
      user_id: "u",
      start_time: "2024-01-01T23:30:00Z",
      end_time: "2024-01-02T00:58:00Z",
      uploads: 4,
      total_bytes: BigInt(240 * MB),
      peak_bytes: BigInt(180 * MB),
      services: "Box, Drive, S3",
    },
  ]);
});

test("rows appended after a query count in the next, beyond the size of one chunk", async () => {
  const table = await openWith("2024-01-01T10:00:00Z u S3 60");
  expect(await table.query("forward", UPLOAD_DEFAULTS)).toEqual([]);
  const many = Array.from({ length: 5000 }, (_, index) => index);
  table.append({
    times: many.map((index) => toMicros("2024-01-01T10:00:01Z") + BigInt(index)),
    users: many.map(() => "u"),
    services: many.map(() => "S3"),
    bytes: many.map(() => BigInt(MB)),
  });
  expect(await table.query("bursts", UPLOAD_DEFAULTS)).toEqual([
    expect.objectContaining({ uploads: 5001, total_bytes: BigInt(5060 * MB) }),
  ]);
});

test("a table without uploads has no rows of any kind", async () => {
  const table = await openWith();
  for (const name of ["forward", "trailing", "bursts", "history"] as const)
    expect(await table.query(name, UPLOAD_DEFAULTS), name).toEqual([]);
});

test("a user of as many services as are named is looked at, one service more is said and left out", async () => {
  const upload = (_: unknown, index: number): string => `2024-01-01T10:00:00Z u S${index} 2`;
  const full = await openWith(...Array.from({ length: SERVICES_NAMED_MAX }, upload));
  expect((await full.query("multi_service_sliding", UPLOAD_DEFAULTS))[0]?.service_count).toBe(
    SERVICES_NAMED_MAX,
  );
  expect((await full.query("forward", UPLOAD_DEFAULTS))[0]?.services.split(", ")).toHaveLength(
    SERVICES_NAMED_MAX,
  );
  expect(await full.query("many_services", UPLOAD_DEFAULTS)).toEqual([]);
  const over = await openWith(...Array.from({ length: SERVICES_NAMED_MAX + 1 }, upload));
  expect(await over.query("multi_service_sliding", UPLOAD_DEFAULTS)).toEqual([]);
  expect((await over.query("forward", UPLOAD_DEFAULTS))[0]?.services.split(", ")).toHaveLength(
    SERVICES_NAMED_MAX,
  );
  expect(await over.query("multi_service", UPLOAD_DEFAULTS)).toHaveLength(1);
  expect(await over.query("many_services", UPLOAD_DEFAULTS)).toEqual([
    { user_id: "u", service_count: SERVICES_NAMED_MAX + 1 },
  ]);
});
