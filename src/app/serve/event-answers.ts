import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { API_PROBLEMS, type EventsPort, type UploadRequest } from "../../api/index.ts";
import { toEventJson } from "../../cli/event-json.ts";
import { type Clock, GaitError, toError, toEventId } from "../../domain/index.ts";
import { type FileInput, openPath } from "../../source/index.ts";
import type { Store } from "../../store/index.ts";
import { readWhere } from "../analytics/asked-query.ts";
import { readRaw } from "../events/read-raw.ts";
import { INGEST_PROBLEMS } from "../ingest/problems.ts";
import type { IngestSummary } from "../ingest/tally.ts";
import { CURSORS, readCursor } from "./cursor.ts";
import { createTakeIn } from "./take-in-together.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface EventParts {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  /** Called after events came in. */
  readonly onNew: () => void;
}

/** Events for the API: the same questions as those of the commands. */
export const createEventAnswers = ({ store, queue, clock, onNew }: EventParts): EventsPort => {
  const takeIn = createTakeIn({ store, queue });
  return {
    async read({ from, to, actor, action, q, limit, order, after }) {
      const place = readCursor(CURSORS.event, after);
      const page = await store.events.readEvents({
        ...(from === null ? {} : { from }),
        ...(to === null ? {} : { to }),
        ...(actor === null ? {} : { actor }),
        ...(action === null ? {} : { action }),
        ...(await readWhere(store, { subject: "events", q, clock })),
        ...(place === null ? {} : { after: { at: place.at, id: toEventId(place.id) } }),
        limit,
        order,
      });
      return { rows: page.events.map(toEventJson), next: page.next };
    },
    async find(id) {
      const found = await store.events.findEvent(toEventId(id));
      if (found === null) throw toError(INGEST_PROBLEMS, "INGEST_EVENT_UNKNOWN", { id });
      return toEventJson(found);
    },
    readRaw: (id) => readRaw(store, toEventId(id)),
    async upload(request) {
      const folder = await mkdtemp(join(tmpdir(), "gait-upload-"));
      try {
        const input = await receive(request, join(folder, "body"));
        const summary = await takeIn(input, request.format);
        const [problem] = summary.problems;
        if (problem !== undefined) throw new GaitError(problem);
        if (summary.events > 0) onNew();
        return toUploadJson(summary);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
};

/** A slow sender keeps nobody waiting: the bytes are all there before anything is read. */
async function receive({ name, body, bytesMax }: UploadRequest, path: string): Promise<FileInput> {
  let sizeBytes = 0;
  async function* limit(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const part of parts) {
      sizeBytes += part.length;
      if (sizeBytes > bytesMax) throw toError(API_PROBLEMS, "API_BODY_LARGE");
      yield part;
    }
  }
  await pipeline(body, limit, createWriteStream(path, { mode: 0o600 }));
  const opened = openPath(path, sizeBytes);
  return { name, path, sizeBytes, open: () => opened.open() };
}

const toUploadJson = (summary: IngestSummary): object => ({
  inputs_new: summary.inputsNew,
  inputs_known: summary.inputsKnown,
  events: summary.events,
  duplicates: summary.duplicates,
  rejects: summary.rejects,
  rejects_by_code: summary.rejectsByCode,
  rejects_shown: summary.rejectsShown,
  skipped: summary.skipped,
  bytes: summary.bytes,
});
