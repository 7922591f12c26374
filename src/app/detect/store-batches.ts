import { type MatchBatch, MatchWriter, type WrittenEvent } from "../../detect/index.ts";
import type { RuleMatchBatch, Store } from "../../store/index.ts";
import { type StoredRules, writeStoredMatch } from "./stored-rules.ts";

/** Events of one batch. */
const BATCH_EVENTS = 50_000;

/**
 * All stored events with what rules found in them, in the batches that reading files gives: whatever comes after cannot
 * tell a store from a folder of logs.
 */
export async function* readStoreBatches(store: Store, rules: StoredRules): AsyncGenerator<MatchBatch> {
  const writer = new MatchWriter(rules.ruleSet, { sender: 0, keepsEvents: true });
  const matches = new MatchCursor(store.ruleMatches.stream(rules.name, {}));
  let count = 0;
  try {
    await matches.advance();
    for await (const batch of store.events.streamEvents({})) {
      for (let row = 0; row < batch.length; row++) {
        const event = batch.eventAt(row);
        const written: WrittenEvent = { event, ordinal: writer.addEvent(event) };
        // Matches have the order of their events, so those of this one come next or not at all.
        while (matches.isOf(event.at, event.id)) {
          matches.writeTo(writer, written);
          if (!matches.next()) await matches.advance();
        }
        if (++count % BATCH_EVENTS === 0) yield writer.take();
      }
    }
  } finally {
    await matches.close();
  }
  yield writer.take();
}

/** Walks through matches row by row, without a promise for each. */
class MatchCursor {
  readonly #batches: AsyncGenerator<RuleMatchBatch>;
  #batch: RuleMatchBatch | null = null;
  #row = 0;

  constructor(batches: AsyncGenerator<RuleMatchBatch>) {
    this.#batches = batches;
  }

  /** To the first row of the next batch that has rows. */
  async advance(): Promise<void> {
    this.#row = 0;
    do {
      const { value, done } = await this.#batches.next();
      this.#batch = done === true ? null : value;
    } while (this.#batch !== null && this.#batch.length === 0);
  }

  /** To the batch's next row; false when there is none. */
  next(): boolean {
    this.#row++;
    return this.#row < (this.#batch?.length ?? 0);
  }

  isOf(at: number, id: string): boolean {
    const batch = this.#batch;
    return batch !== null && batch.at[this.#row] === at && batch.eventIdAt(this.#row) === id;
  }

  writeTo(writer: MatchWriter, written: WrittenEvent): void {
    writeStoredMatch(writer, written, { batch: this.#batch!, row: this.#row });
  }

  async close(): Promise<void> {
    await this.#batches.return(undefined);
  }
}
