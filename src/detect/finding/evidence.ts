import type { Actor, EntityId, EpochMs, EventId, Finding } from "../../domain/index.ts";
import type { MatchDetail } from "../match/match-detail.ts";

/** One event as evidence of a finding. */
export interface Evidence {
  readonly at: EpochMs;
  readonly event: EventId;
  readonly actor: Actor;
  readonly accessKeyId: string | null;
  /** What the match says of its event. */
  readonly detail: MatchDetail;
}

/** What a detector collected before it is put into words. */
export interface Burst {
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly events: readonly EventId[];
  /** The first event, which gives the finding its actor and its story. */
  readonly first: Evidence;
  /** How many actors took part. */
  readonly actors: number;
}

/** A finding with the event that began it, from which its story is traced. */
export interface Detected {
  readonly finding: Finding;
  readonly first: Evidence;
  /** What is counted over the whole evidence; absent where the detector does not count it. */
  readonly tally?: EvidenceTally;
}

export interface EvidenceTally {
  /** Actors of the evidence, in the order of their first event, up to `TALLY_ACTORS_MAX`. */
  readonly actors: readonly EntityId[];
  /** Events of the evidence that were refused or failed. */
  readonly refused: number;
}
/** Actors of one finding that are listed. */
export const TALLY_ACTORS_MAX = 100;
