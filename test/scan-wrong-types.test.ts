import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { formatScanTable } from "../src/cli/scan-table.ts";
import {
  FINDING_JSON,
  INCIDENT_JSON,
  renderScanPage,
  toFindingJson,
  toFindingsCsv,
  toIncidentJson,
} from "../src/report/index.ts";
import { toStopLogging } from "./fixtures/sample-records.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const home = mkdtempSync(join(tmpdir(), "gait-test-types-"));
afterAll(() => rmSync(home, { recursive: true }));

type Json = unknown;

/** A record with every field that CloudTrail knows and our code looks at. */
const FULL = toStopLogging({
  eventType: "AwsApiCall",
  eventCategory: "Management",
  managementEvent: true,
  readOnly: false,
  recipientAccountId: "111122223333",
  errorCode: "AccessDenied",
  errorMessage: "no",
  requestID: "r",
  vpcEndpointId: "vpce-1",
  userIdentity: {
    type: "AssumedRole",
    principalId: "AROAX:session",
    arn: "arn:aws:sts::111122223333:assumed-role/role/session",
    accountId: "111122223333",
    accessKeyId: "ASIAEXAMPLE",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        arn: "arn:aws:iam::111122223333:role/role",
        userName: "role",
        accountId: "111122223333",
      },
      attributes: { creationDate: "2026-01-05T09:00:00Z", mfaAuthenticated: "false" },
    },
  },
  requestParameters: {
    name: "x",
    userName: "bob",
    roleArn: "arn:aws:iam::111122223333:role/other",
    policyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}',
    ipPermissions: {
      items: [
        { fromPort: 22, toPort: 22, ipProtocol: "tcp", ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } },
      ],
    },
    attributeType: "launchPermission",
    bucketPolicy: { Statement: [] },
  },
  responseElements: {
    credentials: { accessKeyId: "ASIANEW" },
    accessKey: { accessKeyId: "AKIANEW", userName: "bob" },
    ConsoleLogin: "Success",
  },
  additionalEventData: { bytesTransferredOut: 5, MFAUsed: "No" },
  resources: [{ ARN: "arn:aws:s3:::b", accountId: "1", type: "AWS::S3::Bucket" }],
  tlsDetails: { tlsVersion: "TLSv1.3" },
});

const WRONG: readonly Json[] = [
  null,
  true,
  0,
  -1.5,
  1e308,
  "",
  " ",
  "true",
  "\u0000\u001b[31m\u202e",
  "=cmd|' /C calc'!A0",
  "<script>alert(1)</script>",
  [],
  [null],
  ["a", 1, {}],
  {},
  { constructor: { prototype: 1 }, toString: 1, items: 7 },
  [[[[[]]]]],
];
/** Calls whose fields our code reads in ways of its own. */
const CALLS: readonly (readonly [source: string, name: string])[] = [
  ["cloudtrail", "StopLogging"],
  ["sts", "AssumeRole"],
  ["iam", "CreateAccessKey"],
  ["iam", "CreateUser"],
  ["iam", "PutRolePolicy"],
  ["signin", "ConsoleLogin"],
  ["ec2", "AuthorizeSecurityGroupIngress"],
  ["ec2", "ModifyImageAttribute"],
  ["s3", "GetObject"],
  ["s3", "PutBucketPolicy"],
  ["lambda", "UpdateFunctionCode20150331v2"],
];

function pathsOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function replaceAt(value: Json, path: readonly string[], wrong: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return wrong;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaceAt(item, rest, wrong) : item));
  return Object.fromEntries(
    Object.entries(Object(value)).map(([name, inner]) => [
      name,
      name === key ? replaceAt(inner, rest, wrong) : inner,
    ]),
  );
}

/** Scans the records with all rules and puts the result through every way out. */
async function scanAll(name: string, records: readonly Json[]) {
  const path = join(home, name);
  writeFileSync(path, records.map((record) => JSON.stringify(record)).join("\n"));
  const result = await scanPaths([path], { as: "cloudtrail" });
  const { record, findings, incidents } = result;
  expect(record.records).toBe(records.length);
  expect(record.events + record.duplicates + record.rejected + record.outside).toBe(record.records);
  for (const finding of findings) FINDING_JSON.parse(JSON.parse(JSON.stringify(toFindingJson(finding))));
  for (const incident of incidents) INCIDENT_JSON.parse(JSON.parse(JSON.stringify(toIncidentJson(incident))));
  const page = await renderScanPage(result);
  expect(page).not.toContain("<script");
  expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(toFindingsCsv(findings)).not.toMatch(/(^|,)"?[=+@]/m);
  expect(formatScanTable({ ...result, minSeverity: "info" })).not.toMatch(
    /[\u0000-\u0009\u000b-\u001a\u202e]/,
  );
  return result;
}

describe("fields of wrong types", () => {
  test("every field with every wrong value: each record is accounted for, and the result can be printed", async () => {
    const paths = pathsOf(FULL);
    const records = paths.flatMap((path, p) =>
      WRONG.map((wrong, w) => {
        const [source, name] = CALLS[(p * 7 + w) % CALLS.length]!;
        const base: Record<string, Json> = {
          ...FULL,
          eventID: `e-${p}-${w}`,
          eventName: name,
          eventSource: `${source}.amazonaws.com`,
        };
        // A refused call is of interest to few rules.
        const { errorCode: _, errorMessage: __, ...granted } = base;
        return replaceAt(path[0]?.startsWith("error") === true ? base : granted, path, wrong);
      }),
    );
    expect(records.length).toBeGreaterThan(900);
    const { record, findings } = await scanAll("every.json", records);
    const touched = new Set(findings.flatMap((finding) => finding.events));
    expect(touched.size).toBeGreaterThan(100);
    // Only a time that is none keeps a record from being an event.
    expect(record.rejected).toBeLessThan(WRONG.length * 4);
  }, 60_000);

  test("records of random shape", async () => {
    const keys = fc.constantFrom(...Object.keys(FULL), "__proto__", "gait", "detail");
    const record = fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 12 });
    const records = fc.sample(record, { numRuns: 2000, seed: 5 }).map((one, n) => ({
      ...one,
      ...(n % 2 === 0 ? { eventTime: "2026-01-05T10:00:00Z", eventName: CALLS[n % CALLS.length]![1] } : {}),
    }));
    const { record: run } = await scanAll("random.json", records);
    expect(run.events + run.duplicates).toBeGreaterThan(500);
  }, 60_000);
});
