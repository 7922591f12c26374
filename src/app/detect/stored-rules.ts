import {
  createMatchCollector,
  type MatchCollector,
  MatchWriter,
  type WrittenEvent,
} from "../../detect/index.ts";
import { type Event, type JsonValue, toEpochMs } from "../../domain/index.ts";
import type { RuleSet } from "../../sigma/index.ts";
import type { RuleMatchBatch, Store } from "../../store/index.ts";

/** Events of one batch. */
const BATCH_EVENTS = 50_000;
const KIND_RULE = 0;

export interface StoredRules {
  readonly ruleSet: RuleSet;
  /** The hash under which matches of these rules are kept. */
  readonly name: string;
}

/** All that rules matched, as reading the logs would give it, without the events that no rule matched. The caller closes it. */
export async function collectStoredMatches(
  store: Store,
  { ruleSet, name }: StoredRules,
): Promise<MatchCollector> {
  const collector = createMatchCollector();
  const writer = new MatchWriter(ruleSet, 0);
  let written: WrittenEvent | null = null;
  let count = 0;
  try {
    for await (const batch of store.ruleMatches.stream(name, {})) {
      for (let row = 0; row < batch.length; row++) {
        // Matches have the order of their events: those of one follow each other.
        if (written?.event.id !== batch.eventIdAt(row)) {
          if (++count % BATCH_EVENTS === 0) collector.absorb(writer.take());
          const event = toEvent(batch, row);
          written = { event, ordinal: writer.addEvent(event) };
        }
        writeStoredMatch(writer, written, { batch, row });
      }
    }
    collector.absorb(writer.take());
  } catch (error) {
    collector.close();
    throw error;
  }
  return collector;
}

export interface StoredMatch {
  readonly batch: RuleMatchBatch;
  readonly row: number;
}

/** Writes a stored match of an event that was written. */
export function writeStoredMatch(
  writer: MatchWriter,
  written: WrittenEvent,
  { batch, row }: StoredMatch,
): void {
  const rule = batch.rules[row]!;
  if (batch.kinds[row] === KIND_RULE) {
    writer.addRule(written, rule, () => toMatched(batch.detailAt(row)));
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
