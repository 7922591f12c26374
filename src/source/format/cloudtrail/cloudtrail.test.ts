import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cloudTrailRecord,
  eventsOf,
  memoryInput,
  outcomesOf,
  readAll,
  rejectsOf,
  TEST_NOW,
} from "../../fixtures/memory-input.ts";
import { readRecordAt, readRecordTextAt } from "../../index.ts";

const sample = (name: string) => readFileSync(new URL(`samples/${name}`, import.meta.url));
const readSample = (name: string) => readAll(memoryInput(sample(name), { name }));
/** The event of a record with some fields changed. */
async function eventOf(fields: Readonly<Record<string, unknown>>) {
  const items = await readAll(memoryInput(JSON.stringify([cloudTrailRecord("id-1", fields)])), {
    as: "cloudtrail",
  });
  const [event] = eventsOf(items);
  if (event === undefined) throw new Error(JSON.stringify(items));
  return event;
}
const rejectOf = async (fields: Readonly<Record<string, unknown>>) =>
  rejectsOf(
    await readAll(memoryInput(JSON.stringify([cloudTrailRecord("id-1", fields)])), { as: "cloudtrail" }),
  )[0];

test("a row of the console's event history says who did what to what, as far as it goes", async () => {
  const items = await readSample("event-history.csv");
  expect(eventsOf(items)).toMatchObject([
    {
      actor: { id: "arn:aws:iam::111122223333:user/dana", type: "user" },
      account: "111122223333",
      address: { text: "198.51.100.7" },
    },
    // A spreadsheet made a number of its account.
    { actor: { type: "root" }, outcome: "denied", account: null },
    { actor: { type: "service", id: "ec2.amazonaws.com" } },
  ]);
  expect(items[0]).toMatchObject({
    record: {
      readOnly: false,
      requestParameters: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess", userName: "backup-svc" },
    },
  });
  expect(items[2]).not.toHaveProperty("record.resources");
});

test("a search's result inside of its own kind is read no further", async () => {
  const nested = JSON.stringify({
    _source: { _source: { eventName: "X", eventTime: "2026-01-05T10:00:00Z" } },
  });
  expect(outcomesOf(await readAll(memoryInput(nested), { as: "cloudtrail" }))).toEqual([
    "SOURCE_FIELD_MISSING",
  ]);
});

describe("containers", () => {
  test.each([
    ["s3-file.json", ["sample-s3-1", "sample-s3-2"]],
    ["eventbridge.json", ["sample-bus-1"]],
    ["lookup-events.json", ["sample-lookup-1"]],
    ["logstash.ndjson", ["sample-logstash-1", "sample-logstash-2"]],
    ["subscription.json", ["sample-subscription-1"]],
    ["log-group-export.txt", ["sample-export-1", "sample-export-2"]],
    ["event-history.csv", ["sample-history-1", "sample-history-2", "sample-history-3"]],
    ["searches.ndjson", ["sample-elastic-1", "sample-elastic-2", "sample-splunk-1"]],
    ["filter-log-events.json", ["sample-filter-1"]],
    [
      "kinds.json",
      ["insight", "service", "endpoint", "signin-failed", "signin", "reduced"].map((id) => `sample-${id}`),
    ],
  ])("%s is recognised and read, plain and packed, and its records can be read back", async (name, ids) => {
    for (const content of [sample(name), gzipSync(sample(name))]) {
      const input = memoryInput(content);
      const items = await readAll(input);
      expect(eventsOf(items).map(({ id }) => id)).toEqual(ids);
      expect(items).toHaveLength(ids.length);
      for (const item of items) {
        if (item.kind !== "event") continue;
        const { position, record } = item;
        expect(await readRecordAt(input, { format: "cloudtrail", position })).toEqual(record);
        const text = await readRecordTextAt(input, { format: "cloudtrail", position });
        expect(JSON.parse(text!)).toEqual(record);
      }
      expect(await readRecordAt(input, { format: "cloudtrail", position: ids.length })).toBeNull();
    }
  });

  test.each([
    ["a list in a document", (records: readonly string[]) => `{"Records": [${records.join(" ,\n")}]}`],
    ["one record a line", (records: readonly string[]) => records.join("\r\n")],
    ["lists in lines", (records: readonly string[]) => `[${records.join(", ")}]\n[${records[0]!}]\n`],
  ])("a record comes back character for character: %s", async (_, carry) => {
    const records = ["1", "2", "3"].map((id) =>
      JSON.stringify(cloudTrailRecord(id))
        .replace("{", '{ "odd" : 89.0, "size": 1e3, "text": "\\u0041\\/",')
        .replaceAll(",", " ,"),
    );
    const input = memoryInput(carry(records));
    for (const [position, record] of records.entries())
      expect(await readRecordTextAt(input, { format: "cloudtrail", position })).toBe(record);
    expect(await readRecordTextAt(input, { format: "cloudtrail", position: 9 })).toBeNull();
  });

  test("files without events are said and are no rejects", async () => {
    expect(outcomesOf(await readSample("digest.json"))).toEqual(["SOURCE_DIGEST"]);
    expect(outcomesOf(await readAll(memoryInput('{"Records": [ ]}')))).toEqual(["SOURCE_NO_RECORDS"]);
    expect(outcomesOf(await readAll(memoryInput(gzipSync('{"Records":[]}'))))).toEqual(["SOURCE_NO_RECORDS"]);
    for (const empty of ["", " \n\r\n\t", "\ufeff"]) {
      expect(outcomesOf(await readAll(memoryInput(empty)))).toEqual(["SOURCE_EMPTY"]);
    }
    expect(outcomesOf(await readAll(memoryInput(gzipSync(""))))).toEqual(["SOURCE_EMPTY"]);
  });

  test("an envelope's time stands in for a missing one", async () => {
    const { eventTime: _, ...detail } = cloudTrailRecord("1");
    const envelope = { "detail-type": "AWS API Call via CloudTrail", time: "2025-11-03T10:00:00Z", detail };
    const [event] = eventsOf(await readAll(memoryInput(JSON.stringify(envelope))));
    expect(event?.at).toBe(Date.UTC(2025, 10, 3, 10));
  });

  test("text that should hold a record and does not is a reject", async () => {
    const items = await readAll(memoryInput('{"Events":[{"CloudTrailEvent":"{broken"}]}'), {
      as: "cloudtrail",
    });
    expect(outcomesOf(items)).toEqual(["SOURCE_JSON_INVALID"]);
    const deep = `{"Events":[{"CloudTrailEvent":${JSON.stringify(`{"eventName":${"[".repeat(5000)}${"]".repeat(5000)}}`)}}]}`;
    expect(outcomesOf(await readAll(memoryInput(deep), { as: "cloudtrail" }))).toEqual([
      "SOURCE_RECORD_TOO_DEEP",
    ]);
  });

  test("a gzip file cut at any byte gives its first records and says once that it was cut", async () => {
    const records = ["1", "2", "3", "4"].map((id) => cloudTrailRecord(id));
    for (const text of [
      JSON.stringify({ Records: records }),
      records.map((record) => JSON.stringify(record)).join("\n"),
    ]) {
      const packed = gzipSync(text, { level: 0 });
      for (let length = 2; length < packed.length; length += 13) {
        const items = await readAll(memoryInput(packed.subarray(0, length)));
        const ids = eventsOf(items).map(({ id }) => id);
        expect(ids).toEqual(["1", "2", "3", "4"].slice(0, ids.length));
        expect(rejectsOf(items).map(({ code }) => code)).toEqual(["SOURCE_ARCHIVE_TRUNCATED"]);
        expect(rejectsOf(items)[0]?.origin.position).toBe(ids.length);
      }
    }
  });
});

test("an event says who did what, to what, from where, with what outcome and how many bytes", async () => {
  const [read, denied] = eventsOf(await readSample("s3-file.json"));
  expect(read).toMatchObject({
    id: "sample-s3-1",
    at: Date.UTC(2025, 10, 3, 9, 15, 2),
    receivedAt: TEST_NOW,
    logType: "aws-cloudtrail",
    actor: { id: "arn:aws:iam::111122223333:user/mira", type: "user", name: "mira" },
    accessKeyId: "AKIAMIRAEXAMPLE",
    action: { name: "GetObject", service: "s3" },
    outcome: "success",
    errorCode: null,
    account: "111122223333",
    region: "eu-central-1",
    address: { text: "198.51.100.7" },
    tool: { name: "aws-cli" },
    device: null,
    resource: "arn:aws:s3:::ledger/2025/q3.csv",
    bytesIn: 0,
    bytesOut: 48213,
    links: [],
  });
  expect(denied).toMatchObject({
    actor: { id: "arn:aws:iam::111122223333:role/deploy", session: "build-77" },
    action: { name: "UpdateFunctionCode" },
    outcome: "denied",
    errorCode: "AccessDenied",
    address: { kind: "service", text: "cloudformation.amazonaws.com" },
    resource: "invoice-export",
    bytesIn: null,
    bytesOut: null,
  });
});

test("events that are no ordinary calls", async () => {
  const [insight, service, endpoint, failed, signedIn, reduced] = eventsOf(await readSample("kinds.json"));
  expect(insight).toMatchObject({
    action: { name: "ApiCallRateInsight", service: "cloudtrail" },
    resource: "ssm.amazonaws.com:UpdateInstanceInformation",
    outcome: "success",
  });
  expect(service).toMatchObject({
    actor: { type: "service" },
    address: { kind: "aws-internal" },
    resource: "arn:aws:kms:eu-central-1:111122223333:key/k-1",
  });
  expect(endpoint).toMatchObject({
    outcome: "denied",
    actor: { account: "444455556666" },
    account: "111122223333",
  });
  expect(failed).toMatchObject({ outcome: "failure", errorCode: null, action: { class: "login" } });
  expect(signedIn?.outcome).toBe("success");
  expect(reduced).toMatchObject({
    accessKeyId: null,
    account: null,
    address: { kind: "absent" },
    outcome: "success",
  });
});

test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]>([
  ["no identity", { userIdentity: undefined }, { accessKeyId: null }],
  ["a null identity", { userIdentity: null }, { accessKeyId: null }],
  ["an identity that is a text", { userIdentity: "root" }, { accessKeyId: null }],
  ["an identity without a type", { userIdentity: { accessKeyId: "AKIAX" } }, { accessKeyId: "AKIAX" }],
  ["null for no error", { errorCode: null, errorMessage: null }, { outcome: "success", errorCode: null }],
  ["an empty error", { errorCode: "" }, { outcome: "success", errorCode: null }],
  ["a denied call of EC2", { errorCode: "Client.UnauthorizedOperation" }, { outcome: "denied" }],
  [
    "another error",
    { errorCode: "ThrottlingException" },
    { outcome: "failure", errorCode: "ThrottlingException" },
  ],
  ["an error that is a number", { errorCode: 403 }, { outcome: "failure", errorCode: "403" }],
  ["a message without a code", { errorMessage: "Something failed" }, { outcome: "failure" }],
  [
    "floats for bytes",
    { additionalEventData: { bytesTransferredOut: 89.0 } },
    { bytesOut: 89, bytesIn: null },
  ],
  ["texts for bytes", { additionalEventData: { bytesTransferredIn: "12" } }, { bytesIn: 12 }],
  [
    "a brand-new time format",
    { eventTime: "2025-11-03T09:15:02.250+01:00" },
    { at: Date.UTC(2025, 10, 3, 8, 15, 2, 250) },
  ],
  ["a time as a number", { eventTime: 1762161302 }, { at: 1762161302000 }],
  [
    "null for a time beside another",
    { eventTime: null, "@timestamp": "2025-11-03T09:15:02.000Z" },
    { at: 1762161302000 },
  ],
  ["an account as a number", { recipientAccountId: 111122223333 }, { account: "111122223333" }],
  ["no recipient", { recipientAccountId: undefined }, { account: "111122223333" }],
  [
    "a failed role switch",
    { eventType: "AwsConsoleSignIn", eventName: "SwitchRole", responseElements: { SwitchRole: "Failure" } },
    { outcome: "failure" },
  ],
  [
    "a failed check of credentials",
    {
      eventType: "AwsServiceEvent",
      eventName: "UserAuthentication",
      serviceEventDetails: { UserAuthentication: "Failure" },
    },
    { outcome: "failure" },
  ],
  ["an endless id", { eventID: "x".repeat(201) }, { id: expect.stringMatching(/^[0-9a-f]{32}$/) }],
  ["the longest id", { eventID: "x".repeat(200) }, { id: "x".repeat(200) }],
])("reads %s", async (_name, fields, expected) => {
  expect(await eventOf(fields)).toMatchObject(expected);
});

test.each<[string, Readonly<Record<string, unknown>>, string | null]>([
  ["s3.amazonaws.com", { bucketName: "b" }, "arn:aws:s3:::b"],
  [
    "s3.amazonaws.com",
    { bucketName: "arn:aws:s3:eu-west-1:1:accesspoint/p", key: "k" },
    "arn:aws:s3:eu-west-1:1:accesspoint/p/k",
  ],
  ["ec2.amazonaws.com", { instanceId: "i-1" }, "i-1"],
  ["ec2.amazonaws.com", { instancesSet: { items: [{ instanceId: "i-2" }] } }, "i-2"],
  ["ec2.amazonaws.com", { maxResults: 5 }, null],
  ["iam.amazonaws.com", { policyArn: "arn:p", userName: "bob" }, "bob"],
  ["sts.amazonaws.com", { roleSessionName: "s", roleArn: "arn:r" }, "arn:r"],
  ["secretsmanager.amazonaws.com", { secretId: "db" }, "db"],
  ["unheard-of.amazonaws.com", { name: "thing" }, "thing"],
  ["unheard-of.amazonaws.com", { name: ["thing"] }, null],
])("finds what a call of %s acts on: %j", async (eventSource, requestParameters, resource) => {
  expect((await eventOf({ eventSource, requestParameters })).resource).toBe(resource);
});

test("a listed resource comes before a parameter, and a forged one is cut", async () => {
  const resources = [{ type: "x" }, null, { ARN: "arn:aws:iam::1:role/r" }];
  expect(
    (await eventOf({ eventSource: "sts.amazonaws.com", resources, requestParameters: { roleArn: "other" } }))
      .resource,
  ).toBe("arn:aws:iam::1:role/r");
  const forged = await eventOf({ requestParameters: { bucketName: "b", key: "k".repeat(1_000_000) } });
  expect(forged.resource).toHaveLength(2048);
});

test.each([
  ["no time", { eventTime: undefined }, "SOURCE_FIELD_MISSING", "The record has no eventTime."],
  ["an empty time", { eventTime: "" }, "SOURCE_FIELD_MISSING", "The record has no eventTime."],
  [
    "a time that is none",
    { eventTime: "redacted" },
    "SOURCE_FIELD_INVALID",
    'The field eventTime holds "redacted", where a time is needed.',
  ],
  ["no name", { eventName: undefined }, "SOURCE_FIELD_MISSING", "The record has no eventName."],
  ["null for a name", { eventName: null }, "SOURCE_FIELD_MISSING", "The record has no eventName."],
  [
    "a list for a name",
    { eventName: ["GetObject"] },
    "SOURCE_FIELD_INVALID",
    "The field eventName holds a list, where a name is needed.",
  ],
])("a record with %s is a reject", async (_name, fields, code, reason) => {
  expect(await rejectOf(fields)).toMatchObject({ code, reason, origin: { file: "memory", position: 0 } });
});

test("records without an id get the same one in every container, and different ones when they differ", async () => {
  const bare = (eventName: string) => cloudTrailRecord("", { eventName });
  const idsIn = async (text: string) => eventsOf(await readAll(memoryInput(text))).map(({ id }) => id);
  const inFile = await idsIn(JSON.stringify({ Records: [bare("GetObject"), bare("PutObject")] }));
  expect(await idsIn(`${JSON.stringify(bare("GetObject"))}\n${JSON.stringify(bare("PutObject"))}`)).toEqual(
    inFile,
  );
  expect(new Set(inFile).size).toBe(2);
});

test("an id that stands twice is kept twice: telling duplicates is for who keeps the events", async () => {
  const text = JSON.stringify([cloudTrailRecord("same"), cloudTrailRecord("same")]);
  expect(eventsOf(await readAll(memoryInput(text))).map(({ id }) => id)).toEqual(["same", "same"]);
});

test("a field named like a prototype is a field", async () => {
  const text = `[${JSON.stringify(cloudTrailRecord("1")).replace("{", '{"__proto__":{"eventName":"x","polluted":true},')}]`;
  const [item] = await readAll(memoryInput(text));
  expect(item).toMatchObject({ kind: "event", event: { action: { name: "GetObject" } } });
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("whatever the types of its fields, a record is an event or a reject", async () => {
  const names = [
    ...Object.keys(cloudTrailRecord("")),
    "resources",
    "additionalEventData",
    "errorCode",
    "errorMessage",
  ];
  names.push(
    "eventType",
    "serviceEventDetails",
    "insightDetails",
    "detail",
    "message",
    "CloudTrailEvent",
    "@timestamp",
  );
  const inner = fc.constantFrom(
    "ConsoleLogin",
    "accessKeyId",
    "bytesTransferredIn",
    "bucketName",
    "key",
    "ARN",
    "type",
  );
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(inner, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4 }),
    fc.array(fc.dictionary(inner, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }), { maxLength: 3 }),
    fc.constantFrom(
      "AwsConsoleSignIn",
      "{",
      '{"eventName":1}',
      "true",
      "__proto__",
      "\u0000",
      "x".repeat(10_000),
    ),
  );
  const changes = fc.array(fc.tuple(fc.constantFrom(...names), anything), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 5 }), async (drawn) => {
      const records = drawn.map((fields, index) => cloudTrailRecord(`${index}`, Object.fromEntries(fields)));
      const items = await readAll(memoryInput(JSON.stringify({ Records: records })), { as: "cloudtrail" });
      expect(items).toHaveLength(records.length);
      for (const item of items) expect(["event", "reject"]).toContain(item.kind);
      for (const { at } of eventsOf(items)) expect(Number.isSafeInteger(at)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
