import type { EpochMs } from "../../domain/index.ts";

/** The right to do a piece of work, for a while. */
export interface Lease {
  /** What is leased: `pass/actor/3`. */
  readonly name: string;
  /** Who holds it: differs between any two workers, also of one process. */
  readonly holder: string;
  /**
   * Grows with each holder of the name. A write that brings a lease is refused once somebody else took the name: a worker
   * that was asleep cannot write over what its successor did.
   */
  readonly token: number;
  readonly until: EpochMs;
}

export interface LeaseRequest {
  /** The first of these that is free is taken. */
  readonly names: readonly string[];
  readonly holder: string;
  /** How long it is held without being renewed. */
  readonly durationMs: number;
}

/** Writes that belong to leased work. */
export interface WriteOptions {
  /** The write fails with STORE_LEASE_LOST, and changes nothing, if the lease is another's meanwhile. */
  readonly fence?: Lease;
}

/**
 * Who does what, among any number of processes on one database. Time is that of the store's clock: clocks that disagree
 * let a lease go early or late, and the token keeps the work right all the same.
 */
export interface LeaseStore {
  /** Null: all are held. What its own holder asks for again is renewed. */
  acquire(request: LeaseRequest): Promise<Lease | null>;
  /** Null: it was taken by another. An expired one that nobody took is renewed. */
  renew(lease: Lease, durationMs: number): Promise<Lease | null>;
  /** Gives it back before its time; nothing happens if it was lost. */
  release(lease: Lease): Promise<void>;
  /** All that are held now, by name. */
  list(): Promise<readonly Lease[]>;
}
