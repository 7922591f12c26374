import type { EpochMs } from "../../domain/index.ts";
import { toEpochMs } from "../../domain/index.ts";
import type { MatchCollector } from "../match/match-collector.ts";
import { appendRow, createMatchRows, type MatchRows } from "../match/match-rows.ts";
import type { Evidence } from "./evidence.ts";

/**
 * Keeps the rows that correlations may still refer to, by a running number, and forgets them in chunks once they are
 * older than the horizon: memory follows the events of two days, not of the whole history.
 */
export interface EvidenceLog {
  /** The row's number; rows come in time order. */
  add(rows: MatchRows, row: number): number;
  /** Null: forgotten. */
  find(number: number): Evidence | null;
}

const CHUNK_ROWS = 1 << 14;
/** What is older than this before the end of a burst is counted, and not told any more. */
export const EVIDENCE_HORIZON_MS = 48 * 3_600_000;

export function createEvidenceLog(collector: MatchCollector, horizonMs: number): EvidenceLog {
  const chunks = new Map<number, MatchRows>();
  let count = 0;
  let oldest = 0;
  let open = createMatchRows(CHUNK_ROWS);
  let lastAt = -Infinity;

  const forgetBefore = (at: number): void => {
    for (;;) {
      const chunk = chunks.get(oldest);
      if (chunk === undefined || chunk === open || chunk.at[chunk.count - 1]! >= at) return;
      chunks.delete(oldest);
      oldest++;
    }
  };

  return {
    add(rows, row) {
      if (count % CHUNK_ROWS === 0) {
        if (count > 0) open = createMatchRows(CHUNK_ROWS);
        chunks.set(count / CHUNK_ROWS, open);
        // Not by the new row's time: bursts that ended before it are still to be told.
        forgetBefore(lastAt - horizonMs);
      }
      lastAt = rows.at[row]!;
      appendRow(rows, row, open);
      return count++;
    },
    find(number) {
      const chunk = chunks.get(Math.floor(number / CHUNK_ROWS));
      return chunk === undefined ? null : toEvidence(collector, chunk, number % CHUNK_ROWS);
    },
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
