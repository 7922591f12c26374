import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { addGenerateCommand } from "../../cli/generate.ts";
import type { GenerateTableRequest } from "../../cli/generate-port.ts";
import { createProgram, runProgram } from "../../cli/program.ts";
import {
  type GeneratedFile,
  generate,
  groupRows,
  readBack,
  request,
  separation,
  sum,
} from "./fixtures/generated-file.ts";
import { GENERATE_PORT } from "./generate-command.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gait-generate-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const make = (
  parts: Partial<GenerateTableRequest> & Pick<GenerateTableRequest, "kind">,
): Promise<GeneratedFile> => generate(request(FOLDER, parts));

test.each([
  ["uploads", "csv", "upload"],
  ["activity", "csv", "activity"],
  ["activity", "json", "activity"],
  ["activity", "ndjson", "activity"],
  ["accounts", "csv", "account-snapshot"],
  ["soc", "csv", "activity"],
  ["drill", "json", "aws-cloudtrail"],
] as const)("generated %s as %s is read back whole by our own format", async (kind, format, logType) => {
  const size = 700;
  const { file } = await make({ kind, format, size });
  const { events, others } = await readBack(file);
  expect(others).toEqual([]);
  expect(events).toHaveLength(size);
  expect(new Set(events.map((event) => event.logType))).toEqual(new Set([logType]));
  expect(new Set(events.map(({ id }) => id)).size).toBe(size);
});

test.each(["uploads", "activity", "accounts", "soc", "drill"] as const)(
  "the same seed gives the same bytes of %s, another seed gives others",
  async (kind) => {
    const write = async (seed: number) => {
      const { file } = await make({ kind, seed, size: 300, format: kind === "drill" ? "json" : "csv" });
      return readFileSync(file, "utf8") + readFileSync(file.replace(/\.\w+$/, ".labels.csv"), "utf8");
    };
    const first = await write(7);
    expect(await write(7)).toBe(first);
    expect(await write(8)).not.toBe(first);
  },
);

interface Run {
  readonly code: number;
  readonly text: string;
}

async function run(...args: readonly string[]): Promise<Run> {
  let text = "";
  const capture = (chunk: string | Uint8Array): boolean => {
    text += String(chunk);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(capture),
    vi.spyOn(process.stderr, "write").mockImplementation(capture),
  ];
  const before = process.exitCode;
  onTestFinished(() => {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  });
  const program = createProgram("0");
  addGenerateCommand(program, GENERATE_PORT);
  const code = await runProgram(program, ["generate", ...args]);
  return { code, text };
}

test("the command says what it wrote and what comes next; the file's name says the format", async () => {
  const out = join(FOLDER, "people.ndjson");
  const { code, text } = await run("activity", "--size", "90", "--out", out, "--quiet");
  expect(code).toBe(0);
  expect(text).toContain("Wrote 90 records");
  expect(text).toContain(`${join(FOLDER, "people.labels.csv")}. Next: gait scan ${out}`);
  expect(readFileSync(out, "utf8").split("\n")[0]).toMatch(/^\{"user_id":/);
});

test("an unknown story and a size out of range are wrong usage, a file that cannot be written is told", async () => {
  const unknown = await run("uploads", "--stories", "fire", "--out", join(FOLDER, "x.csv"), "--quiet");
  expect(unknown.code).toBe(2);
  expect(unknown.text).toContain("upload-burst, many-services, slow-rise");
  expect((await run("soc", "--size", "99")).code).toBe(2);
  expect((await run("soc", "--size", "10000001")).code).toBe(2);
  const folder = await run("accounts", "--size", "5", "--out", FOLDER, "--quiet");
  expect(folder.code).toBe(1);
  expect(folder.text).toContain("GENERATE_FILE");
});

test("without stories nothing is labelled, and one story can be asked for", async () => {
  for (const kind of ["uploads", "activity", "soc"] as const) {
    const none = await make({ kind, days: 20, stories: [] });
    expect(
      none.stories.every((story) => story === null),
      kind,
    ).toBe(true);
  }
  const { stories } = await make({ kind: "uploads", days: 20, stories: ["upload-burst"] });
  expect(new Set(stories)).toEqual(new Set([null, "upload-burst"]));
});

test("people and their days are the same in uploads and activity of a seed", async () => {
  const uploads = await make({ kind: "uploads", days: 10, stories: [] });
  const activity = await make({ kind: "activity", days: 10, stories: [] });
  const daysOf = ({ rows }: GeneratedFile) =>
    new Set(rows.map((row) => `${row["user_id"]} ${row["timestamp"]!.slice(0, 10)}`));
  const seen = daysOf(activity);
  const missing = [...daysOf(uploads)].filter((day) => !seen.has(day) && !day.startsWith("file-copy@"));
  // A day that ends after midnight is two days.
  expect(missing.length).toBeLessThan(daysOf(uploads).size / 50);
});

test("attack rows hold nothing that ordinary rows never hold", async () => {
  for (const [kind, columns] of [
    ["uploads", ["service"]],
    ["activity", ["action_type", "location", "device_type", "location_change"]],
    ["soc", ["action_type", "location", "device_type", "hour", "day_of_week", "is_weekend"]],
  ] as const) {
    const { rows, stories } = await make({ kind, days: 60 });
    const usual = rows.filter((_, row) => stories[row] === null);
    const attacks = rows.filter((_, row) => stories[row] !== null);
    expect(attacks.length, kind).toBeGreaterThan(50);
    for (const column of columns) {
      const known = new Set(usual.map((row) => row[column]));
      expect(
        attacks.filter((row) => !known.has(row[column])),
        `${kind}: ${column}`,
      ).toEqual([]);
    }
    if (kind === "uploads") continue;
    const blocks = new Set(usual.map((row) => row["ip_address"]!.split(".")[0]));
    expect(
      attacks.every((row) => blocks.has(row["ip_address"]!.split(".")[0])),
      kind,
    ).toBe(true);
  }
});

test("S1-33 activity: what a user does in a day separates attacks from ordinary days", async () => {
  const log = await make({ kind: "activity", days: 60, people: 50 });
  expect(new Set(log.stories).size).toBe(6);
  const days = groupRows(log, (row) => `${row["user_id"]} ${row["timestamp"]!.slice(0, 10)}`);
  const cases = days
    .filter(({ rows }) => !rows[0]!["user_id"]!.startsWith("backup@"))
    .map(({ rows, story }) => ({
      isAttack: story !== null,
      score:
        sum(rows.map((row) => Number(row["failed_attempts"]))) +
        sum(rows.map((row) => Number(row["data_volume_mb"]))) / 100 +
        rows.filter((row) => row["action_type"] === "delete").length / 2 +
        (rows.some((row) => row["location_change"] === "true") ? 2 : 0),
    }));
  expect(separation(cases)).toBeGreaterThan(0.9);
  // Ordinary days have nights on call, forgotten passwords and large downloads of their own.
  expect(cases.filter(({ score, isAttack }) => score > 4 && !isAttack).length).toBeGreaterThan(10);
});

test("S1-33 a batch of 50 events for trying out, one in five of an attack", async () => {
  const batch = await make({
    kind: "activity",
    isBatch: true,
    size: 50,
    out: join(FOLDER, "test_batch.csv"),
  });
  expect(batch.rows).toHaveLength(50);
  expect(batch.stories.filter((story) => story !== null)).toHaveLength(10);
  expect(new Set(batch.stories).size).toBeGreaterThan(3);
  expect((await readBack(batch.file)).others).toEqual([]);
  expect(existsSync(join(FOLDER, "test_batch.labels.csv"))).toBe(true);
});

const mean = (values: readonly number[]): number => sum(values) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

test("S2-05 S2-06 accounts: ordinary ones are drawn from the stated distributions", async () => {
  const { rows } = await make({ kind: "accounts", seed: 42 });
  expect(rows).toHaveLength(1000);
  expect(Object.keys(rows[0]!).join(",")).toBe(
    "user_id,login_frequency,avg_session_duration,failed_login_attempts,successful_login_attempts,ip_address," +
      "device_type,account_age_days,total_storage_usage_GB,storage_increase_rate_GB_per_day," +
      "number_of_accounts_accessed,login_location,login_time_of_day,security_alerts,is_account_compromised",
  );
  const usual = rows.filter((row) => row["is_account_compromised"] === "0");
  expect(usual.length).toBeGreaterThan(930);
  expect(usual.length).toBeLessThan(970);
  const numbers = (column: string) => usual.map((row) => Number(row[column]));
  for (const [column, expected, spread] of [
    ["login_frequency", 3, 1],
    ["avg_session_duration", 30, 10],
    ["failed_login_attempts", 0.5, Math.sqrt(0.5)],
    ["successful_login_attempts", 3, Math.sqrt(3)],
    ["account_age_days", 200, 50],
    ["total_storage_usage_GB", 20, 5],
    ["storage_increase_rate_GB_per_day", 0.1, 0.05],
    ["number_of_accounts_accessed", 1, 1],
    ["security_alerts", 0.2, Math.sqrt(0.2)],
  ] as const) {
    // Four standard errors of a mean of 950 draws.
    expect(Math.abs(mean(numbers(column)) - expected), column).toBeLessThan((4 * spread) / Math.sqrt(950));
    expect(deviation(numbers(column)) / spread, column).toBeGreaterThan(0.85);
    expect(deviation(numbers(column)) / spread, column).toBeLessThan(1.15);
  }
  const valuesOf = (column: string) => [...new Set(rows.map((row) => row[column]!))].sort();
  expect(valuesOf("ip_address")).toEqual(["192.168.1.1", "192.168.1.2", "192.168.2.1"]);
  expect(valuesOf("device_type")).toEqual(["desktop", "mobile"]);
  expect(valuesOf("login_location")).toEqual(["Canada", "Germany", "India", "USA"]);
  expect(valuesOf("login_time_of_day")).toEqual(["afternoon", "evening", "morning"]);
  expect(numbers("user_id").every((id) => id >= 1 && id <= 99)).toBe(true);
});

test("S2-06 accounts: the label follows from behaviour and from nothing else, in a fresh set of 200 too", async () => {
  const score = (row: Readonly<Record<string, string>>): number =>
    Math.max(
      (Number(row["failed_login_attempts"]) - 0.5) / 0.7,
      Number(row["number_of_accounts_accessed"]) - 1,
      (Number(row["storage_increase_rate_GB_per_day"]) - 0.1) / 0.05,
    );
  for (const [seed, size] of [
    [42, 1000],
    [43, 200],
    [44, 4000],
  ] as const) {
    const { rows, stories } = await make({ kind: "accounts", seed, size });
    expect(rows).toHaveLength(size);
    expect(rows.map((row) => row["is_account_compromised"] === "1")).toEqual(
      stories.map((story) => story !== null),
    );
    const cases = (toScore: typeof score) =>
      rows.map((row, index) => ({ isAttack: stories[index] !== null, score: toScore(row) }));
    expect(separation(cases(score)), `seed ${seed}`).toBeGreaterThan(0.9);
    if (size < 4000) continue;
    for (const column of [
      "ip_address",
      "device_type",
      "login_location",
      "login_time_of_day",
      "account_age_days",
    ]) {
      const values = [...new Set(rows.map((row) => row[column]!))].sort();
      const places = new Map(values.map((value, place) => [value, place]));
      const byColumn = cases((row) =>
        column === "account_age_days" ? Number(row[column]) : places.get(row[column]!)!,
      );
      expect(Math.abs(separation(byColumn) - 0.5), column).toBeLessThan(0.08);
    }
  }
});

test.each([5000, 15_000])(
  "S3-14 cloud logs: %d rows exactly, nine features, ninety days, 4% attacks that features tell",
  async (size) => {
    const log = await make({ kind: "soc", size, people: 30 });
    expect(log.rows).toHaveLength(size);
    const features = [
      "user_id",
      "action_type",
      "data_volume_mb",
      "location",
      "ip_address",
      "device_type",
      "hour",
      "day_of_week",
      "is_weekend",
    ];
    expect(Object.keys(log.rows[0]!)).toEqual(["timestamp", ...features]);
    expect(log.stories.filter((story) => story !== null)).toHaveLength(size * 0.04);
    expect(new Set(log.stories).size).toBe(6);
    const times = log.rows.map((row) => Date.parse(`${row["timestamp"]!.replace(" ", "T")}Z`));
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
    expect((times.at(-1)! - times[0]!) / 86_400_000).toBeGreaterThan(85);
    expect((times.at(-1)! - times[0]!) / 86_400_000).toBeLessThanOrEqual(90);
    for (const [index, row] of log.rows.entries()) {
      const date = new Date(times[index]!);
      expect([row["hour"], row["day_of_week"], row["is_weekend"]]).toEqual([
        String(date.getUTCHours()),
        String((date.getUTCDay() + 6) % 7),
        date.getUTCDay() % 6 === 0 ? "1" : "0",
      ]);
    }
    const homes = new Map<string, string>();
    for (const { rows } of groupRows(log, (row) => row["user_id"]!)) {
      const counts = Map.groupBy(rows, (row) => row["location"]!);
      homes.set(rows[0]!["user_id"]!, [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]![0]);
    }
    const cases = log.rows.map((row, index) => ({
      isAttack: log.stories[index] !== null,
      score:
        Number(row["data_volume_mb"]) / 400 +
        (Number(row["hour"]) < 6 ? 1 : 0) +
        (row["location"] === homes.get(row["user_id"]!) ? 0 : 2) +
        (row["is_weekend"] === "1" ? 1 : 0),
    }));
    expect(separation(cases)).toBeGreaterThan(0.9);
    const usual = log.rows.filter((_, index) => log.stories[index] === null);
    expect(usual.filter((row) => Number(row["data_volume_mb"]) > 800).length).toBeGreaterThan(3);
    expect(usual.filter((row) => row["location"] === "cn-north-1").length).toBeGreaterThan(0);
  },
);

test("S4r-15 a drill: six kinds of anomaly in one record of ten, seven of ten by known users, over thirty days", async () => {
  const file = join(FOLDER, "drill.json");
  const asked = request(FOLDER, { kind: "drill", format: "json", size: 4000, out: file });
  await generate(asked);
  const records = JSON.parse(readFileSync(file, "utf8")) as readonly {
    readonly eventTime: string;
    readonly userIdentity: { readonly userName: string };
  }[];
  const labels = readFileSync(join(FOLDER, "drill.labels.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  expect([records.length, labels.length]).toEqual([4000, 400]);
  expect(new Set(labels.map((label) => label[3]))).toEqual(
    new Set([
      "unusual_time",
      "unusual_ip",
      "privilege_escalation",
      "failed_attempts",
      "sensitive_action",
      "rapid_enumeration",
    ]),
  );
  const attacks = new Set(labels.map(([row]) => Number(row) - 1));
  const known = new Set(
    records.filter((_, row) => !attacks.has(row)).map((record) => record.userIdentity.userName),
  );
  expect(known.size).toBe(5);
  const byKnown = labels.filter((label) => known.has(label[2]!)).length / labels.length;
  expect(byKnown).toBeGreaterThan(0.55);
  expect(byKnown).toBeLessThan(0.85);
  const days = new Set(records.map((record) => record.eventTime.slice(0, 10)));
  expect(days.size).toBeGreaterThanOrEqual(20);
  expect(days.size).toBeLessThanOrEqual(30);
});
