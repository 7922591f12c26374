import type { WriteOptions } from "../../store/index.ts";
import type { LookChoice, LookProgress } from "./look-at-store.ts";
import type { PassMemory } from "./pass-memory.ts";

export interface LookOptions {
  readonly choice: LookChoice;
  readonly fence: WriteOptions;
  readonly onProgress: (progress: LookProgress) => void;
  readonly memory?: PassMemory;
  /** Called when what rules found is kept; the rest takes longer. */
  readonly onRules?: () => Promise<void>;
  /** When more came in: rules look at that at once, the rest in the next pass. False: told to stop before. */
  readonly untilFresh?: (stop: AbortSignal) => Promise<boolean>;
}
