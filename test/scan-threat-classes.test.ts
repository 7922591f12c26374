import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding, JsonObject } from "../src/domain/index.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const ACCOUNT = "222233334444";
const START = Date.UTC(2026, 2, 3, 14, 0, 0);

interface Call {
  readonly source: string;
  readonly name: string;
  readonly request?: JsonObject;
  readonly more?: JsonObject;
}

/** Calls of IAM user carol, five seconds apart. */
function toRecords(calls: readonly Call[]): readonly JsonObject[] {
  return calls.map(({ source, name, request, more }, n) => ({
    eventVersion: "1.11",
    eventID: `0c0ffee0-0000-4000-8000-${String(n).padStart(12, "0")}`,
    eventTime: new Date(START + n * 5000).toISOString(),
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: "eu-central-1",
    sourceIPAddress: "81.2.69.144",
    userAgent: "aws-cli/2.17.0",
    recipientAccountId: ACCOUNT,
    eventType: "AwsApiCall",
    userIdentity: {
      type: "IAMUser",
      arn: `arn:aws:iam::${ACCOUNT}:user/carol`,
      accountId: ACCOUNT,
      userName: "carol",
      accessKeyId: "AKIAEXAMPLECAROL0001",
      principalId: "AIDAEXAMPLECAROL00001",
    },
    requestParameters: request ?? null,
    responseElements: null,
    ...more,
  }));
}

async function findIn(calls: readonly Call[]): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "gait-threat-"));
  const file = join(folder, "trail.json");
  await writeFile(file, JSON.stringify({ Records: toRecords(calls) }));
  const { findings, record } = await scanPaths([file]);
  expect(record.events).toBe(calls.length);
  return findings.filter((finding) => finding.severity !== "info");
}

const tacticsOf = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap((finding) => finding.attack.map((ref) => ref.tactic));

test("S4-06: privilege escalation: a user made, given a key and administrator rights", async () => {
  const findings = await findIn([
    { source: "iam", name: "CreateUser", request: { userName: "svc" } },
    { source: "iam", name: "CreateAccessKey", request: { userName: "svc" } },
    {
      source: "iam",
      name: "AttachUserPolicy",
      request: { userName: "svc", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    },
  ]);
  expect(tacticsOf(findings)).toContain("TA0004");
  expect(findings.some((finding) => finding.severity === "high" || finding.severity === "critical")).toBe(
    true,
  );
});

test("S4-06: unusual access: a console login without a second factor", async () => {
  const findings = await findIn([
    {
      source: "signin",
      name: "ConsoleLogin",
      more: {
        eventType: "AwsConsoleSignIn",
        responseElements: { ConsoleLogin: "Success" },
        additionalEventData: { MFAUsed: "No", LoginTo: "https://console.aws.amazon.com" },
      },
    },
  ]);
  expect(tacticsOf(findings)).toContain("TA0001");
});

test("S4-06: failed attacks: repeated failures to sign in", async () => {
  const failure: Call = {
    source: "signin",
    name: "ConsoleLogin",
    more: {
      eventType: "AwsConsoleSignIn",
      errorMessage: "Failed authentication",
      responseElements: { ConsoleLogin: "Failure" },
      additionalEventData: { MFAUsed: "No" },
    },
  };
  const findings = await findIn(Array.from({ length: 12 }, () => failure));
  expect(tacticsOf(findings)).toContain("TA0006");
});

test("S4-06: data exfiltration: hundreds of objects read within minutes", async () => {
  const reads = Array.from(
    { length: 700 },
    (_, n): Call => ({
      source: "s3",
      name: "GetObject",
      request: { bucketName: "customers", key: `file-${n}.csv` },
      more: { eventCategory: "Data", additionalEventData: { bytesTransferredOut: 5_000_000 } },
    }),
  );
  const findings = await findIn(reads);
  expect(tacticsOf(findings).some((tactic) => tactic === "TA0009" || tactic === "TA0010")).toBe(true);
});

test("S4-06: log tampering: the trail stopped and deleted", async () => {
  const findings = await findIn([
    { source: "cloudtrail", name: "StopLogging", request: { name: "main" } },
    { source: "cloudtrail", name: "DeleteTrail", request: { name: "main" } },
  ]);
  expect(
    findings.filter((finding) => finding.severity === "high" || finding.severity === "critical"),
  ).not.toEqual([]);
  expect(tacticsOf(findings)).toContain("TA0112");
});
