import type { EpochMs, Judgement, Standing, TriageState, TriageStep, Verdict } from "../../domain/index.ts";
import type { SubjectFilter } from "./statistic-port.ts";

export type TriageTarget = Verdict["target"];

/** A finding or an incident with its sentence. */
export interface NamedTarget {
  readonly target: TriageTarget;
  readonly summary: string;
}

/** What shall hold from now on; what is absent stays. What holds already is no change and leaves no trace. */
export interface TriageChange {
  readonly isAcknowledged?: boolean;
  /** Null: nobody. */
  readonly assignee?: string | null;
  /** As `toTag` gives them. */
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  /** Closes for this reason; `open` takes back what was said, also where nothing was. */
  readonly verdict?: Judgement;
  /** Goes with the verdict where one is given; else it stands by itself. */
  readonly note?: string | null;
}

export interface TriageRequest {
  /** At the most `TRIAGE_TARGETS_MAX`, each once. They need not be stored: what is judged may be found again. */
  readonly targets: readonly TriageTarget[];
  readonly change: TriageChange;
  /** Who does it: a user's name. */
  readonly by: string;
  /** Of a single target: nothing is changed unless this is still its version. Null: whatever it is. */
  readonly version: number | null;
}

export interface TriageStanding extends Standing {
  /** Goes up with all that is done or said, from 0. */
  readonly version: number;
  /** The latest of it; null: nothing was. */
  readonly latest: { readonly at: EpochMs; readonly by: string } | null;
  readonly verdict: Verdict["verdict"] | null;
}

export interface TriageChanged {
  readonly target: TriageTarget;
  readonly before: TriageStanding;
  readonly after: TriageStanding;
}

export type StateCountFilter = Exclude<SubjectFilter, { readonly subject: "events" }>;

export interface StateCount {
  readonly state: TriageState;
  /** An exception covers them. */
  readonly isCovered: boolean;
  readonly assignee: string | null;
  readonly count: number;
}

/** What people do with findings and incidents. Kept by their ids, so that what is found again stands as it stood. */
export interface TriageStore {
  /**
   * Changes all targets or none, with what is said of each noted. Throws STORE_TRIAGE_CHANGED where the version is
   * not the one that is given, and STORE_TRIAGE_TAGS where one would have too many tags.
   */
  change(request: TriageRequest): Promise<readonly TriageChanged[]>;
  read(target: TriageTarget): Promise<TriageStanding>;
  /** All that was done to a target, the oldest first, without verdicts. */
  listSteps(target: TriageTarget): Promise<readonly TriageStep[]>;
  /** Stored ones by their whole ids. */
  findTargets(ids: readonly string[]): Promise<readonly NamedTarget[]>;
  /** How many stand how, each state and assignee by itself. */
  count(filter: StateCountFilter): Promise<readonly StateCount[]>;
  /** Whom anything is assigned to, from A on. */
  listAssignees(): Promise<readonly string[]>;
  /** Every step, the oldest first. */
  listAll(): Promise<readonly TriageStep[]>;
  /** Adds what another store holds; what is there is left. */
  restore(steps: readonly TriageStep[]): Promise<void>;
}
