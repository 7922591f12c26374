import { DAY_MS, type Finding, type Incident, type JsonObject } from "../../domain/index.ts";
import type { Changed, DetectorDay, Difference, RunComparison } from "./compare-runs.ts";

/** Lines of each kind in the text form; the rest is counted. */
export const COMPARISON_LINES_MAX = 20;

/** The comparison in words: what would have been found more, fewer, otherwise. */
export function tellComparison(comparison: RunComparison): string {
  const { findings, incidents, days } = comparison;
  const lines = [
    `Findings: ${tellDifference(findings)}.`,
    ...tellList("+", findings.appeared, tellFinding),
    ...tellList("-", findings.disappeared, tellFinding),
    ...tellList("~", findings.changed, (one) => tellChanged(one, tellFinding)),
    `Incidents: ${tellDifference(incidents)}.`,
    ...tellList("+", incidents.appeared, tellIncident),
    ...tellList("-", incidents.disappeared, tellIncident),
    ...tellList("~", incidents.changed, (one) => tellChanged(one, tellIncident)),
  ];
  if (days.length > 0) lines.push("By detector:", ...tellDetectors(days));
  return `${lines.join("\n")}\n`;
}

/** The comparison as plain JSON: ids, what changed, and counts by detector and day. */
export const toComparisonJson = ({ findings, incidents, days }: RunComparison): JsonObject => ({
  findings: toDifferenceJson(findings),
  incidents: toDifferenceJson(incidents),
  days: days.map((one) => ({ ...one, day: toDate(one.day) })),
});

function tellDifference({
  appeared,
  disappeared,
  changed,
  unchanged,
}: Difference<Finding | Incident>): string {
  if (appeared.length + disappeared.length + changed.length === 0) return `the same ${unchanged} as before`;
  return (
    `would have found ${appeared.length} more, ${disappeared.length} fewer, ` +
    `${changed.length} otherwise; ${unchanged} unchanged`
  );
}

function tellList<T>(sign: string, items: readonly T[], tell: (item: T) => string): readonly string[] {
  const told = items.slice(0, COMPARISON_LINES_MAX).map((item) => `  ${sign} ${tell(item)}`);
  const rest = items.length - told.length;
  return rest > 0 ? [...told, `  ${sign} and ${rest} more`] : told;
}

const tellFinding = ({ at, severity, summary }: Finding): string => `${toTime(at)} ${severity}: ${summary}`;

const tellIncident = ({ at, severity, score, summary }: Incident): string =>
  `${toTime(at)} ${severity} (${score.toFixed(2)}): ${summary}`;

function tellChanged<T extends Finding | Incident>(
  { before, after, changes }: Changed<T>,
  tell: (item: T) => string,
): string {
  const words = changes.map((change) => {
    if (change === "severity") return `${before.severity} to ${after.severity}`;
    if (change === "score") return `score ${before.score.toFixed(2)} to ${after.score.toFixed(2)}`;
    return `${before.events.length} to ${after.events.length} events`;
  });
  return `[${words.join(", ")}] ${tell(after)}`;
}

/** Sums over all days, the greatest difference first. */
function tellDetectors(days: readonly DetectorDay[]): readonly string[] {
  const sums = new Map<string, { readonly title: string; before: number; after: number; days: number }>();
  for (const { detector, title, before, after } of days) {
    const known = sums.get(detector) ?? { title, before: 0, after: 0, days: 0 };
    sums.set(detector, known);
    known.before += before;
    known.after += after;
    known.days++;
  }
  const sorted = [...sums.values()].sort(
    (a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || (a.title < b.title ? -1 : 1),
  );
  return tellList(
    "",
    sorted,
    (one) =>
      `${one.title}: ${one.before} before, ${one.after} after, on ${one.days} ${one.days === 1 ? "day" : "days"} that differ`,
  );
}

const toDifferenceJson = (difference: Difference<Finding | Incident>): JsonObject => ({
  appeared: difference.appeared.map(({ id }) => id),
  disappeared: difference.disappeared.map(({ id }) => id),
  changed: difference.changed.map(({ before, after, changes }) => ({
    before: before.id,
    after: after.id,
    changes: [...changes],
    severity: [before.severity, after.severity],
    score: [before.score, after.score],
    events: [before.events.length, after.events.length],
  })),
  unchanged: difference.unchanged,
});

const toTime = (at: number): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");
const toDate = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
