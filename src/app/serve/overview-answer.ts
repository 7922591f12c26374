import type { OverviewRequest } from "../../api/index.ts";
import { HOUR_MS, TACTICS, toEpochMs } from "../../domain/index.ts";
import type { FindingCounts, Period, Store } from "../../store/index.ts";
import { isLooked, readLooked } from "../findings/asked-store.ts";

/** Gaps that are told. */
const GAPS_MAX = 20;

type Asked = Required<Period>;

/** Posture in one look. */
export async function readOverview(store: Store, { from, to }: OverviewRequest): Promise<object> {
  const span = await store.statistics.readSpan();
  const first = from ?? span.firstAt ?? toEpochMs(0);
  const last = to ?? (span.lastAt === null ? toEpochMs(0) : toEpochMs(span.lastAt + 1));
  const period = { from: first, to: last };
  const length = Math.max(last - first, 0);
  const isBefore = span.firstAt !== null && span.firstAt < first;
  const before = isBefore ? { from: toEpochMs(first - length), to: first } : null;
  const isEmpty = span.firstAt === null;
  return {
    from: isEmpty ? null : new Date(first).toISOString(),
    to: isEmpty ? null : new Date(last).toISOString(),
    stored: {
      events: span.events,
      first_time: toMaybeIso(span.firstAt),
      last_time: toMaybeIso(span.lastAt),
    },
    ...(await readCounts(store, period, before)),
    alerts: {
      count: await store.statistics.countAlerts({
        ...(from === null ? {} : { from }),
        ...(to === null ? {} : { to }),
      }),
      before: before === null || from === null ? null : await store.statistics.countAlerts(before),
    },
    ...(await readFound(store, period, before)),
    gaps: (await store.statistics.readGaps(period)).slice(0, GAPS_MAX).map((gap) => ({
      account: gap.account,
      from: new Date(gap.from).toISOString(),
      to: new Date(gap.to).toISOString(),
      hours: (gap.to - gap.from) / HOUR_MS,
    })),
  };
}

const toMaybeIso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

async function readCounts(store: Store, period: Asked, before: Asked | null): Promise<object> {
  const now = await store.statistics.readTotals(period);
  const then = before === null ? null : await store.statistics.readTotals(before);
  const compare = (key: keyof typeof now): object => ({
    count: now[key],
    before: then === null ? null : then[key],
  });
  return {
    events: compare("events"),
    actors: compare("actors"),
    failures: compare("failures"),
    bytes_in: compare("bytesIn"),
    bytes_out: compare("bytesOut"),
  };
}

/** What looking gave, and what was not looked at. */
async function readFound(store: Store, period: Asked, before: Asked | null): Promise<object> {
  const looked = await readLooked(store);
  const open = { ...period, openOnly: true };
  const openBefore = before === null ? null : { ...before, openOnly: true };
  const compare = (now: FindingCounts, then: FindingCounts | null): object => ({
    count: now.total,
    before: then === null ? null : then.total,
    by_severity: now.bySeverity,
  });
  const isAny = await isLooked(store, looked);
  const { lastRun } = await store.passes.readProgress();
  const record = lastRun?.record ?? null;
  return {
    findings: isAny
      ? compare(
          await store.findings.count(open),
          openBefore === null ? null : await store.findings.count(openBefore),
        )
      : null,
    incidents: isAny
      ? compare(
          await store.incidents.count(open),
          openBefore === null ? null : await store.incidents.count(openBefore),
        )
      : null,
    attack: await readAttack(store, open),
    looked: {
      finished_at: toMaybeIso(looked.lookedAt),
      inputs_waiting: looked.inputsWaiting,
      events_waiting: looked.eventsWaiting,
      is_unfinished: looked.isUnfinished,
      detectors: record?.detectors ?? 0,
      detectors_looked: record?.looked ?? 0,
    },
    not_looked: record?.notLooked ?? [],
  };
}

/** Every tactic along the kill chain. */
async function readAttack(store: Store, filter: Asked & { readonly openOnly: boolean }) {
  const counts = await store.statistics.readAttackCounts(filter);
  return TACTICS.map(({ id, name }) => {
    const found = counts.find(({ tactic }) => tactic === id);
    return { tactic: id, name, findings: found?.findings ?? 0, techniques: found?.techniques ?? [] };
  });
}
