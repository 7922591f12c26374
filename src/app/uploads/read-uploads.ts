import { describeProblem, SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import { createEnricher } from "../../enrich/index.ts";
import { type Input, type Item, type ReadLimits, readItems, SOURCE_PROBLEMS } from "../../source/index.ts";
import { UPLOAD_PROBLEMS, type UploadColumns } from "../../store/queries/uploads/index.ts";

/** A row that is no upload: told, and left out of every sum. */
export interface UploadReject {
  /** The row's number among those after the header, from 1; blank lines are no rows. */
  readonly row: number;
  readonly code: string;
  readonly reason: string;
  /** The row's beginning, safe to print; null: it is about the log as a whole. */
  readonly excerpt: string | null;
}

export interface UploadReading {
  readonly limits?: Partial<ReadLimits>;
  readonly onReject: (reject: UploadReject) => void;
  /** Hears how many more bytes of the log have come, before unpacking. */
  readonly onBytes: (bytes: number) => void;
}

/** What is wrong with a log as a whole: without a single upload beside it, there is nothing to analyse. */
const WHOLE_LOG: ReadonlySet<string> = new Set(["SOURCE_UNREADABLE", "SOURCE_CSV_HEADER", "SOURCE_EMPTY"]);

/**
 * The uploads of a log, as batches of columns for the table: read by the format `upload-log`, whatever the packing and
 * encoding. Times are to the millisecond, sizes exact. Memory is that of one batch.
 *
 * @throws GaitError when the log cannot be read, is empty, or lacks one of the four columns.
 */
export async function* readUploads(input: Input, reading: UploadReading): AsyncGenerator<UploadColumns> {
  const options = {
    enricher: createEnricher({ geo: null }),
    clock: SYSTEM_CLOCK,
    as: "upload-log",
    ids: "ordinal",
    onBytes: reading.onBytes,
    ...(reading.limits === undefined ? {} : { limits: reading.limits }),
  } as const;
  let uploads = 0;
  for await (const items of readItems(input, options)) {
    const batch: Batch = { times: [], users: [], services: [], bytes: [] };
    for (const item of items) {
      if (item.kind === "event") addUpload(item.event, batch);
      else tellOf(item, { isAlone: uploads + batch.times.length === 0, reading });
    }
    uploads += batch.times.length;
    if (batch.times.length > 0) yield batch;
  }
}

interface Batch {
  readonly times: bigint[];
  readonly users: string[];
  readonly services: string[];
  readonly bytes: bigint[];
}

type UploadEvent = Extract<Item, { kind: "event" }>["event"];

function addUpload({ at, actor, action, bytesIn }: UploadEvent, batch: Batch): void {
  batch.times.push(BigInt(at) * 1000n);
  batch.users.push(actor.name);
  batch.services.push(action.service);
  // The format gives no upload without a size.
  batch.bytes.push(BigInt(bytesIn ?? 0));
}

interface Circumstances {
  /** No upload was read before. */
  readonly isAlone: boolean;
  readonly reading: UploadReading;
}

function tellOf(item: Exclude<Item, { kind: "event" }>, { isAlone, reading }: Circumstances): void {
  if (item.kind === "skipped") {
    if (!WHOLE_LOG.has(item.code)) return;
    const reason = describeProblem(SOURCE_PROBLEMS, item.code, {}).text;
    throw toError(UPLOAD_PROBLEMS, "UPLOAD_LOG_UNUSABLE", { reason });
  }
  const { code, reason, excerpt, origin } = item.reject;
  if (isAlone && WHOLE_LOG.has(code)) throw toError(UPLOAD_PROBLEMS, "UPLOAD_LOG_UNUSABLE", { reason });
  reading.onReject({ row: origin.position + 1, code, reason, excerpt });
}
