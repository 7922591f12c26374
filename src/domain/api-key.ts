/** What a key of the API allows. `admin` includes all others. */
export const SCOPES = ["read", "ingest", "triage", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** Whether somebody with these scopes may do what needs `needed`. */
export const isAllowed = (scopes: readonly Scope[], needed: Scope): boolean =>
  scopes.includes(needed) || scopes.includes("admin");
