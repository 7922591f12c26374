import { expect, test } from "vitest";
import type { IdentityLink, JsonObject } from "../domain/index.ts";
import { createEnricher } from "./enricher.ts";
import { NO_LINKS } from "./link.ts";

const ACCOUNT = "111122223333";
const KEY = "ASIAEXAMPLEKEY000001";
const alice = {
  type: "IAMUser",
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  accountId: ACCOUNT,
  userName: "alice",
};

const links = (record: JsonObject): readonly IdentityLink[] => {
  const enricher = createEnricher({ geo: null, personSessions: [/^Staff$/] });
  return enricher.toLinks(record, enricher.toActor(alice, record));
};
const sts = (eventName: string, requestParameters: JsonObject, responseElements: JsonObject): JsonObject => ({
  eventSource: "sts.amazonaws.com",
  eventName,
  requestParameters,
  responseElements: { credentials: { accessKeyId: KEY, sessionToken: "…" }, ...responseElements },
});
const iam = (
  eventName: string,
  responseElements: JsonObject,
  requestParameters: JsonObject | null = null,
): JsonObject => ({
  eventSource: "iam.amazonaws.com",
  eventName,
  requestParameters,
  responseElements,
});
const session = (name: string) => ({
  assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}` },
});

test("AssumeRole hands its key to the role with its path", () => {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/team/Deploy`;
  expect(links(sts("AssumeRole", { roleArn }, session("Deploy/s1")))).toEqual([
    { kind: "issued-key", accessKeyId: KEY, target: roleArn },
  ]);
});

test("the target is named as the later events name it", () => {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`;
  const record = sts(
    "AssumeRoleWithSAML",
    { roleArn },
    session("AWSReservedSSO_Admin_0123456789abcdef/Bob@example.com"),
  );
  expect(links(record)[0]?.target).toBe(`aws:${ACCOUNT}:person/bob@example.com`);
  const staff = `arn:aws:iam::${ACCOUNT}:role/people/Staff`;
  expect(links(sts("AssumeRole", { roleArn: staff }, session("Staff/Bob")))[0]?.target).toBe(`${staff}/bob`);
});

test("GetSessionToken hands a key to the caller itself", () => {
  expect(links(sts("GetSessionToken", {}, {}))).toEqual([
    { kind: "issued-key", accessKeyId: KEY, target: alice.arn },
  ]);
});

test("GetFederationToken and AssumeRoot name whom they make", () => {
  const arn = `arn:aws:sts::${ACCOUNT}:federated-user/guest`;
  expect(links(sts("GetFederationToken", { name: "guest" }, { federatedUser: { arn } }))[0]?.target).toBe(
    arn,
  );
  expect(links(sts("AssumeRoot", { targetPrincipal: "444455556666" }, {}))[0]?.target).toBe(
    "arn:aws:iam::444455556666:root",
  );
});

test("CreateAccessKey makes a key for a user, or for the caller", () => {
  const key = "AKIAEXAMPLEKEY000001";
  expect(links(iam("CreateAccessKey", { accessKey: { accessKeyId: key, userName: "bob" } }))).toEqual([
    { kind: "created-key", accessKeyId: key, target: `arn:aws:iam::${ACCOUNT}:user/bob` },
  ]);
  expect(links(iam("CreateAccessKey", { accessKey: { accessKeyId: key } }))[0]?.target).toBe(alice.arn);
});

test("CreateUser, CreateRole and CreateLoginProfile make identities", () => {
  const arn = `arn:aws:iam::${ACCOUNT}:user/new/carol`;
  const identity = { kind: "created-identity", accessKeyId: null };
  expect(links(iam("CreateUser", { user: { arn } }))).toEqual([{ ...identity, target: arn }]);
  const role = `arn:aws:iam::${ACCOUNT}:role/x/Back`;
  expect(links(iam("CreateRole", { role: { arn: role } }))).toEqual([{ ...identity, target: role }]);
  const login = iam("CreateLoginProfile", { loginProfile: { userName: "dave" } });
  expect(links(login)).toEqual([{ ...identity, target: `arn:aws:iam::${ACCOUNT}:user/dave` }]);
});

test("a failed call links nothing, and other calls share one empty list", () => {
  const record = sts("AssumeRole", {}, session("Deploy/s1"));
  expect(links({ ...record, errorCode: "AccessDenied" })).toBe(NO_LINKS);
  expect(links({ ...record, responseElements: null })).toBe(NO_LINKS);
  expect(links({ ...record, eventSource: "signin.amazonaws.com" })).toBe(NO_LINKS);
  expect(links({ eventName: "ListUsers", eventSource: "iam.amazonaws.com" })).toBe(NO_LINKS);
});
