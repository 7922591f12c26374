import type {
  FindingDetail,
  FindingFilter,
  FoundFinding,
  Page,
  PageRequest,
  SeverityCounts,
  TimelineRow,
} from "../../assistant/index.ts";
import { FINDINGS_LOOKED_MAX } from "../../assistant/index.ts";
import {
  type Condition,
  DAY_MS,
  type EpochMs,
  HOUR_MS,
  SEVERITIES,
  type Severity,
  toExactPattern,
  toIncidentId,
  toSmallAscii,
} from "../../domain/index.ts";
import type {
  FindingHead,
  Store,
  StoredEvent,
  StoredFinding,
  FindingFilter as StoreFilter,
} from "../../store/index.ts";
import { toStorePeriod } from "../findings/listed.ts";
import { isExactly } from "./tally-events.ts";

/** Events of a finding's evidence that are looked at: more of them say nothing else. */
const EVIDENCE_LOOKED_MAX = 200;
const PAGE = 1000;

/** Findings that an answer can stand on: those that nobody judged false and no exception covers. */
async function readMatching(store: Store, filter: FindingFilter): Promise<readonly FoundFinding[]> {
  if (needsOneEvent(filter)) return readBySameEvent(store, filter);
  const found: FoundFinding[] = [];
  for await (const some of store.findings.streamHeads(toStoreFilter(filter))) {
    for (const head of some) if (isAtHour(head.at, filter)) found.push(headToFound(head));
    if (found.length >= FINDINGS_LOOKED_MAX) break;
  }
  return found;
}

const EVIDENCE_FIELDS = ["region", "country", "service", "action", "actionClass", "address"] as const;

/** The store asks each of what evidence must have of any event: where several are asked for, one event must have all. */
const needsOneEvent = (filter: FindingFilter): boolean =>
  EVIDENCE_FIELDS.filter((field) => filter[field] !== undefined).length > 1;

async function readBySameEvent(store: Store, filter: FindingFilter): Promise<readonly FoundFinding[]> {
  const found: StoredFinding[] = [];
  for await (const some of store.findings.stream(toStoreFilter(filter))) {
    for (const one of some) if (isAtHour(one.finding.at, filter)) found.push(one);
    if (found.length >= FINDINGS_LOOKED_MAX) break;
  }
  const events = await store.events.findEvents([
    ...new Set(found.flatMap(({ finding }) => finding.events.slice(0, EVIDENCE_LOOKED_MAX))),
  ]);
  return found
    .filter(({ finding }) =>
      finding.events.slice(0, EVIDENCE_LOOKED_MAX).some((id) => {
        const stored = events.get(id);
        return stored !== undefined && matchesEvent(stored, filter);
      }),
    )
    .map(toFound);
}

function toStoreFilter(filter: FindingFilter): StoreFilter {
  const { period, minSeverity, actor, text } = filter;
  const parts = toConditions(filter);
  return {
    ...toStorePeriod(period),
    ...(minSeverity === undefined ? {} : { minSeverity }),
    ...(actor === undefined ? {} : { actor }),
    ...(text === undefined ? {} : { text }),
    ...(parts.length === 0 ? {} : { where: { kind: "all", parts } }),
    openOnly: true,
  };
}

/** What is asked of findings beyond their own columns, in the language of the store's queries. */
function toConditions(filter: FindingFilter): readonly Condition[] {
  const { kinds, tactic, technique, region, country, service, action, actionClass, address } = filter;
  const isOne = (field: string, value: string | undefined): readonly Condition[] =>
    value === undefined ? [] : [isExactly(field, value)];
  return [
    ...(kinds === undefined
      ? []
      : [{ kind: "text" as const, field: "kind", patterns: kinds.map(toExactPattern) }]),
    ...isOne("tactic", tactic),
    ...(technique === undefined ? [] : [isTechnique(technique)]),
    ...isOne("region", region),
    ...isOne("country", country),
    ...isOne("service", service),
    ...isOne("action", action),
    ...isOne("class", actionClass),
    ...(address === undefined ? [] : [isExactly("address", address)]),
  ];
}

/** The technique, or one of its sub-techniques. */
const isTechnique = (technique: string): Condition => ({
  kind: "text",
  field: "technique",
  patterns: [
    toExactPattern(technique),
    [{ kind: "text", text: toSmallAscii(`${technique}.`) }, { kind: "any-run" }],
  ],
});

const isAtHour = (at: EpochMs, { hours }: FindingFilter): boolean =>
  hours === undefined || hours.includes(Math.floor((at % DAY_MS) / HOUR_MS));

function matchesEvent({ event }: StoredEvent, filter: FindingFilter): boolean {
  const { region, country, service, action, actionClass, address } = filter;
  return (
    (region === undefined || event.region === region) &&
    (country === undefined || event.address.country === country) &&
    (service === undefined || event.action.service === service) &&
    (action === undefined || event.action.name === action) &&
    (actionClass === undefined || event.action.class === actionClass) &&
    (address === undefined || event.address.text === address)
  );
}

export const toFound = ({ finding, verdict }: StoredFinding): FoundFinding =>
  headToFound({ ...finding, eventCount: finding.events.length, verdict });

function headToFound(head: Omit<FindingHead, "exception">): FoundFinding {
  const { id, at, until, severity, score, detector, actor, attack, eventCount, incident, verdict, summary } =
    head;
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
    eventCount,
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
  const isCounted = filter.hours === undefined && !needsOneEvent(filter);
  // A few of many, by what the store knows itself: it need not hand over all of them.
  if (isCounted && limit <= PAGE) {
    const asked = toStoreFilter(filter);
    const { findings } = await store.findings.read({ ...asked, limit, order });
    return { rows: findings.map(toFound), counts: await store.findings.count(asked) };
  }
  const rows = (await readMatching(store, filter)).toSorted(ORDERS[order]);
  const isWhole = !isCounted || rows.length < FINDINGS_LOOKED_MAX;
  return {
    rows: rows.slice(0, limit),
    counts: isWhole ? countBySeverity(rows) : await store.findings.count(toStoreFilter(filter)),
  };
}

export function countBySeverity(rows: readonly { readonly severity: Severity }[]): SeverityCounts {
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, rows.filter((row) => row.severity === severity).length]),
  ) as Record<Severity, number>;
  return { total: rows.length, bySeverity };
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
