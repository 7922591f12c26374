import { DAY_MS, type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";

export interface PruneReport {
  /** What happened before then was removed. */
  readonly before: EpochMs;
  readonly events: number;
  /** Older events that stay, for findings stand on them. */
  readonly kept: number;
  /** Inputs whose bytes were removed from the archive. */
  readonly inputs: number;
}

/**
 * Removes events that are more than so many days old, and then the bytes of inputs of which nothing is left. What
 * happened exactly so many days ago stays. A crash between the two leaves bytes that the next time removes.
 */
export async function runPrune(
  store: Store,
  { now, days }: { readonly now: EpochMs; readonly days: number },
): Promise<PruneReport> {
  const before = toEpochMs(now - days * DAY_MS);
  const { events, kept, inputs } = await store.upkeep.prune(before);
  let removed = 0;
  for (const hash of inputs) if (await store.archive.remove(hash)) removed++;
  if (events > 0) await store.upkeep.checkpoint();
  return { before, events, kept, inputs: removed };
}
