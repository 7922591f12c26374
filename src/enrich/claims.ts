import type { JsonObject, JsonValue } from "../domain/index.ts";
import { ARN_LENGTH_MAX } from "./arn.ts";
import { clip, objectOf, textOf } from "./field.ts";

/** What a CloudTrail `userIdentity` states, each part null where it states nothing usable. Raw: nothing is judged yet. */
export interface Claims {
  readonly type: string | null;
  readonly arn: string | null;
  readonly account: string | null;
  readonly principalId: string | null;
  readonly userName: string | null;
  readonly invokedBy: string | null;
  /** The role (or user) behind temporary credentials. */
  readonly issuerArn: string | null;
  /** SAML or web identity provider. */
  readonly provider: string | null;
  /** IAM Identity Center: the directory, and the person's id in it. */
  readonly storeArn: string | null;
  readonly storeUserId: string | null;
  /** Credentials that a machine got: from the instance metadata service, or for a function or task. */
  readonly isMachine: boolean;
}

/** The last fall-backs, from the record around the identity. */
export interface Surroundings {
  readonly account: string | null;
  /** Set when the record is a service's own (`AwsServiceEvent`). */
  readonly service: string | null;
}

const NOTHING: JsonObject = {};

export function readClaims(identity: JsonObject): Claims {
  const session = objectOf(identity["sessionContext"]) ?? NOTHING;
  const issuer = objectOf(session["sessionIssuer"]) ?? NOTHING;
  const behalf = objectOf(identity["onBehalfOf"]) ?? NOTHING;
  const federation = objectOf(session["webIdFederationData"]) ?? NOTHING;
  return {
    type: claimOf(identity["type"]),
    arn: claimOf(identity["arn"]),
    account: claimOf(identity["accountId"]),
    principalId: claimOf(identity["principalId"]),
    userName: claimOf(identity["userName"]),
    invokedBy: claimOf(identity["invokedBy"]),
    issuerArn: claimOf(issuer["arn"]),
    provider: claimOf(identity["identityProvider"]) ?? claimOf(federation["federatedProvider"]),
    storeArn: claimOf(behalf["identityStoreArn"]),
    storeUserId: claimOf(behalf["userId"]),
    isMachine: isMachine(identity, session),
  };
}

/** No claim is longer than an ARN may be: what is longer is forged, and is cut. */
function claimOf(value: JsonValue | undefined): string | null {
  const text = textOf(value);
  return text === null ? null : clip(text, ARN_LENGTH_MAX);
}

function isMachine(identity: JsonObject, session: JsonObject): boolean {
  return isStated(session["ec2RoleDelivery"]) || isStated(identity["inScopeOf"]);
}
const isStated = (value: JsonValue | undefined): boolean => value !== undefined && value !== null;

export function readSurroundings(record: JsonObject): Surroundings {
  const isServiceEvent = record["eventType"] === "AwsServiceEvent";
  return {
    account: textOf(record["recipientAccountId"]),
    service: isServiceEvent ? textOf(record["eventSource"]) : null,
  };
}

/**
 * True when `identity` states what `claims` were read from. Reads fields one by one and makes nothing:
 * it runs for every event.
 */
export function isSameIdentity(claims: Claims, identity: JsonObject): boolean {
  if (
    !isSameText(claims.arn, identity["arn"]) ||
    !isSameText(claims.type, identity["type"]) ||
    !isSameText(claims.account, identity["accountId"]) ||
    !isSameText(claims.principalId, identity["principalId"]) ||
    !isSameText(claims.userName, identity["userName"]) ||
    !isSameText(claims.invokedBy, identity["invokedBy"])
  ) {
    return false;
  }
  const session = objectOf(identity["sessionContext"]) ?? NOTHING;
  const issuer = objectOf(session["sessionIssuer"]) ?? NOTHING;
  const behalf = objectOf(identity["onBehalfOf"]) ?? NOTHING;
  return (
    isSameText(claims.issuerArn, issuer["arn"]) &&
    isSameText(claims.storeUserId, behalf["userId"]) &&
    isSameText(claims.storeArn, behalf["identityStoreArn"]) &&
    claims.isMachine === isMachine(identity, session) &&
    isSameProvider(claims.provider, identity, session)
  );
}

const isSameText = (claim: string | null, value: JsonValue | undefined): boolean =>
  typeof value === "string" && value !== "" ? claim === value : claim === null;

function isSameProvider(claim: string | null, identity: JsonObject, session: JsonObject): boolean {
  const stated = textOf(identity["identityProvider"]);
  if (stated !== null) return claim === stated;
  const federation = session["webIdFederationData"];
  return isSameText(claim, objectOf(federation)?.["federatedProvider"]);
}

/** Characters that the claims hold in memory. */
export function claimsLength(claims: Claims): number {
  let length = 0;
  for (const value of Object.values(claims)) if (typeof value === "string") length += value.length;
  return length;
}
