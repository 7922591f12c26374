import type { EventId, IncidentId, VerdictKind } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";

/** What people say of an event. `unjudged`: a finding cites it, and nobody said what it was. */
export type EventLabel = "attack" | "harmless" | "unjudged";

export interface VerdictLabels {
  /** Events that no finding cites are not named. */
  readonly labels: ReadonlyMap<EventId, EventLabel>;
  /** Findings with a verdict of their own or of their incident. */
  readonly attackFindings: number;
  readonly harmlessFindings: number;
}

/** An event of several findings has the label that says most: one true finding among false ones makes it an attack. */
const STRENGTH: Readonly<Record<EventLabel, number>> = { unjudged: 0, harmless: 1, attack: 2 };

/** That another finding tells the same says nothing of what it was. */
const toLabel = (verdict: VerdictKind | null): EventLabel =>
  verdict === null || verdict === "duplicate"
    ? "unjudged"
    : verdict === "true-positive"
      ? "attack"
      : "harmless";

/** The latest verdicts as labels of events. A finding's own verdict comes before that of its incident. */
export async function readVerdictLabels({ findings, incidents }: Store): Promise<VerdictLabels> {
  const judged = new Map<IncidentId, VerdictKind>();
  for await (const some of incidents.stream({})) {
    for (const { incident, verdict } of some) if (verdict !== null) judged.set(incident.id, verdict);
  }
  const labels = new Map<EventId, EventLabel>();
  const counts: Record<EventLabel, number> = { attack: 0, harmless: 0, unjudged: 0 };
  for await (const some of findings.stream({})) {
    for (const { finding, verdict } of some) {
      const ofIncident = finding.incident === null ? null : (judged.get(finding.incident) ?? null);
      const label = toLabel(verdict ?? ofIncident);
      counts[label]++;
      for (const event of finding.events) {
        const known = labels.get(event);
        if (known === undefined || STRENGTH[label] > STRENGTH[known]) labels.set(event, label);
      }
    }
  }
  return { labels, attackFindings: counts.attack, harmlessFindings: counts.harmless };
}
