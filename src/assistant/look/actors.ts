import type { EpochMs } from "../../domain/index.ts";
import type {
  ActorActivity,
  AssistantQueries,
  FoundFinding,
  FoundIncident,
  Page,
  Period,
  RankedActor,
  TimelineRow,
  UsedKind,
} from "../port.ts";
import { citeActor, citeFinding, citeIncident, type Facts } from "./facts.ts";

export interface ActorProfile {
  readonly activity: ActorActivity;
  /** Null: nothing was ever looked at. */
  readonly risk: RankedActor | null;
  /** Place by risk, from 1. */
  readonly rank: number | null;
  readonly ranked: number;
  readonly findings: Page<FoundFinding>;
  readonly incidents: readonly FoundIncident[];
}

const FINDINGS_SHOWN = 10;
const INCIDENTS_SHOWN = 5;
const RANKED_MAX = 100_000;

/** Who somebody is, what they do, and what was found. Null: nobody has this id. */
export async function lookAtActor(
  queries: AssistantQueries,
  { actor, period }: { readonly actor: string; readonly period: Period },
): Promise<Facts<ActorProfile> | null> {
  const activity = await queries.readActivity(actor, period);
  if (activity === null) return null;
  const ranking = await queries.rankActors({ limit: RANKED_MAX, at: null });
  const place = ranking.actors.findIndex(({ id }) => id === actor);
  const findings = await queries.searchFindings(
    { period, actor },
    { limit: FINDINGS_SHOWN, order: "worst-first" },
  );
  const incidents = await queries.searchIncidents(
    { period, actor },
    { limit: INCIDENTS_SHOWN, order: "worst-first" },
  );
  return {
    data: {
      activity,
      risk: ranking.actors[place] ?? null,
      rank: place < 0 ? null : place + 1,
      ranked: ranking.total,
      findings,
      incidents: incidents.rows,
    },
    citations: [
      citeActor(activity.actor),
      ...findings.rows.map(citeFinding),
      ...incidents.rows.map(citeIncident),
    ],
    looked: { ...period, counts: { events: activity.events, findings: findings.counts.total } },
  };
}

export interface Timeline {
  readonly rows: readonly TimelineRow[];
}

export async function lookAtTimeline(
  queries: AssistantQueries,
  request: {
    readonly actor: string;
    readonly period: Period;
    readonly limit: number;
    readonly order: "newest-first" | "oldest-first";
  },
): Promise<Facts<Timeline>> {
  const rows = await queries.readTimeline(request);
  return {
    data: { rows },
    citations: rows
      .filter(({ kind }) => kind === "finding")
      .map(({ id, what }) => citeFinding({ id, detector: what })),
    looked: { ...request.period, counts: { "timeline rows": rows.length } },
  };
}

/** Something a day, in the period and before it. */
export interface Pace {
  readonly what: "events" | "failures" | "bytes in" | "bytes out";
  /** A day with events. */
  readonly now: number;
  readonly before: number;
  /** Null: nothing of it before. */
  readonly times: number | null;
}

export interface Comparison {
  readonly now: ActorActivity;
  readonly before: ActorActivity;
  readonly baseline: Period;
  readonly paces: readonly Pace[];
  /** Values used in the period and never before it. */
  readonly unseen: Readonly<Record<UsedKind, readonly { readonly value: string; readonly events: number }[]>>;
  /** Hours of the day (UTC) with events in the period and none before. */
  readonly unseenHours: readonly number[];
}

/** Somebody's period against all that came before it. Null: nobody has this id, or there is nothing before. */
export async function compareWithBaseline(
  queries: AssistantQueries,
  { actor, period }: { readonly actor: string; readonly period: Period & { readonly from: EpochMs } },
): Promise<Facts<Comparison> | null> {
  const baseline: Period = { from: null, to: period.from };
  const now = await queries.readActivity(actor, period);
  const before = await queries.readActivity(actor, baseline);
  if (now === null || before === null || before.events === 0) return null;
  const listUnseen = (kind: UsedKind) => {
    const known = new Set(before.used[kind].map(({ value }) => value));
    return now.used[kind].filter(({ value }) => !known.has(value));
  };
  return {
    data: {
      now,
      before,
      baseline,
      paces: toPaces(now, before),
      unseen: {
        action: listUnseen("action"),
        service: listUnseen("service"),
        region: listUnseen("region"),
        country: listUnseen("country"),
        address: listUnseen("address"),
        tool: listUnseen("tool"),
        resource: listUnseen("resource"),
        error: listUnseen("error"),
      },
      unseenHours: now.hours.flatMap((events, hour) =>
        events > 0 && before.hours[hour] === 0 ? [hour] : [],
      ),
    },
    citations: [citeActor(now.actor)],
    looked: { ...period, counts: { events: now.events, "events before": before.events } },
  };
}

function toPaces(now: ActorActivity, before: ActorActivity): readonly Pace[] {
  const toPace = (what: Pace["what"], pick: (activity: ActorActivity) => number): Pace => {
    const perDay = (activity: ActorActivity): number => pick(activity) / Math.max(activity.days.length, 1);
    const usual = perDay(before);
    return { what, now: perDay(now), before: usual, times: usual === 0 ? null : perDay(now) / usual };
  };
  return [
    toPace("events", ({ events }) => events),
    toPace("failures", ({ failures }) => failures),
    toPace("bytes in", ({ bytesIn }) => bytesIn),
    toPace("bytes out", ({ bytesOut }) => bytesOut),
  ];
}
