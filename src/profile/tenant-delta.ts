/**
 * What a day of one partition adds to the tenant: plain typed arrays, to be sent between threads and kept. All numbers
 * are integers, so that the order in which partitions are added makes no difference.
 */
export interface TenantDelta {
  /** Place among the tenant's dimensions. */
  readonly dimensions: Uint8Array;
  /** Code of the group: of a kind of actor, or of peers within it. */
  readonly groups: Uint32Array;
  /** Code of the value; 0: values that were dropped from full profiles, `actors` of them. */
  readonly codes: Uint32Array;
  /** Events of that value. */
  readonly events: Float64Array;
  /** Actors that have the value now and did not before; negative: that lost it. */
  readonly actors: Int32Array;
}

/** All that is known of all actors of a partition, for grouping peers: one row a value. Plain, to be sent and kept. */
export interface PeerVectors {
  readonly actors: Uint32Array;
  /** Place in `ACTOR_KINDS`. */
  readonly kinds: Uint8Array;
  readonly accounts: Uint32Array;
  /** Decayed events, rounded. */
  readonly events: Float64Array;
  /** Where the rows of each actor begin; one more than there are actors. */
  readonly offsets: Uint32Array;
  readonly dimensions: Uint8Array;
  readonly codes: Uint32Array;
  readonly counts: Float64Array;
}

/**
 * Which actors are compared with each other. Plain, to be sent and kept. An actor that it does not name belongs to the
 * group of its kind and account.
 */
export interface PeerView {
  /** 0: nobody was grouped yet. */
  readonly version: number;
  /** Codes of actors, ascending. */
  readonly actors: Uint32Array;
  /** Group of each of `actors`. */
  readonly groups: Uint32Array;
}

/** Before the first grouping. */
export const NO_PEERS: PeerView = { version: 0, actors: new Uint32Array(0), groups: new Uint32Array(0) };
/** Peers are grouped anew at the start of every day that lies a multiple of this after the first day with events. */
export const PEER_GROUPING_DAYS = 7;
/** A group with fewer actors says too little: its members are compared with all of their kind. */
export const PEERS_MIN = 5;
