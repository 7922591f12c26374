import type { JsonObject } from "../../../domain/index.ts";
import type { LabelledEvent } from "../read-labelled.ts";
import type { PresetTable } from "./preset.ts";
import { type Level, toRiskLevel } from "./s4-risk.ts";

/** An event with what the recipe says of it. */
export interface JudgedEvent extends LabelledEvent {
  readonly risk: number;
  readonly modelScore: number;
  readonly modelLevel: Level;
  readonly isAnomaly: boolean;
  readonly isBadAddress: boolean;
}

const TOP = 10;
const HOUR_MS = 3_600_000;

/** The eight questions that an analyst asks first, in their order. */
export function summarise(events: readonly JudgedEvent[]): readonly PresetTable[] {
  const times = events.map(({ event }) => event.at);
  return [
    table("total_events", "Events", [
      {
        events: events.length,
        users: new Set(events.map(({ event }) => event.actor.id)).size,
        addresses: new Set(events.map(({ event }) => event.address.text)).size,
        first: toTime(times[0] ?? 0),
        last: toTime(times.at(-1) ?? 0),
      },
    ]),
    table(
      "risk_distribution",
      "Events by level of risk",
      countBy(events, ({ risk }) => toRiskLevel(risk), "level"),
    ),
    table("top_users", "Users with the highest mean risk", rankUsers(events)),
    table("high_risk_events", "Events of the highest risk", rankEvents(events)),
    table(
      "hourly_pattern",
      "Events by hour of the day",
      countBy(
        events,
        ({ event }) => String(Math.floor((event.at / HOUR_MS) % 24)).padStart(2, "0"),
        "hour",
      ).sort((a, b) => Number(a["hour"]) - Number(b["hour"])),
    ),
    table(
      "anomaly_summary",
      "Anomalies of both models by level",
      countBy(
        events.filter(({ isAnomaly }) => isAnomaly),
        ({ modelLevel }) => modelLevel,
        "level",
      ),
    ),
    table(
      "suspicious_ips",
      "Addresses that nobody used before",
      countBy(
        events.filter(({ isBadAddress }) => isBadAddress),
        ({ event }) => event.address.text ?? "",
        "address",
      ),
    ),
    table(
      "sensitive_actions",
      "Sensitive calls",
      countBy(
        events.filter(({ event }) => event.action.sensitivity >= 2),
        ({ event }) => event.action.name,
        "action",
      ),
    ),
  ];
}

function table(name: string, title: string, rows: readonly JsonObject[]): PresetTable {
  return { file: `${name}.csv`, title, columns: Object.keys(rows[0] ?? { none: null }), rows };
}

const toTime = (at: number): string => new Date(at).toISOString();

/** The commonest first. */
function countBy(
  events: readonly JudgedEvent[],
  keyOf: (event: JudgedEvent) => string,
  name: string,
): JsonObject[] {
  const counts = new Map<string, number>();
  for (const event of events) counts.set(keyOf(event), (counts.get(keyOf(event)) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([key, count]) => ({ [name]: key, events: count }));
}

function rankUsers(events: readonly JudgedEvent[]): readonly JsonObject[] {
  const users = new Map<string, { name: string; events: number; risk: number; anomalies: number }>();
  for (const { event, risk, isAnomaly } of events) {
    const known = users.get(event.actor.id) ?? { name: event.actor.name, events: 0, risk: 0, anomalies: 0 };
    known.events++;
    known.risk += risk;
    known.anomalies += isAnomaly ? 1 : 0;
    users.set(event.actor.id, known);
  }
  return [...users.values()]
    .map(({ name, events: count, risk, anomalies }) => ({
      user: name,
      events: count,
      mean_risk: round(risk / count),
      anomalies,
    }))
    .sort((a, b) => b.mean_risk - a.mean_risk || b.events - a.events)
    .slice(0, TOP);
}

const rankEvents = (events: readonly JudgedEvent[]): readonly JsonObject[] =>
  events
    .toSorted((a, b) => b.risk - a.risk || a.event.at - b.event.at)
    .slice(0, TOP)
    .map(({ event, risk, modelScore }) => ({
      time: toTime(event.at),
      user: event.actor.name,
      action: event.action.name,
      address: event.address.text,
      risk: round(risk),
      model_score: round(modelScore),
    }));

const round = (value: number): number => Number(value.toFixed(1));
