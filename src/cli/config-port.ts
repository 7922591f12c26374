import type { StorePlace } from "./data-option.ts";

/** A setting as people see it: never with a secret. */
export interface ShownSetting {
  readonly key: string;
  /** Plain JSON; of a secret whether it is set. */
  readonly value: string | number | boolean | null | readonly string[];
  /** Where the value comes from, in words. */
  readonly origin: string;
  readonly originKind: "flag" | "env" | "dotenv" | "file" | "app" | "default";
  readonly isSecret: boolean;
  /** Whether people may change it in the app. */
  readonly isEditable: boolean;
  /** Names of the environment. */
  readonly env: readonly string[];
  readonly summary: string;
}

export interface ShownSettings {
  readonly settings: readonly ShownSetting[];
  /** Why what people set in the app is not among them; null: it is, or nobody set anything. */
  readonly note: string | null;
}

export interface ConfigPort {
  show(place: StorePlace): Promise<ShownSettings>;
  /** JSON Schema of gait.config.yaml. */
  describe(): Promise<object>;
}
