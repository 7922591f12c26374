import { DAY_MS, type EpochMs, toDay, toEpochMs } from "../../domain/index.ts";
import type { PeriodFacts, ReportedActor } from "../../report/index.ts";
import type { Store } from "../../store/index.ts";
import { readRisks } from "../findings/actor-risk.ts";
import { refuseUnlooked } from "../findings/asked-store.ts";
import { toReportedActor } from "./read-actors.ts";
import { countDays, countHidden, readHeads, readTotals } from "./read-counts.ts";
import { readEvidence } from "./read-evidence.ts";
import { readLook } from "./read-look.ts";
import { FINDINGS_MAX, type ReportOptions, readWorst, type Span } from "./report-options.ts";

/** A report of a period that is not named tells of the last whole days (UTC) that have events. */
const DAYS_DEFAULT = 7;
const INCIDENTS_MAX = 15;
const ACTORS_MAX = 12;
/** Findings whose evidence is read. */
const EVIDENCE_FINDINGS_MAX = 20;

/** What happened in a time. Throws FINDINGS_NOT_LOOKED. */
export async function readPeriodFacts(
  store: Store,
  asked: { readonly from: EpochMs | null; readonly to: EpochMs | null },
  { now, version, eventsMax }: ReportOptions,
): Promise<PeriodFacts> {
  await refuseUnlooked(store);
  const look = await readLook(store);
  const period = toPeriod(asked, { firstAt: look.firstAt, lastAt: look.lastAt ?? now });
  const { to } = period;
  const riskAt = toEpochMs(Math.min(to - 1, look.lastAt ?? now));
  const heads = await readHeads(store, period);
  const findings = await readWorst(store, period);
  const shown = findings.slice(0, EVIDENCE_FINDINGS_MAX).map(({ finding }) => finding);
  const evidence = await readEvidence(store, shown, eventsMax);
  const page = await store.incidents.read({
    ...period,
    openOnly: true,
    limit: INCIDENTS_MAX,
    order: "worst-first",
  });
  const totals = await readTotals(store, period);
  return {
    kind: "period",
    generatedAt: now,
    version,
    riskAt,
    period,
    incidents: page.incidents,
    incidentCount: totals.incidents,
    findings,
    findingCounts: totals.findings,
    actors: await readRiskiest(store, { at: riskAt, period, limit: ACTORS_MAX }),
    ...evidence,
    look,
    hiddenFindings: await countHidden(store, period),
    leftOut: [
      ...evidence.leftOut,
      ...(heads.length > FINDINGS_MAX
        ? [`Of ${heads.length} findings the ${FINDINGS_MAX} worst are told about.`]
        : []),
      ...(findings.length > shown.length
        ? [`Evidence was read for the ${shown.length} worst findings.`]
        : []),
    ],
    totals,
    before: await readBefore(store, period, look.firstAt),
    days: countDays(heads, period),
  };
}

/**
 * The period asked for, as far as there are logs: days on which nothing can have happened would hide the others. What
 * lies beside all logs stays as it was asked for.
 */
export function toPeriod(
  asked: { readonly from: EpochMs | null; readonly to: EpochMs | null },
  { firstAt, lastAt }: { readonly firstAt: EpochMs | null; readonly lastAt: EpochMs },
): Span {
  const end = toEpochMs((toDay(lastAt) + 1) * DAY_MS);
  const begin = toDay(firstAt ?? lastAt) * DAY_MS;
  const to = asked.to ?? end;
  const from = asked.from ?? toEpochMs(to - DAYS_DEFAULT * DAY_MS);
  const logged = { from: toEpochMs(Math.max(from, begin)), to: toEpochMs(Math.min(to, end)) };
  return logged.from < logged.to ? logged : { from, to };
}

/** Of the time of the same length before; null where the logs do not reach back over all of it. */
async function readBefore(
  store: Store,
  { from, to }: Span,
  firstAt: EpochMs | null,
): Promise<PeriodFacts["before"]> {
  const before = { from: toEpochMs(from - (to - from)), to: from };
  // Logs seldom begin at midnight: a day's grace keeps the comparison with the first week.
  return firstAt === null || firstAt > before.from + DAY_MS ? null : readTotals(store, before);
}

/** Identities that acted in a time, by their risk at an instant. */
export async function readRiskiest(
  store: Store,
  { at, period, limit }: { readonly at: EpochMs; readonly period: Span; readonly limit: number },
): Promise<readonly ReportedActor[]> {
  const actors = await store.actors.list(period);
  const risks = await readRisks(store, { at, actors });
  return actors
    .map((actor) => toReportedActor(actor, risks))
    .filter(({ risk }) => (risk?.shown ?? 0) > 0)
    .sort((a, b) => (b.risk?.shown ?? 0) - (a.risk?.shown ?? 0))
    .slice(0, limit);
}
