import { type Clock, type ContentHash, type Reject, SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import { type FileInput, type Item, listInputs, readItems } from "../../source/index.ts";
import type { IngestSession, InputBatch, InputOutcome, PlacedEvent, Store } from "../../store/index.ts";
import { type Archived, ArchivedSource, archiveAhead } from "./archive-ahead.ts";
import { INGEST_PROBLEMS } from "./problems.ts";
import { prepareReading, type Reading, type ReadingRequest } from "./reading.ts";
import {
  countOutcomes,
  createDraft,
  createTally,
  type Draft,
  type IngestSummary,
  noteReject,
  noteSkipped,
  type Tally,
  toSummary,
} from "./tally.ts";

export interface IngestRequest extends ReadingRequest {
  readonly paths: readonly string[];
}

export interface IngestProgress {
  readonly bytes: number;
  /** Null: not known, as of standard input. */
  readonly bytesTotal: number | null;
  /** Events read, duplicates included. */
  readonly events: number;
}

export interface IngestOptions {
  readonly store: Store;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly clock?: Clock;
  /** Instead of what the paths name. */
  readonly inputs?: readonly FileInput[];
}

/**
 * Takes inputs into the store: first their bytes into the archive, then, read from there, their events. An input that
 * cannot be read is a problem of the summary and the rest goes on; a full disk ends the run.
 */
export async function runIngest(request: IngestRequest, options: IngestOptions): Promise<IngestSummary> {
  const { store } = options;
  const reading = await prepareReading(request, store, options.clock ?? SYSTEM_CLOCK);
  const { inputs, problems } =
    options.inputs === undefined ? listInputs(request.paths) : { inputs: options.inputs, problems: [] };
  if (inputs.length === 0) {
    const reason = problems[0]?.text ?? request.paths.join(", ");
    throw toError(INGEST_PROBLEMS, "INGEST_NO_INPUT", { reason });
  }
  const tally = createTally(problems);
  const bytesTotal = sumBytes(inputs);
  const report = (): void =>
    options.onProgress?.({ bytes: tally.bytes, bytesTotal, events: tally.eventsRead });
  // The bytes are durable before the ledger says that they are there.
  const session = store.events.startIngest({ beforeCommit: () => store.archive.sync() });
  try {
    for await (const archived of archiveAhead(inputs, store)) {
      if (archived.kind === "unreadable") {
        tally.problems.push(archived.problem);
        continue;
      }
      await addInput(archived, { reading, store, session, tally, report });
      tally.bytes += archived.object.sizeBytes;
      report();
      countOutcomes(tally, session.takeOutcomes());
    }
    countOutcomes(tally, await session.commit());
  } catch (error) {
    await rollBack(session);
    throw error;
  }
  return toSummary(tally);
}

/**
 * Takes inputs in by one transaction, where they fit into one; answers what became of each, in their order. Of inputs
 * with the same bytes the first counts. What goes wrong with one of them undoes all that is not committed.
 */
export async function ingestTogether(
  request: ReadingRequest,
  { store, inputs, clock = SYSTEM_CLOCK }: IngestOptions & { readonly inputs: readonly FileInput[] },
): Promise<readonly IngestSummary[]> {
  const reading = await prepareReading(request, store, clock);
  const session = store.events.startIngest({ beforeCommit: () => store.archive.sync() });
  const tallies: Tally[] = [];
  const byHash = new Map<ContentHash, Tally>();
  const count = (outcomes: readonly InputOutcome[]): void => {
    for (const outcome of outcomes) countOutcomes(byHash.get(outcome.input.hash)!, [outcome]);
  };
  try {
    for await (const archived of archiveAhead(inputs, store)) {
      const tally = createTally(archived.kind === "unreadable" ? [archived.problem] : []);
      tallies.push(tally);
      if (archived.kind === "unreadable") continue;
      const { hash, sizeBytes } = archived.object;
      tally.bytes = sizeBytes;
      if (byHash.has(hash)) {
        tally.inputsKnown = 1;
        continue;
      }
      byHash.set(hash, tally);
      await addInput(archived, { reading, store, session, tally, report: () => {} });
      count(session.takeOutcomes());
    }
    count(await session.commit());
  } catch (error) {
    await rollBack(session);
    throw error;
  }
  return tallies.map(toSummary);
}

/** What goes wrong while undoing is less worth telling than why it had to be undone. */
async function rollBack(session: IngestSession): Promise<void> {
  try {
    await session.rollback();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

interface AddParts {
  readonly reading: Reading;
  readonly store: Store;
  readonly session: IngestSession;
  readonly tally: Tally;
  readonly report: () => void;
}

async function addInput(
  { input, object, kept }: Extract<Archived, { kind: "archived" }>,
  { reading, store, session, tally, report }: AddParts,
): Promise<void> {
  const source = new ArchivedSource(input.name, () => kept ?? store.archive.read(object.hash));
  const { hash, sizeBytes } = object;
  async function* batches(): AsyncGenerator<InputBatch> {
    const draft = createDraft();
    tally.drafts.set(hash, draft);
    for await (const items of readItems(source, reading.options)) {
      const batch = toBatch(items, draft);
      tally.eventsRead += batch.events.length;
      report();
      yield batch;
    }
    // What could not be read back is no end of the input.
    if (source.failure !== null) throw source.failure;
  }
  await session.add({ hash, name: input.name, sizeBytes, format: reading.format }, batches());
}

function toBatch(items: readonly Item[], draft: Draft): InputBatch {
  const events: PlacedEvent[] = [];
  const rejects: Reject[] = [];
  let skipped = 0;
  for (const item of items) {
    if (item.kind === "event") events.push(item);
    else if (item.kind === "reject") {
      rejects.push(item.reject);
      noteReject(draft, item.reject);
    } else {
      skipped++;
      noteSkipped(draft, item.code);
    }
  }
  return { events, rejects, skipped };
}

const sumBytes = (inputs: readonly FileInput[]): number | null =>
  inputs.some((input) => input.sizeBytes === null)
    ? null
    : inputs.reduce((sum, input) => sum + (input.sizeBytes ?? 0), 0);
