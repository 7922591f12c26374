import { type Finding, type Incident, severityRank } from "../../domain/index.ts";

export type Ranked = Pick<Finding, "severity" | "score" | "at"> & { readonly id: string };

/** Incidents by score alone: it weighs what their findings' severities do not, such as what is usual. */
export const rankByScore = (incidents: readonly Incident[]): readonly Incident[] =>
  [...incidents].sort((a, b) => b.score - a.score || a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** By severity, then by score, then the earlier first; the order of the input does not matter. */
export function rankWorstFirst<T extends Ranked>(items: readonly T[]): readonly T[] {
  return [...items].sort(
    (a, b) =>
      severityRank(b.severity) - severityRank(a.severity) ||
      b.score - a.score ||
      a.at - b.at ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}
