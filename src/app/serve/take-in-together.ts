import type { FileInput } from "../../source/index.ts";
import type { Store } from "../../store/index.ts";
import { ingestTogether } from "../ingest/run-ingest.ts";
import type { IngestSummary } from "../ingest/tally.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Inputs that are taken in by one transaction, and what they may have in bytes together; one alone may have more. */
export const TOGETHER_INPUTS_MAX = 32;
export const TOGETHER_BYTES_MAX = 8 * 1024 * 1024;

interface WaitingInput {
  readonly input: FileInput;
  readonly format: string | null;
  readonly told: PromiseWithResolvers<IngestSummary>;
}

/** Takes an input in when it is its turn; answers what became of it. */
export type TakeIn = (input: FileInput, format: string | null) => Promise<IngestSummary>;

/** What waits for its turn is taken in together: many small inputs cost little more than one. */
export function createTakeIn({ store, queue }: { readonly store: Store; readonly queue: WorkQueue }): TakeIn {
  const waiting: WaitingInput[] = [];
  return async (input, format) => {
    const told = Promise.withResolvers<IngestSummary>();
    told.promise.catch(() => {});
    const one = { input, format, told };
    waiting.push(one);
    try {
      // Whoever's turn it is takes all with it that waits: behind it others find nothing left to do.
      await queue.run(() => takeIn(store, takeSome(waiting)));
    } catch (error) {
      const place = waiting.indexOf(one);
      if (place >= 0) waiting.splice(place, 1);
      throw error;
    }
    return told.promise;
  };
}

/** The first that waits, with those behind it that can go with it. */
function takeSome(waiting: WaitingInput[]): readonly WaitingInput[] {
  const [first] = waiting;
  if (first === undefined) return [];
  let bytes = 0;
  const behind = waiting.findIndex(({ input, format }, place) => {
    bytes += input.sizeBytes ?? TOGETHER_BYTES_MAX;
    const isTooMuch = place >= TOGETHER_INPUTS_MAX || bytes > TOGETHER_BYTES_MAX;
    return place > 0 && (isTooMuch || format !== first.format);
  });
  return waiting.splice(0, behind < 0 ? waiting.length : behind);
}

async function takeIn(store: Store, some: readonly WaitingInput[]): Promise<void> {
  if (some.length === 0) return;
  const inputs = some.map(({ input }) => input);
  try {
    const summaries = await ingestTogether({ as: some[0]!.format, mapping: null }, { store, inputs });
    for (const [place, { told }] of some.entries()) told.resolve(summaries[place]!);
  } catch (error) {
    if (some.length === 1) return some[0]!.told.reject(error);
    // What one of them cannot do keeps the others back no further.
    for (const one of some) await takeIn(store, [one]);
  }
}
