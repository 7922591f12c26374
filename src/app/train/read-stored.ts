import { type EpochMs, toError } from "../../domain/index.ts";
import type { EventQuery, Store } from "../../store/index.ts";
import { TRAIN_PROBLEMS } from "./problems.ts";
import { type LabelledEvent, TRAINING_ROWS_MAX } from "./read-labelled.ts";

/** Events of one question to the store. */
const PAGE_EVENTS = 1000;

/**
 * The latest stored events, at most so many, page by page from the newest on, so that a server answers others meanwhile.
 * Throws TRAIN_ROWS_NONE.
 */
export async function* pageStored(
  store: Store,
  { from, most }: { readonly from: EpochMs | null; readonly most: number },
): AsyncGenerator<readonly LabelledEvent[]> {
  let after: EventQuery["after"];
  for (let taken = 0; taken < most; ) {
    const page = await store.events.readEvents({
      ...(from === null ? {} : { from }),
      ...(after === undefined ? {} : { after }),
      limit: Math.min(PAGE_EVENTS, most - taken),
      order: "newest-first",
    });
    if (page.events.length > 0) yield page.events.map(({ event }) => ({ event, record: {}, story: null }));
    taken += page.events.length;
    if (taken === 0) throw noRows(store);
    if (page.next === null) return;
    after = page.next;
  }
}

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
  throw noRows(store);
}

const noRows = (store: Store): Error =>
  toError(TRAIN_PROBLEMS, "TRAIN_ROWS_NONE", { file: store.database, reason: "no event is stored" });
