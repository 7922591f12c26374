import { type Condition, SEVERITIES, severityRank } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { listActors } from "../findings/actors-command.ts";
import type { AskedCounts } from "./asked-counts.ts";
import { both, listSuspiciousAddresses } from "./summarise-log.ts";

export type Cell = string | number | null;

export interface AnalystTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface AnalystQuery {
  readonly name: string;
  readonly title: string;
  answer(store: Store, asked: AskedCounts, limit: number): Promise<AnalystTable>;
}

const toIso = (at: number): string => new Date(at).toISOString();

/** Events that findings of this severity and worse stand on are told one by one. */
const HIGH = severityRank("high");

/** The eight questions that analysts ask of any log. */
export const ANALYST_QUERIES: readonly AnalystQuery[] = [
  {
    name: "total_events",
    title: "How much there is",
    async answer(store, { events }) {
      const totals = await store.statistics.readTotals(events);
      return {
        columns: ["events", "actors", "denied or failed", "bytes in", "bytes out"],
        rows: [[totals.events, totals.actors, totals.failures, totals.bytesIn, totals.bytesOut]],
      };
    },
  },
  {
    name: "risk_distribution",
    title: "How many actors have which level of risk, and how many findings which severity",
    async answer(store, { findings }) {
      const { actors } = await listActors(store, {
        ...NO_PERIOD,
        text: null,
        type: null,
        at: null,
        limit: null,
      });
      const counts = findings === null ? null : await store.findings.count(findings);
      return {
        columns: ["level", "actors", "findings"],
        rows: SEVERITIES.toReversed().map((level) => [
          level,
          actors.filter(({ risk }) => risk?.level === level).length,
          counts?.bySeverity[level] ?? null,
        ]),
      };
    },
  },
  {
    name: "top_users",
    title: "Who does most",
    async answer(store, { events, findings }, limit) {
      const { values } = await store.statistics.readMeasures({
        events,
        findings,
        by: "user",
        order: "events",
        limit,
      });
      return {
        columns: ["user", "id", "events", "denied or failed", "bytes out", "findings"],
        rows: values.map((one) => [
          one.label ?? one.value,
          one.value,
          one.events,
          one.failures,
          one.bytesOut,
          findings === null ? null : one.findings,
        ]),
      };
    },
  },
  {
    name: "high_risk_events",
    title: "Events that high and critical findings stand on, the worst first",
    answer: listHighRiskEvents,
  },
  {
    name: "hourly_pattern",
    title: "Events and findings by hour of the day (UTC)",
    async answer(store, { events, findings }) {
      const all = toHours(await store.statistics.readWeek({ subject: "events", ...events }));
      const found =
        findings === null
          ? null
          : toHours(await store.statistics.readWeek({ subject: "findings", ...findings }));
      return {
        columns: ["hour", "events", "findings"],
        rows: all.map((count, hour) => [hour, count, found?.[hour] ?? null]),
      };
    },
  },
  {
    name: "anomaly_summary",
    title: "What was found, by detector",
    async answer(store, { findings }, limit) {
      if (findings === null) return { columns: ["detector", "id", "findings"], rows: [] };
      const { values } = await store.statistics.readTopValues({
        filter: { subject: "findings", ...findings },
        field: "detector",
        limit,
        containing: null,
      });
      return {
        columns: ["detector", "id", "findings"],
        rows: values.map(({ value, label, count }) => [label ?? value, value, count]),
      };
    },
  },
  {
    name: "suspicious_ips",
    title: "Addresses of events that findings stand on",
    async answer(store, asked, limit) {
      const found = await listSuspiciousAddresses(store, asked, limit);
      return {
        columns: ["address", "findings", "events", "users", "denied or failed", "first", "last"],
        rows: found.map((one) => [
          one.value,
          one.findings,
          one.events,
          one.actors,
          one.failures,
          toIso(one.firstAt),
          toIso(one.lastAt),
        ]),
      };
    },
  },
  {
    name: "sensitive_actions",
    title: "Actions that can do the most harm, and who uses them",
    async answer(store, { events, findings }, limit) {
      const { values } = await store.statistics.readMeasures({
        events: { ...events, where: both(events.where, MOST_SENSITIVE) },
        findings,
        by: "action",
        order: "events",
        limit,
      });
      return {
        columns: ["action", "events", "users", "denied or failed", "findings", "last"],
        rows: values.map((one) => [
          one.value,
          one.events,
          one.actors,
          one.failures,
          findings === null ? null : one.findings,
          toIso(one.lastAt),
        ]),
      };
    },
  },
];

const NO_PERIOD = { from: null, to: null } as const;

const MOST_SENSITIVE: Condition = {
  kind: "number",
  field: "sensitivity",
  range: { min: 3, hasMin: true, max: null, hasMax: true },
};

const toHours = (week: readonly number[]): readonly number[] =>
  Array.from({ length: 24 }, (_, hour) =>
    week.reduce((sum, count, index) => sum + (index % 24 === hour ? count : 0), 0),
  );

async function listHighRiskEvents(
  store: Store,
  { findings }: AskedCounts,
  limit: number,
): Promise<AnalystTable> {
  const columns = ["time", "user", "action", "address", "resource", "severity", "finding", "event"];
  if (findings === null) return { columns, rows: [] };
  const page = await store.findings.read({
    ...findings,
    minSeverity: SEVERITIES[HIGH]!,
    limit,
    order: "worst-first",
  });
  const told = page.findings
    .flatMap(({ finding }) => finding.events.map((event) => ({ finding, event })))
    .slice(0, limit);
  const events = await store.events.findEvents(told.map(({ event }) => event));
  const rows = told.flatMap(({ finding, event }): readonly (readonly Cell[])[] => {
    const found = events.get(event)?.event;
    if (found === undefined) return [];
    const { at, actor, action, address, resource } = found;
    const call = `${action.service}:${action.name}`;
    return [
      [toIso(at), actor.name, call, address.text, resource, finding.severity, finding.detector.title, event],
    ];
  });
  return { columns, rows };
}
