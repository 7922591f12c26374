import type { Clock, EpochMs } from "../domain/index.ts";

/** Requests and predictions of a span of time. */
export interface ServedFigures {
  readonly requests: number;
  /** Answers with a status of 500 or more. */
  readonly errors: number;
  /** Answers with a status of 400 to 499. */
  readonly refused: number;
  readonly predictions: number;
  readonly anomalies: number;
  /** Milliseconds of an answer, each to within a tenth; null: nothing was asked. */
  readonly latency: Readonly<Record<"mean" | "p50" | "p95" | "p99" | "max", number>> | null;
}

export interface Served {
  /** When counting began. */
  readonly since: EpochMs;
  noteRequest(request: { readonly ms: number; readonly status: number }): void;
  notePredictions(counts: { readonly predictions: number; readonly anomalies: number }): void;
  /** Of the last so many seconds, to within ten. */
  read(seconds: number): ServedFigures;
}

/** Seconds of the longest span that can be asked for. */
export const SERVED_SECONDS_MAX = 24 * 3600;
const SPAN_SECONDS = 10;
const SPANS_MAX = SERVED_SECONDS_MAX / SPAN_SECONDS + 1;

/** Latencies are counted in classes, each a tenth wider than the one before, from 0.01 ms to about 13 minutes. */
const CLASSES = 190;
const CLASS_GROWTH = Math.log(1.1);
const CLASS_LEAST_MS = 0.01;

interface Span {
  readonly number: number;
  requests: number;
  errors: number;
  refused: number;
  predictions: number;
  anomalies: number;
  totalMs: number;
  maxMs: number;
  readonly classes: Uint32Array;
}

/** Counts what is served, in spans of ten seconds, for a day at the most; older ones are forgotten. */
export function createServed(clock: Clock): Served {
  const spans: Span[] = [];
  const current = (): Span => {
    const number = Math.floor(clock.now() / 1000 / SPAN_SECONDS);
    const last = spans.at(-1);
    if (last !== undefined && last.number >= number) return last;
    const span = createSpan(number);
    spans.push(span);
    while (spans[0]!.number <= number - SPANS_MAX) spans.shift();
    return span;
  };
  return {
    since: clock.now(),
    noteRequest({ ms, status }) {
      const span = current();
      span.requests++;
      if (status >= 500) span.errors++;
      else if (status >= 400) span.refused++;
      span.totalMs += ms;
      span.maxMs = Math.max(span.maxMs, ms);
      span.classes[toClass(ms)]!++;
    },
    notePredictions({ predictions, anomalies }) {
      const span = current();
      span.predictions += predictions;
      span.anomalies += anomalies;
    },
    read(seconds) {
      const from = Math.floor((clock.now() / 1000 - seconds) / SPAN_SECONDS);
      return sum(spans.filter((span) => span.number >= from));
    },
  };
}

const createSpan = (number: number): Span => ({
  number,
  requests: 0,
  errors: 0,
  refused: 0,
  predictions: 0,
  anomalies: 0,
  totalMs: 0,
  maxMs: 0,
  classes: new Uint32Array(CLASSES),
});

const toClass = (ms: number): number =>
  Math.max(0, Math.min(CLASSES - 1, Math.ceil(Math.log(ms / CLASS_LEAST_MS) / CLASS_GROWTH)));

function sum(spans: readonly Span[]): ServedFigures {
  const total = createSpan(0);
  for (const span of spans) {
    total.requests += span.requests;
    total.errors += span.errors;
    total.refused += span.refused;
    total.predictions += span.predictions;
    total.anomalies += span.anomalies;
    total.totalMs += span.totalMs;
    total.maxMs = Math.max(total.maxMs, span.maxMs);
    for (let at = 0; at < CLASSES; at++) total.classes[at]! += span.classes[at]!;
  }
  const { requests, errors, refused, predictions, anomalies } = total;
  return { requests, errors, refused, predictions, anomalies, latency: toLatency(total) };
}

function toLatency(total: Span): ServedFigures["latency"] {
  if (total.requests === 0) return null;
  const round = (ms: number): number => Number(ms.toPrecision(3));
  const quantile = (share: number): number => round(Math.min(total.maxMs, findQuantile(total, share)));
  return {
    mean: round(total.totalMs / total.requests),
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    max: round(total.maxMs),
  };
}

/** Upper end of the class in which the share is reached. */
function findQuantile({ classes, requests }: Span, share: number): number {
  let seen = 0;
  for (let at = 0; at < CLASSES; at++) {
    seen += classes[at]!;
    if (seen >= share * requests) return CLASS_LEAST_MS * Math.exp(at * CLASS_GROWTH);
  }
  return Number.POSITIVE_INFINITY;
}
