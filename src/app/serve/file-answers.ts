import type { FilesPort } from "../../api/index.ts";
import type { JsonObject } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { runIngest } from "../ingest/run-ingest.ts";
import type { IngestSummary } from "../ingest/tally.ts";
import type { JobAtWork, Jobs } from "./jobs.ts";
import { type ReceivedFiles, receiveFiles } from "./received-files.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface FileParts {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly jobs: Jobs;
  /** Called after events came in. */
  readonly onNew: () => void;
}

/** Takes files of logs in as jobs. */
export const createFileAnswers = (parts: FileParts): FilesPort => ({
  async take({ files, format, by, bytesMax }) {
    const received = await receiveFiles(files, bytesMax);
    try {
      const names = received.files.map(({ name }) => name);
      return await parts.jobs.start({
        kind: "upload",
        title: toTitle(names),
        by,
        parameters: { files: names, bytes: received.bytes, format },
        run: async (job) => {
          try {
            return await ingest(parts, { received, format, job });
          } finally {
            await received.drop();
          }
        },
      });
    } catch (error) {
      await received.drop();
      throw error;
    }
  },
});

const toTitle = ([first = "", ...others]: readonly string[]): string =>
  others.length === 0 ? `Reading ${first}` : `Reading ${first} and ${others.length} more files`;

interface Ingesting {
  readonly received: ReceivedFiles;
  readonly format: string | null;
  readonly job: JobAtWork;
}

async function ingest(
  { store, queue, onNew }: FileParts,
  { received, format, job }: Ingesting,
): Promise<JsonObject> {
  job.report({ step: "waiting for other writers", done: 0, total: received.bytes });
  const summary = await queue.run(() =>
    runIngest(
      { paths: [], as: format, mapping: null },
      {
        store,
        inputs: received.files,
        onProgress: ({ bytes, events }) => {
          // Thrown from here, everything is rolled back.
          job.stop.throwIfAborted();
          job.report({ step: `${events} events read`, done: bytes, total: received.bytes });
        },
      },
    ),
  );
  if (summary.events > 0) onNew();
  return toSummaryJson(summary);
}

/** What an ingest did, as the API tells it. */
export const toSummaryJson = (summary: IngestSummary): JsonObject => ({
  inputs_new: summary.inputsNew,
  inputs_known: summary.inputsKnown,
  events: summary.events,
  duplicates: summary.duplicates,
  rejects: summary.rejects,
  rejects_by_code: { ...summary.rejectsByCode },
  rejects_shown: summary.rejectsShown.map(({ code, reason, excerpt, origin }) => ({
    code,
    reason,
    excerpt,
    origin: { ...origin },
  })),
  skipped: summary.skipped,
  bytes: summary.bytes,
  problems: summary.problems.map((problem) => ({ ...problem })),
});
