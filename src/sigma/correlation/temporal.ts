import { type Condition, selectNames } from "../condition/condition.ts";
import type { CompiledCorrelation } from "../rule-set.ts";
import type { WindowItem } from "./window-item.ts";

/** What a temporal correlation sees in a window. */
export interface TemporalView {
  /** Different sources seen; for an ordered correlation, as many as stand in the order of the document. */
  readonly seen: number;
  readonly holds: boolean | null; // of the expression; null: there is none
}

/** Names by source: an expression calls a source by its reference, its id or its name. */
export function viewTemporal(correlation: CompiledCorrelation, items: readonly WindowItem[]): TemporalView {
  const present = new Array<boolean>(correlation.sources.length).fill(false);
  for (const { slots } of items) for (const slot of slots) present[slot] = true;
  const different = new Set<string>();
  for (const [slot, { kind, index }] of correlation.sources.entries()) {
    if (present[slot]!) different.add(`${kind}${index}`);
  }
  const ordered = correlation.type === "temporal_ordered";
  const seen = ordered ? longestOrder(items, correlation.sources.length) : different.size;
  if (correlation.condition.kind !== "expression") return { seen, holds: null };
  const references = correlation.sources.map((source) => source.reference);
  const seenNames = new Set(references.filter((_, slot) => present[slot]));
  const inOrder = !ordered || seen >= different.size;
  return { seen, holds: inOrder && evaluate(correlation.condition.condition, references, seenNames) };
}

function evaluate(condition: Condition, names: readonly string[], seen: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case "and":
      return condition.parts.every((part) => evaluate(part, names, seen));
    case "or":
      return condition.parts.some((part) => evaluate(part, names, seen));
    case "not":
      return !evaluate(condition.part, names, seen);
    case "name":
      return seen.has(condition.name);
    case "of": {
      const selected = [...new Set(selectNames(condition.pattern, names))];
      const count = selected.filter((name) => seen.has(name)).length;
      return count >= (condition.count === "all" ? selected.length : condition.count);
    }
  }
}

interface Chain {
  readonly length: number;
  /** The event at its end. */
  readonly event: number;
}

const NO_CHAIN: Chain = { length: 0, event: -1 };

/**
 * The longest chain of different events that follow each other in time in the order of the sources.
 * Logs are precise to the second or so: events of the same time may stand in any order.
 */
export function longestOrder(items: readonly WindowItem[], slots: number): number {
  // For each slot the longest chain that ends in it, and the longest that ends in another event: one event is no sequence.
  const best = new Array<Chain>(slots).fill(NO_CHAIN);
  const second = new Array<Chain>(slots).fill(NO_CHAIN);
  let longest = 0;
  for (let start = 0; start < items.length; ) {
    let end = start + 1;
    while (end < items.length && items[end]!.at === items[start]!.at) end++;
    const steps = items
      .slice(start, end)
      .flatMap((item) => item.slots.map((slot) => ({ slot, event: item.event })));
    steps.sort((a, b) => a.slot - b.slot);
    for (const { slot, event } of steps) {
      let before = 0;
      for (let k = 0; k < slot; k++) {
        const chain = best[k]!.event === event ? second[k]! : best[k]!;
        if (chain.length > before) before = chain.length;
      }
      const chain = { length: before + 1, event };
      if (chain.length >= best[slot]!.length) {
        if (best[slot]!.event !== event) second[slot] = best[slot]!;
        best[slot] = chain;
      } else if (chain.length >= second[slot]!.length && best[slot]!.event !== event) {
        second[slot] = chain;
      }
      if (chain.length > longest) longest = chain.length;
    }
    start = end;
  }
  return longest;
}
