import { type Finding, tacticRank } from "../../domain/index.ts";
import type { ReportedFinding } from "../facts.ts";

/** A finding with the number by which the whole report calls it. */
export interface Numbered extends ReportedFinding {
  /** From 1, in the order of time. */
  readonly number: number;
}

export function numberFindings(findings: readonly ReportedFinding[]): readonly Numbered[] {
  return [...findings]
    .sort((a, b) => a.finding.at - b.finding.at || (a.finding.id < b.finding.id ? -1 : 1))
    .map((one, index) => ({ ...one, number: index + 1 }));
}

/** The tactic under which a finding is told: the first that it names. Null: it names none. */
export const toTactic = (finding: Finding): string | null => finding.attack[0]?.tactic ?? null;

/** Tactics in the order of the kill chain; what names none comes first. */
export function listTactics(findings: readonly Numbered[]): readonly (string | null)[] {
  const all = new Set(findings.map(({ finding }) => toTactic(finding)));
  return [...all].sort((a, b) => (a === null ? -1 : tacticRank(a)) - (b === null ? -1 : tacticRank(b)));
}

/** The summary without the detector's title, which stands above it. */
export function toSentence({ detector, summary }: Finding): string {
  const prefix = `${detector.title}: `;
  return summary.startsWith(prefix) ? summary.slice(prefix.length) : summary;
}
