import { describeProblem, GaitError, type ProblemReport } from "../../domain/index.ts";
import type { FileInput, Input } from "../../source/index.ts";
import type { ArchivedInput, Store } from "../../store/index.ts";
import { INGEST_PROBLEMS } from "./problems.ts";

/** Inputs whose bytes go into the archive while an earlier one is being read. */
const ARCHIVE_AHEAD_MAX = 4;

/** Inputs up to this size are kept in memory until they are read, which saves reading them back. */
const KEPT_BYTES_MAX = 4 * 1024 * 1024;

export type Archived =
  | {
      readonly kind: "archived";
      readonly input: FileInput;
      readonly object: ArchivedInput;
      /** All bytes as they came; null where there are too many. */
      readonly kept: readonly Uint8Array[] | null;
    }
  | { readonly kind: "unreadable"; readonly problem: ProblemReport };

/** Archives inputs in their order, a few ahead of the one that is being read. */
export async function* archiveAhead(inputs: readonly FileInput[], store: Store): AsyncGenerator<Archived> {
  const waiting: Promise<Archived>[] = [];
  let next = 0;
  try {
    while (next < inputs.length || waiting.length > 0) {
      while (next < inputs.length && waiting.length < ARCHIVE_AHEAD_MAX) {
        const archived = archive(inputs[next++]!, store);
        // It is awaited in its turn; until then its failure is nobody's.
        archived.catch(() => {});
        waiting.push(archived);
      }
      yield await waiting.shift()!;
    }
  } finally {
    // Nothing may still write to the archive when the store is closed.
    await Promise.allSettled(waiting);
  }
}

async function archive(input: FileInput, store: Store): Promise<Archived> {
  let failure: unknown = null;
  let kept: Uint8Array[] | null = [];
  let length = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const part of input.open()) {
        length += part.length;
        if (length > KEPT_BYTES_MAX) kept = null;
        kept?.push(part);
        yield part;
      }
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  try {
    const object = await store.archive.put(bytes());
    return { kind: "archived", input, object, kept };
  } catch (error) {
    if (failure === null || error instanceof GaitError) throw error;
    const reason = failure instanceof Error ? failure.message : "it broke off";
    return {
      kind: "unreadable",
      problem: describeProblem(INGEST_PROBLEMS, "INGEST_UNREADABLE", { path: input.name, reason }),
    };
  }
}

/** An input read back from the archive. Formats take a failing read for the end of the input, so it is kept here. */
export class ArchivedSource implements Input {
  readonly name: string;
  readonly sizeBytes = null;
  failure: unknown = null;
  readonly #parts: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

  constructor(name: string, parts: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.name = name;
    this.#parts = parts;
  }

  async *open(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#parts();
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
