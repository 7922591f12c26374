import type { Gauges, HealthPort, StatisticsPort } from "../../api/index.ts";
import { type Clock, DAY_MS, type EpochMs, toDay, toEpochMs } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { findGaps } from "../gaps/find-gaps.ts";

/** What is stored and found, for probes and statistics. */
export function createHealth({
  store,
  version,
  clock,
  readGapHours,
}: {
  readonly store: Store;
  readonly version: string;
  readonly clock: Clock;
  /** The setting `gaps.hours`. */
  readonly readGapHours: () => Promise<number | null>;
}): HealthPort {
  return {
    version,
    async check() {
      const database = await store.events.countEvents({ from: toEpochMs(0), to: toEpochMs(1) }).then(
        () => "ok" as const,
        () => "failed" as const,
      );
      return { ready: database === "ok", checks: { database, model: "ok" } };
    },
    async readGauges(): Promise<Gauges> {
      const { events } = await store.events.readStats();
      const { bySeverity } = await store.findings.count({});
      const { inputsWaiting, lastRun } = await store.passes.readProgress();
      const accounts = await findGaps(store, { now: clock.now(), hours: await readGapHours() });
      const active = (await store.models.list()).filter(({ isActive }) => isActive);
      return {
        events,
        findings: bySeverity,
        inputsWaiting,
        lookedAt: lastRun?.finishedAt ?? null,
        passSeconds: lastRun?.record?.seconds ?? null,
        models: Object.fromEntries(active.map(({ name, createdAt }) => [name, createdAt])),
        deliveries: (await store.alerts.count()).deliveries,
        accounts,
      };
    },
  };
}

const toIso = (at: EpochMs | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Statistics of the days up to the last event, or to now where logs claim to come from the future. */
export const createStatistics = (store: Store, clock: Clock): StatisticsPort => ({
  async readStatistics(days) {
    const stats = await store.events.readStats();
    const { lastAt } = stats;
    const last = lastAt === null || lastAt > clock.now() ? clock.now() : lastAt;
    const to = toEpochMs((toDay(last) + 1) * DAY_MS);
    const from = toEpochMs(to - days * DAY_MS);
    const period = { from, to };
    const open = { ...period, openOnly: true };
    const actors = await store.actors.list(period);
    const findings = await store.findings.count(open);
    const incidents = await store.incidents.count(open);
    const { lastRun, eventsWaiting } = await store.passes.readProgress();
    return {
      from: toIso(from),
      to: toIso(to),
      events: await store.events.countEvents(period),
      actors: actors.length,
      failures: actors.reduce((sum, { failures }) => sum + failures, 0),
      bytes_in: actors.reduce((sum, { bytesIn }) => sum + bytesIn, 0),
      bytes_out: actors.reduce((sum, { bytesOut }) => sum + bytesOut, 0),
      findings: { total: findings.total, by_severity: { ...findings.bySeverity } },
      incidents: { total: incidents.total, by_severity: { ...incidents.bySeverity } },
      detection: { finished_at: toIso(lastRun?.finishedAt ?? null), events_waiting: eventsWaiting },
      stored: {
        events: stats.events,
        actors: stats.actors,
        inputs: stats.inputs,
        rejects: stats.rejects,
        first_time: toIso(stats.firstAt),
        last_time: toIso(stats.lastAt),
        database_bytes: stats.databaseBytes,
        events_by_log_type: { ...stats.eventsByLogType },
      },
    };
  },
});
