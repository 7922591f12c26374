import { DAY_MS, type Incident, toEpochMs } from "../../domain/index.ts";
import type { IncidentFacts, ReportedFinding, ReportedLink } from "../../report/index.ts";
import type { Store, StoredFinding } from "../../store/index.ts";
import { findStoredIncident } from "../findings/incidents-command.ts";
import { readActors } from "./read-actors.ts";
import { readEvidence } from "./read-evidence.ts";
import { readLook } from "./read-look.ts";
import { countSeverities, FINDINGS_MAX, pickWorst, type ReportOptions } from "./report-options.ts";

const ACTORS_MAX = 25;
const LINKS_MAX = 200;

/** All about one incident. Throws FINDINGS_INCIDENT_UNKNOWN and FINDINGS_NOT_LOOKED. */
export async function readIncidentFacts(
  store: Store,
  id: string,
  { now, version, eventsMax }: ReportOptions,
): Promise<IncidentFacts> {
  const { incident, verdict } = await findStoredIncident(store, id);
  const all: StoredFinding[] = [];
  for await (const some of store.findings.stream({ incident: incident.id })) all.push(...some);
  const findings: readonly ReportedFinding[] = pickWorst(all);
  const evidence = await readEvidence(
    store,
    all.map(({ finding }) => finding),
    eventsMax,
  );
  const riskAt = incident.until;
  return {
    kind: "incident",
    generatedAt: now,
    version,
    riskAt,
    period: { from: incident.at, to: toEpochMs(incident.until + 1) },
    incident,
    verdict,
    incidents: [{ incident, verdict }],
    incidentCount: 1,
    findings,
    findingCounts: countSeverities(all.map(({ finding }) => finding)),
    actors: await readActors(store, incident.actors.slice(0, ACTORS_MAX), { at: riskAt }),
    ...evidence,
    look: await readLook(store),
    hiddenFindings: 0,
    leftOut: [
      ...evidence.leftOut,
      ...(all.length > FINDINGS_MAX
        ? [`Of ${all.length} findings the ${FINDINGS_MAX} worst are told about.`]
        : []),
    ],
    links: await readLinks(store, incident),
  };
}

/** Steps from one identity of the incident to another, each once: the first time that it was made. */
async function readLinks(store: Store, { actors, at, until }: Incident): Promise<readonly ReportedLink[]> {
  const known = new Set(actors);
  const links = new Map<string, ReportedLink>();
  const period = { from: toEpochMs(at - DAY_MS), to: toEpochMs(until + 1) };
  for await (const some of store.actors.streamLinks(period))
    for (const { event, at: made, actor, link } of some) {
      if (link.target === null || link.target === actor.id) continue;
      if (!known.has(actor.id) || !known.has(link.target)) continue;
      const key = `${actor.id} ${link.kind} ${link.target}`;
      if (links.has(key) || links.size >= LINKS_MAX) continue;
      links.set(key, {
        at: made,
        event,
        from: actor.id,
        fromName: actor.name,
        kind: link.kind,
        accessKeyId: link.accessKeyId,
        to: link.target,
      });
    }
  return [...links.values()];
}
