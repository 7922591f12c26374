import type { EpochMs, JsonObject } from "../../domain/index.ts";
import type { WriteOptions } from "./lease-port.ts";

export interface ModelRecord {
  readonly id: string;
  /** Models of one name take each other's place: `behaviour`, `accounts`. */
  readonly name: string;
  /** What it is: `consensus`, `isolation-forest`, `random-forest`. */
  readonly kind: string;
  readonly createdAt: EpochMs;
  /** The events it learned from, `[from, to)`; null: it learned from none of ours. */
  readonly window: { readonly from: EpochMs; readonly to: EpochMs } | null;
  /** Features, metrics, thresholds, drift reference: what a person or a screen reads. */
  readonly card: JsonObject;
  readonly bodyBytes: number;
  readonly isActive: boolean;
  /** When it became active last; null: never. */
  readonly activatedAt: EpochMs | null;
}

export interface NewModel {
  /** Follows from what it was trained with and on: the same training again is the same model. */
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly window: ModelRecord["window"];
  readonly card: JsonObject;
  readonly body: Uint8Array;
}

/** Fitted models. One of a name is active at the most; each activation is kept, so that the one before can come back. */
export interface ModelStore {
  /** Adds it, or leaves the one with this id as it is. It is not active by that. */
  add(model: NewModel, options?: WriteOptions): Promise<ModelRecord>;
  /** The newest first; of one name where given. */
  list(name?: string): Promise<readonly ModelRecord[]>;
  find(id: string): Promise<ModelRecord | null>;
  findActive(name: string): Promise<ModelRecord | null>;
  readBody(id: string): Promise<Uint8Array | null>;
  /** Throws STORE_MODEL_UNKNOWN. */
  activate(id: string, options?: WriteOptions): Promise<ModelRecord>;
  /** Makes active what was so before; throws STORE_MODEL_NONE_BEFORE. */
  rollback(name: string, options?: WriteOptions): Promise<ModelRecord>;
  /** Removes a model that is not active; throws STORE_MODEL_ACTIVE. */
  remove(id: string): Promise<void>;
  /** Activations of all names, the oldest first, those that were rolled back left out. */
  listActivations(): Promise<readonly { readonly id: string; readonly at: EpochMs }[]>;
  /** Adds a model of another store with its own time; what is there is left. */
  restore(model: NewModel & { readonly createdAt: EpochMs }): Promise<void>;
  restoreActivations(rows: readonly { readonly id: string; readonly at: EpochMs }[]): Promise<void>;
}
