import {
  type ActorActivity,
  type ActorRanking,
  type ActorRef,
  type Period,
  type TimelineRow,
  USED_KINDS,
} from "../../assistant/index.ts";
import { type EpochMs, SEVERITIES, type Severity, toEntityId } from "../../domain/index.ts";
import type { ActorSummary, Store } from "../../store/index.ts";
import { readRisks, toShownRisk } from "../findings/actor-risk.ts";
import { toStorePeriod } from "../findings/listed.ts";
import { toEventRow, toFound } from "./read-findings.ts";

/** Parts of a risk that are told. */
const PARTS_MAX = 5;
/** Values of a kind that are compared: what stands behind them is rare. */
const VALUES_MAX = 200;
const HOURS = 24;

export async function rankActors(
  store: Store,
  request: { readonly limit: number; readonly at: EpochMs | null },
): Promise<ActorRanking> {
  const { lastAt } = await store.events.readStats();
  const at = request.at ?? lastAt;
  const none = Object.fromEntries(SEVERITIES.map((level) => [level, 0])) as Record<Severity, number>;
  if (at === null) return { actors: [], total: 0, byLevel: none, asOf: null };
  const found = await store.actors.list({ to: at === lastAt ? ((at + 1) as EpochMs) : at });
  const risks = await readRisks(store, { at, actors: found });
  const ranked = found
    .map((actor) => ({ actor, risk: toShownRisk(risks.byActor.get(actor.id)) }))
    .sort(
      (a, b) =>
        b.risk.score - a.risk.score || b.actor.events - a.actor.events || (a.actor.id < b.actor.id ? -1 : 1),
    );
  const byLevel = { ...none };
  for (const { risk } of ranked) byLevel[risk.level]++;
  const actors = ranked.slice(0, request.limit).map(({ actor, risk }) => ({
    ...toRef(actor),
    automated: actor.automated,
    risk: risk.shown,
    level: risk.level,
    findings: risks.counts.get(actor.id) ?? 0,
    events: actor.events,
    lastAt: actor.lastAt,
    parts: risk.contributions.slice(0, PARTS_MAX).flatMap(({ finding, points }) => {
      const head = risks.findings.get(finding);
      return head === undefined || points <= 0
        ? []
        : [{ finding, points, severity: head.severity, at: head.at, summary: head.summary }];
    }),
  }));
  return { actors, total: ranked.length, byLevel, asOf: at };
}

const toRef = ({ id, name, type }: ActorSummary): ActorRef => ({ id, name, type });

export async function searchActors(store: Store, text: string, limit: number): Promise<readonly ActorRef[]> {
  return (await store.actors.search(text, limit)).map(toRef);
}

export async function readActivity(
  store: Store,
  actor: string,
  period: Period,
): Promise<ActorActivity | null> {
  const id = toEntityId(actor);
  const known = await store.actors.find(id);
  if (known === null) return null;
  const within = toStorePeriod(period);
  const found = await store.actors.find(id, within);
  const used = {} as Record<(typeof USED_KINDS)[number], { value: string; events: number }[]>;
  for (const kind of USED_KINDS)
    used[kind] = (await store.actors.listTopValues(id, kind, { ...within, limit: VALUES_MAX })).map(
      ({ value, events }) => ({ value, events }),
    );
  const week = await store.actors.countByHour(id, within);
  const days = await store.actors.listDays(id, within);
  return {
    actor: { ...toRef(known), account: known.account, automated: known.automated },
    events: found?.events ?? 0,
    failures: found?.failures ?? 0,
    bytesIn: found?.bytesIn ?? 0,
    bytesOut: found?.bytesOut ?? 0,
    firstAt: found?.firstAt ?? null,
    lastAt: found?.lastAt ?? null,
    days: days.map(({ findings, ...day }) => ({
      ...day,
      findings: Object.values(findings).reduce((sum, count) => sum + count, 0),
    })),
    used,
    hours: Array.from({ length: HOURS }, (_, hour) =>
      week.reduce((sum, count, index) => sum + (index % HOURS === hour ? count : 0), 0),
    ),
  };
}

export async function readTimeline(
  store: Store,
  request: {
    readonly actor: string;
    readonly period: Period;
    readonly limit: number;
    readonly order: "newest-first" | "oldest-first";
  },
): Promise<readonly TimelineRow[]> {
  const { items } = await store.actors.readTimeline({
    ...toStorePeriod(request.period),
    actor: toEntityId(request.actor),
    limit: request.limit,
    order: request.order,
  });
  return items.map((item) => {
    if (item.kind === "event") return toEventRow(item);
    const { id, at, detector, severity } = toFound(item);
    return { ...NO_EVENT, at, id, kind: "finding", what: detector, severity };
  });
}

const NO_EVENT = { outcome: null, address: null, country: null, region: null, resource: null };
