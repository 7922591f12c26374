import type {
  AssistantQueries,
  Coverage,
  FoundIncident,
  IncidentFilter,
  Period,
  Totals,
  Vocabulary,
} from "../../assistant/index.ts";
import { toError } from "../../domain/index.ts";
import type { Store, StoredIncident, IncidentFilter as StoreIncidentFilter } from "../../store/index.ts";
import { toStorePeriod } from "../findings/listed.ts";
import { FINDINGS_PROBLEMS } from "../findings/problems.ts";
import { coverRules } from "../rules/rule-catalogue.ts";
import { rankActors, readActivity, readTimeline, searchActors } from "./read-actors.ts";
import { readFinding, readFindingsOf, searchFindings } from "./read-findings.ts";
import { readUploads } from "./read-uploads.ts";
import { tallyEvents, tallyPlaces } from "./tally-events.ts";

/** Distinct values of a kind that questions can name. */
const VALUES_MAX = 5000;
/** Incidents of one page. */
const INCIDENTS_MAX = 1000;

/** What the assistant asks, answered from the same store as the screens. It only reads. */
export function createStoreQueries(store: Store): AssistantQueries {
  let known: { readonly events: number; readonly vocabulary: Vocabulary } | null = null;
  return {
    async readSpan() {
      const stats = await store.events.readStats();
      const { lastRun, eventsWaiting } = await store.passes.readProgress();
      const { firstAt, lastAt, events, actors, inputs, rejects, eventsByLogType } = stats;
      const lookedAt = lastRun?.finishedAt ?? null;
      return {
        firstAt,
        lastAt,
        events,
        actors,
        inputs,
        rejects,
        lookedAt,
        eventsWaiting,
        eventsByLogType: { ...eventsByLogType },
      };
    },
    async readVocabulary() {
      const { events } = await store.events.readStats();
      if (known?.events !== events) known = { events, vocabulary: await readVocabulary(store) };
      return known.vocabulary;
    },
    countAll: (period) => countAll(store, period),
    rankActors: (request) => rankActors(store, request),
    searchActors: (text, limit) => searchActors(store, text, limit),
    readActivity: (actor, period) => readActivity(store, actor, period),
    readTimeline: (request) => readTimeline(store, request),
    searchFindings: (filter, page) => searchFindings(store, filter, page),
    tallyPlaces: (by, period) => tallyPlaces(store, by, period),
    tallyEvents: (by, filter) => tallyEvents(store, by, filter),
    readFinding: (id) => readFinding(store, id),
    async searchIncidents(filter, { limit, order }) {
      const asked = toIncidentFilter(filter);
      const { incidents } = await store.incidents.read({
        ...asked,
        limit: Math.min(limit, INCIDENTS_MAX),
        order,
      });
      return { rows: incidents.map(toFoundIncident), counts: await store.incidents.count(asked) };
    },
    async readIncident(id) {
      const found = await store.incidents.find(id);
      if (found === null) return null;
      const findings = await readFindingsOf(store, found.incident.id);
      const names = new Map(findings.map(({ actor }) => [actor.id, actor.name]));
      const identities = [];
      for (const actor of found.incident.actors)
        identities.push({
          id: actor,
          name: names.get(actor) ?? (await store.actors.find(actor))?.name ?? null,
        });
      return { ...toFoundIncident(found), identities, findings };
    },
    readCoverage: () => readCoverage(store),
    readUploads: () => readUploads(store),
  };
}

const toFoundIncident = ({ incident, verdict }: StoredIncident): FoundIncident => ({
  id: incident.id,
  at: incident.at,
  until: incident.until,
  severity: incident.severity,
  score: incident.score,
  actors: incident.actors,
  tactics: incident.tactics,
  findingCount: incident.findings.length,
  eventCount: incident.events.length,
  verdict,
  summary: incident.summary,
});

const toIncidentFilter = ({
  period,
  minSeverity,
  actor,
  tactic,
  text,
}: IncidentFilter): StoreIncidentFilter => ({
  ...toStorePeriod(period),
  ...(minSeverity === undefined ? {} : { minSeverity }),
  ...(actor === undefined ? {} : { actor }),
  ...(tactic === undefined ? {} : { tactic }),
  ...(text === undefined ? {} : { text }),
  openOnly: true,
});

async function countAll(store: Store, period: Period): Promise<Totals> {
  const within = toStorePeriod(period);
  return {
    ...(await store.statistics.readTotals(within)),
    findings: await store.findings.count({ ...within, openOnly: true }),
    incidents: await store.incidents.count({ ...within, openOnly: true }),
  };
}

async function readVocabulary({ statistics }: Store): Promise<Vocabulary> {
  const list = async (field: string): Promise<readonly string[]> => {
    const { values } = await statistics.readTopValues({
      filter: { subject: "events" },
      field,
      limit: VALUES_MAX,
      containing: null,
    });
    return values.flatMap(({ value }) => (value === null ? [] : [value]));
  };
  return {
    regions: await list("region"),
    countries: await list("country"),
    services: await list("service"),
    actions: await list("action"),
  };
}

/** The rules that come with Gait do not change while it runs. */
let rulesByTactic: Promise<Readonly<Record<string, number>>> | null = null;

async function readCoverage(store: Store): Promise<Coverage> {
  const { lastRun, eventsWaiting } = await store.passes.readProgress();
  if (lastRun === null) throw toError(FINDINGS_PROBLEMS, "FINDINGS_NOT_LOOKED", { events: eventsWaiting });
  const record = lastRun.record;
  rulesByTactic ??= coverRules(null).then((cover) =>
    Object.fromEntries(cover.map(({ tactic, rules }) => [tactic, rules])),
  );
  return {
    detectors: record?.detectors ?? 0,
    looked: record?.looked ?? 0,
    notLooked: (record?.notLooked ?? []).map(({ title, why, needs }) => ({ title, why, needs })),
    rulesByTactic: await rulesByTactic,
    notes: record?.notes ?? [],
  };
}
