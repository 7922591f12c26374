import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createProgram, runProgram } from "../../cli/program.ts";
import { addUploadsCommand } from "../../cli/uploads.ts";
import { UPLOADS_PORT } from "./uploads-port.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gait-uploads-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const MB = 1_048_576;
const HEADER = "timestamp,user_id,service,bytes_uploaded";
/** A leak of 180 MB over three services around eleven o'clock, a quiet colleague, and a row that is none. */
const LOG = [
  HEADER,
  `2024-01-01 10:40:00,mallory,Drive,${60 * MB}`,
  `2024-01-01 11:05:00,mallory,S3,${60 * MB}`,
  `2024-01-01 11:10:00,mallory,Box,${60 * MB}`,
  `2024-01-01 11:15:00,alice,S3,${5 * MB}`,
  "2024-01-01 11:20:00,alice,S3,many",
].join("\n");

interface Run {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

function writeLog(name: string, content: string | Uint8Array): string {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
}

async function run(...args: readonly string[]): Promise<Run> {
  const text = { out: "", errors: "" };
  const capture =
    (key: keyof typeof text) =>
    (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
      text[key] += String(chunk);
      const done = rest.at(-1);
      if (typeof done === "function") done();
      return true;
    };
  const out = vi.spyOn(process.stdout, "write").mockImplementation(capture("out"));
  const errors = vi.spyOn(process.stderr, "write").mockImplementation(capture("errors"));
  const before = process.exitCode;
  onTestFinished(() => {
    process.exitCode = before;
  });
  const program = createProgram("0");
  addUploadsCommand(program, UPLOADS_PORT);
  try {
    return { code: await runProgram(program, ["uploads", ...args]), ...text };
  } finally {
    out.mockRestore();
    errors.mockRestore();
  }
}

const readJson = (run: Run): Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> =>
  JSON.parse(run.out) as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

describe("gait uploads", () => {
  test("S0-03 S0-04 S0-06 S0-07 S0-08 S0-09 --json gives the rows of every analysis under its name", async () => {
    const result = await run(writeLog("logs.csv", LOG), "--json");
    expect(result.code).toBe(0);
    const json = readJson(result);
    expect(json["forward"]).toEqual([
      {
        user_id: "mallory",
        start_time: "2024-01-01T10:40:00Z",
        end_time: "2024-01-01T11:40:00Z",
        total_bytes: 180 * MB,
        services: "Drive, S3, Box",
      },
      {
        user_id: "mallory",
        start_time: "2024-01-01T11:05:00Z",
        end_time: "2024-01-01T12:05:00Z",
        total_bytes: 120 * MB,
        services: "S3, Box",
      },
    ]);
    expect(json["trailing"]?.map((row) => row["total_mb_1h"])).toEqual([180, 120]);
    expect(json["multi_service"]).toEqual([]);
    expect(json["multi_service_sliding"]).toHaveLength(1);
    expect(json["bursts"]).toHaveLength(1);
    expect(json["daily_z"]).toEqual([]);
    expect(json["daily_z_leave_one_out"]).toEqual([]);
    expect(json["not_looked"]).toHaveLength(6);
    expect(json["run"]).toMatchObject({
      uploads: 4,
      rejects: 1,
      first_rejects: [{ row: 5, code: "SOURCE_FIELD_INVALID" }],
      limits: { window_ms: 3_600_000, threshold_bytes: 100 * MB },
    });
    expect(result.errors).toContain("4 uploads read, 1 row rejected");
    expect(result.errors).toContain("2024-01-01 11:20:00");
  });

  test("S0-03 threshold and window are parameters", async () => {
    const path = writeLog("logs.csv", LOG);
    const higher = readJson(await run(path, "--json", "--threshold-mb", "120"));
    expect(higher["forward"]).toHaveLength(1);
    const shorter = readJson(await run(path, "--json", "--window", "5m", "--threshold-mb", "119.9"));
    expect(shorter["forward"]?.map((row) => row["start_time"])).toEqual(["2024-01-01T11:05:00Z"]);
    const fewer = readJson(await run(path, "--json", "--services", "1", "--service-mb", "119"));
    expect(fewer["multi_service"]).toHaveLength(1);
  });

  test("S0-04 S0-05 people get tables and a chart, and an SVG where they ask for it", async () => {
    const svg = join(FOLDER, "chart.svg");
    const result = await run(writeLog("logs.csv", LOG), "--chart", svg);
    expect(result.out).toContain("mallory");
    expect(result.out).toContain("188,743,680");
    expect(result.out).toContain("Suspicious Upload Activities — Total Upload Size (MB)");
    expect(readFileSync(svg, "utf8")).toContain("mallory, 2024-01-01T10:40:00Z: 180.0 MB to Drive, S3, Box");
  });

  test("CSV gives one analysis, and no formula to a spreadsheet", async () => {
    const log = `${HEADER}\n2024-01-01,=1+1,"A, B",${200 * MB}\n`;
    const result = await run(writeLog("formula.csv", log), "--format", "csv", "--quiet");
    expect(result.out.split("\n").slice(0, 2)).toEqual([
      "user_id,start_time,end_time,total_bytes,services",
      `'=1+1,2024-01-01T00:00:00Z,2024-01-01T01:00:00Z,${200 * MB},"A, B"`,
    ]);
    expect(result.errors).toBe("");
    const other = await run(
      writeLog("formula.csv", log),
      "--format",
      "csv",
      "--analysis",
      "bursts",
      "--quiet",
    );
    expect(other.out).toContain("peak_bytes");
  });

  test("sums that no double holds keep their digits in JSON", async () => {
    const log = `${HEADER}\n2024-01-01,u,S3,9007199254740991\n2024-01-01,u,S3,2\n`;
    expect((await run(writeLog("large.csv", log), "--json")).out).toContain(
      '"total_bytes":9007199254740993,',
    );
  });

  test("escape sequences in names do not reach the terminal", async () => {
    const log = `${HEADER}\n2024-01-01,u\u001b[2Jx,S\u202e3,${200 * MB}\n`;
    const { out } = await run(writeLog("escape.csv", log));
    expect(out).not.toContain("\u001b[2J");
    expect(out).not.toContain("\u202e");
  });

  test("a log without anything suspicious says so by name", async () => {
    const { code, out } = await run(writeLog("quiet.csv", `${HEADER}\n2024-01-01,u,S3,5\n`));
    expect(code).toBe(0);
    expect(out.match(/ {2}none/g)).toHaveLength(8);
  });

  test("a wrong option, a missing file, a folder and a file that is no upload log are wrong usage, in words", async () => {
    for (const [args, message] of [
      [[writeLog("logs.csv", LOG), "--window", "1 fortnight"], "Write a length of time with its unit"],
      [[writeLog("logs.csv", LOG), "--threshold-mb", "-1"], "Write a number from 0"],
      [[join(FOLDER, "nowhere.csv")], "it does not exist"],
      [[FOLDER], "it is a folder"],
      [[writeLog("other.csv", "a,b\n1,2\n")], "does not have the column timestamp"],
      [[writeLog("empty.csv", "")], "The input is empty"],
    ] as const) {
      const result = await run(...args);
      expect(result.code, message).toBe(2);
      expect(result.errors).toContain(message);
    }
  });
});

test("a chart that cannot be written is told in words", async () => {
  const result = await run(writeLog("logs.csv", LOG), "--chart", join(FOLDER, "nowhere", "chart.svg"));
  expect(result.code).toBe(1);
  expect(result.errors).toContain("The chart cannot be written");
});

describe("archives", () => {
  test("S0-01 gzip and zstd are read as they are", async () => {
    for (const [name, packed] of [
      ["logs.csv.gz", gzipSync(LOG)],
      ["logs.csv.zst", zstdCompressSync(LOG)],
    ] as const)
      expect(readJson(await run(writeLog(name, packed), "--json"))["forward"], name).toHaveLength(2);
  });

  test("a truncated archive yields what it holds, and a reject", async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `2024-01-01 10:00:00,u${index * 7919},S3,${index}`,
    );
    const packed = gzipSync([HEADER, ...rows].join("\n"));
    const json = readJson(
      await run(writeLog("cut.csv.gz", packed.subarray(0, packed.length >> 1)), "--json"),
    );
    const record = json["run"] as unknown as { uploads: number; first_rejects: readonly { code: string }[] };
    expect(record.uploads).toBeGreaterThan(1000);
    expect(record.uploads).toBeLessThan(20_000);
    expect(record.first_rejects.map(({ code }) => code)).toContain("SOURCE_ARCHIVE_TRUNCATED");
  });
});
