import type { Clock } from "../domain/index.ts";
import type { Engine } from "./engine.ts";
import { createGuard } from "./guard.ts";
import { StoreIngestSession } from "./ingest/session.ts";
import type { StoreLimits } from "./limits.ts";
import type { EventStore, IngestSession, IngestSessionOptions } from "./port.ts";
import { streamEvents } from "./queries/event-stream.ts";
import { countEvents, findEvent, findEvents, readEvents } from "./queries/events.ts";
import { streamInputs } from "./queries/input-stream.ts";
import { askLedger, listInputs, listRejects, readLedgerMemory, readStats } from "./queries/ledger.ts";

export interface EventStoreOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly limits: StoreLimits;
}

/** The store of events over any engine: all that knows SQL, and nothing that knows which database it is. */
export function createEventStore(options: EventStoreOptions): EventStore {
  const { engine, clock, limits } = options;
  const { db } = engine;
  const { ask: guard, stream: guardStream } = createGuard(engine);
  const startIngest = (session: IngestSessionOptions = {}): IngestSession =>
    new StoreIngestSession({
      ...session,
      engine,
      clock,
      limits,
      askLedger: (input) => guard(askLedger(db, input)),
      readLedgerMemory: () => guard(readLedgerMemory(db, limits.ledgerMemoryMax)),
    });
  return {
    startIngest,
    async commitInput(input, batches) {
      const session = startIngest();
      await session.add(input, batches);
      const [outcome] = await session.commit();
      return outcome!;
    },
    isKnown: async (input) => (await guard(askLedger(db, input))).kind === "known",
    listInputs: () => guard(listInputs(db)),
    listRejects: (query) => guard(listRejects(db, query)),
    countEvents: (filter) => guard(countEvents(db, filter)),
    readEvents: (query) => guard(readEvents(db, query)),
    findEvent: (id) => guard(findEvent(db, id)),
    findEvents: (ids, span) => guard(findEvents(db, ids, span)),
    streamEvents: (filter) => guardStream(streamEvents(engine, filter, limits)),
    streamInputs: (isWanted) => guardStream(streamInputs(engine, isWanted, limits)),
    readStats: () => guard(readStats(engine)),
    checkpoint: () => guard(engine.checkpoint()),
    close: () => guard(engine.close()),
  };
}
