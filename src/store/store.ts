import type { Clock } from "../domain/index.ts";
import type { Archive } from "./archive/archive.ts";
import type { StoreLimits } from "./limits.ts";
import type { EventStore } from "./port.ts";

export interface OpenStoreOptions {
  /** The data folder: the archive, and the database where it is embedded. */
  readonly folder: string;
  /** What this process is going to do, for the message that another process gets: `ingest`, `serve`. */
  readonly purpose: string;
  /** Refuse a place without Gait's tables instead of making them. */
  readonly mustExist?: boolean;
  readonly clock?: Clock;
  readonly memoryMb?: number;
  readonly limits?: Partial<StoreLimits>;
}

/** A store, open: the events and the bytes that they came from. */
export interface Store {
  readonly folder: string;
  /** What the database is called in messages: its file, or its address without a password. */
  readonly database: string;
  /** Migrations that opening it ran, by name. */
  readonly migrated: readonly string[];
  readonly events: EventStore;
  readonly archive: Archive;
  close(): Promise<void>;
}
