import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ADDRESS_KINDS,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  TOOL_FAMILIES,
} from "../domain/index.ts";
import { ACTOR_TEXT_MAX } from "./actor.ts";
import { createEnricher } from "./enricher.ts";
import { describeExposures } from "./fact/exposure.ts";
import { FACT_FIELDS } from "./fact/fact-fields.ts";
import { toFacts } from "./fact/facts.ts";
import { describePolicyCalls } from "./fact/granted-policy.ts";
import { eventOf } from "./fixtures/calls.ts";

const enricher = createEnricher({ geo: null, personSessions: [/^R/] });

/** Parsed from text, so that `__proto__` is a field of its own, as in a log. */
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);

const teasing = fc.constantFrom<JsonValue>(
  "",
  "arn:aws:iam::111122223333:role/a/b",
  "arn:aws:sts::111122223333:assumed-role/R",
  "arn:::::",
  "ASIAEXAMPLEKEY000001",
  "AROA:ASIAEXAMPLEKEY000001",
  "__proto__",
  "*",
  "{",
  "%7B%",
  '{"Statement":[null,7,{"Effect":"Allow","Principal":{"__proto__":"*"},"Condition":{"StringEquals":7}}]}',
  JSON.parse('{"toString":1,"valueOf":null,"__proto__":{"items":[1]}}') as JsonValue,
  { items: { items: [{}] } },
);
const value = fc.oneof(json, teasing);

const objectWith = (fields: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...fields), value), { maxLength: 8 })
    .map((pairs) => Object.fromEntries(pairs) as JsonObject);

const IDENTITY_TYPES = [
  "IAMUser",
  "AssumedRole",
  "Role",
  "Root",
  "AWSService",
  "AWSAccount",
  "FederatedUser",
  "SAMLUser",
  "WebIdentityUser",
  "IdentityCenterUser",
  "Directory",
  "Anonymous",
  "Unknown",
  "__proto__",
  "toString",
];
const identity = fc
  .tuple(
    objectWith([
      "arn",
      "accountId",
      "principalId",
      "userName",
      "invokedBy",
      "identityProvider",
      "onBehalfOf",
      "sessionContext",
      "inScopeOf",
    ]),
    fc.option(fc.constantFrom(...IDENTITY_TYPES), { nil: undefined }),
    fc.option(objectWith(["arn", "type", "userName"]), { nil: undefined }),
  )
  .map(([fields, type, sessionIssuer]): JsonObject => {
    const context = sessionIssuer === undefined ? {} : { sessionContext: { sessionIssuer } };
    return { ...fields, ...context, ...(type === undefined ? {} : { type }) };
  });

test("any identity gives an actor with an id, short texts, and no temporary key", () => {
  fc.assert(
    fc.property(
      fc.oneof(identity, json),
      objectWith(["recipientAccountId", "eventType", "eventSource"]),
      (stated, record) => {
        const actor = enricher.toActor(isJsonObject(stated) ? stated : null, record);
        expect(actor.id.length).toBeGreaterThan(0);
        expect(actor.name.length).toBeGreaterThan(0);
        expect(actor.id).not.toMatch(/ASIA[A-Z0-9]{12}/);
        expect(typeof actor.automated).toBe("boolean");
        expect(actor.session === null || typeof actor.session === "string").toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test("the caches never change an answer", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(identity, objectWith(["recipientAccountId"])), { maxLength: 8 }),
      (pairs) => {
        for (const [stated, record] of [...pairs, ...pairs]) {
          const fresh = createEnricher({ geo: null, personSessions: [/^R/] });
          expect(enricher.toActor(stated, record)).toEqual(fresh.toActor(stated, record));
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("any address, agent and call name is something", () => {
  fc.assert(
    fc.property(
      fc.oneof(value, fc.string(), fc.ipV4(), fc.ipV6(), fc.webUrl()),
      fc.string(),
      fc.string(),
      (text, name, source) => {
        expect(ADDRESS_KINDS).toContain(enricher.toAddress(text).kind);
        expect(TOOL_FAMILIES).toContain(enricher.toTool(text).family);
        expect(enricher.toAction(name, source).sensitivity).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 500 },
  );
});

const CALLS = [
  ...describeExposures(),
  ...describePolicyCalls(),
  "iam:CreateUser",
  "sts:AssumeRole",
  "sts:AssumeRoot",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateRole",
];
const PARAMETERS =
  "policy policyDocument policyText resourcePolicy bucketPolicy assumeRolePolicyDocument accessPolicies attributes attributeName attributeValue principal principals condition createVolumePermission launchPermission valuesToAdd valuesToRemove ipPermissions ModifySecurityGroupRulesRequest cidrIp ipProtocol fromPort toPort portRange ruleAction cidrBlock x-amz-acl accessControlList AccessControlPolicy PublicAccessBlockConfiguration ReplicationConfiguration publiclyAccessible resourcesVpcConfig portInfo authType granteePrincipal accountIdsToAdd aWSAccountIds policyArn userName roleName targetPrincipal roleArn".split(
    " ",
  );
const ANSWERS = [
  "credentials",
  "assumedRoleUser",
  "accessKey",
  "user",
  "role",
  "loginProfile",
  "federatedUser",
];

test("any parameters and answers of the calls that are looked into give facts and links, and never a throw", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CALLS),
      fc.oneof(objectWith(PARAMETERS), json),
      fc.oneof(objectWith(ANSWERS), json),
      (call, requestParameters, responseElements) => {
        const [service, eventName] = call.split(":");
        const record: JsonObject = {
          eventSource: `${service}.amazonaws.com`,
          eventName: eventName!,
          requestParameters,
          responseElements,
        };
        const event = eventOf(record);
        const facts = toFacts(event, record);
        for (const { name } of FACT_FIELDS) {
          name
            .split(".")
            .slice(1)
            .reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), facts);
        }
        expect(Array.isArray(enricher.toLinks(record, event.actor))).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test("facts can be set as a field of the record", () => {
  const record: JsonObject = { eventSource: "s3.amazonaws.com", eventName: "GetObject" };
  record["gait"] = toFacts(eventOf(record), record);
  expect(record["gait"]["outcome"]).toBe("success");
});

const deep = (key: string, depth: number): JsonObject =>
  JSON.parse([`{"${key}":`.repeat(depth), "1", "}".repeat(depth)].join("")) as JsonObject;

test("10,000 levels and megabytes in every field neither crash nor slow", () => {
  const long = "x".repeat(1_000_000);
  const started = performance.now();
  for (const hostile of [
    deep("items", 10_000),
    deep("Statement", 10_000),
    deep("policy", 10_000),
    long,
    `arn:aws:sts::1:assumed-role/${long}`,
    `eks-${"a-".repeat(500_000)}`,
  ] as JsonValue[]) {
    for (const call of CALLS) {
      const [service, eventName] = call.split(":");
      const requestParameters = Object.fromEntries(PARAMETERS.map((name) => [name, hostile]));
      const record: JsonObject = {
        eventSource: `${service}.amazonaws.com`,
        eventName: eventName!,
        requestParameters,
      };
      const { exposure, policy, target } = toFacts(eventOf(record), record);
      expect([exposure, policy, target]).toHaveLength(3);
    }
    for (const type of IDENTITY_TYPES) {
      const fields = {
        arn: hostile,
        principalId: hostile,
        userName: hostile,
        accountId: hostile,
        invokedBy: hostile,
      };
      const actor = enricher.toActor(
        { type, ...fields, sessionContext: { sessionIssuer: { arn: hostile } } },
        {},
      );
      expect(Math.max(actor.id.length, actor.name.length, actor.session?.length ?? 0)).toBeLessThanOrEqual(
        ACTOR_TEXT_MAX,
      );
    }
    enricher.toAddress(hostile);
    enricher.toTool(hostile);
  }
  expect(performance.now() - started).toBeLessThan(5000);
});
