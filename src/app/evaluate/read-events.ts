import { SYSTEM_CLOCK } from "../../domain/index.ts";
import { createEnricher } from "../../enrich/index.ts";
import { listInputs, openPath, readItems } from "../../source/index.ts";
import { createEventTable, type EventTable } from "./event-table.ts";

/** Every event of the logs once, found or not. */
export async function readEventTable(
  paths: readonly string[],
  onEvents: (events: number) => void,
): Promise<EventTable> {
  const table = createEventTable();
  const enricher = createEnricher({ geo: null });
  let events = 0;
  for (const { path } of listInputs(paths).inputs) {
    for await (const items of readItems(openPath(path), { enricher, clock: SYSTEM_CLOCK })) {
      for (const item of items) {
        if (item.kind !== "event") continue;
        events++;
        table.add(item.event);
      }
      onEvents(events);
    }
  }
  return table.close();
}
