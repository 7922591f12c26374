import { DAY_MS, type EpochMs, HOUR_MS, type Severity, toDay, toEpochMs } from "../../domain/index.ts";
import type { AssistantQueries, FoundFinding, Period } from "../port.ts";
import {
  ALL_FINDINGS,
  type Count,
  citeActor,
  citeFinding,
  countBy,
  countSeverities,
  type Facts,
  toLookedFindings,
} from "./facts.ts";
import { byWorst } from "./places.ts";

export interface TrendStep {
  readonly at: EpochMs;
  readonly events: number;
  readonly findings: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

export interface Trend {
  readonly step: "day";
  readonly steps: readonly TrendStep[];
  readonly findings: number;
  readonly events: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** The period of the same length just before; null: the data do not reach back so far. */
  readonly before: {
    readonly period: Period;
    readonly findings: number;
    readonly events: number;
    readonly bySeverity: Readonly<Record<Severity, number>>;
  } | null;
  readonly busiest: TrendStep | null;
  /** Detectors whose findings grew or shrank most against the period before. */
  readonly moved: readonly { readonly detector: string; readonly now: number; readonly before: number }[];
}

export type BoundedPeriod = { readonly [Bound in keyof Period]: EpochMs };

/** Days of a trend; a longer period shows its last ones. */
export const TREND_DAYS_MAX = 366;
const MOVED_SHOWN = 5;

/** Day by day, and against as long a time before. */
export async function lookAtTrend(
  queries: AssistantQueries,
  { period, firstAt }: { readonly period: BoundedPeriod; readonly firstAt: EpochMs | null },
): Promise<Facts<Trend>> {
  const from = toEpochMs(Math.max(period.from, period.to - TREND_DAYS_MAX * DAY_MS));
  const bounded = { from, to: period.to };
  const page = await queries.searchFindings({ period: bounded }, ALL_FINDINGS);
  const events = new Map(
    (await queries.tallyEvents("day", { period: bounded })).map((tally) => [
      Number(tally.value),
      tally.events,
    ]),
  );
  const steps = toSteps(bounded, page.rows, events);
  const length = bounded.to - bounded.from;
  const earlier = { from: toEpochMs(bounded.from - length), to: bounded.from };
  const reaches = firstAt !== null && firstAt <= earlier.from + DAY_MS;
  const pageBefore = reaches ? await queries.searchFindings({ period: earlier }, ALL_FINDINGS) : null;
  const eventsBefore = reaches ? (await queries.countAll(earlier)).events : 0;
  return {
    data: {
      step: "day",
      steps,
      findings: page.counts.total,
      events: steps.reduce((sum, one) => sum + one.events, 0),
      bySeverity: page.counts.bySeverity,
      before:
        pageBefore === null
          ? null
          : {
              period: earlier,
              findings: pageBefore.counts.total,
              events: eventsBefore,
              bySeverity: pageBefore.counts.bySeverity,
            },
      busiest: steps.reduce<TrendStep | null>(
        (most, one) => (one.findings > (most?.findings ?? 0) ? one : most),
        null,
      ),
      moved: pageBefore === null ? [] : toMoved(page.rows, pageBefore.rows),
    },
    citations: page.rows.slice(0, MOVED_SHOWN).map(citeFinding),
    looked: {
      ...bounded,
      counts: { ...toLookedFindings(page), events: steps.reduce((sum, one) => sum + one.events, 0) },
    },
  };
}

function toSteps(
  period: BoundedPeriod,
  findings: readonly FoundFinding[],
  events: ReadonlyMap<number, number>,
): readonly TrendStep[] {
  const byDay = Map.groupBy(findings, ({ at }) => toDay(at));
  const first = toDay(period.from);
  const last = toDay(period.to - 1);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => {
    const found = byDay.get(first + index) ?? [];
    return {
      at: toEpochMs((first + index) * DAY_MS),
      events: events.get(first + index) ?? 0,
      findings: found.length,
      bySeverity: countSeverities(found),
    };
  });
}

function toMoved(now: readonly FoundFinding[], before: readonly FoundFinding[]): Trend["moved"] {
  const counts = (rows: readonly FoundFinding[]): ReadonlyMap<string, number> =>
    new Map(countBy(rows, ({ detector }) => detector).map(({ value, count }) => [value, count]));
  const [later, earlier] = [counts(now), counts(before)];
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .map((detector) => ({ detector, now: later.get(detector) ?? 0, before: earlier.get(detector) ?? 0 }))
    .filter((one) => one.now !== one.before)
    .sort(
      (a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before) || (a.detector < b.detector ? -1 : 1),
    )
    .slice(0, MOVED_SHOWN);
}

const HOURS = 24;

export interface HourPattern {
  /** Findings by the hour of the day (UTC) in which their evidence begins. */
  readonly findings: readonly number[];
  readonly events: readonly number[];
  readonly peak: number;
  /** Mean of findings of the other hours for each hour. */
  readonly hour: HourDetail | null;
}

export interface HourDetail {
  readonly hour: number;
  readonly findings: number;
  readonly events: number;
  /** Findings of an hour of the day, on average over the other ones. */
  readonly usual: number;
  /** Place among the hours by findings, from 1. */
  readonly rank: number;
  readonly isSpike: boolean;
  readonly detectors: readonly Count[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly findings: number }[];
  readonly kinds: readonly Count[];
  /** Days on which there were findings at this hour, the most first. */
  readonly days: readonly Count[];
  readonly worst: readonly FoundFinding[];
}

/** From how many times the usual on an hour stands out. */
const SPIKE_TIMES = 1.5;
const SHOWN = 5;

/** When in the day things are found, and what makes one hour stand out. Hour null: the hour with the most. */
export async function lookAtHours(
  queries: AssistantQueries,
  { period, hour }: { readonly period: Period; readonly hour: number | null },
): Promise<Facts<HourPattern>> {
  const page = await queries.searchFindings({ period }, ALL_FINDINGS);
  const byHour = Map.groupBy(page.rows, ({ at }) => Math.floor((at % DAY_MS) / HOUR_MS));
  const findings = Array.from({ length: HOURS }, (_, one) => byHour.get(one)?.length ?? 0);
  const tallies = await queries.tallyEvents("hour", { period });
  const events = Array.from(
    { length: HOURS },
    (_, one) => tallies.find(({ value }) => Number(value) === one)?.events ?? 0,
  );
  const peak = findings.indexOf(Math.max(...findings));
  const asked = hour ?? peak;
  const found = (byHour.get(asked) ?? []).toSorted(byWorst);
  const detail = page.rows.length === 0 ? null : toDetail({ hour: asked, found, findings, events });
  return {
    data: { findings, events, peak, hour: detail },
    citations: [
      ...(detail?.worst.map(citeFinding) ?? []),
      ...(detail?.people.map(({ id, name }) => citeActor({ id, name })) ?? []),
    ],
    looked: {
      ...period,
      counts: { ...toLookedFindings(page), events: events.reduce((sum, count) => sum + count, 0) },
    },
  };
}

function toDetail(parts: {
  readonly hour: number;
  readonly found: readonly FoundFinding[];
  readonly findings: readonly number[];
  readonly events: readonly number[];
}): HourDetail {
  const { hour, found, findings, events } = parts;
  const usual = (findings.reduce((sum, count) => sum + count, 0) - findings[hour]!) / (HOURS - 1);
  const names = new Map(found.map(({ actor }) => [actor.id, actor.name]));
  return {
    hour,
    findings: found.length,
    events: events[hour]!,
    usual,
    rank: findings.filter((count) => count > findings[hour]!).length + 1,
    isSpike: found.length > SPIKE_TIMES * usual,
    detectors: countBy(found, ({ detector }) => detector).slice(0, SHOWN),
    people: countBy(found, ({ actor }) => actor.id)
      .slice(0, SHOWN)
      .map(({ value, count }) => ({ id: value, name: names.get(value)!, findings: count })),
    kinds: countBy(found, ({ kind }) => kind),
    days: countBy(found, ({ at }) => new Date(at).toISOString().slice(0, 10)).slice(0, SHOWN),
    worst: found.slice(0, SHOWN),
  };
}
