import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { type Ended, type GaitOptions, runGait } from "./fixtures/gait-process.ts";
import { STOP_RULE, toStopLogging } from "./fixtures/sample-records.ts";

const home = mkdtempSync(join(tmpdir(), "gait-test-hostile-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(home, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const json = (value: unknown): string => JSON.stringify(value);

const rules = join(home, "rules");
write("rules/stop.yml", STOP_RULE);
const good = write("good.json", json([toStopLogging()]));

/** A scan with one rule: loading all of them again and again would only take time. */
const scan = (args: readonly string[], options: GaitOptions = {}): Promise<Ended> =>
  runGait(["scan", "--only-rules", rules, ...args], options);

/** Said in words, not as a stack of our own code. */
function expectWords(ended: Ended): void {
  expect(ended.errors + ended.out).not.toMatch(/^ {4}at |node:internal|UnhandledPromise/m);
}

describe.concurrent("hostile input", () => {
  test("a gzip bomb is stopped, and said to be one", async () => {
    const head = Buffer.from(`{"Records":[${json(toStopLogging())},`);
    const bomb = gzipSync(Buffer.concat([head, Buffer.alloc(200 * 1024 * 1024, " ")]), { level: 9 });
    const ended = await scan([write("bomb.json.gz", bomb)]);
    expect(ended.errors).toMatch(/SOURCE_ARCHIVE_RATIO, .*unpacks to more than \d+ times its size/);
    expectWords(ended);
  });

  test("100 MB on one line are read, record by record", async () => {
    const path = join(home, "line.json");
    const file = openSync(path, "w");
    const record = json(toStopLogging({ requestParameters: { text: "x".repeat(10_000) } }));
    const count = Math.ceil((100 * 1024 * 1024) / record.length);
    writeSync(file, '{"Records":[');
    for (let n = 0; n < count; n++) writeSync(file, n === 0 ? record : `,${record}`);
    writeSync(file, "]}");
    closeSync(file);
    const ended = await scan([path]);
    rmSync(path);
    expect(ended.code).toBe(0);
    expect(ended.errors).toContain(`Left aside: ${(count - 1).toLocaleString("en")} duplicates`);
    expect(ended.out).toContain("Trail stopped: alice called StopLogging");
  });

  test("JSON of 10,000 levels is rejected with its reason, what is beside it is read", async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
    const text = `${json(toStopLogging()).slice(0, -1)},"deep":${deep}}`;
    const alone = await scan([write("deep.json", text)]);
    expect(alone.errors).toContain("SOURCE_RECORD_TOO_DEEP");
    expect(alone.errors).toContain("deep.json record 0: The record is nested deeper than");
    expect(alone.out).toContain("No event could be made of what was read");
    expect(alone.code).toBe(1);
    const beside = await scan([write("beside.json", `[${text},${json(toStopLogging())}]`)]);
    expect(beside.out).toContain("Trail stopped");
    expect(beside.code).toBe(0);
    expectWords(beside);
  });

  test("fields of 1 MB do no harm, and the table stays readable", async () => {
    const long = "z".repeat(1024 * 1024);
    const record = toStopLogging({
      eventID: long,
      userAgent: long,
      awsRegion: long,
      sourceIPAddress: long,
      requestParameters: { name: long },
      userIdentity: {
        type: "IAMUser",
        arn: `arn:aws:iam::111122223333:user/${long}`,
        userName: long,
        accessKeyId: long,
      },
    });
    const ended = await scan([write("long.json", json([record]))]);
    expect(ended.code).toBe(0);
    expect(ended.out).toContain("Trail stopped");
    for (const line of ended.out.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });

  test("a pattern that would run for ever in other engines ends within a moment", async () => {
    const rule = STOP_RULE.replace("eventName: StopLogging", () => "userAgent|re: '(a+)+$'");
    const folder = join(home, "catastrophe");
    write("catastrophe/rule.yml", rule);
    const path = write(
      "agents.json",
      json([1, 2, 3].map((n) => toStopLogging({ eventID: `e${n}`, userAgent: `${"a".repeat(60_000)}!` }))),
    );
    const record = join(home, "catastrophe-record.json");
    const ended = await runGait(["scan", "--only-rules", folder, path, "--run-record", record]);
    expect(ended.code).toBe(0);
    expect(JSON.parse(readFileSync(record, "utf8"))).toMatchObject({
      events: 3,
      seconds: expect.toSatisfy((s: number) => s < 1),
    });
  });

  test("a rule that is no YAML is named with its place; the others run; the run has failed", async () => {
    write("mixed/broken.yml", "title: x\n  detection: {{{ [\n");
    write("mixed/good.yml", STOP_RULE);
    const ended = await runGait(["scan", "--only-rules", join(home, "mixed"), good]);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("Trail stopped");
    expect(ended.errors).toMatch(/broken\.yml:\d+:\d+: .*YAML/);
    expectWords(ended);
  });

  test("an unreadable file is named, the others are read, the run has failed", async () => {
    // A file that even root cannot read.
    const unreadable = "/proc/self/mem";
    if (!existsSync(unreadable)) return;
    const ended = await scan([good, unreadable]);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("Trail stopped");
    expect(ended.errors).toContain("/proc/self/mem cannot be read: the disk reports an error");
  });

  test.each([
    [
      "a path that is not there",
      ["/nowhere/logs"],
      1,
      "There is no file or folder /nowhere/logs.",
      "Check the path",
    ],
    [
      "several of them",
      ["/nowhere/a", "/nowhere/b"],
      1,
      "nothing to read at /nowhere/a, /nowhere/b",
      "Give files",
    ],
    ["a pattern without a match", ["/nowhere/*.json"], 1, "Nothing matches the pattern", "Check the pattern"],
    ["an unknown flag", ["x", "--unknown"], 2, "unknown option '--unknown'", "--help"],
    ["an unknown format of output", ["x", "--format", "xml"], 2, "Allowed choices are table, json", "--help"],
    ["an unknown severity", ["x", "--min-severity", "awful"], 2, "Allowed choices are info, low", "--help"],
    [
      "an unknown severity to fail on",
      ["x", "--fail-on", "awful"],
      2,
      "Allowed choices are info, low",
      "--help",
    ],
    [
      "an unknown format of logs",
      ["x", "--as", "syslog"],
      2,
      "There is no format of logs named syslog",
      "Use one of",
    ],
    ["a time that is none", ["x", "--from", "2026-02-30"], 2, "ISO 8601", "--help"],
    ["too many threads", ["x", "--threads", "65"], 2, "from 0 to 64", "--help"],
    ["no path", [], 2, "missing required argument 'path'", "--help"],
    [
      "a mapping that is not there",
      [good, "--mapping", "/nowhere/m.yml"],
      1,
      "/nowhere/m.yml cannot be read",
      "[SOURCE_UNREADABLE]",
    ],
    [
      "a mapping for logs that need none",
      [good, "--mapping", good, "--as", "cloudtrail"],
      2,
      "not for cloudtrail",
      "Leave",
    ],
    [
      "an output file in no folder",
      [good, "--out", "/nowhere/x.csv"],
      1,
      "/nowhere/x.csv cannot be written",
      "folder that exists",
    ],
    ["a folder for an output file", [good, "--out", home], 1, "it is a folder", "[RUN_OUTPUT_UNWRITABLE]"],
    [
      "a run record in no folder",
      [good, "--run-record", "/nowhere/x.json"],
      1,
      "/nowhere/x.json cannot be written",
      "folder that exists",
    ],
  ] as const)("%s: words and a remedy", async (_, args, code, words, remedy) => {
    const ended = await scan(args);
    expect(ended.errors).toContain(words);
    expect(ended.errors).toContain(remedy);
    expect(ended.code).toBe(code);
    expect(ended.out).toBe("");
    expectWords(ended);
  });

  test("rules that are not there", async () => {
    const ended = await runGait(["scan", "--only-rules", "/nowhere/rules", good]);
    expect(ended.errors).toContain("There is no folder or file of rules at /nowhere/rules.");
    expect(ended.code).toBe(1);
  });

  test("a folder of rules without a rule is not a scan that finds nothing", async () => {
    mkdirSync(join(home, "no-rules"));
    const ended = await runGait(["scan", "--only-rules", join(home, "no-rules"), good]);
    expect(ended.errors).toContain("[RUN_RULES_NONE]");
    expect(ended.code).toBe(1);
  });

  test("an empty folder has nothing to read; an empty file is read, and said to hold no records", async () => {
    mkdirSync(join(home, "empty"));
    const folder = await scan([join(home, "empty")]);
    expect(folder.errors).toContain("holds no files");
    expect(folder.code).toBe(1);
    const file = await scan([write("empty.json", "")]);
    expect(file.errors).toContain("Left aside: 1 input without records");
    expect(file.out).toContain("No event was read, so nothing was looked at.");
    expect(file.code).toBe(0);
  });

  test.skipIf(!existsSync("/dev/full"))("a full disk (where there is /dev/full)", async () => {
    const toFile = await scan([good, "--out", "/dev/full"]);
    expect(toFile.errors).toContain("/dev/full cannot be written: no space is left on the disk.");
    expect(toFile.code).toBe(1);
    expectWords(toFile);
  });

  test("standard input: one record a line, plain and packed", async () => {
    const lines = [1, 2].map((n) => json(toStopLogging({ eventID: `e${n}` }))).join("\n");
    for (const stdin of [lines, gzipSync(lines)]) {
      const ended = await scan(["-", "--format", "jsonl", "--quiet"], { stdin });
      expect(ended.code).toBe(0);
      expect(JSON.parse(ended.out)).toMatchObject({
        events: expect.arrayContaining(["e1", "e2"]),
      });
    }
  });

  test("a reader that has seen enough is no error", async () => {
    const records = Array.from({ length: 3000 }, (_, n) =>
      toStopLogging({
        eventID: `e${n}`,
        userIdentity: { type: "IAMUser", arn: `arn:aws:iam::111122223333:user/u${n}` },
      }),
    );
    const path = write("many.json", json(records));
    const ended = await scan([path, "--format", "jsonl"], {
      onFirstWords: (child) => child.stdout?.destroy(),
    });
    expect(ended.code).toBe(0);
    expectWords(ended);
  });

  test("a scan that is interrupted leaves nothing behind", async () => {
    const temp = join(home, "temp");
    mkdirSync(temp);
    const ended = await scan(["-"], {
      stdin: `${json(toStopLogging())}\n`,
      holdStdin: true,
      env: { TMPDIR: temp },
      interruptAfterMs: 1500,
    });
    expect(ended.signal).toBe("SIGINT");
    expect(readdirSync(temp).filter((name) => name.startsWith("gait-"))).toEqual([]);
    expectWords(ended);
  });

  test("exit codes: 3 for findings at or above the severity, before anything that could not be read", async () => {
    expect((await scan([good, "--fail-on", "high", "--quiet"])).code).toBe(3);
    expect((await scan([good, "--fail-on", "critical", "--quiet"])).code).toBe(0);
    expect(
      (await scan([good, "/nowhere", "--fail-on", "low", "--quiet", "--min-severity", "critical"])).code,
    ).toBe(3);
  });
});
