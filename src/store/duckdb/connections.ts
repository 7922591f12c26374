import { setTimeout as wait } from "node:timers/promises";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { toError } from "../../domain/index.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { DataVersion } from "./data-version.ts";

/** What runs when the database is closed may finish within this time; then it is broken off. */
export const CLOSE_GRACE_MS = 5000;
/** How often what runs is told to break off: a query may begin just behind the word. */
const INTERRUPT_EVERY_MS = 20;

/**
 * The connections of one instance. Native code must not work on what is closed, nor while the process ends: closing waits
 * for calls that are under way, tells them to break off when they take too long, and closes when none is left. Whoever
 * asks afterwards gets STORE_CLOSED.
 */
export class DuckDbConnections {
  /** What all of them committed. */
  readonly version = new DataVersion();
  readonly #instance: DuckDBInstance;
  readonly #graceMs: number;
  readonly #open = new Set<DuckDBConnection>();
  readonly #calls = new Set<Promise<unknown>>();
  /** Connections in the hands of whoever may have more than one call to make. */
  #held = 0;
  #state: "open" | "ending" | "closed" = "open";

  constructor(instance: DuckDBInstance, graceMs: number = CLOSE_GRACE_MS) {
    this.#instance = instance;
    this.#graceMs = graceMs;
  }

  /** Throws STORE_CLOSED once closing began. */
  async connect(): Promise<DuckDBConnection> {
    if (this.#state !== "open") throw toError(STORE_PROBLEMS, "STORE_CLOSED");
    return this.#track(this.#connect());
  }

  /** Before the first call of several that belong together: they may all be made after closing began. */
  hold(): void {
    this.#held++;
  }

  release(): void {
    this.#held--;
  }

  /** Makes native calls on a connection. Throws STORE_CLOSED when they can no longer be made. */
  async call<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
    if (this.#state === "closed" || !this.#open.has(connection))
      throw toError(STORE_PROBLEMS, "STORE_CLOSED");
    return this.#track(work());
  }

  /** Closes one that nobody calls any more; what is closed already stays so. */
  drop(connection: DuckDBConnection): void {
    if (this.#open.delete(connection)) connection.closeSync();
  }

  /** Closes all of them, and the instance. */
  async close(): Promise<void> {
    if (this.#state !== "open") return;
    this.#state = "ending";
    const until = performance.now() + this.#graceMs;
    while (this.#calls.size + this.#held > 0 && performance.now() < until)
      await Promise.race([this.#settle(), wait(INTERRUPT_EVERY_MS)]);
    this.#state = "closed";
    while (this.#calls.size > 0) {
      for (const connection of this.#open) connection.interrupt();
      await Promise.race([this.#settle(), wait(INTERRUPT_EVERY_MS)]);
    }
    for (const connection of this.#open) this.drop(connection);
    this.#instance.closeSync();
  }

  async #connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    this.#open.add(connection);
    return connection;
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#calls.add(work);
    try {
      return await work;
    } finally {
      this.#calls.delete(work);
    }
  }

  /** When one of the calls has ended, and whoever waited for it has heard of it. */
  async #settle(): Promise<void> {
    if (this.#calls.size === 0) return wait(1);
    await Promise.race(this.#calls).catch(() => {}); // Whoever made the call is told.
    await wait(0);
  }
}
