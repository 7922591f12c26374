import { createEventMatcher, createMatchCollector, detectMatches } from "../../detect/index.ts";
import { type Event, type Finding, type JsonObject, SYSTEM_CLOCK } from "../../domain/index.ts";
import type { Enricher } from "../../enrich/index.ts";
import type { RuleSet } from "../../sigma/index.ts";
import { type FormatId, readItems } from "../../source/index.ts";
import { attachFacts } from "../scan/attach-facts.ts";
import { toExampleInput } from "./read-examples.ts";

export interface RecordBench {
  readonly ruleSet: RuleSet;
  readonly enricher: Enricher;
  readonly format: FormatId;
  /** Sees each event with its record, as rules see it. */
  readonly onEvent?: (event: Event, record: JsonObject) => void;
}

export interface RecordOutcome {
  readonly findings: readonly Finding[];
  /** Why the first record that could not be read was left out; null: all were read. */
  readonly rejected: string | null;
}

/** Sends records through the real way of the data: read, mapped, enriched, matched and correlated. */
export async function runRecords(
  records: readonly JsonObject[],
  { ruleSet, enricher, format, onEvent }: RecordBench,
): Promise<RecordOutcome> {
  const matcher = createEventMatcher(ruleSet);
  let rejected: string | null = null;
  const input = toExampleInput(records, format);
  for await (const items of readItems(input, { enricher, clock: SYSTEM_CLOCK, as: format })) {
    for (const item of items) {
      if (item.kind === "reject") rejected ??= item.reject.reason;
      if (item.kind !== "event") continue;
      attachFacts(item.event, item.record);
      matcher.add(item.event, item.record);
      onEvent?.(item.event, item.record);
    }
  }
  const collector = createMatchCollector();
  try {
    collector.absorb(matcher.take());
    return { findings: detectMatches(ruleSet, collector).findings, rejected };
  } finally {
    collector.close();
  }
}
