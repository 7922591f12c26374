import type { Actor, EntityId, IdentityLink, JsonObject, JsonValue } from "../domain/index.ts";
import { toActorId } from "./actor.ts";
import { isAccountId, parseArn } from "./arn.ts";
import { objectOf, pathOf, textOf } from "./field.ts";

export const NO_LINKS: readonly IdentityLink[] = [];

/** Names an identity that an answer states by its ARN, as its own later events will be named. */
export type NameArn = (arn: string, issuerArn?: string | null) => EntityId;

interface Linking {
  readonly record: JsonObject;
  readonly answer: JsonObject;
  readonly actor: Actor;
  readonly nameArn: NameArn;
}

/** By event name. Other names cost one look-up. */
const LINKERS: ReadonlyMap<string, (linking: Linking) => readonly IdentityLink[]> = new Map([
  ["AssumeRole", linkRole],
  ["AssumeRoleWithSAML", linkRole],
  ["AssumeRoleWithWebIdentity", linkRole],
  ["AssumeRoot", linkRoot],
  ["GetSessionToken", linkSession],
  ["GetFederationToken", linkFederated],
  ["GetCredentialsForIdentity", linkUnnamed],
  ["GetRoleCredentials", linkUnnamed],
  ["CreateAccessKey", linkAccessKey],
  ["CreateUser", linkUser],
  ["CreateRole", linkCreatedRole],
  ["CreateLoginProfile", linkLoginProfile],
]);

const IDENTITY_SOURCES = new Set([
  "sts.amazonaws.com",
  "iam.amazonaws.com",
  "sso.amazonaws.com",
  "cognito-identity.amazonaws.com",
]);

/** The identities that a successful call handed over or made. Nearly always the shared empty list. */
export function findLinks(record: JsonObject, actor: Actor, nameArn: NameArn): readonly IdentityLink[] {
  const name = record["eventName"];
  const linker = typeof name === "string" ? LINKERS.get(name) : undefined;
  if (linker === undefined) return NO_LINKS;
  const source = record["eventSource"];
  if (typeof source !== "string" || !IDENTITY_SOURCES.has(source)) return NO_LINKS;
  if (textOf(record["errorCode"]) !== null || textOf(record["errorMessage"]) !== null) return NO_LINKS;
  const answer = objectOf(record["responseElements"]);
  return answer === null ? NO_LINKS : linker({ record, answer, actor, nameArn });
}

const issuedKey = (answer: JsonObject): string | null =>
  textOf(pathOf(answer, ["credentials", "accessKeyId"]));

function issued(answer: JsonObject, target: EntityId | null): readonly IdentityLink[] {
  const accessKeyId = issuedKey(answer);
  return accessKeyId === null ? NO_LINKS : [{ kind: "issued-key", accessKeyId, target }];
}

function linkRole({ record, answer, nameArn }: Linking): readonly IdentityLink[] {
  const session = textOf(pathOf(answer, ["assumedRoleUser", "arn"]));
  // The request has the role's path, the answer has the session: later events state both.
  const role = textOf(pathOf(record["requestParameters"], ["roleArn"]));
  if (session !== null) return issued(answer, nameArn(session, role));
  return issued(answer, parseArn(role) === null ? null : toActorId(role!));
}

function linkRoot({ record, answer }: Linking): readonly IdentityLink[] {
  const principal = textOf(pathOf(record["requestParameters"], ["targetPrincipal"]));
  const account = principal === null ? null : (parseArn(principal)?.account ?? principal);
  const target = account !== null && isAccountId(account) ? toActorId(`arn:aws:iam::${account}:root`) : null;
  return issued(answer, target);
}

function linkSession({ answer, actor }: Linking): readonly IdentityLink[] {
  return issued(answer, actor.id);
}

function linkUnnamed({ answer }: Linking): readonly IdentityLink[] {
  return issued(answer, null);
}

function linkFederated({ answer, nameArn }: Linking): readonly IdentityLink[] {
  const arn = textOf(pathOf(answer, ["federatedUser", "arn"]));
  return issued(answer, arn === null ? null : nameArn(arn));
}

function linkAccessKey({ record, answer, actor, nameArn }: Linking): readonly IdentityLink[] {
  const key = objectOf(answer["accessKey"]);
  const accessKeyId = textOf(key?.["accessKeyId"]);
  if (accessKeyId === null) return NO_LINKS;
  // Without a user name the caller makes a key of its own.
  const userName = textOf(key?.["userName"]) ?? textOf(pathOf(record["requestParameters"], ["userName"]));
  const target =
    userName === null || userName === actor.name ? actor.id : userTarget(userName, actor, nameArn);
  return [{ kind: "created-key", accessKeyId, target }];
}

const created = (target: EntityId | null): readonly IdentityLink[] =>
  target === null ? NO_LINKS : [{ kind: "created-identity", accessKeyId: null, target }];

const arnTarget = (arn: JsonValue | undefined, nameArn: NameArn): EntityId | null => {
  const text = textOf(arn);
  return text === null ? null : nameArn(text);
};

function linkUser({ answer, nameArn }: Linking): readonly IdentityLink[] {
  return created(arnTarget(pathOf(answer, ["user", "arn"]), nameArn));
}

function linkCreatedRole({ answer, nameArn }: Linking): readonly IdentityLink[] {
  return created(arnTarget(pathOf(answer, ["role", "arn"]), nameArn));
}

function linkLoginProfile({ answer, actor, nameArn }: Linking): readonly IdentityLink[] {
  const userName = textOf(pathOf(answer, ["loginProfile", "userName"]));
  return created(userName === null ? null : userTarget(userName, actor, nameArn));
}

const userTarget = (userName: string, actor: Actor, nameArn: NameArn): EntityId | null =>
  actor.account === null ? null : nameArn(`arn:aws:iam::${actor.account}:user/${userName}`);
