import type { JsonValue } from "../../domain/index.ts";

export interface SettingsRequest {
  /** By key; null: back to the default. */
  readonly changes: Readonly<Record<string, JsonValue>>;
  /** The version that the change starts from; null: whichever it is. */
  readonly version: number | null;
  readonly by: string;
}

/** Settings with where they come from, and those that people change. */
export interface SettingsPort {
  read(): Promise<object & { readonly version: number }>;
  change(request: SettingsRequest): Promise<object & { readonly version: number }>;
}
