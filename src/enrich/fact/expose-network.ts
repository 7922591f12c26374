import type { JsonValue } from "../../domain/index.ts";
import { booleanOf, fieldOf, listOf, objectOf } from "../field.ts";
import { Grantees } from "./audience.ts";
import { type Call, type Exposure, type ExposureReader, type ExposureRow, expose } from "./exposure-row.ts";
import { textsOf } from "./policy-document.ts";
import { type PortRange, toPortRange } from "./port.ts";

/** A rule of a firewall: who comes in, by which ports. */
interface Door {
  readonly cidrs: readonly string[];
  /** Accounts whose security groups are let in. */
  readonly accounts: readonly string[];
  readonly ports: PortRange;
}

function exposeDoors(
  opening: Pick<Exposure, "direction" | "kind">,
  doors: readonly Door[],
  call: Call,
): Exposure | null {
  const grantees = new Grantees(call.ownAccount);
  const open = doors.filter((door) => door.cidrs.length + door.accounts.length > 0);
  for (const { cidrs, accounts } of open) {
    for (const cidr of cidrs) grantees.addCidr(cidr);
    for (const account of accounts) grantees.add(account);
  }
  return open.length === 0
    ? null
    : expose(
        opening,
        grantees,
        open.map((door) => door.ports),
      );
}

/** Rules as `ipPermissions.items[]`, or one rule in the parameters themselves. */
function securityGroup(direction: "grant" | "revoke"): ExposureReader {
  return (call) => {
    const { parameters } = call;
    const listed = listOf(parameters["ipPermissions"]).filter(
      (rule) => fieldOf(rule, "ipProtocol") !== undefined,
    );
    const rules = listed.length > 0 ? listed : [parameters];
    return exposeDoors({ direction, kind: "security-group" }, rules.map(toDoor), call);
  };
}

function toDoor(rule: JsonValue): Door {
  const cidrsOf = (list: string, name: string) =>
    listOf(fieldOf(rule, list)).flatMap((item) => textsOf(fieldOf(item, name)));
  return {
    cidrs: [
      ...cidrsOf("ipRanges", "cidrIp"),
      ...cidrsOf("ipv6Ranges", "cidrIpv6"),
      ...textsOf(fieldOf(rule, "cidrIp")),
      ...textsOf(fieldOf(rule, "cidrIpv6")),
    ],
    accounts: cidrsOf("groups", "userId"),
    ports: toPortRange(fieldOf(rule, "ipProtocol"), fieldOf(rule, "fromPort"), fieldOf(rule, "toPort")),
  };
}

/** Changed rules stand under a request object, in upper-case names, alone or in a list. */
function readModifiedRules(call: Call): Exposure | null {
  const request = objectOf(call.parameters["ModifySecurityGroupRulesRequest"]) ?? call.parameters;
  const rules = listOf(request["SecurityGroupRule"] ?? request["securityGroupRules"]);
  const doors = rules.map((item) => {
    const rule = fieldOf(item, "SecurityGroupRule") ?? fieldOf(item, "securityGroupRule") ?? item;
    const value = (upper: string) =>
      fieldOf(rule, upper) ?? fieldOf(rule, upper.charAt(0).toLowerCase() + upper.slice(1));
    return {
      cidrs: [...textsOf(value("CidrIpv4")), ...textsOf(value("CidrIpv6"))],
      accounts: [],
      ports: toPortRange(value("IpProtocol"), value("FromPort"), value("ToPort")),
    };
  });
  return exposeDoors({ direction: "grant", kind: "security-group" }, doors, call);
}

/** Only a rule of the list that lets traffic in opens anything. */
function readAclRule(call: Call): Exposure | null {
  const { parameters } = call;
  if (parameters["ruleAction"] !== "allow" || booleanOf(parameters["egress"]) === true) return null;
  const range = parameters["portRange"];
  const door: Door = {
    cidrs: [...textsOf(parameters["cidrBlock"]), ...textsOf(parameters["ipv6CidrBlock"])],
    accounts: [],
    ports: toPortRange(parameters["aclProtocol"], fieldOf(range, "from"), fieldOf(range, "to")),
  };
  return exposeDoors({ direction: "grant", kind: "network-acl" }, [door], call);
}

/** Security groups of before VPCs, of databases and caches. */
function classicGroup(direction: "grant" | "revoke"): ExposureReader {
  return (call) => {
    const { parameters } = call;
    const cidrs = textsOf(parameters["cIDRIP"] ?? parameters["cidrIp"] ?? parameters["cidrip"]);
    const accounts = textsOf(parameters["eC2SecurityGroupOwnerId"] ?? parameters["ec2SecurityGroupOwnerId"]);
    return exposeDoors({ direction, kind: "security-group" }, [{ cidrs, accounts, ports: "all" }], call);
  };
}

/** Lightsail opens to everybody unless ranges are named. */
function lightsailPorts(direction: "grant" | "revoke"): ExposureReader {
  return (call) => {
    const rules = listOf(call.parameters["portInfo"] ?? call.parameters["portInfos"]);
    const doors = rules.map((rule) => {
      const cidrs = [...textsOf(fieldOf(rule, "cidrs")), ...textsOf(fieldOf(rule, "ipv6Cidrs"))];
      const protocol = fieldOf(rule, "protocol");
      return {
        cidrs: cidrs.length > 0 ? cidrs : ["0.0.0.0/0"],
        accounts: [],
        ports: toPortRange(protocol, fieldOf(rule, "fromPort"), fieldOf(rule, "toPort")),
      };
    });
    return exposeDoors({ direction, kind: "security-group" }, doors, call);
  };
}

/** A Kubernetes API endpoint: public unless it says which addresses. Without a word about it nothing changes. */
function readClusterEndpoint(call: Call): Exposure | null {
  const network = objectOf(call.parameters["resourcesVpcConfig"]) ?? {};
  const state = booleanOf(network["endpointPublicAccess"]);
  const cidrs = textsOf(network["publicAccessCidrs"]);
  if (state === false) return exposeEndpoint("revoke", ["0.0.0.0/0"], call);
  return state === true || cidrs.length > 0
    ? exposeEndpoint("grant", cidrs.length > 0 ? cidrs : ["0.0.0.0/0"], call)
    : null;
}

const exposeEndpoint = (
  direction: "grant" | "revoke",
  cidrs: readonly string[],
  call: Call,
): Exposure | null =>
  exposeDoors(
    { direction, kind: "endpoint" },
    [{ cidrs, accounts: [], ports: { from: 443, to: 443 } }],
    call,
  );

/** Calls that open a network's doors, or shut them. */
export const NETWORK_EXPOSURES: readonly ExposureRow[] = [
  ["ec2", "AuthorizeSecurityGroupIngress", securityGroup("grant")],
  ["ec2", "RevokeSecurityGroupIngress", securityGroup("revoke")],
  ["ec2", "ModifySecurityGroupRules", readModifiedRules],
  ["ec2", "CreateNetworkAclEntry ReplaceNetworkAclEntry", readAclRule],
  ["rds", "AuthorizeDBSecurityGroupIngress", classicGroup("grant")],
  ["rds", "RevokeDBSecurityGroupIngress", classicGroup("revoke")],
  ["redshift", "AuthorizeClusterSecurityGroupIngress", classicGroup("grant")],
  ["redshift", "RevokeClusterSecurityGroupIngress", classicGroup("revoke")],
  ["elasticache", "AuthorizeCacheSecurityGroupIngress", classicGroup("grant")],
  ["elasticache", "RevokeCacheSecurityGroupIngress", classicGroup("revoke")],
  ["lightsail", "OpenInstancePublicPorts PutInstancePublicPorts", lightsailPorts("grant")],
  ["lightsail", "CloseInstancePublicPorts", lightsailPorts("revoke")],
  ["eks", "CreateCluster UpdateClusterConfig", readClusterEndpoint],
];
