import type { Scope } from "./api-key.ts";

/** What a person is to Gait, the least first. */
export const ROLES = ["viewer", "analyst", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What people of a role may do: the same rights that keys have. */
export const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ["read"],
  // Who investigates looks at files of their own, too.
  analyst: ["read", "ingest", "triage"],
  admin: ["read", "ingest", "triage", "admin"],
};
