import { type EpochMs, HOUR_MS, toEpochMs } from "../../domain/index.ts";
import type { MatchCollector } from "../match/match-collector.ts";
import { appendRow, createMatchRows, type MatchRows } from "../match/match-rows.ts";
import type { Evidence } from "./evidence.ts";

/**
 * Keeps the rows that correlations may still refer to, by a running number. What is older than the horizon goes in
 * chunks, but for the evidence of bursts that are still open: memory follows the events of two days and what goes on for
 * longer, not the whole history.
 */
export interface EvidenceLog {
  /** The row's number; rows come in time order. */
  add(rows: MatchRows, row: number): number;
  /** Of a row within the horizon, or one that was open when it left it. */
  find(number: number): Evidence;
}

export interface EvidenceLogOptions {
  readonly horizonMs: number;
  /** Numbers of rows that will be asked for however old they are. */
  readonly findOpen: () => Iterable<number>;
}

const CHUNK_ROWS = 1 << 14;
/** Bursts are seldom longer. */
export const EVIDENCE_HORIZON_MS = 48 * HOUR_MS;

export function createEvidenceLog(
  collector: MatchCollector,
  { horizonMs, findOpen }: EvidenceLogOptions,
): EvidenceLog {
  const chunks = new Map<number, MatchRows>();
  let old = new Map<number, Evidence>();
  let count = 0;
  let oldest = 0;
  let open = createMatchRows(CHUNK_ROWS);
  let lastAt = -Infinity;

  const find = (number: number): Evidence => {
    const chunk = chunks.get(Math.floor(number / CHUNK_ROWS));
    return chunk === undefined ? old.get(number)! : toEvidence(collector, chunk, number % CHUNK_ROWS);
  };
  const forgetBefore = (at: number): void => {
    let next = oldest;
    while (chunks.has(next) && chunks.get(next) !== open && chunks.get(next)!.at[CHUNK_ROWS - 1]! < at)
      next++;
    if (next === oldest) return;
    const kept = new Map<number, Evidence>();
    for (const number of findOpen()) if (number < next * CHUNK_ROWS) kept.set(number, find(number));
    old = kept;
    for (; oldest < next; oldest++) chunks.delete(oldest);
  };

  return {
    add(rows, row) {
      if (count % CHUNK_ROWS === 0) {
        // Not by the new row's time: bursts that ended before it are still to be told.
        forgetBefore(lastAt - horizonMs);
        open = createMatchRows(CHUNK_ROWS);
        chunks.set(count / CHUNK_ROWS, open);
      }
      lastAt = rows.at[row]!;
      appendRow(rows, row, open);
      return count++;
    },
    find,
  };
}

export function toEvidence(collector: MatchCollector, rows: MatchRows, row: number): Evidence {
  const at: EpochMs = toEpochMs(rows.at[row]!);
  return {
    at,
    event: collector.eventIdOf(rows, row),
    actor: collector.actorOf(rows, row),
    accessKeyId: collector.accessKeyOf(rows, row),
    detail: collector.detailOf(rows, row),
  };
}
