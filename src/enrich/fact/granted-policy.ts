import type { Event, JsonObject } from "../../domain/index.ts";
import { parseArn, resourceName } from "../arn.ts";
import { objectOf, textOf } from "../field.ts";
import { readPolicy, type Statement } from "./policy-document.ts";

/** Rights that a call gives, as rules see them under `gait.policy`. */
export type GrantedPolicy = {
  /** Everything on everything. */
  readonly admin: boolean;
  /** Enough to become admin, or all of a service on everything. */
  readonly powerful: boolean;
  readonly name: string | null;
  /** User, role, group, permission set or cluster principal; null when only the policy is made. */
  readonly attached_to: string | null;
};

interface Strength {
  readonly admin: boolean;
  readonly powerful: boolean;
}
const WEAK: Strength = { admin: false, powerful: false };
const POWERFUL: Strength = { admin: false, powerful: true };
const ADMIN: Strength = { admin: true, powerful: true };

type PolicyReader = (parameters: JsonObject) => GrantedPolicy | null;

/** Where the parameters name the one who gets the rights. EKS logs its ARN as it stood in the URL. */
const HOLDERS = ["userName", "roleName", "groupName", "permissionSetArn", "principalArn", "name"] as const;

function holderOf(parameters: JsonObject): string | null {
  for (const name of HOLDERS) {
    const holder = textOf(parameters[name]);
    if (holder !== null) return holder.replaceAll("%3A", ":").replaceAll("%2F", "/");
  }
  return null;
}

function attached(field: string): PolicyReader {
  return (parameters) => {
    const arn = textOf(parameters[field]);
    if (arn === null) return null;
    const parsed = parseArn(arn);
    const name = parsed === null ? arn : resourceName(parsed);
    return { ...judgeManaged(arn, name), name, attached_to: holderOf(parameters) };
  };
}

function written(documentField: string, isAttached: boolean): PolicyReader {
  return (parameters) => {
    const statements = readPolicy(parameters[documentField]);
    if (statements === null) return null;
    const arn = parseArn(textOf(parameters["policyArn"]));
    const name = textOf(parameters["policyName"]) ?? (arn === null ? null : resourceName(arn));
    return { ...judgeStatements(statements), name, attached_to: isAttached ? holderOf(parameters) : null };
  };
}

const READERS: ReadonlyMap<string, PolicyReader> = new Map([
  ["iam:AttachUserPolicy", attached("policyArn")],
  ["iam:AttachRolePolicy", attached("policyArn")],
  ["iam:AttachGroupPolicy", attached("policyArn")],
  ["iam:PutUserPolicy", written("policyDocument", true)],
  ["iam:PutRolePolicy", written("policyDocument", true)],
  ["iam:PutGroupPolicy", written("policyDocument", true)],
  ["iam:CreatePolicy", written("policyDocument", false)],
  ["iam:CreatePolicyVersion", written("policyDocument", false)],
  ["sso:AttachManagedPolicyToPermissionSet", attached("managedPolicyArn")],
  ["sso:PutInlinePolicyToPermissionSet", written("inlinePolicy", true)],
  ["eks:AssociateAccessPolicy", attached("policyArn")],
]);

/** Names of the calls that give rights, for the reference. */
export const describePolicyCalls = (): readonly string[] => [...READERS.keys()];

const SERVICES = new Set(["iam", "sso", "eks"]);

/** null: the call gives no rights, or does not say which. */
export function readGrantedPolicy(event: Event, record: JsonObject): GrantedPolicy | null {
  const { service, name } = event.action;
  if (!SERVICES.has(service)) return null;
  const parameters = objectOf(record["requestParameters"]);
  return parameters === null ? null : (READERS.get(`${service}:${name}`)?.(parameters) ?? null);
}

/** AWS's own policies are known by name; what a customer's policy holds, its name does not tell. */
function judgeManaged(arn: string, name: string): Strength {
  if (EKS_ADMIN.has(name) && /:eks:/.test(arn)) return ADMIN;
  if (!AWS_POLICY.test(arn)) return WEAK;
  if (name === "AdministratorAccess") return ADMIN;
  return POWERFUL_NAME.test(name) ? POWERFUL : WEAK;
}
const AWS_POLICY = /^arn:aws[a-z-]*:iam::aws:policy\//;
const EKS_ADMIN = new Set(["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy"]);
/** `…FullAccess` is all of a service on everything. */
const POWERFUL_NAME =
  /^(PowerUserAccess|AdministratorAccess-.+|DatabaseAdministrator|NetworkAdministrator|SystemAdministrator|DataScientist)$|_?FullAccess$/;

function judgeStatements(statements: readonly Statement[]): Strength {
  let strongest = WEAK;
  for (const statement of statements) {
    const strength = judgeStatement(statement);
    if (strength.admin) return ADMIN;
    if (strength.powerful) strongest = POWERFUL;
  }
  return strongest;
}

function judgeStatement(statement: Statement): Strength {
  if (!statement.hasNotResource && !statement.resources.some(isEverything)) return WEAK;
  if (statement.notActions !== null) {
    // "All but billing" can still make itself admin; "all but iam" cannot, by itself.
    return statement.notActions.some((action) => coversService(action, "iam")) ? POWERFUL : ADMIN;
  }
  if (statement.actions.some((action) => isEverything(action) || action === "*:*")) return ADMIN;
  return statement.actions.some(isPowerfulAction) ? POWERFUL : WEAK;
}

const isEverything = (text: string): boolean =>
  /^\*+$/.test(text) || text === "arn:aws:*" || text === "arn:*";

const coversService = (action: string, service: string): boolean =>
  /^\*+$/.test(action) || action === `${service}:*` || action === "*:*";

/** All of a service, or handing any role to a machine of one's own. Actions are in lower case. */
function isPowerfulAction(action: string): boolean {
  const colon = action.indexOf(":");
  if (colon < 0) return false;
  const service = action.slice(0, colon);
  const call = action.slice(colon + 1);
  if (/^\*+$/.test(call)) return true;
  return matchesGlob(service, "iam") && matchesGlob(call, "passrole");
}

/** `*` and `?` as IAM reads them, without backtracking over more than the last star. */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let p = 0;
  while (at < text.length) {
    const char = pattern[p];
    if (char === "*") {
      star = p++;
      resume = at;
    } else if (char !== undefined && (char === "?" || char === text[at])) {
      p++;
      at++;
    } else if (star >= 0) {
      p = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
