import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EVENTS_PORT } from "../src/app/events/events-command.ts";
import { INGEST_PORT } from "../src/app/ingest/ingest-command.ts";
import { addEventsCommand } from "../src/cli/events.ts";
import { addIngestCommand } from "../src/cli/ingest.ts";
import { createProgram, runProgram } from "../src/cli/program.ts";
import { createRng } from "../src/domain/index.ts";
import { writeMmdb } from "../src/enrich/fixtures/mmdb.ts";

let folder: string;
let data: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-command-"));
  data = join(folder, "data");
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command line in this process; what it printed and its exit code. */
async function gait(...args: readonly string[]) {
  let out = "";
  let errors = "";
  const writeErr = (text: unknown): true => {
    errors += String(text);
    return true;
  };
  vi.spyOn(process.stderr, "write").mockImplementation(writeErr);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  process.exitCode = 0;
  const program = createProgram("0.0.0").configureOutput({ writeErr });
  addIngestCommand(program, INGEST_PORT);
  addEventsCommand(program, EVENTS_PORT);
  const code = await runProgram(program, args);
  process.exitCode = 0;
  vi.restoreAllMocks();
  return { code, out, errors };
}

const ROWS = [
  "2026-01-05 10:00:00,ann,Google Drive,60",
  "2026-01-05 11:00:00,\"=cmd|' /C calc'!A0\",Dropbox,50",
  "2026-01-06 00:00:00,\u001b[31mred\u202e,Dropbox,1",
  "not a time,ann,Dropbox,1",
];
const writeUploads = async (): Promise<string> => {
  const path = join(folder, "uploads.csv");
  await writeFile(path, `timestamp,user_id,service,bytes_uploaded\n${ROWS.join("\n")}\n`);
  return path;
};

describe("what is known besides the logs", () => {
  const trail = async (): Promise<string> => {
    const path = join(folder, "trail.json");
    const role = "arn:aws:sts::123456789012:assumed-role/BreakTheGlass/Ann@corp.example";
    const record = {
      eventVersion: "1.11",
      eventID: "00000000-0000-4000-8000-000000000001",
      eventTime: "2026-01-05T10:00:00Z",
      eventName: "ListBuckets",
      eventSource: "s3.amazonaws.com",
      sourceIPAddress: "80.130.140.100",
      userIdentity: { type: "AssumedRole", arn: role, accountId: "123456789012" },
    };
    await writeFile(path, JSON.stringify({ Records: [record] }));
    await writeFile(
      join(folder, "own.mmdb"),
      writeMmdb(
        { "80.130.140.0/24": { country: { iso_code: "NO" } } },
        { type: "Own-Country", builtAtSeconds: 1_767_225_600 },
      ),
    );
    return path;
  };
  const ask = async (): Promise<unknown> => {
    const { out } = await gait("events", "--data", data, "--format", "jsonl");
    const event: unknown = JSON.parse(out.trim().split("\n")[0]!);
    return event;
  };

  it("is said by options of the command, and kept with the events", async () => {
    const path = await trail();
    const own = join(folder, "own.mmdb");
    const taken = await gait(
      "ingest",
      path,
      "--data",
      data,
      "--quiet",
      "--geo",
      own,
      "--person-role",
      "Break*Glass",
    );
    expect([taken.code, taken.errors]).toEqual([0, ""]);
    expect(await ask()).toMatchObject({
      actor: { type: "person", name: "Ann@corp.example" },
      address: { country: "NO" },
    });
  });
});

describe("gait ingest and gait events", () => {
  it("say what was taken in and what is there", async () => {
    const path = await writeUploads();
    const first = await gait("ingest", path, "--data", data, "--quiet", "--json");
    expect(first).toMatchObject({ code: 0, errors: "" });
    expect(JSON.parse(first.out)).toMatchObject({
      inputs: { new: 1, known: 0 },
      events: 3,
      duplicates: 0,
      rejects: 1,
      problems: [],
    });
    const again = await gait("ingest", path, "--data", data, "--quiet");
    expect(again).toEqual({ code: 0, out: "", errors: "" });
    expect((await gait("events", "--count", "--data", data)).out).toBe("3\n");
    expect((await gait("events", "--count", "--json", "--data", data)).out).toBe('{"events":3}\n');
    expect((await gait("events", "--count", "--actor", "ann", "--data", data)).out).toBe("1\n");
    expect(
      (
        await gait(
          "events",
          "--count",
          "--from",
          "2026-01-05T11:00:00Z",
          "--to",
          "2026-01-06",
          "--data",
          data,
        )
      ).out,
    ).toBe("1\n");
  });

  it("print a summary that a person can read", async () => {
    const { out } = await gait("ingest", await writeUploads(), "--data", data);
    expect(out).toContain("1 new input in ");
    expect(out).toContain("3 new events, 0 duplicates, 1 reject, 0 skipped");
    expect(out).toContain("SOURCE_FIELD_INVALID");
    expect(out).toContain("uploads.csv record 3:");
  });

  it("never print a log's control characters to a terminal, nor formulas to a spreadsheet", async () => {
    await gait("ingest", await writeUploads(), "--data", data, "--quiet");
    const table = await gait("events", "--data", data);
    expect(table.out).not.toContain("\u001b[31m");
    expect(table.out).not.toContain("\u202e");
    expect(table.out).toContain("red\\u202e");
    const csv = await gait("events", "--format", "csv", "--data", data);
    expect(csv.out).toContain("'=cmd|");
    expect(csv.out).not.toMatch(/(^|,)"?=cmd/m);
  });

  it("list events in JSON, newest first or oldest first, all or some", async () => {
    await gait("ingest", await writeUploads(), "--data", data, "--quiet");
    const timesOf = (text: string): unknown[] =>
      text
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { time: string }).time.slice(5, 13));
    const listed = await gait("events", "--format", "jsonl", "--limit", "2", "--data", data);
    expect(timesOf(listed.out)).toEqual(["01-06T00", "01-05T11"]);
    const all = await gait("events", "--format", "jsonl", "--limit", "0", "--oldest-first", "--data", data);
    expect(timesOf(all.out)).toEqual(["01-05T10", "01-05T11", "01-06T00"]);
    expect(JSON.parse((await gait("events", "--json", "--data", data)).out)).toHaveLength(3);
    expect(JSON.parse((await gait("events", "--json", "--actor", "nobody", "--data", data)).out)).toEqual([]);
  });

  it("show one event and its raw record", async () => {
    await gait("ingest", await writeUploads(), "--data", data, "--quiet");
    const [event] = JSON.parse((await gait("events", "--json", "--actor", "ann", "--data", data)).out) as {
      id: string;
    }[];
    const one = await gait("events", "--id", event!.id, "--json", "--data", data);
    expect(JSON.parse(one.out)).toMatchObject({ id: event!.id, bytes_in: 60, input: { position: 0 } });
    const raw = await gait("events", "--id", event!.id, "--raw", "--data", data);
    expect(JSON.parse(raw.out)).toEqual({
      timestamp: "2026-01-05 10:00:00",
      user_id: "ann",
      service: "Google Drive",
      bytes_uploaded: "60",
    });
    expect((await gait("events", "--id", event!.id, "--data", data)).out).toContain("Google Drive");
  });

  it.each([
    ["an event that is not there", ["events", "--id", "x"], 1, "INGEST_EVENT_UNKNOWN"],
    ["--raw without an id", ["events", "--raw"], 2, "--raw needs --id"],
    ["a time that is none", ["events", "--from", "yesterday-ish"], 2, "ISO 8601"],
    ["a limit that is none", ["events", "--limit", "-1"], 2, "whole number"],
    ["a format that is none", ["events", "--format", "xml"], 2, "Allowed choices"],
    ["a path that is not there", ["ingest", "/nowhere/x"], 1, "INGEST_NO_INPUT"],
    ["a log format that is none", ["ingest", ".", "--as", "xml"], 2, "INGEST_FORMAT_UNKNOWN"],
    ["a mapping that is not there", ["ingest", ".", "--mapping", "/nowhere/x"], 1, "INGEST_UNREADABLE"],
    ["no path", ["ingest"], 2, "missing required argument"],
  ])("refuse %s with a clear message and the right exit code", async (_, args, code, text) => {
    await gait("ingest", await writeUploads(), "--data", data, "--quiet");
    const refused = await gait(...args, "--data", data);
    expect(refused.code).toBe(code);
    expect(refused.errors).toContain(text);
    expect(refused.errors).not.toContain("    at ");
  });

  it("say that a folder holds nothing yet, and make none for a question", async () => {
    const refused = await gait("events", "--data", join(folder, "other"));
    expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining("STORE_MISSING") });
  });

  it("exit with 1 when some paths could not be read, after taking in the others", async () => {
    const done = await gait("ingest", "/nowhere/x", await writeUploads(), "--data", data, "--quiet");
    expect(done).toMatchObject({ code: 1, errors: expect.stringContaining("SOURCE_PATH_MISSING") });
    expect((await gait("events", "--count", "--data", data)).out).toBe("3\n");
  });

  it("end with a clear message and exit code 1 when the disk is full, and go on when there is room", async (context) => {
    const small = join(folder, "small");
    await mkdir(small);
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", small]).status !== 0)
      return context.skip("needs the right to mount a small file system");
    try {
      const rng = createRng(7);
      const logs = join(folder, "logs");
      await mkdir(logs);
      const rowsPerFile = 2000;
      for (let file = 0; file < 8; file++) {
        const rows = Array.from(
          { length: rowsPerFile },
          (_, row) =>
            `2026-01-05 10:00:00,${Array.from({ length: 12 }, () => rng.nextInt(4e9).toString(36)).join("")},Drive,${file * rowsPerFile + row}`,
        );
        await writeFile(
          join(logs, `${String(file).padStart(2, "0")}.csv`),
          `timestamp,user_id,service,bytes_uploaded\n${rows.join("\n")}\n`,
        );
      }
      const full = await gait("ingest", logs, "--data", small, "--quiet");
      expect(full.code).toBe(1);
      expect(full.errors).toContain("STORE_DISK_FULL");
      const events = Number((await gait("events", "--count", "--data", small)).out);
      expect(events % rowsPerFile, "whole inputs only").toBe(0);
      spawnSync("mount", ["-o", "remount,size=400m", small]);
      expect(await gait("ingest", logs, "--data", small, "--quiet")).toEqual({
        code: 0,
        out: "",
        errors: "",
      });
      expect((await gait("events", "--count", "--data", small)).out).toBe(`${8 * rowsPerFile}\n`);
    } finally {
      spawnSync("umount", ["-l", small]);
    }
  });
});
