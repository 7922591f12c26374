import { type Clock, toError } from "../../domain/index.ts";
import type { Enricher } from "../../enrich/index.ts";
import { FORMAT_IDS, type FormatId, parseColumnMapping, type ReadOptions } from "../../source/index.ts";
import type { Store } from "../../store/index.ts";
import { type KnownBesides, readKnownBesides } from "../scan/known-besides.ts";
import { openEnricher } from "../scan/open-enricher.ts";
import { INGEST_PROBLEMS } from "./problems.ts";

export interface ReadingRequest extends Partial<KnownBesides> {
  /** A format's id; null: recognised by content. */
  readonly as: string | null;
  /** A column mapping as written by the user; null: none. */
  readonly mapping: { readonly file: string; readonly bytes: Uint8Array } | null;
}

/** How the inputs of a run are read. */
export interface Reading {
  readonly options: ReadOptions;
  /** How the ledger remembers it, so that a raw record can be read again in the same way. */
  readonly format: string;
}

/** The ledger's format of an input that was recognised by content. */
export const RECOGNISED = "auto";
/** The ledger's format of an input read through a mapping: the prefix, and the mapping's place in the archive. */
export const MAPPED_PREFIX = "generic:";

/** Refuses what cannot be meant, before anything is read. A mapping is kept in the archive. */
export async function prepareReading(request: ReadingRequest, store: Store, clock: Clock): Promise<Reading> {
  const as = request.as === null ? null : toFormatId(request.as);
  if (request.mapping !== null && as !== null && as !== "generic") {
    throw toError(INGEST_PROBLEMS, "INGEST_MAPPING_UNUSED", { format: as });
  }
  const enricher = keepEnricher(readKnownBesides(request));
  const options: ReadOptions = { enricher, clock, ...(as === null ? {} : { as }) };
  if (request.mapping === null) return { options, format: as ?? RECOGNISED };
  const { file, bytes } = request.mapping;
  const mapping = parseColumnMapping(Buffer.from(bytes).toString("utf8"), file);
  const { hash } = await store.archive.put(inOnePart(bytes));
  return { options: { ...options, mapping }, format: `${MAPPED_PREFIX}${hash}` };
}

let kept: { readonly key: string; readonly enricher: Enricher } | null = null;

/** A server takes in many small inputs: databases of locations are not read anew for each. */
function keepEnricher(besides: KnownBesides): Enricher {
  const key = JSON.stringify(besides);
  if (kept?.key !== key) kept = { key, enricher: openEnricher(besides) };
  return kept.enricher;
}

function toFormatId(text: string): FormatId {
  const format = FORMAT_IDS.find((id) => id === text);
  if (format !== undefined) return format;
  throw toError(INGEST_PROBLEMS, "INGEST_FORMAT_UNKNOWN", { format: text, formats: FORMAT_IDS.join(", ") });
}

async function* inOnePart(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
