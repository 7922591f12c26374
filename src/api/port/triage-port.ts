import type { TriageState, VerdictKind } from "../../domain/index.ts";
import type { CountRequest } from "./analytics-port.ts";

/** Which findings or incidents are meant; null: whichever. */
export interface StandingRequest {
  /** `open`: new or acknowledged. */
  readonly state: TriageState | "open" | null;
  /** `none`: those that nobody has in hand. */
  readonly assignee: string | null;
  readonly tag: string | null;
}

/** What shall hold from now on; what is absent stays as it is. */
export interface TriageRequest {
  /** Ids of findings and incidents, or their beginnings. */
  readonly targets: readonly string[];
  /** Takes back what was said before. */
  readonly state?: Exclude<TriageState, "closed">;
  readonly close?: VerdictKind;
  /** Null: nobody. */
  readonly assignee?: string | null;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  readonly note: string | null;
  readonly by: string;
  /** Of a single target: only if this is still its version; null: whatever it is. */
  readonly version: number | null;
}

/** What people do with findings and incidents. */
export interface TriagePort {
  change(request: TriageRequest): Promise<readonly object[]>;
  read(id: string): Promise<object & { readonly version: number }>;
  count(request: Omit<CountRequest, "all">): Promise<object>;
  listAssignees(): Promise<object>;
}
