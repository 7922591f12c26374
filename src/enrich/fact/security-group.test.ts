import { expect, test } from "vitest";
import type { JsonObject } from "../../domain/index.ts";
import { call, OTHER } from "../fixtures/calls.ts";

const ingress = (rule: JsonObject) =>
  call("ec2:AuthorizeSecurityGroupIngress", { groupId: "sg", ipPermissions: { items: [rule] } }).exposure;
const ranges = (...cidrs: string[]) => ({ items: cidrs.map((cidrIp) => ({ cidrIp })) });

test("a security group tells who comes in, and by which ports", () => {
  expect(
    ingress({
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      ipRanges: ranges("0.0.0.0/0"),
      groups: {},
      ipv6Ranges: {},
    }),
  ).toEqual({
    direction: "grant",
    kind: "security-group",
    audience: "public",
    principals: ["0.0.0.0/0"],
    accounts: [],
    ports: ["22"],
    sensitive_ports: true,
  });
});

test.each<[string, JsonObject, JsonObject]>([
  [
    "a web port for all",
    { ipProtocol: "tcp", fromPort: 443, toPort: 443, ipRanges: ranges("0.0.0.0/0") },
    { audience: "public", ports: ["443"], sensitive_ports: false },
  ],
  [
    "a range that holds a database's port",
    { ipProtocol: "tcp", fromPort: 3000, toPort: 4000, ipRanges: ranges("20.1.1.1/32") },
    { audience: "external", ports: ["3000-4000"], sensitive_ports: true },
  ],
  [
    "everything",
    { ipProtocol: "-1", ipRanges: ranges("10.0.0.0/8") },
    { audience: "internal", ports: ["all"], sensitive_ports: true },
  ],
  [
    "all of TCP",
    { ipProtocol: "tcp", fromPort: 0, toPort: 65535, ipRanges: ranges("0.0.0.0/0") },
    { ports: ["0-65535"], sensitive_ports: true },
  ],
  [
    "ping",
    { ipProtocol: "icmp", fromPort: -1, toPort: -1, ipRanges: ranges("0.0.0.0/0") },
    { ports: ["icmp"], sensitive_ports: false },
  ],
  [
    "version 6",
    { ipProtocol: "tcp", fromPort: "3389", toPort: "3389", ipv6Ranges: { items: [{ cidrIpv6: "::/0" }] } },
    { audience: "public", ports: ["3389"], sensitive_ports: true },
  ],
  [
    "another account's group",
    { ipProtocol: "tcp", fromPort: 22, toPort: 22, groups: { items: [{ groupId: "sg-2", userId: OTHER }] } },
    { audience: "external", accounts: [OTHER] },
  ],
])("a rule for %s", (_, rule, expected) => {
  expect(ingress(rule)).toMatchObject(expected);
});

test("rules in the flat and in the modified shape are read alike", () => {
  const flat = call("ec2:AuthorizeSecurityGroupIngress", {
    groupId: "sg",
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrIp: "0.0.0.0/0",
  });
  expect(flat.exposure).toMatchObject({ audience: "public", ports: ["22"] });
  const rule = {
    SecurityGroupRuleId: "sgr-1",
    SecurityGroupRule: { IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, CidrIpv4: "0.0.0.0/0" },
    tag: 1,
  };
  const modified = call("ec2:ModifySecurityGroupRules", {
    ModifySecurityGroupRulesRequest: { GroupId: "sg", SecurityGroupRule: rule },
  });
  expect(modified.exposure).toMatchObject({
    direction: "grant",
    audience: "public",
    ports: ["5432"],
    sensitive_ports: true,
  });
});

test("taking a rule back is a closing with the same ports", () => {
  const rule = { ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: ranges("0.0.0.0/0") };
  const exposure = call("ec2:RevokeSecurityGroupIngress", { ipPermissions: { items: [rule] } }).exposure;
  expect(exposure).toMatchObject({ direction: "revoke", audience: "public", ports: ["22"] });
});
