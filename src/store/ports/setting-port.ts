import type { JsonValue } from "../../domain/index.ts";

export interface SettingChange {
  readonly key: string;
  /** Null: it is not set any more. */
  readonly value: JsonValue;
  /** True: what it was and is stays out of the audit. */
  readonly isSecret?: boolean;
}

/** What people set in the app. */
export interface SettingStore {
  readAll(): Promise<ReadonlyMap<string, JsonValue>>;
  /** Goes up with every change, from 0. */
  readVersion(): Promise<number>;
  /**
   * Writes all changes or none. With a version, only if that is still the one that stands. Answers the new version;
   * null: somebody else changed something meanwhile.
   */
  change(
    changes: readonly SettingChange[],
    by: { readonly author: string; readonly version: number | null },
  ): Promise<number | null>;
}
