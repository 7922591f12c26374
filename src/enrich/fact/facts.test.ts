import { expect, test } from "vitest";
import { type JsonObject, type JsonValue, toEpochMs } from "../../domain/index.ts";
import { call, eventOf, OTHER, OWN } from "../fixtures/calls.ts";
import { FACT_FIELDS } from "./fact-fields.ts";
import { toFacts } from "./facts.ts";

const TYPES: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  list: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

const reach = (facts: object, name: string): JsonValue | undefined =>
  name
    .split(".")
    .slice(1)
    .reduce<unknown>((value, key) => (value as JsonObject | null)?.[key], facts) as JsonValue | undefined;

/** Between them these have a value in every field. */
function samples(): readonly object[] {
  const record = { eventSource: "s3.amazonaws.com", eventName: "GetObject" };
  const full = eventOf(
    {
      ...record,
      userIdentity: { type: "AssumedRole", arn: `arn:aws:sts::${OWN}:assumed-role/R/s`, accountId: OWN },
    },
    {
      at: toEpochMs(Date.UTC(2026, 6, 4)),
      address: { kind: "public", text: "8.8.8.8", country: "US" },
      tool: { family: "sdk", name: "Boto3", version: "1.0", os: "linux" },
      bytesIn: 1,
      bytesOut: 2,
      resource: "arn:aws:s3:::b/k",
    },
  );
  return [
    toFacts(full, record),
    call("iam:AttachUserPolicy", {
      userName: "bob",
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
    call("iam:DeleteRole", { roleName: "r" }),
    call("ssm:GetParameters", { names: ["/a", "/b"] }),
    call("ec2:AuthorizeSecurityGroupIngress", {
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrIp: "0.0.0.0/0",
    }),
  ];
}

test("every field of the list is there in some record, with its type and one of its values", () => {
  for (const { name, type, values } of FACT_FIELDS) {
    const found = samples()
      .map((facts) => reach(facts, name))
      .filter((value) => value !== null && value !== undefined);
    expect(found.length, name).toBeGreaterThan(0);
    for (const value of found) {
      expect(TYPES[type]!(value), name).toBe(true);
      if (values !== null) expect(values, name).toContain(value);
    }
  }
});

test("every field that is there stands in the list", () => {
  const names = new Set(FACT_FIELDS.map(({ name }) => name));
  expect(names.size).toBe(FACT_FIELDS.length);
  const properties = [
    "action",
    "outcome",
    "actor",
    "address",
    "tool",
    "bytes_in",
    "bytes_out",
    "resource",
    "names_asked",
    "region",
    "account",
    "time",
    "cross_account",
    "target",
    "policy",
    "exposure",
  ];
  for (const facts of samples()) {
    for (const property of properties) {
      const value = reach(facts, `gait.${property}`);
      const isGroup = typeof value === "object" && value !== null;
      for (const name of isGroup ? Object.keys(value).map((key) => `${property}.${key}`) : [property]) {
        if (value !== null) expect(names, name).toContain(`gait.${name}`);
      }
    }
  }
});

test("names that a call asks for at once are counted, where there is a list of them", () => {
  const asked = (parameters: JsonObject) => reach(call("ssm:GetParameters", parameters), "gait.names_asked");
  expect(asked({ names: ["/a", "/b", "/c"] })).toBe(3);
  expect(asked({ secretIdList: ["x"] })).toBe(1);
  expect(asked({ names: [] })).toBe(0);
  expect(asked({ name: "/a" })).toBeNull();
  expect(asked({ names: "/a" })).toBeNull();
  expect(
    reach(
      toFacts(eventOf({ eventName: "x", eventSource: "y" }, {}), { requestParameters: "cut" }),
      "gait.names_asked",
    ),
  ).toBeNull();
});

test("the day and hour are those of UTC, at every edge of a week", () => {
  const at = (text: string) =>
    toFacts(eventOf({ eventName: "x", eventSource: "y" }, { at: toEpochMs(Date.parse(text)) }), {}).time;
  expect(at("2024-07-29T00:00:00Z")).toEqual({ hour: 0, weekday: 0, weekend: false });
  expect(at("2024-08-02T23:59:59.999Z")).toEqual({ hour: 23, weekday: 4, weekend: false });
  expect(at("2024-08-03T00:00:00Z")).toEqual({ hour: 0, weekday: 5, weekend: true });
  expect(at("2024-08-04T12:30:00+02:00")).toEqual({ hour: 10, weekday: 6, weekend: true });
  expect(at("1970-01-01T00:00:00Z")).toEqual({ hour: 0, weekday: 3, weekend: false });
  expect(at("1969-12-31T23:00:00Z")).toEqual({ hour: 23, weekday: 2, weekend: false });
});

test("S3-11: a holiday is one of the country that the address is in, and of no other", () => {
  const on = (day: string, country: string | null) => {
    const address = { kind: "public", text: "203.0.113.7", country } as const;
    const event = eventOf({ eventName: "x", eventSource: "y" }, { at: toEpochMs(Date.parse(day)), address });
    return toFacts(event, {}).time;
  };
  expect(on("2026-10-03T09:00:00Z", "DE")).toMatchObject({ date: "2026-10-03", holiday: true });
  expect(on("2026-10-03T09:00:00Z", "US").holiday).toBe(false);
  expect(on("2026-07-04T09:00:00Z", "US").holiday).toBe(true);
  expect([on("2026-12-25T09:00:00Z", null).holiday, on("2026-12-25T09:00:00Z", "AQ").holiday]).toEqual([
    null,
    null,
  ]);
});

test("a caller of another account crosses, and an unknown account says nothing", () => {
  const record = {
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    userIdentity: { type: "AWSAccount", accountId: OTHER, principalId: "AIDAX" },
  };
  expect(toFacts(eventOf(record), record).cross_account).toBe(true);
  expect(toFacts(eventOf(record, { account: OTHER }), record).cross_account).toBe(false);
  expect(toFacts(eventOf(record, { account: null }), record).cross_account).toBeNull();
  expect(toFacts(eventOf({ ...record, userIdentity: null }), record).cross_account).toBeNull();
});

test("an IAM call's target is the named one, or the caller", () => {
  expect(call("iam:CreateAccessKey", { userName: "bob" }).target).toEqual({
    user: "bob",
    role: null,
    self: false,
  });
  expect(call("iam:CreateAccessKey", { userName: "alice" }).target).toEqual({
    user: "alice",
    role: null,
    self: true,
  });
  expect(call("iam:CreateAccessKey", {}).target).toEqual({ user: null, role: null, self: true });
  expect(call("iam:CreateAccessKey", null).target).toEqual({ user: null, role: null, self: true });
  expect(call("iam:DeleteRole", { roleName: "r" }).target).toEqual({ user: null, role: "r", self: false });
  expect(call("iam:CreateUser", null, { errorCode: "AccessDenied" }).target).toEqual({
    user: null,
    role: null,
    self: null,
  });
  const root = { userIdentity: { type: "Root", accountId: OWN } };
  expect(call("iam:DeactivateMFADevice", { userName: "AWS ROOT USER" }, root).target?.self).toBe(true);
  expect(call("s3:GetObject", { userName: "x" }).target).toBeNull();
  const taken = "arn:aws:iam::111122223333:role/service/worker";
  expect(call("sts:AssumeRole", { roleArn: taken }).target).toEqual({
    user: null,
    role: "worker",
    self: null,
  });
  expect(call("sts:GetCallerIdentity", null).target).toBeNull();
});

test("reads a thing once, however often it is asked for", () => {
  const facts = call("s3:DeleteBucketPublicAccessBlock", { bucketName: "b" });
  expect(facts.exposure).toBe(facts.exposure);
});
