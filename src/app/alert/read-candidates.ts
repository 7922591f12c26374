import { type AlertPolicy, type CandidateIncident, type KnownAlert, readTold } from "../../alert/index.ts";
import { chooseAlerts } from "../../detect/index.ts";
import { DAY_MS, type EpochMs, type Incident, type IncidentId, severityRank } from "../../domain/index.ts";
import type { Store, StoredFinding, StoredIncident } from "../../store/index.ts";

export interface Candidates {
  readonly candidates: readonly CandidateIncident[];
  readonly present: ReadonlySet<string>;
}

/** From so many on, findings are read all at once. */
const INCIDENTS_ONE_BY_ONE_MAX = 40;

/** Open incidents that may have something to say, each with its findings that nobody judged and no exception covers. */
export async function readCandidates(
  store: Store,
  {
    policy,
    known,
    now,
  }: { readonly policy: AlertPolicy; readonly known: readonly KnownAlert[]; readonly now: EpochMs },
): Promise<Candidates> {
  const stored: StoredIncident[] = [];
  for await (const some of store.incidents.stream({})) stored.push(...some);
  const alerting = chooseOver(
    stored.map(({ incident }) => incident),
    policy,
    (await store.events.readStats()).firstAt ?? 0,
  );
  const memory = toMemory(known);
  const asked = stored
    .filter(
      ({ incident, verdict }) => verdict === null && hasNews(incident, { alerting, memory, policy, now }),
    )
    .map(({ incident }) => incident);
  const findings = await readOpenFindings(store, asked);
  const candidates = asked.flatMap((incident) => {
    const own = findings.get(incident.id) ?? [];
    return own.length === 0 ? [] : [{ incident, findings: own, isAlert: alerting.has(incident.id) }];
  });
  return { candidates, present: new Set(stored.map(({ incident }): string => incident.id)) };
}

/** Incidents over the threshold of the day on which they began, and over the score that the operator set. */
function chooseOver(
  incidents: readonly Incident[],
  { perDay, severityMin, scoreMin }: AlertPolicy,
  beganAt: number,
): ReadonlySet<IncidentId> {
  if (perDay <= 0) return new Set();
  const chosen = chooseAlerts(incidents, { perDay, severityMin, beganAt });
  return new Set(chosen.filter(({ score }) => score >= (scoreMin ?? 0)).map(({ id }) => id));
}

interface Remembered {
  readonly isOwn: boolean;
  readonly at: number;
  readonly severity: number;
  readonly findings: number;
  readonly tactics: number;
}

function toMemory(known: readonly KnownAlert[]): ReadonlyMap<string, Remembered> {
  const memory = new Map<string, Remembered>();
  for (const { kind, at, subjects } of known) {
    for (const { incident, ...told } of readTold(subjects).incidents) {
      const isOwn = kind === "incident";
      if (isOwn || !memory.has(incident) || memory.get(incident)!.severity < told.severity)
        if (isOwn || memory.get(incident)?.isOwn !== true) memory.set(incident, { ...told, isOwn, at });
    }
  }
  return memory;
}

interface Asked {
  readonly alerting: ReadonlySet<IncidentId>;
  readonly memory: ReadonlyMap<string, Remembered>;
  readonly policy: AlertPolicy;
  readonly now: EpochMs;
}

/** Reading findings is what costs: whoever was told of an incident as it stands is not asked about it again. */
function hasNews(incident: Incident, { alerting, memory, policy, now }: Asked): boolean {
  const told = memory.get(incident.id);
  if (told === undefined) return alerting.has(incident.id);
  const isWorse = severityRank(incident.severity) > told.severity;
  if (!told.isOwn) return isWorse && alerting.has(incident.id);
  const isDue =
    policy.remindAfterMs !== null &&
    now - told.at >= policy.remindAfterMs &&
    now - told.at <= REMIND_AGE_MAX_MS;
  return (
    isWorse || incident.findings.length > told.findings || incident.tactics.length > told.tactics || isDue
  );
}

/** At least as long as an alert is followed up. */
const REMIND_AGE_MAX_MS = 15 * DAY_MS;

async function readOpenFindings(
  store: Store,
  incidents: readonly Incident[],
): Promise<ReadonlyMap<IncidentId, StoredFinding["finding"][]>> {
  const open = new Map<IncidentId, StoredFinding["finding"][]>(incidents.map(({ id }) => [id, []]));
  const keep = (some: readonly StoredFinding[]): void => {
    for (const { finding, verdict, exception } of some) {
      const isOpen = exception === null && (verdict === null || verdict === "true-positive");
      if (isOpen && finding.incident !== null) open.get(finding.incident)?.push(finding);
    }
  };
  if (incidents.length > INCIDENTS_ONE_BY_ONE_MAX)
    for await (const some of store.findings.stream({})) keep(some);
  else
    for (const { id } of incidents)
      for await (const some of store.findings.stream({ incident: id })) keep(some);
  return open;
}
