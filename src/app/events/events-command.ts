import type { StorePlace } from "../../cli/data-option.ts";
import type { EventsPort, EventsRequest } from "../../cli/events.ts";
import { SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import type { EventFilter, EventQuery, Store } from "../../store/index.ts";
import { readWhere } from "../analytics/asked-query.ts";
import { INGEST_PROBLEMS } from "../ingest/problems.ts";
import { openPlace } from "../open-place.ts";
import { readRaw } from "./read-raw.ts";

/** Events asked for at once. */
const PAGE_EVENTS = 1000;

const open = (place: StorePlace): Promise<Store> => openPlace(place, { purpose: "events", mustExist: true });

async function withStore<T>(place: StorePlace, ask: (store: Store) => Promise<T>): Promise<T> {
  const store = await open(place);
  try {
    return await ask(store);
  } finally {
    await store.close();
  }
}

/** The events command: open the data folder, ask, close. */
export const EVENTS_PORT: EventsPort = {
  count: (request) =>
    withStore(request.place, async (store) => store.events.countEvents(await toFilter(store, request))),
  async *read(request) {
    const store = await open(request.place);
    try {
      let left = request.limit ?? Number.POSITIVE_INFINITY;
      let after: EventQuery["after"];
      const filter = await toFilter(store, request);
      while (left > 0) {
        const page = await store.events.readEvents({
          ...filter,
          limit: Math.min(PAGE_EVENTS, left),
          order: request.oldestFirst ? "oldest-first" : "newest-first",
          ...(after === undefined ? {} : { after }),
        });
        yield page.events;
        if (page.next === null) return;
        after = page.next;
        left -= page.events.length;
      }
    } finally {
      await store.close();
    }
  },
  find: (place, id) =>
    withStore(place, async (store) => {
      const found = await store.events.findEvent(id);
      if (found === null) throw toError(INGEST_PROBLEMS, "INGEST_EVENT_UNKNOWN", { id });
      return found;
    }),
  readRaw: (place, id) => withStore(place, (store) => readRaw(store, id)),
};

async function toFilter(store: Store, { from, to, actor, action, q }: EventsRequest): Promise<EventFilter> {
  return {
    ...(await readWhere(store, { subject: "events", q, clock: SYSTEM_CLOCK })),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(actor === null ? {} : { actor }),
    ...(action === null ? {} : { action }),
  };
}
