import {
  createMatchCollector,
  type MatchCollector,
  MatchWriter,
  toEntityText,
  toRuleDetectors,
  type WrittenEvent,
} from "../../detect/index.ts";
import { type EntityType, type Event, HOUR_MS, type JsonValue, toEpochMs } from "../../domain/index.ts";
import type { RuleSet } from "../../sigma/index.ts";
import type { RuleMatchBatch, Store } from "../../store/index.ts";
import { KIND_RULE, type RuleStarts } from "./rule-starts.ts";

/** Events of one batch. */
const BATCH_EVENTS = 50_000;

export interface StoredRules {
  readonly ruleSet: RuleSet;
  /** The hash under which matches of these rules are kept. */
  readonly name: string;
}

/** What rules matched and is needed, as reading the logs would give it, without the events that no rule matched. The caller closes it. */
export async function collectStoredMatches(
  store: Store,
  { ruleSet, name }: StoredRules,
  starts: RuleStarts,
): Promise<MatchCollector> {
  const collector = createMatchCollector();
  const reader = new MatchReader(collector, ruleSet, starts);
  const { older, allFrom } = starts;
  try {
    if (older !== null && allFrom !== null)
      for await (const batch of store.ruleMatches.stream(name, { ...older, to: allFrom })) reader.read(batch);
    for await (const batch of store.ruleMatches.stream(name, allFrom === null ? {} : { from: allFrom }))
      reader.read(batch);
    reader.end();
  } catch (error) {
    collector.close();
    throw error;
  }
  return collector;
}

/** Brings matches, in their order, into a collector. */
class MatchReader {
  readonly #collector: MatchCollector;
  readonly #writer: MatchWriter;
  readonly #starts: RuleStarts;
  readonly #entities: readonly EntityType[];
  #written: WrittenEvent | null = null;
  #events = 0;
  /** What a burst that begins within an hour is explained by, when the hour's first match is not needed. */
  readonly #details = new Map<string, string | null>();

  constructor(collector: MatchCollector, ruleSet: RuleSet, starts: RuleStarts) {
    this.#collector = collector;
    this.#writer = new MatchWriter(ruleSet, { sender: 0, keepsEvents: true });
    this.#starts = starts;
    this.#entities = toRuleDetectors(ruleSet).rules.map(({ entity }) => entity);
  }

  read(batch: RuleMatchBatch): void {
    for (let row = 0; row < batch.length; row++) {
      const at = batch.at[row]!;
      if (at < this.#starts.since && !this.#isNeeded(batch, row)) continue;
      // Matches have the order of their events: those of one follow each other.
      if (this.#written?.event.id !== batch.eventIdAt(row)) {
        if (++this.#events % BATCH_EVENTS === 0) this.#collector.absorb(this.#writer.take());
        const event = toEvent(batch, row);
        this.#written = { event, ordinal: this.#writer.addEvent(event) };
      }
      writeStoredMatch(this.#writer, this.#written, {
        batch,
        row,
        explainedBy: this.#findDetail(batch, row),
      });
    }
  }

  end(): void {
    this.#collector.absorb(this.#writer.take());
  }

  #isNeeded(batch: RuleMatchBatch, row: number): boolean {
    const kind = batch.kinds[row]!;
    const group = this.#findGroup(batch, row);
    if (this.#starts.isNeeded({ kind, detector: batch.detectors[row]!, group, at: batch.at[row]! }))
      return true;
    if (kind === KIND_RULE) {
      const key = this.#toBurstKey(batch, row);
      if (!this.#details.has(key)) this.#details.set(key, batch.detailAt(row));
    }
    return false;
  }

  #findGroup(batch: RuleMatchBatch, row: number): string {
    if (batch.kinds[row] !== KIND_RULE) return batch.groupAt(row);
    return toEntityText(toEvent(batch, row), this.#entities[batch.detectors[row]!]!);
  }

  #toBurstKey(batch: RuleMatchBatch, row: number): string {
    const hour = Math.floor(batch.at[row]! / HOUR_MS);
    return `${batch.detectors[row]!} ${hour} ${this.#findGroup(batch, row)}`;
  }

  #findDetail(batch: RuleMatchBatch, row: number): string | null {
    if (this.#details.size === 0 || batch.kinds[row] !== KIND_RULE) return null;
    return this.#details.get(this.#toBurstKey(batch, row)) ?? null;
  }
}

export interface StoredMatch {
  readonly batch: RuleMatchBatch;
  readonly row: number;
  /** What its hour is explained by; null: itself. */
  readonly explainedBy?: string | null;
}

/** Writes a stored match of an event that was written. */
export function writeStoredMatch(
  writer: MatchWriter,
  written: WrittenEvent,
  { batch, row, explainedBy = null }: StoredMatch,
): void {
  const rule = batch.rules[row]!;
  if (batch.kinds[row] === KIND_RULE) {
    writer.addRule(written, rule, () => toMatched(explainedBy ?? batch.detailAt(row)));
    return;
  }
  const input = {
    correlation: batch.detectors[row]!,
    group: batch.groupAt(row),
    value: batch.valueAt(row),
  };
  writer.addInput(written, rule, input);
}

const toMatched = (detail: string | null): JsonValue => (detail === null ? null : JSON.parse(detail));

/** What rules and correlations ask of an event after it matched; amounts and links are not theirs. */
const toEvent = (batch: RuleMatchBatch, row: number): Event => ({
  id: batch.eventIdAt(row),
  at: toEpochMs(batch.at[row]!),
  receivedAt: toEpochMs(batch.at[row]!),
  ...batch.contexts[row]!,
  actor: batch.actors[row]!,
  accessKeyId: batch.accessKeyIds[row]!,
  action: batch.actions[row]!,
  address: batch.addresses[row]!,
  tool: batch.tools[row]!,
  resource: batch.resourceAt(row),
  bytesIn: null,
  bytesOut: null,
  links: [],
});
