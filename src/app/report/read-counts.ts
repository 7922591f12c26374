import { DAY_MS, type EpochMs, toDay, toEpochMs } from "../../domain/index.ts";
import type { ReportedDay, SeverityCounts, Totals } from "../../report/index.ts";
import type { FindingFilter, FindingHead, Store } from "../../store/index.ts";
import { countSeverities, type Span } from "./report-options.ts";

/** Findings of a time without their evidence, those that count alone. */
export async function readHeads(store: Store, filter: FindingFilter): Promise<readonly FindingHead[]> {
  const heads: FindingHead[] = [];
  for await (const some of store.findings.streamHeads({ ...filter, openOnly: true })) heads.push(...some);
  return heads;
}

/** Findings by the day on which they began; days without any stand there too. */
export function countDays(heads: readonly FindingHead[], { from, to }: Span): readonly ReportedDay[] {
  const byDay = new Map<number, FindingHead[]>();
  for (const head of heads) {
    const day = toDay(head.at);
    const some = byDay.get(day) ?? [];
    byDay.set(day, some);
    some.push(head);
  }
  const first = toDay(from);
  const last = toDay(to - 1);
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    day: first + index,
    findings: countSeverities(byDay.get(first + index) ?? []),
  }));
}

/** The same by weeks that end with the time's end. */
export function countWeeks(
  heads: readonly FindingHead[],
  { to, weeks }: { readonly to: EpochMs; readonly weeks: number },
): readonly { readonly from: EpochMs; readonly findings: SeverityCounts }[] {
  return Array.from({ length: weeks }, (_, index) => {
    const from = toEpochMs(to - (weeks - index) * 7 * DAY_MS);
    const end = from + 7 * DAY_MS;
    return { from, findings: countSeverities(heads.filter(({ at }) => at >= from && at < end)) };
  });
}

/** How much there was in a time. */
export async function readTotals(store: Store, period: Span): Promise<Totals> {
  const actors = await store.actors.list(period);
  const findings = await store.findings.count({ ...period, openOnly: true });
  const incidents = await store.incidents.count({ ...period, openOnly: true });
  return {
    events: actors.reduce((sum, { events }) => sum + events, 0),
    actors: actors.length,
    findings: findings.bySeverity,
    incidents: incidents.total,
  };
}

/** Findings of a time that were judged false or are covered by an exception. */
export async function countHidden(store: Store, filter: FindingFilter): Promise<number> {
  const all = await store.findings.count(filter);
  const open = await store.findings.count({ ...filter, openOnly: true });
  return all.total - open.total;
}
