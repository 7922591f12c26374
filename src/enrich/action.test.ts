import { expect, test } from "vitest";
import { ACTION_CLASSES, ACTIVITIES } from "../domain/index.ts";
import { ACTION_NAMES_MAX, describeActions, toPlainName, toService } from "./action.ts";
import { createEnricher } from "./enricher.ts";

const enricher = createEnricher({ geo: null });
const toAction = (name: string, source: string) => enricher.toAction(name, source);
const known = describeActions();

test("the tables name many calls of many services, none of them twice", () => {
  const keys = known.map(({ service, name }) => `${service}:${name}`);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(keys.length).toBeGreaterThanOrEqual(500);
  expect(new Set(known.map(({ service }) => service)).size).toBeGreaterThanOrEqual(60);
});

test("every row is within the vocabulary and has plain names", () => {
  for (const { service, name, class: actionClass, activity, sensitivity } of known) {
    const key = `${service}:${name}`;
    expect(ACTION_CLASSES, key).toContain(actionClass);
    expect(ACTIVITIES, key).toContain(activity);
    expect([0, 1, 2, 3], key).toContain(sensitivity);
    expect(service, key).toMatch(/^[a-z0-9-]+$/);
    expect(name, key).toMatch(/^[A-Za-z][A-Za-z0-9_.]+$/);
    expect(toPlainName(name), key).toBe(name);
  }
});

test("reading classes read, deleting ones delete, and only views are harmless", () => {
  for (const action of known) {
    const key = `${action.service}:${action.name}`;
    if (action.class === "view" || action.class === "download") expect(action.activity, key).toBe("read");
    if (action.class === "delete") expect(action.activity, key).toBe("delete");
    if (action.class === "login") expect(action.activity, key).toBe("logon");
    if (action.class === "logout") expect(action.activity, key).toBe("logoff");
    if (action.class === "view") expect(action.sensitivity, key).toBeLessThan(3);
    if (action.sensitivity === 3) expect(action.activity, key).not.toBe("read");
  }
});

test("names and judgements agree", () => {
  const reads = known.filter(({ name }) => /^(List|Describe|Head)[A-Z]/.test(name));
  expect(reads.filter(({ activity }) => activity !== "read")).toEqual([]);
  const deletions = known.filter(({ name }) => /^Delete[A-Z]/.test(name));
  expect(deletions.filter(({ activity }) => activity !== "delete").map(({ name }) => name)).toEqual([]);
  const creations = known.filter(({ name }) => /^Create[A-Z]/.test(name));
  expect(creations.filter(({ activity }) => activity === "read" || activity === "delete")).toEqual([]);
});

test.each([
  ["s3", "GetObject", "download", "read", 1],
  ["s3", "PutObject", "upload", "create", 1],
  ["s3", "DeleteObject", "delete", "delete", 1],
  ["s3", "PutBucketPolicy", "admin", "update", 3],
  ["signin", "ConsoleLogin", "login", "logon", 1],
  ["sts", "AssumeRole", "login", "logon", 1],
  ["secretsmanager", "GetSecretValue", "view", "read", 2],
  ["cloudtrail", "StopLogging", "admin", "update", 3],
  ["iam", "CreateAccessKey", "admin", "create", 3],
  ["ec2", "DescribeInstances", "view", "read", 0],
] as const)("%s %s is a %s", (service, name, actionClass, activity, sensitivity) => {
  expect(toAction(name, `${service}.amazonaws.com`)).toEqual({
    name,
    service,
    class: actionClass,
    activity,
    sensitivity,
  });
});

test("versioned names equal their plain form", () => {
  const plain = toAction("UpdateFunctionCode", "lambda.amazonaws.com");
  for (const name of ["UpdateFunctionCode20150331", "UpdateFunctionCode20150331v2"]) {
    expect(toAction(name, "lambda.amazonaws.com")).toEqual(plain);
  }
  expect(toPlainName("CreateDistribution2020_05_31")).toBe("CreateDistribution");
  expect(toPlainName("AddPermission20150331v2")).toBe("AddPermission");
  expect(toPlainName("CreateDistribution_2019_09_30")).toBe("CreateDistribution");
  expect(toPlainName("20150331")).toBe("20150331");
  expect(toPlainName("DescribeRoute53Zones")).toBe("DescribeRoute53Zones");
});

test("service names lose their domain", () => {
  expect(
    ["s3.amazonaws.com", "EC2.amazonaws.com.cn", "signin.aws.amazon.com", "custom"].map(toService),
  ).toEqual(["s3", "ec2", "signin", "custom"]);
});

test.each([
  ["GetWidget", "view", "read", 0],
  ["ListSecretThings", "view", "read", 1],
  ["BatchGetWidgets", "view", "read", 0],
  ["CreateWidget", "admin", "create", 1],
  ["PutWidgetPolicy", "admin", "update", 2],
  ["AdminCreateUser", "admin", "create", 1],
  ["DeleteWidget", "delete", "delete", 1],
  ["TerminateWidget", "delete", "delete", 1],
  ["DownloadReport", "download", "read", 0],
  ["UploadReport", "upload", "create", 1],
  ["search", "view", "read", 0],
  ["create_user", "admin", "create", 1],
  ["Frobnicate", "admin", "other", 0],
  ["", "admin", "other", 0],
] as const)("an unknown call %s is judged by its verb", (name, actionClass, activity, sensitivity) => {
  expect(toAction(name, "widgets.amazonaws.com")).toMatchObject({
    class: actionClass,
    activity,
    sensitivity,
  });
});

test("a call of no table does not fall into the prototype", () => {
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    expect(toAction(name, "s3.amazonaws.com").name).toBe(name);
    expect(toAction("GetObject", name).service).toBe(name.toLowerCase());
  }
});

test("equal calls are one object, also past the cache's limit", () => {
  expect(enricher.toAction("GetObject", "s3.amazonaws.com")).toBe(
    enricher.toAction("GetObject", "s3.amazonaws.com"),
  );
  for (let i = 0; i <= ACTION_NAMES_MAX; i++) enricher.toAction(`Get${i}`, "s3.amazonaws.com");
  expect(enricher.toAction("GetObject", "s3.amazonaws.com").class).toBe("download");
  expect(enricher.toAction("x".repeat(1_000_000), "y".repeat(1_000_000)).name.length).toBe(256);
});
