import { type EpochMs, type Finding, severityRank } from "../../domain/index.ts";
import type { ReportedFinding, SeverityCounts } from "../../report/index.ts";
import type { FindingFilter, Store, StoredFinding } from "../../store/index.ts";

export interface ReportOptions {
  readonly now: EpochMs;
  /** Of the program. */
  readonly version: string;
  /** Events of the evidence that are read. */
  readonly eventsMax: number;
}

/** Half-open: `[from, to)`. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Findings that a report tells about. */
export const FINDINGS_MAX = 60;

/** The worst findings, by severity and score. */
export const pickWorst = (findings: readonly StoredFinding[]): readonly ReportedFinding[] =>
  [...findings]
    .sort(
      ({ finding: a }, { finding: b }) =>
        severityRank(b.severity) - severityRank(a.severity) || b.score - a.score || a.at - b.at,
    )
    .slice(0, FINDINGS_MAX)
    .map(({ finding, verdict, exception }) => ({ finding, verdict, exception }));

export function countSeverities(findings: readonly Pick<Finding, "severity">[]): SeverityCounts {
  const counts = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** The same of what the store holds: what was judged false or is covered by an exception is left out. */
export async function readWorst(store: Store, filter: FindingFilter): Promise<readonly ReportedFinding[]> {
  const page = await store.findings.read({
    ...filter,
    openOnly: true,
    limit: FINDINGS_MAX,
    order: "worst-first",
  });
  return page.findings.map(({ finding, verdict, exception }) => ({ finding, verdict, exception }));
}
