import type { Store } from "./store.ts";

/** What a suite works with: the store of the running test, and its present. */
export interface PortsUnderTest {
  readonly store: () => Store;
  readonly another: () => Promise<Store>;
  readonly reopen: () => Promise<void>;
  readonly setNow: (at: number) => void;
}
