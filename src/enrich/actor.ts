import { type Actor, type ActorType, type EntityId, toEntityId } from "../domain/index.ts";
import { ARN_LENGTH_MAX, parseArn, resourceName } from "./arn.ts";
import type { Claims, Surroundings } from "./claims.ts";
import { clip } from "./field.ts";
import { isServiceRole, isServiceSession, isSsoRole, type Role, readRole } from "./role.ts";

/** Longer ids, names and sessions than AWS allows are cut: what a forged log says must not fill the store. */
export const ACTOR_TEXT_MAX = ARN_LENGTH_MAX;

/** An actor as the readers below name it. */
interface Naming {
  readonly type: ActorType;
  readonly id: string;
  readonly name: string;
  readonly account: string | null;
  readonly session?: string | null;
  readonly automated?: boolean;
}

/** Role names whose session name is the person. */
export type PersonSessions = readonly RegExp[];

/**
 * The actor that an identity states. The id is stable: a user's ARN, a role's ARN, a service's name; where CloudTrail
 * gives no ARN, `aws:<account>:<kind>/<name>` of what it does give. A key id is never part of it.
 */
export function nameActor(claims: Claims, around: Surroundings, personSessions: PersonSessions): Actor {
  const account = claims.account ?? parseArn(claims.arn)?.account ?? around.account;
  const read = READERS.get(claims.type ?? "") ?? nameUnknown;
  const naming = read(claims, { account: account === "" ? around.account : account, around, personSessions });
  return {
    id: toActorId(naming.id),
    type: naming.type,
    name: clip(naming.name, ACTOR_TEXT_MAX),
    account: naming.account === null ? null : clip(naming.account, ACTOR_TEXT_MAX),
    session: naming.session ? clip(naming.session, ACTOR_TEXT_MAX) : null,
    automated: naming.automated === true || isServiceCall(claims),
  };
}

/** The actor of a record that names none. */
export function nameNobody(around: Surroundings): Actor {
  const none = { account: around.account, around, personSessions: [] };
  const naming = around.service === null ? nameUnknown(NO_CLAIMS, none) : nameService(NO_CLAIMS, none);
  return {
    id: toActorId(naming.id),
    type: naming.type,
    name: clip(naming.name, ACTOR_TEXT_MAX),
    account: naming.account === null ? null : clip(naming.account, ACTOR_TEXT_MAX),
    session: null,
    automated: naming.automated === true,
  };
}

const NO_CLAIMS: Claims = {
  type: null,
  arn: null,
  account: null,
  principalId: null,
  userName: null,
  invokedBy: null,
  issuerArn: null,
  provider: null,
  storeArn: null,
  storeUserId: null,
  isMachine: false,
};

interface Context {
  readonly account: string | null;
  readonly around: Surroundings;
  readonly personSessions: PersonSessions;
}
type Reader = (claims: Claims, context: Context) => Naming;

/** By the value of `userIdentity.type`. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ["IAMUser", nameUser],
  ["AssumedRole", nameRole],
  ["Role", nameRole],
  ["Root", nameRoot],
  ["AWSService", nameService],
  ["AWSAccount", nameAccount],
  ["FederatedUser", nameFederated],
  ["SAMLUser", nameSaml],
  ["WebIdentityUser", nameWebIdentity],
  ["IdentityCenterUser", nameIdentityCenter],
  ["Directory", nameDirectory],
  ["Anonymous", nameAnonymous],
]);

/** CloudTrail writes this for a failed sign-in whose user name does not exist: it may be a mistyped password. */
const HIDDEN_USER = "HIDDEN_DUE_TO_SECURITY_REASONS";

function nameUser(claims: Claims, context: Context): Naming {
  const { account } = context;
  const arn = parseArn(claims.arn);
  const name = claims.userName ?? (arn === null ? null : resourceName(arn));
  if (name === HIDDEN_USER) {
    return { type: "unknown", id: madeId(account, "hidden-user"), name: "unknown user name", account };
  }
  if (claims.arn !== null) return { type: "user", id: claims.arn, name: name ?? claims.arn, account };
  if (name === null) return { ...namePrincipal(claims, account), type: "user" };
  // Sign-in events often lack the ARN. Users with a path other than "/" are rare, and then the id differs.
  const id = account === null ? madeId(null, `user/${name}`) : `arn:aws:iam::${account}:user/${name}`;
  return { type: "user", id, name, account };
}

function nameRole(claims: Claims, context: Context): Naming {
  const role = readRole(claims);
  const account = context.account;
  if (role === null) return { ...namePrincipal(claims, account), type: "role" };
  const { session } = role;
  // Some tools write "AssumedRole" of a user's session; the ARN is the better witness.
  if (parseArn(role.arn)?.resource.startsWith("user/")) {
    return { type: "user", id: role.arn, name: role.name, account, session };
  }
  const automated = claims.isMachine || isServiceRole(role) || isServiceSession(session);
  if (session !== null) {
    const person = session.toLowerCase();
    const stated = { type: "person", name: session, account, session, automated: false } as const;
    // Only IAM Identity Center can take its own roles, so its session name can be trusted on its own:
    // one person under several permission sets of an account is one actor.
    if (isSsoRole(role)) return { ...stated, id: madeId(account, `person/${person}`) };
    if (isPersonRole(role, context.personSessions)) return { ...stated, id: `${role.arn}/${person}` };
  }
  return { type: "role", id: role.arn, name: role.name, account, session, automated };
}

const isPersonRole = (role: Role, personSessions: PersonSessions): boolean =>
  personSessions.some((pattern) => role.name.search(pattern) >= 0);

function nameRoot(claims: Claims, { account }: Context): Naming {
  const id = account === null ? (claims.arn ?? "aws:-:root") : `arn:aws:iam::${account}:root`;
  return { type: "root", id, name: "root", account };
}

function nameService(claims: Claims, { account, around }: Context): Naming {
  const service = claims.invokedBy ?? statedService(claims) ?? around.service ?? "aws-service";
  return { type: "service", id: service, name: service, account, automated: true };
}

const statedService = (claims: Claims): string | null => claims.userName ?? claims.principalId ?? claims.arn;

/** S3 writes this for requests without a signature. */
const ANONYMOUS_ACCOUNTS = new Set(["ANONYMOUS_PRINCIPAL", "anonymous"]);

function nameAccount(claims: Claims, context: Context): Naming {
  const { account } = claims;
  if (account !== null && ANONYMOUS_ACCOUNTS.has(account)) return nameAnonymous();
  if (account === null && uniqueIdOf(claims.principalId) === null) return nameUnknown(claims, context);
  // Seen from outside, with nothing but its unique id: an identity of its own, apart from the account's own records.
  const principal = uniqueIdOf(claims.principalId);
  const id = madeId(account, principal === null ? "account" : `account/${principal}`);
  return {
    type: "account",
    id,
    name: account ?? principal!,
    account,
    session: sessionOf(claims.principalId),
  };
}

function nameFederated(claims: Claims, context: Context): Naming {
  const arn = parseArn(claims.arn);
  const name = arn === null ? (claims.userName ?? sessionOf(claims.principalId)) : resourceName(arn);
  if (claims.arn === null && name === null)
    return { ...namePrincipal(claims, context.account), type: "federated" };
  const id = claims.arn ?? madeId(context.account, `federated-user/${name}`);
  return { type: "federated", id, name: name ?? id, account: context.account };
}

function nameSaml(claims: Claims, { account }: Context): Naming {
  const name = claims.userName ?? sessionOf(claims.principalId) ?? "unknown";
  const scope = claims.provider === null ? "saml" : `saml/${claims.provider}`;
  return { type: "saml", id: madeId(account, `${scope}/${name}`), name, account };
}

function nameWebIdentity(claims: Claims, { account }: Context): Naming {
  const name = claims.userName ?? sessionOf(claims.principalId) ?? "unknown";
  const scope = claims.provider === null ? "web-identity" : `web-identity/${claims.provider}`;
  return { type: "web-identity", id: madeId(account, `${scope}/${name}`), name, account };
}

function nameIdentityCenter(claims: Claims, { account }: Context): Naming {
  const user = claims.storeUserId ?? claims.userName ?? claims.principalId;
  if (user === null)
    return { type: "identity-center", id: madeId(account, "identity-center"), name: "unknown", account };
  const id =
    claims.storeArn === null ? madeId(account, `identity-center/${user}`) : `${claims.storeArn}/user/${user}`;
  return { type: "identity-center", id, name: claims.userName ?? user, account };
}

function nameDirectory(claims: Claims, { account }: Context): Naming {
  const name = claims.userName ?? claims.principalId ?? "unknown";
  return { type: "directory", id: claims.arn ?? madeId(account, `directory/${name}`), name, account };
}

function nameAnonymous(): Naming {
  return { type: "anonymous", id: "anonymous", name: "anonymous", account: null };
}

/** No type, or one that CloudTrail did not have when this was written: what is there still tells actors apart. */
function nameUnknown(claims: Claims, context: Context): Naming {
  const { account } = context;
  const arn = parseArn(claims.arn);
  if (arn !== null && claims.type === null) {
    if (arn.resource.startsWith("assumed-role/")) return nameRole(claims, context);
    if (arn.resource.startsWith("user/")) return nameUser(claims, context);
    if (arn.resource.startsWith("federated-user/")) return nameFederated(claims, context);
    if (arn.resource === "root") return nameRoot(claims, context);
  }
  if (claims.type === null && claims.arn === null && claims.invokedBy !== null)
    return nameService(claims, context);
  if (claims.arn !== null)
    return { type: "unknown", id: claims.arn, name: claims.userName ?? claims.arn, account };
  if (claims.userName === HIDDEN_USER) return nameUser(claims, context);
  // IAM Identity Center writes sign-ins with type Unknown and the person's name.
  const name = claims.userName ?? claims.storeUserId;
  if (name !== null)
    return { type: "unknown", id: madeId(account, `unknown/${name.toLowerCase()}`), name, account };
  return { ...namePrincipal(claims, account), type: "unknown" };
}

/** By the unique id (`AIDA…`, `AROA…`) alone, or by nothing but the account. */
function namePrincipal(claims: Claims, account: string | null): Naming {
  const principal = uniqueIdOf(claims.principalId);
  if (principal === null)
    return { type: "unknown", id: madeId(account, "unknown"), name: "unknown", account };
  const session = sessionOf(claims.principalId);
  const name = session ?? principal;
  return { type: "unknown", id: madeId(account, `principal/${principal}`), name, account, session };
}

/** A principal without its session; null for a key, which is no identity. */
function uniqueIdOf(principalId: string | null): string | null {
  const colon = principalId?.indexOf(":") ?? -1;
  const principal = principalId !== null && colon > 0 ? principalId.slice(0, colon) : principalId;
  return principal === null || isAccessKey(principal) ? null : principal;
}

const sessionOf = (principalId: string | null): string | null => {
  const colon = principalId?.indexOf(":") ?? -1;
  return principalId === null || colon < 0 || colon + 1 === principalId.length
    ? null
    : principalId.slice(colon + 1);
};

const madeId = (account: string | null, rest: string): string => `aws:${account ?? "-"}:${rest}`;

const isAccessKey = (text: string): boolean => /^A[KS]IA[A-Z0-9]/.test(text);
const TEMPORARY_KEY = /ASIA[A-Z0-9*]{12,}/g;

/** Cuts what no AWS id can be, and takes out a temporary key wherever a caller managed to put one. */
export function toActorId(text: string): EntityId {
  return toEntityId(clip(text, ACTOR_TEXT_MAX).replace(TEMPORARY_KEY, "temporary-key"));
}

/** A service acted with this identity's rights. The console's sign-in is the person's own doing. */
const isServiceCall = (claims: Claims): boolean =>
  claims.invokedBy !== null && claims.invokedBy !== "signin.amazonaws.com";
