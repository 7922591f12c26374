import { expect, test } from "vitest";
import type { Actor, JsonObject } from "../domain/index.ts";
import { ACTOR_TEXT_MAX } from "./actor.ts";
import { createEnricher } from "./enricher.ts";

const ACCOUNT = "111122223333";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/Deploy`;

const read = (
  identity: JsonObject | null,
  record: JsonObject = {},
  personSessions: readonly RegExp[] = [],
): Actor => createEnricher({ geo: null, personSessions }).toActor(identity, record);

const role = (session: string, more: JsonObject = {}): JsonObject => ({
  type: "AssumedRole",
  principalId: `AROAEXAMPLEROLEID0000:${session}`,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/${session}`,
  accountId: ACCOUNT,
  accessKeyId: "ASIAEXAMPLEKEY000001",
  sessionContext: { sessionIssuer: { type: "Role", arn: ROLE, userName: "Deploy" } },
  ...more,
});

const ssoArn = (set: string, digits = "0123456789abcdef"): string =>
  `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${set}_${digits}`;
const sso = (set: string, session: string): JsonObject =>
  role(session, {
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_${set}_0123456789abcdef/${session}`,
    sessionContext: { sessionIssuer: { type: "Role", arn: ssoArn(set) } },
  });

test("an IAM user is its ARN", () => {
  const arn = `arn:aws:iam::${ACCOUNT}:user/ops/alice`;
  expect(
    read({ type: "IAMUser", principalId: "AIDAEXAMPLE", arn, accountId: ACCOUNT, userName: "alice" }),
  ).toEqual({
    id: arn,
    type: "user",
    name: "alice",
    account: ACCOUNT,
    session: null,
    automated: false,
  });
});

test("a user without ARN, as failed sign-ins have it, is the same as with one", () => {
  const actor = read({ type: "IAMUser", accountId: ACCOUNT, accessKeyId: "", userName: "alice" });
  expect(actor).toMatchObject({ id: `arn:aws:iam::${ACCOUNT}:user/alice`, type: "user", name: "alice" });
});

test("a sign-in with a user name that does not exist is nobody's", () => {
  const actor = read({ type: "IAMUser", accountId: ACCOUNT, userName: "HIDDEN_DUE_TO_SECURITY_REASONS" });
  expect(actor).toMatchObject({ id: `aws:${ACCOUNT}:hidden-user`, type: "unknown" });
});

test("a user of whom only the unique id is told is that id", () => {
  const actor = read({ type: "IAMUser", principalId: "AIDAEXAMPLEUSERID0001", accountId: ACCOUNT });
  expect(actor).toMatchObject({ id: `aws:${ACCOUNT}:principal/AIDAEXAMPLEUSERID0001`, type: "user" });
});

test("an assumed role is the role's ARN with its path, and keeps the session apart", () => {
  expect(read(role("alice-laptop"))).toEqual({
    id: ROLE,
    type: "role",
    name: "Deploy",
    account: ACCOUNT,
    session: "alice-laptop",
    automated: false,
  });
  expect(read(role("bob-laptop")).id).toBe(ROLE);
});

test("a role without its issuer is known from the session's ARN", () => {
  const actor = read(role("nightly", { sessionContext: {} }));
  expect(actor).toMatchObject({
    id: `arn:aws:iam::${ACCOUNT}:role/Deploy`,
    name: "Deploy",
    session: "nightly",
  });
});

test("a single sign-on session is read from its ARN alone", () => {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com`;
  expect(read({ type: "AssumedRole", arn })).toMatchObject({ type: "person", session: "alice@example.com" });
});

test("a missing slash before the session does not hide the session", () => {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Admin_0123456789abcdefalice@example.com`;
  const issued = role("x", { arn, sessionContext: { sessionIssuer: { arn: ssoArn("Admin") } } });
  expect(read(issued)).toMatchObject({ type: "person", session: "alice@example.com" });
  expect(read({ type: "AssumedRole", arn })).toMatchObject({ type: "person", session: "alice@example.com" });
});

test("masked ARNs and principals still give one stable id", () => {
  const masked = {
    type: "AssumedRole",
    principalId: "AROA****************:User",
    arn: "arn:aws:sts::************:assumed-role/Deploy/User",
  };
  expect(read(masked)).toMatchObject({ id: "arn:aws:iam::************:role/Deploy", session: "User" });
});

test("a role without a session name is the role", () => {
  const actor = read({
    type: "AssumedRole",
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy`,
    principalId: "AROAX",
  });
  expect(actor).toMatchObject({ id: `arn:aws:iam::${ACCOUNT}:role/Deploy`, session: null });
});

test("a single sign-on session is the person, whatever the permission set and the case of the e-mail", () => {
  const admin = read(sso("Admin", "Alice@Example.com"));
  expect(admin).toEqual({
    id: `aws:${ACCOUNT}:person/alice@example.com`,
    type: "person",
    name: "Alice@Example.com",
    account: ACCOUNT,
    session: "Alice@Example.com",
    automated: false,
  });
  expect(read(sso("ReadOnly", "alice@example.com")).id).toBe(admin.id);
});

test("a role that only has the name of single sign-on, at another path, is a role", () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Admin_0123456789abcdef`;
  expect(read(role("alice@example.com", { sessionContext: { sessionIssuer: { arn } } }))).toMatchObject({
    id: arn,
    type: "role",
  });
});

test("the operator can say that a role's sessions are persons", () => {
  const actor = read(role("Alice@Example.com"), {}, [/^Deploy$/]);
  expect(actor).toMatchObject({ id: `${ROLE}/alice@example.com`, type: "person" });
  expect(read(role("x"), {}, [/^Other$/]).type).toBe("role");
});

test("a session of a user is the user, though the log says role", () => {
  const user = `arn:aws:iam::${ACCOUNT}:user/alice`;
  const actor = read(role("x", { sessionContext: { sessionIssuer: { arn: user } } }));
  expect(actor).toMatchObject({ id: user, type: "user", name: "alice" });
});

test("root is the account's root, from its ARN or its account", () => {
  const id = `arn:aws:iam::${ACCOUNT}:root`;
  expect(read({ type: "Root", principalId: ACCOUNT, arn: id, accountId: ACCOUNT })).toMatchObject({
    id,
    type: "root",
    name: "root",
  });
  expect(read({ type: "Root", userName: "my-company" }, { recipientAccountId: ACCOUNT })).toMatchObject({
    id,
    type: "root",
  });
});

test("a service is the service, and automated", () => {
  const service = {
    id: "cloudtrail.amazonaws.com",
    type: "service",
    name: "cloudtrail.amazonaws.com",
    automated: true,
  };
  expect(read({ type: "AWSService", invokedBy: "cloudtrail.amazonaws.com" })).toMatchObject(service);
  expect(read({ accountId: ACCOUNT, invokedBy: "cloudtrail.amazonaws.com" })).toMatchObject(service);
  expect(read(null, { eventType: "AwsServiceEvent", eventSource: "cloudtrail.amazonaws.com" })).toMatchObject(
    service,
  );
});

test("another account is told apart by its principal where the log names one", () => {
  const plain = read({ type: "AWSAccount", accountId: "444455556666" });
  const named = read({
    type: "AWSAccount",
    accountId: "444455556666",
    principalId: "AROAEXAMPLEROLEID0002:job",
  });
  expect(plain).toMatchObject({ id: "aws:444455556666:account", type: "account", name: "444455556666" });
  expect(named).toMatchObject({
    id: "aws:444455556666:account/AROAEXAMPLEROLEID0002",
    type: "account",
    session: "job",
  });
});

test("a request without signature is anonymous", () => {
  expect(read({ type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" })).toMatchObject({
    id: "anonymous",
    type: "anonymous",
  });
});

test("federated, SAML, web, directory and Identity Center users keep types of their own", () => {
  const federated = `arn:aws:sts::${ACCOUNT}:federated-user/carol`;
  expect(
    read({ type: "FederatedUser", arn: federated, accountId: ACCOUNT, principalId: `${ACCOUNT}:carol` }),
  ).toMatchObject({
    id: federated,
    type: "federated",
    name: "carol",
  });
  expect(read({ type: "FederatedUser", accountId: ACCOUNT, principalId: `${ACCOUNT}:carol` })).toMatchObject({
    id: `aws:${ACCOUNT}:federated-user/carol`,
    type: "federated",
  });
  expect(
    read({ type: "SAMLUser", principalId: "x:dave", userName: "dave", identityProvider: "okta" }),
  ).toMatchObject({
    id: "aws:-:saml/okta/dave",
    type: "saml",
  });
  const web = {
    type: "WebIdentityUser",
    principalId: "accounts.google.com:app:1234",
    userName: "1234",
    identityProvider: "accounts.google.com",
  };
  expect(read(web)).toMatchObject({
    id: "aws:-:web-identity/accounts.google.com/1234",
    type: "web-identity",
  });
  expect(read({ type: "Directory", userName: "erin", accountId: ACCOUNT })).toMatchObject({
    id: `aws:${ACCOUNT}:directory/erin`,
    type: "directory",
  });
  const store = `arn:aws:identitystore::${ACCOUNT}:identitystore/d-123`;
  const center = {
    type: "IdentityCenterUser",
    accountId: ACCOUNT,
    onBehalfOf: { userId: "u-1", identityStoreArn: store },
  };
  expect(read(center)).toMatchObject({ id: `${store}/user/u-1`, type: "identity-center" });
});

test("an unknown type is told apart by what it names", () => {
  expect(read({ type: "Unknown", accountId: ACCOUNT, userName: "Frank", principalId: "x" })).toMatchObject({
    id: `aws:${ACCOUNT}:unknown/frank`,
    type: "unknown",
    name: "Frank",
  });
  expect(read({ type: "SomethingNew", arn: "arn:aws:new::1:thing/7" })).toMatchObject({
    id: "arn:aws:new::1:thing/7",
    type: "unknown",
  });
});

test("a missing type is read from the ARN", () => {
  expect(read({ arn: `arn:aws:iam::${ACCOUNT}:user/alice` }).type).toBe("user");
  expect(read({ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/x` })).toMatchObject({
    type: "role",
    session: "x",
  });
  expect(read({ arn: `arn:aws:iam::${ACCOUNT}:root` }).type).toBe("root");
});

test("a record without identity is an honest unknown, by account where the record names one", () => {
  expect(read(null)).toMatchObject({ id: "aws:-:unknown", type: "unknown", account: null, automated: false });
  expect(read({})).toMatchObject({ id: "aws:-:unknown", type: "unknown" });
  expect(read(null, { recipientAccountId: ACCOUNT })).toMatchObject({
    id: `aws:${ACCOUNT}:unknown`,
    account: ACCOUNT,
  });
});

test("a temporary key is never part of an id", () => {
  const key = "ASIAEXAMPLEKEY000001";
  expect(read({ type: "IAMUser", principalId: key, accountId: ACCOUNT }).id).toBe(`aws:${ACCOUNT}:unknown`);
  expect(
    read({ type: "FederatedUser", arn: `arn:aws:sts::${ACCOUNT}:federated-user/${key}` }).id,
  ).not.toContain(key);
  expect(read(role(key), {}, [/Deploy/]).id).not.toContain("ASIA");
});

test.each([
  ["an instance", role("i-0abc123def4567890")],
  [
    "credentials of the instance metadata service",
    role("x", { sessionContext: { ec2RoleDelivery: "2.0", sessionIssuer: { arn: ROLE } } }),
  ],
  ["a function", role("x", { inScopeOf: { issuerType: "AWS::Lambda::Function" } })],
  [
    "a service-linked role",
    role("x", {
      sessionContext: {
        sessionIssuer: {
          arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        },
      },
    }),
  ],
  ["AWS Backup", role("AWSBackup-AWSBackupDefaultServiceRole")],
  ["Config", role("ConfigResourceCompositionSession")],
  [
    "a call by a service in a user's name",
    { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT}:user/a`, invokedBy: "cloudformation.amazonaws.com" },
  ],
  [
    "a call by AWS itself",
    { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT}:user/a`, invokedBy: "AWS Internal" },
  ],
])("%s is automated", (_, identity) => {
  expect(read(identity).automated).toBe(true);
});

test("a person at the console is not automated, though the sign-in service made the call", () => {
  const identity = {
    type: "Root",
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    invokedBy: "signin.amazonaws.com",
  };
  expect(read(identity).automated).toBe(false);
  expect(read(role("botocore-session-1700000000")).automated).toBe(false);
});

test("equal identities give the same object, different ones another", () => {
  const enricher = createEnricher({ geo: null });
  const parsed = (session: string) => JSON.parse(JSON.stringify(role(session))) as JsonObject;
  const first = enricher.toActor(parsed("a"), {});
  expect(enricher.toActor(parsed("a"), {})).toBe(first);
  expect(enricher.toActor(parsed("b"), {})).not.toBe(first);
  const delegated = enricher.toActor({ ...parsed("a"), invokedBy: "athena.amazonaws.com" }, {});
  expect(delegated).toMatchObject({ id: first.id, automated: true });
  expect(enricher.toActor(parsed("a"), {})).toBe(first);
});

test("credentials of a machine and of a person under one ARN are told apart", () => {
  const enricher = createEnricher({ geo: null });
  const person = role("x");
  const machine = role("x", { sessionContext: { ec2RoleDelivery: "2.0", sessionIssuer: { arn: ROLE } } });
  const automated = [person, machine, person].map((identity) => enricher.toActor(identity, {}).automated);
  expect(automated).toEqual([false, true, false]);
});

test("an identity without account takes the record's, each record its own", () => {
  const enricher = createEnricher({ geo: null });
  const named = { type: "IAMUser", userName: "alice" };
  expect(enricher.toActor(named, {}).account).toBeNull();
  expect(enricher.toActor(named, { recipientAccountId: ACCOUNT }).account).toBe(ACCOUNT);
  expect(enricher.toActor(named, { recipientAccountId: "444455556666" }).account).toBe("444455556666");
  expect(enricher.toActor(named, {}).account).toBeNull();
});

test("more variants of one identity than the cache chains are still told right", () => {
  const enricher = createEnricher({ geo: null });
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 40; i++) {
      const actor = enricher.toActor(
        { arn: `arn:aws:iam::${ACCOUNT}:user/a`, userName: `n${i}`, type: "IAMUser" },
        {},
      );
      expect(actor.name).toBe(`n${i}`);
    }
  }
});

test("texts at the limit are whole, longer ones are cut", () => {
  const name = (length: number) =>
    read({ type: "IAMUser", arn: "x", userName: "u".repeat(length) }).name.length;
  expect([name(ACTOR_TEXT_MAX), name(ACTOR_TEXT_MAX + 1)]).toEqual([ACTOR_TEXT_MAX, ACTOR_TEXT_MAX]);
});
