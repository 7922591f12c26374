import type { EntityId } from "./id.ts";

/** What kind of identity acted. Each kind of CloudTrail's `userIdentity.type` keeps a kind of its own. */
export const ACTOR_TYPES = [
  "user", // an IAM user, or a person named by a user-activity or upload log
  "role", // an assumed role; the session name is kept apart
  "person", // a single-sign-on role session, where the session name is the person
  "root",
  "federated",
  "saml",
  "web-identity",
  "identity-center",
  "account", // another AWS account, without a name inside it
  "service", // an AWS service acting for itself or for somebody
  "directory", // AWS Directory Service user
  "anonymous",
  "unknown",
] as const;
export type ActorType = (typeof ACTOR_TYPES)[number];

/** The identity that acted. Instances are shared between events: never change one. */
export interface Actor {
  readonly id: EntityId;
  readonly type: ActorType;
  /** Short name for people to read: user name, role name, service. */
  readonly name: string;
  /** The account that the identity belongs to; null: the log does not say. */
  readonly account: string | null;
  /** Role session name. Chosen by the caller, so an attacker can choose it. */
  readonly session: string | null;
  /** True for services, instance roles, infrastructure-as-code: not a person at a keyboard. */
  readonly automated: boolean;
}

/**
 * How one identity came to be used as another: an answer of AssumeRole, GetSessionToken or GetFederationToken
 * carries the key that later events use; CreateAccessKey, CreateUser and CreateLoginProfile make identities.
 */
export interface IdentityLink {
  readonly kind: "issued-key" | "created-key" | "created-identity";
  /** Access key id that the link hands over; null for a created identity. */
  readonly accessKeyId: string | null;
  /** The identity that can now be used; null when the answer does not name it. */
  readonly target: EntityId | null;
}
