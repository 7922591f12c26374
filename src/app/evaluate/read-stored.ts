import type { StorePlace } from "../../cli/data-option.ts";
import { rankByScore } from "../../detect/index.ts";
import type { Finding, Incident } from "../../domain/index.ts";
import type { EventQuery, EventStore } from "../../store/index.ts";
import { openPlace } from "../open-place.ts";
import { createEventTable, type EventTable } from "./event-table.ts";
import type { Found } from "./score-events.ts";

/** Events asked for at once. */
const PAGE_EVENTS = 1000;

/** All that is kept: every event, and what passes have found in them. */
export async function readStored(
  place: StorePlace,
): Promise<{ readonly events: EventTable; readonly found: Found }> {
  const store = await openPlace(place, { purpose: "evaluate", mustExist: true });
  try {
    const events = await readStoredEvents(store.events);
    const findings: Finding[] = [];
    for await (const batch of store.findings.stream({}))
      for (const { finding } of batch) findings.push(finding);
    const incidents: Incident[] = [];
    for await (const batch of store.incidents.stream({}))
      for (const { incident } of batch) incidents.push(incident);
    return { events, found: { findings, incidents: rankByScore(incidents) } };
  } finally {
    await store.close();
  }
}

async function readStoredEvents(store: EventStore): Promise<EventTable> {
  const table = createEventTable();
  let after: EventQuery["after"];
  for (;;) {
    const page = await store.readEvents({
      limit: PAGE_EVENTS,
      order: "oldest-first",
      ...(after === undefined ? {} : { after }),
    });
    for (const { event } of page.events) table.add(event);
    if (page.next === null) return table.close();
    after = page.next;
  }
}
