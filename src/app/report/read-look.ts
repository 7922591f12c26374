import type { ReportedLook } from "../../report/index.ts";
import type { Store } from "../../store/index.ts";

/** What detection looked at last, and what it did not. */
export async function readLook(store: Store): Promise<ReportedLook> {
  const { lastRun, inputsWaiting, eventsWaiting, unfinished } = await store.passes.readProgress();
  const { events, rejects, firstAt, lastAt } = await store.events.readStats();
  const record = lastRun?.record ?? null;
  return {
    at: lastRun?.finishedAt ?? null,
    isUnfinished: unfinished !== null,
    inputsWaiting,
    eventsWaiting,
    // Runs of before there was a record have none.
    detectors: record?.detectors ?? 0,
    looked: record?.looked ?? 0,
    notLooked: record?.notLooked ?? [],
    notes: record?.notes ?? [],
    rejects,
    firstAt,
    lastAt,
    events,
  };
}
