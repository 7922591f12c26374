import { type Finding, toEntityId, toEpochMs } from "../../domain/index.ts";
import type { CompiledCorrelation, CorrelationMatch, Correlator } from "../../sigma/index.ts";
import type { Detector } from "../detector.ts";
import type { MatchCollector } from "../match/match-collector.ts";
import { FIELD, FIELDS, FLAG_VALUE_TEXT, type MatchRows } from "../match/match-rows.ts";
import { isBytesField, toSizeText, toSpanText } from "../measure-words.ts";
import { type Detected, type Evidence, TALLY_ACTORS_MAX } from "./evidence.ts";
import type { EvidenceLog } from "./evidence-log.ts";
import { toExample, toFinding } from "./to-finding.ts";

/** Turns inputs of correlations in time order into findings. */
export interface CorrelationFindings {
  push(rows: MatchRows, row: number): void;
  close(): Detected[];
}

export interface CorrelationFindingsOptions {
  readonly correlations: readonly CompiledCorrelation[];
  readonly detectors: readonly Detector[];
  readonly correlator: Correlator;
  readonly collector: MatchCollector;
  readonly evidenceLog: EvidenceLog;
}

/** Matches are taken from the correlator now and then, while their evidence is still remembered. */
const DRAIN_EVERY = 1024;

export function createCorrelationFindings(options: CorrelationFindingsOptions): CorrelationFindings {
  const { correlator, collector, evidenceLog } = options;
  const detected: Detected[] = [];
  let pushed = 0;
  const take = (matches: readonly CorrelationMatch[]): void => {
    for (const match of matches) {
      // It speaks only through the correlations that stand on it.
      if (options.correlations[match.correlation]!.silent) continue;
      const one = toDetected(match, options);
      if (one !== null) detected.push(one);
    }
  };
  return {
    push(rows, row) {
      const base = row * FIELDS;
      const isText = (rows.fields[base + FIELD.flags]! & FLAG_VALUE_TEXT) !== 0;
      const value = rows.values[row]!;
      correlator.push({
        correlation: rows.fields[base + FIELD.detector]!,
        rule: rows.fields[base + FIELD.rule]!,
        at: rows.at[row]!,
        group: collector.texts.toText(rows.fields[base + FIELD.group]!),
        value: isText ? collector.texts.toText(value) : Number.isNaN(value) ? null : value,
        event: evidenceLog.add(rows, row),
      });
      if (++pushed % DRAIN_EVERY === 0) take(correlator.drain());
    },
    close() {
      take(correlator.close());
      return detected;
    },
  };
}

function toDetected(match: CorrelationMatch, options: CorrelationFindingsOptions): Detected | null {
  const correlation = options.correlations[match.correlation]!;
  const detector = options.detectors[match.correlation]!;
  const evidence = match.events.map((number) => options.evidenceLog.find(number));
  const first = evidence[0];
  if (first === undefined) return null;
  const spanMs = Math.max(60_000, toSpanMs(correlation, match));
  const events = [...new Set(evidence.map((one) => one.event))];
  const actors = [...new Set(evidence.map((one) => one.actor.id))];
  const measure = `${toMeasure(correlation, match)} in ${toSpanText(spanMs)}`;
  const finding = toFinding({
    detector,
    entity: toEntity(detector, evidence),
    burst: {
      from: toEpochMs(match.from),
      until: toEpochMs(match.until),
      events,
      first,
      actors: actors.length,
    },
    measure,
    explanation: {
      ...toExample(first.detail),
      correlation: correlation.type,
      group: match.group,
      // The most extreme of all windows of this length.
      value: match.value,
      timespan_ms: correlation.timespanMs,
      fields: [...correlation.valueFields],
      events: match.events.length,
    },
  });
  const refused = evidence.filter((one) => one.detail.outcome !== "success").length;
  return { finding, first, tally: { actors: actors.slice(0, TALLY_ACTORS_MAX), refused } };
}

/** Time within which the measure came together: values are told of the strangest window, events of the whole burst. */
function toSpanMs({ type, timespanMs }: CompiledCorrelation, { from, until }: CorrelationMatch): number {
  return type.startsWith("value_") ? Math.min(timespanMs, until - from) : until - from;
}

/** The most frequent address, resource or actor of the evidence, as the detector asks; an actor where there is none. */
function toEntity(detector: Detector, evidence: readonly Evidence[]): Finding["entity"] {
  const counts = new Map<string, number>();
  for (const { actor, detail } of evidence) {
    const id = { actor: actor.id, ip: detail.address, resource: detail.resource }[detector.entity];
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  if (most === undefined) return { type: "actor", id: evidence[0]!.actor.id };
  return { type: detector.entity, id: toEntityId(most[0]) };
}

/** How often or how far the condition was met, in words that follow a name. */
function toMeasure(correlation: CompiledCorrelation, match: CorrelationMatch): string {
  const value = Number.isInteger(match.value) ? String(match.value) : match.value.toFixed(1);
  const of = correlation.valueFields.join(" and ");
  const count = match.events.length;
  switch (correlation.type) {
    case "event_count":
      return `made ${count} such ${count === 1 ? "call" : "calls"}`;
    case "value_count":
      return `reached ${value} different ${value === "1" ? "value" : "values"} of ${of}`;
    case "value_sum":
      return `reached a total of ${correlation.valueFields.some(isBytesField) ? toSizeText(match.value) : value} in ${of}`;
    case "value_avg":
      return `reached an average of ${value} in ${of}`;
    case "value_percentile":
      return `reached ${value} in ${of}`;
    case "temporal":
    case "temporal_ordered":
      return count === 1
        ? "did one thing that is suspicious in more than one way"
        : `did ${count} things that together are suspicious`;
  }
}
