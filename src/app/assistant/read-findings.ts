import type {
  FindingDetail,
  FindingFilter,
  FoundFinding,
  Page,
  PageRequest,
  PlaceFindings,
  SeverityCounts,
  TimelineRow,
} from "../../assistant/index.ts";
import { FINDINGS_LOOKED_MAX } from "../../assistant/index.ts";
import {
  DAY_MS,
  type EventId,
  HOUR_MS,
  SEVERITIES,
  type Severity,
  toIncidentId,
} from "../../domain/index.ts";
import type { Store, StoredEvent, StoredFinding, FindingFilter as StoreFilter } from "../../store/index.ts";
import { toStorePeriod } from "../findings/listed.ts";

/** Events of a finding's evidence that are looked at: more of them say nothing else. */
const EVIDENCE_LOOKED_MAX = 200;
const PAGE = 1000;

/** Findings that an answer can stand on: those that nobody judged false and no exception covers. */
async function readMatching(store: Store, filter: FindingFilter): Promise<readonly StoredFinding[]> {
  const found: StoredFinding[] = [];
  for await (const some of store.findings.stream(toStoreFilter(filter))) {
    for (const one of some) if (matchesOwn(one, filter)) found.push(one);
    if (found.length >= FINDINGS_LOOKED_MAX) break;
  }
  return needsEvidence(filter) ? filterByEvidence(store, found, filter) : found;
}

function toStoreFilter({ period, minSeverity, actor, kinds, text }: FindingFilter): StoreFilter {
  const [kind, ...others] = kinds ?? [];
  return {
    ...toStorePeriod(period),
    ...(minSeverity === undefined ? {} : { minSeverity }),
    ...(actor === undefined ? {} : { actor }),
    ...(kind === undefined || others.length > 0 ? {} : { kind }),
    ...(text === undefined ? {} : { text }),
    openOnly: true,
  };
}

function matchesOwn({ finding }: StoredFinding, { kinds, tactic, technique, hours }: FindingFilter): boolean {
  return (
    (kinds === undefined || kinds.includes(finding.detector.kind)) &&
    (tactic === undefined || finding.attack.some((one) => one.tactic === tactic)) &&
    (technique === undefined ||
      finding.attack.some(
        (one) => one.technique === technique || one.technique?.startsWith(`${technique}.`),
      )) &&
    (hours === undefined || hours.includes(Math.floor((finding.at % DAY_MS) / HOUR_MS)))
  );
}

const needsEvidence = ({ region, country, service, action, actionClass, address }: FindingFilter): boolean =>
  [region, country, service, action, actionClass, address].some((one) => one !== undefined);

async function filterByEvidence(
  store: Store,
  found: readonly StoredFinding[],
  filter: FindingFilter,
): Promise<readonly StoredFinding[]> {
  const events = await readEvidence(store, found);
  return found.filter(({ finding }) =>
    finding.events.slice(0, EVIDENCE_LOOKED_MAX).some((id) => {
      const stored = events.get(id);
      return stored !== undefined && matchesEvent(stored, filter);
    }),
  );
}

const readEvidence = (
  store: Store,
  found: readonly StoredFinding[],
): Promise<ReadonlyMap<EventId, StoredEvent>> =>
  store.events.findEvents([
    ...new Set(found.flatMap(({ finding }) => finding.events.slice(0, EVIDENCE_LOOKED_MAX))),
  ]);

function matchesEvent({ event }: StoredEvent, filter: FindingFilter): boolean {
  const { region, country, service, action, actionClass, address } = filter;
  return (
    (region === undefined || event.region === region) &&
    (country === undefined || event.address.country === country) &&
    (service === undefined || event.action.service === service) &&
    (action === undefined ||
      event.action.name === action ||
      `${event.action.service}:${event.action.name}` === action) &&
    (actionClass === undefined || event.action.class === actionClass) &&
    (address === undefined || event.address.text === address)
  );
}

export function toFound({ finding, verdict }: StoredFinding): FoundFinding {
  const { id, at, until, severity, score, detector, actor, attack, events, incident, summary } = finding;
  return {
    id,
    at,
    until,
    severity,
    score,
    detector: detector.title,
    kind: detector.kind,
    actor,
    attack,
    eventCount: events.length,
    incident,
    verdict,
    summary,
  };
}

const ORDERS: Readonly<Record<PageRequest["order"], (a: FoundFinding, b: FoundFinding) => number>> = {
  "worst-first": (a, b) =>
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    b.score - a.score ||
    a.at - b.at ||
    (a.id < b.id ? -1 : 1),
  "newest-first": (a, b) => b.at - a.at || (a.id < b.id ? -1 : 1),
  "oldest-first": (a, b) => a.at - b.at || (a.id < b.id ? -1 : 1),
};

export async function searchFindings(
  store: Store,
  filter: FindingFilter,
  { limit, order }: PageRequest,
): Promise<Page<FoundFinding>> {
  const isPlain =
    !needsEvidence(filter) &&
    [filter.tactic, filter.technique, filter.hours].every((one) => one === undefined);
  // A few of many, by what the store knows itself: it need not hand over all of them.
  if (isPlain && limit <= PAGE && (filter.kinds === undefined || filter.kinds.length === 1)) {
    const asked = toStoreFilter(filter);
    const { findings } = await store.findings.read({ ...asked, limit, order });
    return { rows: findings.map(toFound), counts: await store.findings.count(asked) };
  }
  const rows = (await readMatching(store, filter)).map(toFound).sort(ORDERS[order]);
  return { rows: rows.slice(0, limit), counts: countBySeverity(rows) };
}

export function countBySeverity(rows: readonly { readonly severity: Severity }[]): SeverityCounts {
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, rows.filter((row) => row.severity === severity).length]),
  ) as Record<Severity, number>;
  return { total: rows.length, bySeverity };
}

/** Findings by the places that their evidence names. */
export async function placeFindings(
  store: Store,
  by: "region" | "country",
  filter: FindingFilter,
): Promise<readonly PlaceFindings[]> {
  const found = await readMatching(store, filter);
  const events = await readEvidence(store, found);
  const places = new Map<string, FoundFinding[]>();
  for (const stored of found) {
    const named = new Set<string>();
    for (const id of stored.finding.events.slice(0, EVIDENCE_LOOKED_MAX)) {
      const event = events.get(id)?.event;
      const place = by === "region" ? event?.region : event?.address.country;
      if (place !== null && place !== undefined && place !== "") named.add(place);
    }
    for (const place of named) {
      const known = places.get(place);
      if (known === undefined) places.set(place, [toFound(stored)]);
      else known.push(toFound(stored));
    }
  }
  return [...places].map(([value, findings]) => ({ value, findings }));
}

/** Events of the evidence that a detail shows. */
const EVIDENCE_SHOWN = 10;

export async function readFinding(store: Store, id: string): Promise<FindingDetail | null> {
  const found = await store.findings.find(id);
  if (found === null) return null;
  const ids = found.finding.events.slice(0, EVIDENCE_SHOWN);
  const events = await store.events.findEvents(ids);
  return {
    ...toFound(found),
    explanation: found.finding.explanation,
    events: ids.flatMap((one) => {
      const stored = events.get(one);
      return stored === undefined ? [] : [toEventRow(stored)];
    }),
  };
}

export const toEventRow = ({ event }: StoredEvent): TimelineRow => ({
  at: event.at,
  kind: "event",
  id: event.id,
  what: `${event.action.service}:${event.action.name}`,
  outcome: event.outcome,
  address: event.address.text,
  country: event.address.country,
  region: event.region,
  resource: event.resource,
  severity: null,
});

export async function readFindingsOf(store: Store, incident: string): Promise<readonly FoundFinding[]> {
  const found: FoundFinding[] = [];
  for await (const some of store.findings.stream({ incident: toIncidentId(incident) }))
    found.push(...some.map(toFound));
  return found;
}
