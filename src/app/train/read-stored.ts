import { type EpochMs, toError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { TRAIN_PROBLEMS } from "./problems.ts";
import { type LabelledEvent, TRAINING_ROWS_MAX } from "./read-labelled.ts";

/**
 * The latest stored events, in order of time, as many as are learned from at once; without labels, and without what
 * their records state beyond the event. Throws TRAIN_ROWS_NONE.
 */
export async function readStored(store: Store, from: EpochMs | null): Promise<readonly LabelledEvent[]> {
  let rows: LabelledEvent[] = [];
  for await (const batch of store.events.streamEvents(from === null ? {} : { from })) {
    for (let row = 0; row < batch.length; row++)
      rows.push({ event: batch.eventAt(row), record: {}, story: null });
    if (rows.length > 2 * TRAINING_ROWS_MAX) rows = rows.slice(-TRAINING_ROWS_MAX);
  }
  if (rows.length > 0) return rows.slice(-TRAINING_ROWS_MAX);
  const details = { file: store.database, reason: "no event is stored" };
  throw toError(TRAIN_PROBLEMS, "TRAIN_ROWS_NONE", details);
}
