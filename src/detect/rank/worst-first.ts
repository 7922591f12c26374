import { type Finding, severityRank } from "../../domain/index.ts";

export type Ranked = Pick<Finding, "severity" | "score" | "at"> & { readonly id: string };

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
