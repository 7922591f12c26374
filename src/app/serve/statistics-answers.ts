import type { AnalyticsPort, FilterRequest } from "../../api/index.ts";
import { type Clock, SEVERITIES } from "../../domain/index.ts";
import type { ActorDayMeasure, Measure, Store } from "../../store/index.ts";
import { ANALYST_QUERIES } from "../analytics/analyst-queries.ts";
import { answerAnalyst } from "../analytics/answer-analyst.ts";
import { type AskedCounts, readAskedCounts } from "../analytics/asked-counts.ts";
import { findGroupable, readWhere } from "../analytics/asked-query.ts";
import { type PlacedCount, readMap } from "../analytics/read-map.ts";
import { summariseLog } from "../analytics/summarise-log.ts";
import { listActors } from "../findings/actors-command.ts";
import { refuseUnlooked } from "../findings/asked-store.ts";

interface StatisticsParts {
  readonly store: Store;
  readonly clock: Clock;
}

type StatisticsAnswers = Omit<AnalyticsPort, "listFields" | "readHistogram" | "readValues" | "readOverview">;

/** What is done where, when, by whom and with what. */
export const createStatisticsAnswers = (parts: StatisticsParts): StatisticsAnswers => ({
  async readMeasures({ by, order, limit, ...request }) {
    const field = by === "day" ? by : findGroupable("events", by);
    const asked = await toAsked(parts, request);
    const found = await parts.store.statistics.readMeasures({ ...asked, by: field, order, limit });
    return {
      by: field,
      distinct: found.distinct,
      items: found.values.map((one) => toMeasureJson(one, field)),
    };
  },
  async readHours(request) {
    const { events, findings } = await toAsked(parts, request);
    const { statistics } = parts.store;
    const [ofEvents, ofFindings] = await Promise.all([
      statistics.readWeek({ subject: "events", ...events }),
      findings === null ? null : statistics.readWeek({ subject: "findings", ...findings }),
    ]);
    return { events: ofEvents, findings: ofFindings };
  },
  async readPlaces(request) {
    const map = await readMap(parts.store, await toAsked(parts, request));
    return {
      countries: map.countries.map((one) => ({ country: one.id, ...toPlaceJson(one) })),
      regions: map.regions.map((one) => ({
        region: one.id,
        name: one.place?.name ?? null,
        country: one.place?.country ?? null,
        ...toPlaceJson(one),
      })),
      without_country: map.withoutCountry,
      without_region: map.withoutRegion,
    };
  },
  readScores: (request) => readScores(parts, request),
  async readCorrelations(request) {
    const { events } = await toAsked(parts, request);
    const { days, measures, matrix } = await parts.store.statistics.readCorrelations(events);
    return { days, measures: measures.map((name) => ({ name, meaning: MEANINGS[name] })), matrix };
  },
  readProfiles: (request) => readProfiles(parts, request),
  async readSummary({ limit, ...request }) {
    const found = await summariseLog(parts.store, await toAsked(parts, request), limit);
    const { suspicious, ...rest } = found;
    const addresses = suspicious.addresses.map((one) => toMeasureJson(one, "address"));
    return { ...rest, suspicious_addresses: { events: suspicious.events, addresses } };
  },
  listQueries: () => ANALYST_QUERIES.map(({ name, title }) => ({ name, title })),
  answerQuery: async ({ name, limit, ...request }) =>
    answerAnalyst(parts.store, { name, limit, counts: await toAsked(parts, request) }),
});

const toAsked = ({ store, clock }: StatisticsParts, request: FilterRequest): Promise<AskedCounts> =>
  readAskedCounts(store, { ...request, clock });

const toMeasureJson = (one: Measure, by: string): object => ({
  value: by === "day" ? new Date(Number(one.value) * 86_400_000).toISOString().slice(0, 10) : one.value,
  label: one.label,
  events: one.events,
  actors: one.actors,
  failures: one.failures,
  bytes_in: one.bytesIn,
  bytes_out: one.bytesOut,
  first_time: new Date(one.firstAt).toISOString(),
  last_time: new Date(one.lastAt).toISOString(),
  findings: one.findings,
});

const toPlaceJson = (one: PlacedCount): object => ({
  latitude: one.place?.latitude ?? null,
  longitude: one.place?.longitude ?? null,
  events: one.events,
  actors: one.actors,
  last_time: new Date(one.lastAt).toISOString(),
  findings: one.findings,
  by_severity: Object.fromEntries(SEVERITIES.map((severity, rank) => [severity, one.bySeverity[rank] ?? 0])),
  level: one.level,
  last_finding_time: one.lastFindingAt === null ? null : new Date(one.lastFindingAt).toISOString(),
});

async function readScores(
  { store, clock }: StatisticsParts,
  { q, from, to, all, bins }: FilterRequest & { readonly bins: number },
): Promise<object> {
  await refuseUnlooked(store);
  const filter = {
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(await readWhere(store, { subject: "findings", q, clock })),
    ...(all ? {} : { openOnly: true }),
  };
  const counts = await store.statistics.readScores(filter, bins);
  const bands = await store.statistics.readScoreBands(filter);
  const bad = bands.filter(({ severity }) => severity === "high" || severity === "critical");
  return {
    bins,
    total: Array.from({ length: bins }, (_, bin) =>
      [...counts.values()].reduce((sum, of) => sum + (of[bin] ?? 0), 0),
    ),
    by_kind: [...counts].map(([kind, of]) => ({ kind, counts: of })),
    threshold: bad.length === 0 ? null : Math.min(...bad.map(({ lowest }) => lowest)),
    bands,
  };
}

const MEANINGS: Readonly<Record<ActorDayMeasure, string>> = {
  events: "events",
  failures: "denied or failed",
  bytes_in: "bytes into the cloud",
  bytes_out: "bytes out of the cloud",
  actions: "different actions",
  addresses: "different addresses",
  sensitive: "sensitive actions",
  night_share: "share of events before 06:00 UTC",
  weekend: "at the weekend",
  active_hours: "hours with an event",
};

async function readProfiles(
  parts: StatisticsParts,
  { limit, ...request }: FilterRequest & { readonly limit: number },
): Promise<object> {
  const { store } = parts;
  const { events } = await toAsked(parts, request);
  const [habits, { actors }] = await Promise.all([
    store.statistics.readHabits(events, limit),
    listActors(store, {
      from: request.from,
      to: request.to,
      text: null,
      type: null,
      at: null,
      limit: null,
    }),
  ]);
  const byId = new Map(actors.map((actor) => [actor.id, actor]));
  return {
    items: habits.flatMap((habit) => {
      const actor = byId.get(habit.actor);
      if (actor === undefined) return [];
      const { id, name, type, automated, risk, findings } = actor;
      return [
        {
          id,
          name,
          type,
          automated,
          risk: risk === null ? null : { score: risk.score, level: risk.level },
          findings,
          days: habit.days,
          events: habit.events,
          first_day: new Date(habit.firstDay).toISOString().slice(0, 10),
          last_day: new Date(habit.lastDay).toISOString().slice(0, 10),
          per_day: habit.perDay,
          largest_bytes_out: habit.largestBytesOut,
        },
      ];
    }),
  };
}
