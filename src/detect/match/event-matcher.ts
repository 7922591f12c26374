import type { Event, JsonObject, LogType } from "../../domain/index.ts";
import { explainMatch, extractCorrelationKeys, type Matcher, type RuleSet } from "../../sigma/index.ts";
import { type MatchBatch, MatchWriter, type WriterOptions } from "./match-writer.ts";

/** Matches events against rules, one after the other, and gives the matches in batches. Stateless between batches. */
export interface EventMatcher {
  add(event: Event, record: JsonObject): void;
  /** The batch so far; the next `add` begins a new one. */
  take(): MatchBatch;
}

/** Which Sigma log source the records of a log type are. */
export const LOGSOURCES: Readonly<Record<LogType, { readonly product: string; readonly service: string }>> = {
  "aws-cloudtrail": { product: "aws", service: "cloudtrail" },
  upload: { product: "gait", service: "upload" },
  activity: { product: "gait", service: "activity" },
  "account-snapshot": { product: "gait", service: "account-snapshot" },
  generic: { product: "gait", service: "generic" },
};

export function createEventMatcher(
  ruleSet: RuleSet,
  options: WriterOptions = { sender: 0, keepsEvents: true },
): EventMatcher {
  const matchers = new Map<LogType, Matcher>();
  const matched: number[] = [];
  const writer = new MatchWriter(ruleSet, options);

  const matcherOf = (logType: LogType): Matcher => {
    const known = matchers.get(logType);
    if (known !== undefined) return known;
    const made = ruleSet.matcherFor(LOGSOURCES[logType]);
    matchers.set(logType, made);
    return made;
  };

  return {
    add(event, record) {
      const written = { event, ordinal: writer.addEvent(event) };
      matched.length = 0;
      matcherOf(event.logType).match(record, matched);
      for (let i = 0; i < matched.length; i++) {
        const rule = matched[i]!;
        if (!ruleSet.rules[rule]!.silent)
          writer.addRule(written, rule, () => explainMatch(ruleSet, rule, record));
        for (const input of extractCorrelationKeys(ruleSet, rule, record))
          writer.addInput(written, rule, input);
      }
    },
    take: () => writer.take(),
  };
}
