import { parseArn, resourceName } from "./arn.ts";
import type { Claims } from "./claims.ts";

/** The role behind a session. */
export interface Role {
  /** The IAM role's ARN, with its path where the record gives it. */
  readonly arn: string;
  /** Without the path. */
  readonly name: string;
  /** With slashes at both ends, `/` when there is none; null when the record does not tell. */
  readonly path: string | null;
  readonly session: string | null;
}

const SSO_NAME = "AWSReservedSSO_";
/** Identity Center names its roles `AWSReservedSSO_<permission set>_<16 hex digits>`. */
const SSO_ROLE = /^AWSReservedSSO_[\w+=,.@-]{1,32}_[0-9a-f]{16}/;

/**
 * The role and session of an assumed-role identity. Anonymised and shortened logs lose the issuer, the slash before
 * the session, or mask account and id with asterisks; each part is taken from where it is still whole.
 * null when there is neither an issuer nor an ARN.
 */
export function readRole(claims: Claims): Role | null {
  const issuer = parseArn(claims.issuerArn);
  const arn = parseArn(claims.arn);
  if (issuer !== null) {
    const name = resourceName(issuer);
    const session = sessionAfter(arn?.resource ?? null, name) ?? principalSession(claims.principalId);
    return { arn: claims.issuerArn!, name, path: pathOfRole(issuer.resource), session };
  }
  if (arn === null) return null;
  const [kind, first, ...more] = arn.resource.split("/");
  if (kind !== "assumed-role" || first === undefined || first === "") {
    return {
      arn: claims.arn!,
      name: resourceName(arn),
      path: null,
      session: principalSession(claims.principalId),
    };
  }
  const whole = more.length > 0 ? null : (SSO_ROLE.exec(first)?.[0] ?? null);
  const name = whole ?? first;
  const rest = whole === null ? more.join("/") : first.slice(whole.length);
  const session = rest === "" ? principalSession(claims.principalId) : rest;
  const partition = arn.partition === "" ? "aws" : arn.partition;
  return { arn: `arn:${partition}:iam::${arn.account}:role/${name}`, name, path: null, session };
}

/** What follows the role's name in `assumed-role/<name>/<session>`, with or without the slash. */
function sessionAfter(resource: string | null, name: string): string | null {
  const start = `assumed-role/${name}`;
  if (resource === null || !resource.startsWith(start)) return null;
  const rest = resource.slice(start.length);
  const session = rest.startsWith("/") ? rest.slice(1) : rest;
  return session === "" ? null : session;
}

/** `AROA…:session`; but `AROA…:name` of a masked log may be all there is. */
function principalSession(principalId: string | null): string | null {
  if (principalId === null) return null;
  const colon = principalId.indexOf(":");
  return colon < 0 || colon + 1 === principalId.length ? null : principalId.slice(colon + 1);
}

function pathOfRole(resource: string): string {
  const start = resource.indexOf("/");
  const end = resource.lastIndexOf("/");
  return start < 0 ? "/" : resource.slice(start, end + 1);
}

/** A role of IAM Identity Center: known by its path, which nobody else may give, or by its name where no path is told. */
export function isSsoRole(role: Role): boolean {
  return role.path === null ? role.name.startsWith(SSO_NAME) : role.path.startsWith(SSO_PATH);
}
const SSO_PATH = "/aws-reserved/sso.amazonaws.com/";

/** Roles that services take for themselves: service-linked ones and those that the console makes for services. */
export function isServiceRole(role: Role): boolean {
  const { name, path } = role;
  if (path !== null && (path.startsWith("/aws-service-role/") || path.startsWith("/service-role/")))
    return true;
  return SERVICE_ROLE_NAME.test(name);
}
const SERVICE_ROLE_NAME =
  /^(AWSServiceRoleFor|AWSBackupDefaultServiceRole|AWS_InspectorEvents_|AWSConfig|AWSCloudFormationStackSetExecution|aws-(controltower|config|inspector|backup)-)/i;

/** Session names that instances, functions, tasks and services give themselves. */
export function isServiceSession(session: string | null): boolean {
  return session !== null && SERVICE_SESSION.test(session);
}
const SERVICE_SESSION =
  /^(i-[0-9a-f]{8,17}$|[0-9a-f]{32}$|eks-[\w-]+-[0-9a-f-]{36}$|AWSCodeBuild-|AWSBackup-|AWSConfig-|ConfigResourceCompositionSession$|AWSCloudFormation$|AmazonInspector|AutoScaling(-|$)|GitHubActions$|SageMaker$|StackSet)/i;
