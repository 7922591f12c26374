import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { call } from "../fixtures/calls.ts";
import { describePolicyCalls, matchesGlob } from "./granted-policy.ts";

const put = (statement: JsonObject, encode: (text: string) => JsonValue = (text) => text): unknown => {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  const policy = call("iam:PutUserPolicy", {
    userName: "bob",
    policyName: "p",
    policyDocument: encode(document),
  }).policy;
  return policy === null ? null : [policy.admin, policy.powerful];
};
const attach = (policyArn: string): unknown => {
  const policy = call("iam:AttachUserPolicy", { userName: "bob", policyArn }).policy;
  return policy === null ? null : [policy.admin, policy.powerful];
};

test.each<[string, JsonObject, boolean, boolean]>([
  ["everything", { Action: "*", Resource: "*" }, true, true],
  ["everything in lists", { Action: ["s3:GetObject", "*"], Resource: ["*"] }, true, true],
  ["everything with a colon", { Action: "*:*", Resource: "*" }, true, true],
  ["all of IAM", { Action: "iam:*", Resource: "*" }, false, true],
  ["all of a service, in upper case", { Action: "S3:*", Resource: "*" }, false, true],
  ["passing any role", { Action: ["ec2:RunInstances", "iam:PassRole"], Resource: "*" }, false, true],
  ["passing any role, by a pattern", { Action: "iam:Pass*", Resource: "*" }, false, true],
  ["everything but billing", { NotAction: "aws-portal:*", Resource: "*" }, true, true],
  ["everything but IAM", { NotAction: ["iam:*", "organizations:*"], Resource: "*" }, false, true],
  ["everything on some things", { Action: "*", Resource: "arn:aws:s3:::b/*" }, false, false],
  ["everything on all but some", { Action: "*", NotResource: "arn:aws:s3:::b/*" }, true, true],
  ["some reads", { Action: ["s3:Get*", "s3:List*"], Resource: "*" }, false, false],
  [
    "passing one role",
    { Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/x" },
    false,
    false,
  ],
])("a policy that allows %s", (_, statement, admin, powerful) => {
  expect(put({ Effect: "Allow", ...statement })).toEqual([admin, powerful]);
  expect(put({ Effect: "Deny", ...statement })).toEqual([false, false]);
});

test("documents come as text, as text for a URL, as objects, and broken", () => {
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  expect(put(all, encodeURIComponent)).toEqual([true, true]);
  expect(put(all, (text) => JSON.parse(text) as JsonValue)).toEqual([true, true]);
  expect(put(all, (text) => `\n  ${text}`)).toEqual([true, true]);
  expect(put(all, (text) => text.slice(0, -1))).toBeNull();
  expect(put(all, () => 7)).toBeNull();
});

test.each([
  ["arn:aws:iam::aws:policy/AdministratorAccess", [true, true]],
  ["arn:aws-us-gov:iam::aws:policy/AdministratorAccess", [true, true]],
  ["arn:aws:iam::aws:policy/PowerUserAccess", [false, true]],
  ["arn:aws:iam::aws:policy/IAMFullAccess", [false, true]],
  ["arn:aws:iam::aws:policy/AmazonS3FullAccess", [false, true]],
  ["arn:aws:iam::aws:policy/job-function/DatabaseAdministrator", [false, true]],
  ["arn:aws:iam::aws:policy/ReadOnlyAccess", [false, false]],
  ["arn:aws:iam::111122223333:policy/AdministratorAccess", [false, false]],
])("attaching %s", (arn, expected) => {
  expect(attach(arn)).toEqual(expected);
});

test("tells the policy and who gets it", () => {
  const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  expect(call("iam:AttachRolePolicy", { roleName: "r", policyArn }).policy).toEqual({
    admin: true,
    powerful: true,
    name: "AdministratorAccess",
    attached_to: "r",
  });
  const document = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
  const version = {
    policyArn: "arn:aws:iam::111122223333:policy/team/x",
    policyDocument: document,
    setAsDefault: true,
  };
  expect(call("iam:CreatePolicyVersion", version).policy).toEqual({
    admin: true,
    powerful: true,
    name: "x",
    attached_to: null,
  });
  expect(
    call("sso:PutInlinePolicyToPermissionSet", { permissionSetArn: "ps", inlinePolicy: document }).policy,
  ).toMatchObject({ admin: true, attached_to: "ps" });
  const eks = {
    principalArn: "arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fx",
    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
  };
  expect(call("eks:AssociateAccessPolicy", eks).policy).toMatchObject({
    admin: true,
    attached_to: "arn:aws:iam::111122223333:role/x",
  });
});

test("taking rights away, or naming none, is no grant", () => {
  expect(
    call("iam:DetachUserPolicy", { userName: "b", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })
      .policy,
  ).toBeNull();
  expect(call("iam:AttachUserPolicy", null).policy).toBeNull();
  expect(call("iam:AttachUserPolicy", {}).policy).toBeNull();
  expect(call("s3:PutBucketPolicy", { policyDocument: "{}" }).policy).toBeNull();
  expect(describePolicyCalls().length).toBeGreaterThan(8);
});

test("patterns match as IAM reads them, also hostile ones, in time", () => {
  expect(matchesGlob("pass*", "passrole")).toBe(true);
  expect(matchesGlob("p?ssrole", "passrole")).toBe(true);
  expect(matchesGlob("*role", "passrole")).toBe(true);
  expect(matchesGlob("", "passrole")).toBe(false);
  expect(matchesGlob("passrolex", "passrole")).toBe(false);
  const started = performance.now();
  expect(matchesGlob("*a".repeat(50_000), "passrole")).toBe(false);
  expect(performance.now() - started).toBeLessThan(100);
});
