import { EventLog, EventRowWriter } from "../../detect/log/index.ts";
import { DAY_MS, toEpochMs } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";

/** Events of one batch. */
const BATCH_EVENTS = 50_000;

/** Events of whole days: `[fromDay, toDay)`. */
export interface DayRange {
  readonly fromDay: number;
  readonly toDay: number;
}

/** Stored events as a log, as reading their files would give it. The caller closes it. */
export async function readLog(store: Store, ranges: readonly DayRange[]): Promise<EventLog> {
  const log = new EventLog();
  const writer = new EventRowWriter();
  try {
    for (const { fromDay, toDay } of ranges) {
      const range = { from: toEpochMs(fromDay * DAY_MS), to: toEpochMs(toDay * DAY_MS) };
      for await (const batch of store.events.streamEvents(range)) {
        for (let row = 0; row < batch.length; row++) {
          writer.addEvent(batch.eventAt(row));
          if (writer.count >= BATCH_EVENTS) log.absorb(writer.take(), 0);
        }
      }
    }
    log.absorb(writer.take(), 0);
  } catch (error) {
    log.close();
    throw error;
  }
  return log;
}
