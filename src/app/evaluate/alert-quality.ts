import type { AlertQuality, BudgetQuality, SeverityQuality } from "../../cli/evaluate-port.ts";
import { SEVERITIES, type Severity, severityRank } from "../../domain/index.ts";
import type { EventTable } from "./event-table.ts";
import type { Found } from "./score-events.ts";
import { toToldStories } from "./story-quality.ts";
import type { Told } from "./told.ts";
import type { Truth } from "./truth.ts";

export const BUDGETS = [1, 3, 5, 10, 50] as const;
export const INCIDENTS_AT = [10, 15, 25] as const;
const DAY_MS = 86_400_000;

export function rateAlerts(events: EventTable, truth: Truth, found: Found): AlertQuality {
  const days = countDays(events);
  const attacks = truth.isAttack.reduce((sum, flag) => sum + flag, 0);
  const benignEvents = events.rows - attacks;
  const told = toToldStories(events, truth, found);
  const isTrue = told.byIncident.map((stories) => stories.length > 0);
  const isHigh = (one: { readonly severity: Severity }): boolean =>
    severityRank(one.severity) >= severityRank("high");
  const alerts = found.incidents.filter(isHigh);
  const perDay = (count: number): number => (days === 0 ? 0 : count / days);
  return {
    days,
    benignEvents,
    bySeverity: rateSeverities(events, truth, { found, isTrue, days, benignEvents }),
    benignShareHigh:
      benignEvents === 0 ? 0 : countBenign(events, truth, found.findings.filter(isHigh)) / benignEvents,
    alertsPerDay: perDay(alerts.length),
    falseAlertsPerDay: perDay(found.incidents.filter((one, place) => isHigh(one) && !isTrue[place]).length),
    incidentPrecisionAt: INCIDENTS_AT.map((k) => {
      const looked = isTrue.slice(0, k);
      return { k, precision: looked.length === 0 ? 0 : looked.filter(Boolean).length / looked.length };
    }),
    budgets: BUDGETS.map((budget) => rateBudget(found, told, budget)),
  };
}

/** Days that the log covers, from the first event to the last. */
export function countDays({ rows, at }: Pick<EventTable, "rows" | "at">): number {
  if (rows === 0) return 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const one of at) {
    if (one < first) first = one;
    if (one > last) last = one;
  }
  return Math.floor(last / DAY_MS) - Math.floor(first / DAY_MS) + 1;
}

interface SeverityParts {
  readonly found: Found;
  readonly isTrue: readonly boolean[];
  readonly days: number;
  readonly benignEvents: number;
}

function rateSeverities(events: EventTable, truth: Truth, parts: SeverityParts): readonly SeverityQuality[] {
  const { found, isTrue, days, benignEvents } = parts;
  const citesAttack = (ids: readonly string[]): boolean =>
    ids.some((id) => truth.isAttack[events.rowOf.get(id) ?? -1] === 1);
  return SEVERITIES.toReversed().map((severity) => {
    const findings = found.findings.filter((one) => one.severity === severity);
    const trueFindings = findings.filter((one) => citesAttack(one.events)).length;
    const incidents = found.incidents.filter((one) => one.severity === severity).length;
    const falseFindings = findings.length - trueFindings;
    return {
      severity,
      findings: findings.length,
      trueFindings,
      incidents,
      trueIncidents: found.incidents.filter((one, place) => one.severity === severity && isTrue[place])
        .length,
      falsePerDay: days === 0 ? 0 : falseFindings / days,
      falsePerTenThousand: benignEvents === 0 ? 0 : (10_000 * falseFindings) / benignEvents,
    };
  });
}

function countBenign({ rowOf }: EventTable, { isAttack }: Truth, findings: Found["findings"]): number {
  const rows = new Set<number>();
  for (const { events } of findings) {
    for (const id of events) {
      const row = rowOf.get(id);
      if (row !== undefined && isAttack[row] === 0) rows.add(row);
    }
  }
  return rows.size;
}

function rateBudget({ incidents }: Found, told: Told, budget: number): BudgetQuality {
  const seenOf = new Map<number, number>();
  const stories = new Set<number>();
  let alerts = 0;
  // Worst first, so the first of a day are the worst of it.
  for (const [place, incident] of incidents.entries()) {
    const day = Math.floor(incident.at / DAY_MS);
    const seen = seenOf.get(day) ?? 0;
    if (seen >= budget) continue;
    seenOf.set(day, seen + 1);
    alerts++;
    for (const story of told.byIncident[place]!) stories.add(story);
  }
  return { perDay: budget, stories: stories.size, alerts };
}
