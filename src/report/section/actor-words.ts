import type { ActorType } from "../../domain/index.ts";

/** What an identity is, for people who know no cloud. */
export const ACTOR_WORDS: Readonly<Record<ActorType, string>> = {
  user: "user account with a password or keys of its own",
  role: "role: rights that people or machines take on for a while",
  person: "person who signs in through single sign-on",
  root: "root user: the owner of the account, who may do everything",
  federated: "person from another identity system",
  saml: "person from another identity system (SAML)",
  "web-identity": "identity from a web login or a build system",
  "identity-center": "person who signs in through single sign-on",
  account: "another account, which does not say who in it acts",
  service: "service of the cloud provider",
  directory: "user of a directory service",
  anonymous: "nobody in particular: the call was not signed",
  unknown: "identity that the log does not describe",
};
