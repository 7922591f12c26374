import type { EventFilter, EventGroup, EventTally, Period, PlaceTally } from "../../assistant/index.ts";
import { type Condition, SEVERITIES, type Severity, toExactPattern } from "../../domain/index.ts";
import type { Store, EventFilter as StoreFilter } from "../../store/index.ts";
import { toStorePeriod } from "../findings/listed.ts";

/** Groups of one tally. Beyond, the rarest are left out: what nobody does often is not what is asked for. */
const GROUPS_MAX = 200_000;

/** What the fields are called by which the store counts. */
const FIELDS: Readonly<Record<EventGroup, string>> = {
  action: "action",
  actor: "user",
  hour: "hour",
  day: "day",
};

/** Events by what they share, the most first: the same counts as the screens show. */
export async function tallyEvents(
  { statistics }: Store,
  by: EventGroup,
  filter: EventFilter,
): Promise<readonly EventTally[]> {
  const { values } = await statistics.readMeasures({
    events: toStoreFilter(filter),
    findings: null,
    by: FIELDS[by],
    order: "events",
    limit: GROUPS_MAX,
  });
  return values.map(({ value, label, events, failures, bytesIn, bytesOut, actors }) => ({
    value,
    name: label ?? value,
    events,
    failures,
    bytesIn,
    bytesOut,
    actors,
  }));
}

/** A field has exactly this value, upper and lower case alike. */
export const isExactly = (field: string, value: string): Condition => ({
  kind: "text",
  field,
  patterns: [toExactPattern(value)],
});

function toStoreFilter({ period, actor, ...where }: EventFilter): StoreFilter {
  const { region, country, service, action, actionClass, address } = where;
  const parts = Object.entries({ region, country, service, action, class: actionClass, address }).flatMap(
    ([field, value]) => (value === undefined ? [] : [isExactly(field, value)]),
  );
  return {
    ...toStorePeriod(period),
    ...(actor === undefined ? {} : { actor }),
    ...(parts.length === 0 ? {} : { where: { kind: "all", parts } }),
  };
}

/** Events of every place, and how many findings stand on them. */
export async function tallyPlaces(
  { statistics }: Store,
  by: "region" | "country",
  period: Period,
): Promise<readonly PlaceTally[]> {
  const within = toStorePeriod(period);
  const places = await statistics.readPlaces(by, {
    events: within,
    findings: { ...within, openOnly: true },
  });
  return places.map(({ place, events, actors, bySeverity, scores }) => ({
    place: place === "" ? null : place,
    events,
    actors,
    bySeverity: toRecord(bySeverity),
    scores: toRecord(scores),
  }));
}

const toRecord = (byRank: readonly number[]): Readonly<Record<Severity, number>> =>
  Object.fromEntries(SEVERITIES.map((severity, rank) => [severity, byRank[rank] ?? 0])) as Record<
    Severity,
    number
  >;
