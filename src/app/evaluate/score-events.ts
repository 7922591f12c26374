import type { Finding, Incident } from "../../domain/index.ts";
import type { EventTable } from "./event-table.ts";

/** What was found. */
export interface Found {
  readonly findings: readonly Finding[];
  /** Worst first. */
  readonly incidents: readonly Incident[];
}

/**
 * One number an event, by which a person would look at events: the best score of the findings and incidents that cite
 * it; and, for those that nothing cites, what the model thinks of it, scaled below the least finding.
 */
export function scoreEvents(
  { rows, rowOf }: Pick<EventTable, "rows" | "rowOf">,
  { findings, incidents }: Found,
  modelScores: Float64Array | null,
): Float64Array {
  const scores = new Float64Array(rows);
  const raise = ({ events, score }: { readonly events: readonly string[]; readonly score: number }): void => {
    for (const id of events) {
      const row = rowOf.get(id);
      if (row !== undefined && scores[row]! < score) scores[row] = score;
    }
  };
  findings.forEach(raise);
  incidents.forEach(raise);
  if (modelScores === null) return scores;
  const least = leastOf(scores);
  for (let row = 0; row < rows; row++) {
    if (scores[row] === 0) scores[row] = BELOW * least * modelScores[row]!;
  }
  return scores;
}

/** Just under the least finding. */
const BELOW = 0.999;

function leastOf(scores: Float64Array): number {
  let least = 1;
  for (const score of scores) if (score > 0 && score < least) least = score;
  return least;
}
