import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createRng, DAY_MS, type JsonObject, type Rng } from "../src/domain/index.ts";
import { toFindingJson, toIncidentJson } from "../src/report/index.ts";
import { openStore } from "../src/store/index.ts";
import { readFound, takeIn } from "./fixtures/detected-company.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const START = Date.UTC(2026, 1, 2);
const DAYS = 4;
const MINUTE_MS = 60_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-bursts-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What rules, windows and sequences of windows look at, so that something is always open at midnight. */
const CALLS: readonly (readonly [source: string, name: string, error: string | null])[] = [
  ["signin", "ConsoleLogin", "Failed"],
  ["signin", "ConsoleLogin", null],
  ["iam", "CreateAccessKey", null],
  ["iam", "CreateUser", null],
  ["iam", "ListUsers", null],
  ["sts", "GetCallerIdentity", null],
  ["s3", "ListBuckets", null],
  ["s3", "PutBucketVersioning", null],
  ["s3", "DeleteObject", null],
  ["s3", "GetObject", "AccessDenied"],
  ["secretsmanager", "GetSecretValue", null],
  ["lambda", "UpdateFunctionCode20150331v2", null],
  ["cloudtrail", "StopLogging", null],
  ["ec2", "DescribeInstances", "Client.UnauthorizedOperation"],
];

interface Pace {
  readonly name: string;
  /** Minutes between two calls, at most. */
  readonly gapMax: number;
  /** Of `CALLS`: those that it makes. */
  readonly calls: readonly number[];
}

/** One who never rests, one who rests at times, one whose calls alone are more than a finding can hold. */
const PACES: readonly Pace[] = [
  { name: "failing", gapMax: 9, calls: [0, 0, 0, 0, 1] },
  { name: "restless", gapMax: 12, calls: [2, 3, 4, 5, 6, 10] },
  { name: "deleting", gapMax: 25, calls: [7, 8, 8, 8, 8, 9] },
  { name: "calm", gapMax: 150, calls: CALLS.map((_, number) => number) },
  { name: "looping", gapMax: 4, calls: [12] },
];

function* tellRecords(rng: Rng): Generator<{ readonly at: number; readonly record: JsonObject }> {
  for (const { name, gapMax, calls } of PACES)
    for (let at = START; at < START + DAYS * DAY_MS; at += Math.ceil(rng.next() * gapMax * MINUTE_MS)) {
      const call = CALLS[calls[Math.floor(rng.next() * calls.length)]!]!;
      yield { at, record: toRecord({ at, name, call, id: Math.floor(rng.next() * 2 ** 48) }) };
    }
}

interface Told {
  readonly at: number;
  readonly name: string;
  readonly call: (typeof CALLS)[number];
  readonly id: number;
}

function toRecord({ at, name, call: [service, eventName, error], id }: Told): JsonObject {
  const isLogin = eventName === "ConsoleLogin";
  return {
    eventVersion: "1.09",
    eventID: `00000000-0000-4000-8000-${id.toString(16).padStart(12, "0")}`,
    eventTime: new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: "eu-west-1",
    sourceIPAddress: "198.51.100.7",
    userAgent: "aws-cli/2.15.0",
    userIdentity: {
      type: "IAMUser",
      arn: `arn:aws:iam::111122223333:user/${name}`,
      accountId: "111122223333",
      userName: name,
      ...(isLogin ? {} : { accessKeyId: "AKIAIOSFODNN7EXAMPLE" }),
    },
    ...(error === null || isLogin ? {} : { errorCode: error, errorMessage: "no" }),
    requestParameters: { userName: "another", bucketName: `b${id % 7}`, secretId: `s${id % 9}` },
    responseElements: isLogin ? { ConsoleLogin: error === null ? "Success" : "Failure" } : null,
    recipientAccountId: "111122223333",
    eventType: isLogin ? "AwsConsoleSignIn" : "AwsApiCall",
  };
}

/** `GAIT_BURST_SEEDS=1,2,3` for more of them. */
const SEEDS = (process.env["GAIT_BURST_SEEDS"] ?? "1").split(",").map(Number);

it.each(SEEDS)(
  "bursts, windows and sequences that are open at midnight: seed %i",
  async (seed) => {
    const byTurn = new Map<number, JsonObject[]>();
    const rng = createRng(seed);
    for (const { at, record } of tellRecords(createRng(seed))) {
      // Every turn is half a day, and one record in twenty comes a day late.
      const turn = Math.floor((2 * (at - START)) / DAY_MS) + (rng.next() < 0.05 ? 2 : 0);
      byTurn.set(turn, [...(byTurn.get(turn) ?? []), record]);
    }
    const files: string[] = [];
    for (const [turn, Records] of [...byTurn].sort(([a], [b]) => a - b)) {
      files.push(join(folder, `${seed}-${String(turn).padStart(2, "0")}.json`));
      await writeFile(files.at(-1)!, JSON.stringify({ Records }));
    }
    const { findings, incidents } = await scanPaths(files);
    expect(findings.filter(({ detector }) => detector.kind === "correlation").length).toBeGreaterThan(9);
    expect(Math.max(...findings.map(({ events }) => events.length))).toBe(1000);
    const store = await openStore({
      folder: join(folder, `store-${seed}`),
      databaseUrl: null,
      purpose: "test",
    });
    try {
      for (const file of files) await takeIn(store, [file]);
      const told = [...findings.map(toFindingJson), ...incidents.map(toIncidentJson)];
      expect(await readFound(store)).toEqual(told.map((one) => JSON.stringify(one)).sort());
    } finally {
      await store.close();
    }
  },
  120_000,
);
