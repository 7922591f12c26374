import { expect, test } from "vitest";
import { ACTION_SOURCES_MAX, createActionReader } from "./action.ts";
import { CHAIN_MAX, createEnricher } from "./enricher.ts";
import { POLICY_LENGTH_MAX, readPolicy, STATEMENTS_MAX } from "./fact/policy-document.ts";
import { describePorts, PORTS_MAX } from "./fact/port.ts";
import { PRODUCTS_MAX, parseTool } from "./tool.ts";

const policyOf = (length: number): string => {
  const text = '{"Statement":[{"Effect":"Allow"}]}';
  return text + " ".repeat(length - text.length);
};

test("a policy as long as the limit is read, one character more is none", () => {
  expect(readPolicy(policyOf(POLICY_LENGTH_MAX))).toHaveLength(1);
  expect(readPolicy(policyOf(POLICY_LENGTH_MAX + 1))).toBeNull();
});

test("statements up to the limit are read", () => {
  const read = (count: number) => readPolicy({ Statement: new Array(count).fill({ Effect: "Allow" }) });
  expect(read(STATEMENTS_MAX)).toHaveLength(STATEMENTS_MAX);
  expect(read(STATEMENTS_MAX + 1)).toHaveLength(STATEMENTS_MAX);
});

test("ranges of ports up to the limit are named", () => {
  const describe = (count: number) =>
    describePorts(Array.from({ length: count }, (_, at) => ({ from: at, to: at })));
  expect(describe(PORTS_MAX)).toHaveLength(PORTS_MAX);
  expect(describe(PORTS_MAX + 1)).toHaveLength(PORTS_MAX);
});

test("the last part of a user agent that is looked at may name the tool, the next may not", () => {
  const agentOf = (before: number): string => `${"x ".repeat(before)}Boto3/1.34.2`;
  expect(parseTool(agentOf(PRODUCTS_MAX - 1)).name).toBe("Boto3");
  expect(parseTool(agentOf(PRODUCTS_MAX)).name).not.toBe("Boto3");
});

test("identities that share an ARN are remembered up to the limit, then the memory begins anew", () => {
  const enricher = createEnricher({ geo: null });
  const identity = (n: number) => ({
    type: "IAMUser",
    arn: "arn:aws:iam::111122223333:user/a",
    userName: `a${n}`,
  });
  const first = enricher.toActor(identity(0), {});
  for (let n = 1; n < CHAIN_MAX; n++) enricher.toActor(identity(n), {});
  expect(enricher.toActor(identity(0), {})).toBe(first);
  enricher.toActor(identity(CHAIN_MAX), {});
  expect(enricher.toActor(identity(0), {})).not.toBe(first);
  expect(enricher.toActor(identity(0), {})).toEqual(first);
});

test("calls of as many services as the limit are remembered, then the memory begins anew", () => {
  const toAction = createActionReader();
  const read = (n: number) => toAction("GetThing", `service${n}.amazonaws.com`);
  const first = read(0);
  for (let n = 1; n < ACTION_SOURCES_MAX; n++) read(n);
  expect(read(0)).toBe(first);
  read(ACTION_SOURCES_MAX);
  expect(read(0)).not.toBe(first);
  expect(read(0)).toEqual(first);
});
