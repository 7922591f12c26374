import type { Lease, LeaseStore, WriteOptions } from "../../store/index.ts";

/** How long a lease is held without being renewed: when its holder dies, others go on after that. */
const LEASE_MS = 30_000;
/** Renewed so often while a lease lasts. */
const RENEWALS = 4;

/** Leases of one holder, renewed until they are given back. */
export class HeldLeases {
  readonly #store: LeaseStore;
  readonly #holder: string;
  readonly #durationMs: number;
  readonly #held = new Map<string, Lease>();
  readonly #timer: NodeJS.Timeout;

  constructor(store: LeaseStore, holder: string, durationMs: number = LEASE_MS) {
    this.#store = store;
    this.#holder = holder;
    this.#durationMs = durationMs;
    this.#timer = setInterval(() => void this.#renew(), durationMs / RENEWALS);
    this.#timer.unref();
  }

  /** False: another has it. */
  async acquire(name: string): Promise<boolean> {
    if (this.#held.has(name)) return true;
    const lease = await this.#store.acquire({
      names: [name],
      holder: this.#holder,
      durationMs: this.#durationMs,
    });
    if (lease === null) return false;
    this.#held.set(name, lease);
    return true;
  }

  /** What writes of leased work bring along: once the lease is another's, they fail. Throws when it was lost already. */
  fence(name: string): WriteOptions {
    const lease = this.#held.get(name);
    if (lease === undefined) throw new Error(`the lease ${name} is not held`);
    return { fence: lease };
  }

  async release(name: string): Promise<void> {
    const lease = this.#held.get(name);
    this.#held.delete(name);
    if (lease !== undefined) await this.#store.release(lease);
  }

  async releaseAll(): Promise<void> {
    clearInterval(this.#timer);
    for (const name of this.#held.keys()) await this.release(name);
  }

  async #renew(): Promise<void> {
    for (const [name, lease] of this.#held) {
      // A database that cannot be reached shows at the next write, and so does a lease that was lost.
      const renewed = await this.#store.renew(lease, this.#durationMs).catch(() => null);
      if (renewed !== null && this.#held.has(name)) this.#held.set(name, renewed);
    }
  }
}
