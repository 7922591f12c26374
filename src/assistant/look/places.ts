import { SEVERITIES, type Severity, severityRank } from "../../domain/index.ts";
import type { ActorRef, AssistantQueries, EventTally, FoundFinding, Period, PlaceTally } from "../port.ts";
import {
  ALL_FINDINGS,
  type Count,
  citeActor,
  citeFinding,
  countBy,
  type Facts,
  weighSeverity,
  worstOf,
} from "./facts.ts";

export type PlaceKind = "region" | "country";

export interface PlaceThreat {
  readonly value: string;
  readonly events: number;
  readonly actors: number;
  readonly findings: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly worst: Severity | null;
  /** Sum of what findings weigh, by severity and score. */
  readonly threat: number;
  /** Findings for each thousand events. */
  readonly perThousand: number;
}

export interface Places {
  readonly by: PlaceKind;
  readonly places: readonly PlaceThreat[];
  readonly total: number;
  /** Events for which the log names no place. */
  readonly nowhere: number;
}

/** Regions or countries by threat, the worst first. A finding counts wherever its evidence comes from. */
export async function lookAtPlaces(
  queries: AssistantQueries,
  { by, period, limit }: { readonly by: PlaceKind; readonly period: Period; readonly limit: number },
): Promise<Facts<Places>> {
  const tallies = await queries.tallyPlaces(by, period);
  const { counts } = await queries.searchFindings({ period }, { limit: 1, order: "worst-first" });
  const all = tallies
    .flatMap((tally) => (tally.place === null ? [] : [toThreat(tally, tally.place)]))
    .sort(byThreat);
  return {
    data: {
      by,
      places: all.slice(0, limit),
      total: all.length,
      nowhere: tallies.find(({ place }) => place === null)?.events ?? 0,
    },
    citations: [],
    looked: {
      ...period,
      counts: { events: tallies.reduce((sum, { events }) => sum + events, 0), findings: counts.total },
    },
  };
}

function toThreat({ events, actors, bySeverity, scores }: PlaceTally, value: string): PlaceThreat {
  const findings = SEVERITIES.reduce((sum, severity) => sum + bySeverity[severity], 0);
  return {
    value,
    events,
    actors,
    findings,
    bySeverity,
    worst: worstOf(bySeverity),
    threat: SEVERITIES.reduce((sum, severity) => sum + weighSeverity(severity, scores[severity]), 0),
    perThousand: events === 0 ? 0 : (1000 * findings) / events,
  };
}

const byThreat = (a: PlaceThreat, b: PlaceThreat): number =>
  b.threat - a.threat || b.findings - a.findings || b.events - a.events || (a.value < b.value ? -1 : 1);

export interface PlaceDetail extends PlaceThreat {
  readonly by: PlaceKind;
  /** Place by threat among all, from 1. */
  readonly rank: number;
  readonly places: number;
  readonly detectors: readonly Count[];
  readonly people: readonly {
    readonly actor: ActorRef;
    readonly findings: number;
    readonly worst: Severity;
  }[];
  readonly actions: readonly EventTally[];
  readonly worstFindings: readonly FoundFinding[];
}

const SHOWN = 5;

/** One region or country. Null: no event came from there. */
export async function lookAtPlace(
  queries: AssistantQueries,
  { by, value, period }: { readonly by: PlaceKind; readonly value: string; readonly period: Period },
): Promise<Facts<PlaceDetail> | null> {
  const { data, looked } = await lookAtPlaces(queries, { by, period, limit: Number.POSITIVE_INFINITY });
  const at = data.places.findIndex((place) => place.value === value);
  const place = data.places[at];
  if (place === undefined) return null;
  const there = by === "region" ? { region: value } : { country: value };
  const findings = (await queries.searchFindings({ period, ...there }, ALL_FINDINGS)).rows;
  const worstFindings = findings.toSorted(byWorst).slice(0, SHOWN);
  const people = [...Map.groupBy(findings, ({ actor }) => actor.id).values()]
    .map((some) => ({
      actor: some[0]!.actor,
      findings: some.length,
      worst: some.toSorted(byWorst)[0]!.severity,
    }))
    .sort(
      (a, b) =>
        severityRank(b.worst) - severityRank(a.worst) ||
        b.findings - a.findings ||
        (a.actor.id < b.actor.id ? -1 : 1),
    );
  const actions = await queries.tallyEvents("action", { period, ...there });
  return {
    data: {
      ...place,
      by,
      rank: at + 1,
      places: data.total,
      detectors: countBy(findings, ({ detector }) => detector).slice(0, SHOWN),
      people: people.slice(0, SHOWN),
      actions: actions.slice(0, SHOWN),
      worstFindings,
    },
    citations: [
      ...people.slice(0, SHOWN).map(({ actor }) => citeActor(actor)),
      ...worstFindings.map(citeFinding),
    ],
    looked: { ...looked, counts: { events: place.events, findings: place.findings } },
  };
}

export const byWorst = (a: FoundFinding, b: FoundFinding): number =>
  severityRank(b.severity) - severityRank(a.severity) ||
  b.score - a.score ||
  a.at - b.at ||
  (a.id < b.id ? -1 : 1);
