import { expect, test } from "vitest";
import type { JsonObject } from "../../domain/index.ts";
import { Grantees, judgeCidr, PRINCIPALS_MAX } from "./audience.ts";
import { readPolicy } from "./policy-document.ts";

const OWN = "111122223333";
const OTHER = "444455556666";

function judge(principal: JsonObject | string, condition?: JsonObject, more: JsonObject = {}): string {
  const statement = { Effect: "Allow", Principal: principal, Action: "*", Resource: "*", ...more };
  return judgeAll([condition === undefined ? statement : { ...statement, Condition: condition }]).audience;
}
function judgeAll(statements: JsonObject[]): Grantees {
  const grantees = new Grantees(OWN);
  for (const statement of readPolicy({ Version: "2012-10-17", Statement: statements }) ?? [])
    grantees.addStatement(statement);
  return grantees;
}

test.each([
  ["the star", "*", "public"],
  ["the star as AWS principal", { AWS: "*" }, "public"],
  ["the star in a list", { AWS: [`arn:aws:iam::${OWN}:root`, "*"] }, "public"],
  ["a role of every account", { AWS: "arn:aws:iam::*:role/x" }, "public"],
  ["another account's id", { AWS: OTHER }, "external"],
  ["another account's root", { AWS: `arn:aws:iam::${OTHER}:root` }, "external"],
  [
    "another account's role in a list",
    { AWS: [`arn:aws:iam::${OWN}:root`, `arn:aws:iam::${OTHER}:role/x`] },
    "external",
  ],
  ["the own account", { AWS: `arn:aws:iam::${OWN}:role/x` }, "internal"],
  ["the own account's id", { AWS: OWN }, "internal"],
  ["the id of a deleted user", { AWS: "AIDAEXAMPLEUSERID0001" }, "internal"],
  ["a service", { Service: "lambda.amazonaws.com" }, "internal"],
  [
    "a CloudFront identity",
    { AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" },
    "internal",
  ],
  [
    "a canonical user",
    { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
    "external",
  ],
  ["the own SAML provider", { Federated: `arn:aws:iam::${OWN}:saml-provider/okta` }, "internal"],
  ["a public identity provider", { Federated: "accounts.google.com" }, "public"],
  [
    "an own OIDC provider for all its users",
    { Federated: `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com` },
    "external",
  ],
])("%s is %s", (_, principal, audience) => {
  expect(judge(principal)).toBe(audience);
});

const ANY = { AWS: "*" };

test.each<[string, JsonObject, string]>([
  ["an organisation", { StringEquals: { "aws:PrincipalOrgID": "o-abc" } }, "internal"],
  ["the own account as caller", { StringEquals: { "kms:CallerAccount": OWN } }, "internal"],
  ["another account as caller", { StringEquals: { "aws:SourceAccount": OTHER } }, "external"],
  ["the own account as owner, in another case", { stringequals: { "AWS:SourceOwner": OWN } }, "internal"],
  ["an own resource", { ArnLike: { "aws:SourceArn": `arn:aws:sns:*:${OWN}:*` } }, "internal"],
  ["a bucket", { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:photos" } }, "public"],
  ["a bucket by its usual ARN", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::photos" } }, "internal"],
  ["a VPC endpoint", { StringEquals: { "aws:sourceVpce": "vpce-1" } }, "external"],
  ["an office's address", { IpAddress: { "aws:SourceIp": ["20.1.2.0/24"] } }, "external"],
  ["a private address", { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } }, "external"],
  ["every address", { IpAddress: { "aws:SourceIp": ["0.0.0.0/0"] } }, "public"],
  ["an organisation, if there is one", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abc" } }, "public"],
  ["not an organisation", { StringNotEquals: { "aws:PrincipalOrgID": "o-abc" } }, "public"],
  ["any organisation", { StringLike: { "aws:PrincipalOrgID": "*" } }, "public"],
  ["TLS", { Bool: { "aws:SecureTransport": "true" } }, "public"],
  ["a referrer", { StringLike: { "aws:Referer": "https://example.com/*" } }, "public"],
  [
    "TLS and an organisation",
    { Bool: { "aws:SecureTransport": true }, StringEquals: { "aws:PrincipalOrgID": ["o-abc"] } },
    "internal",
  ],
  ["a mount target", { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } }, "internal"],
  ["nothing", {}, "public"],
])("everybody under the condition of %s is %s", (_, condition, audience) => {
  expect(judge(ANY, condition)).toBe(audience);
});

test("an external account stays external under a secret, and is internal within the organisation", () => {
  const principal = { AWS: `arn:aws:iam::${OTHER}:root` };
  expect(judge(principal, { StringEquals: { "sts:ExternalId": "x" } })).toBe("external");
  expect(judge(principal, { StringEquals: { "aws:PrincipalOrgID": "o-abc" } })).toBe("internal");
});

test("an OIDC provider under a condition is who the condition names", () => {
  const provider = { Federated: `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com` };
  expect(judge(provider, { StringLike: { "token.actions.githubusercontent.com:sub": "repo:us/*" } })).toBe(
    "internal",
  );
});

test("denials grant nothing, exceptions grant nearly everything", () => {
  expect(judgeAll([{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }]).audience).toBe(
    "internal",
  );
  expect(
    judgeAll([{ Effect: "Allow", NotPrincipal: { AWS: OTHER }, Action: "*", Resource: "*" }]).audience,
  ).toBe("public");
});

test("the widest statement counts, and all foreign accounts are listed", () => {
  const grantees = judgeAll([
    { Effect: "Allow", Principal: { AWS: OTHER }, Action: "x", Resource: "*" },
    {
      Effect: "Allow",
      Principal: { AWS: [`arn:aws:iam::777788889999:user/a`, OWN] },
      Action: "x",
      Resource: "*",
    },
  ]);
  expect(grantees.audience).toBe("external");
  expect(grantees.accounts).toEqual([OTHER, "777788889999"]);
  expect(grantees.principals).toHaveLength(3);
});

test("without knowing the own account every account is a stranger", () => {
  const grantees = new Grantees(null);
  grantees.add(OWN);
  expect([grantees.audience, grantees.accounts]).toEqual(["external", [OWN]]);
});

test("more principals than are kept still count", () => {
  const grantees = new Grantees(OWN);
  for (let i = 0; i < PRINCIPALS_MAX; i++) grantees.add(`arn:aws:iam::${OWN}:user/u${i}`);
  expect([grantees.principals.length, grantees.audience]).toEqual([PRINCIPALS_MAX, "internal"]);
  grantees.add("*");
  expect([grantees.principals.length, grantees.audience]).toEqual([PRINCIPALS_MAX, "public"]);
});

test.each([
  ["0.0.0.0/0", "public"],
  ["::/0", "public"],
  ["64.0.0.0/7", "public"],
  ["20.0.0.0/8", "external"],
  ["20.1.2.3/32", "external"],
  ["20.1.2.3", "external"],
  ["10.0.0.0/8", "internal"],
  ["192.168.1.0/24", "internal"],
  ["fd00::/64", "internal"],
  ["2600:1f00::/24", "external"],
  ["nonsense", "external"],
])("the network %s is %s", (cidr, audience) => {
  expect(judgeCidr(cidr)).toBe(audience);
});
