import type { Severity } from "../../domain/index.ts";
import { SEVERITIES } from "../../domain/index.ts";
import { type Citation, type Looked, toLink } from "../answer/answer.ts";
import { cleanText } from "../clean-text.ts";
import {
  type ActorRef,
  FINDINGS_LOOKED_MAX,
  type FoundFinding,
  type FoundIncident,
  type Page,
} from "../port.ts";

/** What a look at the data gave: the same for an answer in our words, for a model and for other programs. */
export interface Facts<Data extends object = object> {
  readonly data: Data;
  /** Everything in it that has a screen. */
  readonly citations: readonly Citation[];
  readonly looked: Looked;
}

export interface Count {
  readonly value: string;
  readonly count: number;
}

const cite = (kind: Citation["kind"], id: string, label: string): Citation => ({
  kind,
  id,
  label: cleanText(label, 80),
  link: toLink(kind, id),
});
export const citeActor = ({ id, name }: Pick<ActorRef, "id" | "name">): Citation => cite("actor", id, name);
export const citeFinding = ({ id, detector }: Pick<FoundFinding, "id" | "detector">): Citation =>
  cite("finding", id, detector);
export const citeIncident = ({ id, summary }: Pick<FoundIncident, "id" | "summary">): Citation =>
  cite("incident", id, summary);

/** How often each value stands in rows, the most frequent first. */
export function countBy<Row>(rows: readonly Row[], pick: (row: Row) => string | null): readonly Count[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = pick(row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

export function countSeverities(rows: readonly { readonly severity: Severity }[]): Record<Severity, number> {
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity } of rows) counts[severity]++;
  return counts;
}

/** How many findings were looked at, and out of how many where that is not all. */
export const toLookedFindings = ({ rows, counts }: Page<FoundFinding>): Readonly<Record<string, number>> =>
  counts.total > rows.length && rows.length >= FINDINGS_LOOKED_MAX
    ? { findings: rows.length, "findings left out": counts.total - rows.length }
    : { findings: counts.total };

/** What a finding adds to a threat level: a critical one as much as sixteen low ones. */
const SEVERITY_WEIGHT: Readonly<Record<Severity, number>> = {
  info: 0,
  low: 1,
  medium: 4,
  high: 8,
  critical: 16,
};
export const weighSeverity = (severity: Severity, score: number): number => SEVERITY_WEIGHT[severity] * score;
export const weighFinding = ({ severity, score }: Pick<FoundFinding, "severity" | "score">): number =>
  weighSeverity(severity, score);

/** The gravest of some findings; null: there is none. */
export function worstOf(counts: Readonly<Record<Severity, number>>): Severity | null {
  return SEVERITIES.toReversed().find((severity) => counts[severity] > 0) ?? null;
}

export const ALL_FINDINGS = { limit: FINDINGS_LOOKED_MAX, order: "worst-first" } as const;
