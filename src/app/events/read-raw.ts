import { type EventId, type LogType, toContentHash, toError } from "../../domain/index.ts";
import {
  type ColumnMapping,
  FORMAT_IDS,
  type FormatId,
  parseColumnMapping,
  readRecordTextAt,
} from "../../source/index.ts";
import type { Store, StoredEvent } from "../../store/index.ts";
import { ArchivedSource } from "../ingest/archive-ahead.ts";
import { INGEST_PROBLEMS } from "../ingest/problems.ts";
import { MAPPED_PREFIX } from "../ingest/reading.ts";

/** The raw record of a stored event, read again from the bytes that it came in, character for character. */
export async function readRaw(store: Store, id: EventId): Promise<string> {
  const found = await store.events.findEvent(id);
  if (found === null) throw toError(INGEST_PROBLEMS, "INGEST_EVENT_UNKNOWN", { id });
  const { hash, name, position } = found.origin;
  const source = new ArchivedSource(name, () => store.archive.read(hash));
  const record = await readRecordTextAt(source, { ...(await toReading(store, found)), position });
  if (source.failure !== null) throw source.failure;
  if (record === null) throw toError(INGEST_PROBLEMS, "INGEST_RECORD_MISSING", { hash, position });
  return record;
}

const FORMAT_OF_LOG: Readonly<Record<LogType, FormatId>> = {
  "aws-cloudtrail": "cloudtrail",
  upload: "upload-log",
  activity: "user-activity",
  "account-snapshot": "account-snapshot",
  generic: "generic",
};

async function toReading(
  store: Store,
  { event, origin }: StoredEvent,
): Promise<{ readonly format: FormatId; readonly mapping?: ColumnMapping }> {
  if (origin.format.startsWith(MAPPED_PREFIX)) {
    const hash = toContentHash(origin.format.slice(MAPPED_PREFIX.length));
    return { format: "generic", mapping: parseColumnMapping(await readText(store, hash), hash) };
  }
  const asked = FORMAT_IDS.find((format) => format === origin.format);
  return { format: asked ?? FORMAT_OF_LOG[event.logType] };
}

async function readText(store: Store, hash: Parameters<Store["archive"]["read"]>[0]): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of store.archive.read(hash)) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
