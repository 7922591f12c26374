import type { QualityReport, QualitySummary, RankingQuality } from "./evaluate-port.ts";
import { escapeTerminal, formatCount, formatDuration, formatTable, paintBold, paintDim } from "./terminal.ts";

const NONE = "-";
const ofNumber = (value: number | null, digits = 2): string =>
  value === null ? NONE : value.toFixed(digits);
const ofShare = (value: number): string => `${(100 * value).toFixed(1)}%`;
const ofRank = (rank: number | null): string => (rank === null ? "not told" : String(rank));
/** Detectors of a story that are named; the rest is counted. */
const DETECTORS_NAMED_MAX = 2;

/** The report for people: what was found of each attack, what else was loud, and how well events were ranked. */
export function formatQuality(report: QualityReport): string {
  return `${[
    formatHead(report),
    formatStories(report),
    ...(report.decoys.length === 0 ? [] : [formatDecoys(report)]),
    ...(report.loudOthers.length === 0 ? [] : [formatLoudOthers(report)]),
    formatAlerts(report),
    formatRanking(report),
    ...(report.techniques.length === 0 ? [] : [formatTechniques(report)]),
    ...(report.without.length === 0 ? [] : [formatFamilies(report)]),
  ].join("\n\n")}\n`;
}

function formatHead({ summary, events, attackEvents, actors, missingLabels, alerts }: QualityReport): string {
  const lines = [
    `${summary.told} of ${summary.stories} attacks are told by an incident, ${summary.within10} among the first 10, ${summary.within15} among the first 15.`,
    `${formatCount(events)} events of ${formatCount(actors)} actors on ${alerts.days} days, ${formatCount(attackEvents)} of attacks.`,
    ...(missingLabels === 0 ? [] : [`${formatCount(missingLabels)} labelled events are not in the logs.`]),
  ];
  return `${paintBold(lines[0]!)}\n${lines.slice(1).join("\n")}`;
}

function formatStories({ stories }: QualityReport): string {
  const rows = [...stories]
    .sort((a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY))
    .map((story) => [
      escapeTerminal(story.name),
      ofRank(story.rank),
      ofNumber(story.score),
      `${formatCount(story.cited)} of ${formatCount(story.events)}`,
      story.detectedAfterMs === null ? NONE : formatDuration(story.detectedAfterMs),
      toDetectors(story.detectors),
    ]);
  const head = ["attack", "rank", "score", "events cited", "after", "found by"];
  return `${paintBold("Attacks")}\n${formatTable({ head, rows })}`;
}

function toDetectors(titles: readonly string[]): string {
  const rest = titles.length - DETECTORS_NAMED_MAX;
  const named = titles
    .slice(0, DETECTORS_NAMED_MAX)
    .map((title) => escapeTerminal(title))
    .join(", ");
  return rest > 0 ? `${named} and ${rest} more` : named;
}

function formatDecoys({ decoys, summary }: QualityReport): string {
  const rows = [...decoys]
    .sort((a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY))
    .map(({ name, rank, score, events }) => [
      escapeTerminal(name),
      rank === null ? "quiet" : String(rank),
      ofNumber(score),
      formatCount(events),
      rank === null || summary.medianRank === null || rank > summary.medianRank ? "yes" : "no",
    ]);
  const head = ["no attack", "rank", "score", "events", "below the median attack"];
  return `${paintBold("What only looks like an attack")}\n${formatTable({ head, rows })}`;
}

const SUMMARY_CHARS_MAX = 240;

function formatLoudOthers({ loudOthers }: QualityReport): string {
  const lines = loudOthers.map(
    ({ rank, severity, score, decoy, summary }) =>
      `${String(rank).padStart(3)}  ${severity} ${ofNumber(score)}${decoy === null ? "" : ` (${escapeTerminal(decoy)})`}  ${escapeTerminal(summary, SUMMARY_CHARS_MAX)}`,
  );
  return `${paintBold("Among the first incidents, and not about an attack")}\n${lines.join("\n")}`;
}

function formatAlerts({ alerts }: QualityReport): string {
  const head = [
    "severity",
    "findings",
    "of attacks",
    "others a day",
    "others per 10,000",
    "incidents",
    "of attacks",
  ];
  const rows = alerts.bySeverity.map((one) => [
    one.severity,
    formatCount(one.findings),
    formatCount(one.trueFindings),
    ofNumber(one.falsePerDay),
    ofNumber(one.falsePerTenThousand),
    formatCount(one.incidents),
    formatCount(one.trueIncidents),
  ]);
  const budgets = alerts.budgets.map(({ perDay, stories }) => `${perDay} a day: ${stories}`).join(", ");
  const precision = alerts.incidentPrecisionAt
    .map(({ k, precision: at }) => `${k}: ${ofShare(at)}`)
    .join(", ");
  return [
    paintBold("Findings and incidents"),
    formatTable({ head, rows }),
    `Incidents of high or above: ${ofNumber(alerts.alertsPerDay)} a day, ${ofNumber(alerts.falseAlertsPerDay)} of them not about an attack.`,
    `Ordinary events cited by findings of high or above: ${ofShare(alerts.benignShareHigh)}.`,
    `Of the first incidents, about attacks: ${precision}.`,
    `Attacks seen by somebody who looks at the worst incidents of each day: ${budgets}.`,
  ].join("\n");
}

function formatRanking({ ranking, baselines }: QualityReport): string {
  const row = (name: string, one: RankingQuality): string[] => [
    name,
    ofNumber(one.averagePrecision, 4),
    one.interval === null ? NONE : `${ofNumber(one.interval.low, 3)} to ${ofNumber(one.interval.high, 3)}`,
    ...one.precisionAt.map(({ precision }) => ofNumber(precision)),
  ];
  const head = ["events ranked by", "PR-AUC", "95%", ...ranking.precisionAt.map(({ k }) => `first ${k}`)];
  const rows = [row("Gait", ranking), ...baselines.map(({ name, ranking: one }) => row(name, one))];
  return `${paintBold("Ranking of events")}\n${formatTable({ head, rows })}`;
}

function formatTechniques({ techniques }: QualityReport): string {
  const rows = techniques.map((one) => [
    escapeTerminal(one.technique),
    `${one.storiesFound} of ${one.stories}`,
    `${formatCount(one.cited)} of ${formatCount(one.events)}`,
  ]);
  return `${paintBold("Techniques")}\n${formatTable({ head: ["technique", "found in attacks", "events cited"], rows })}`;
}

function formatFamilies({ without, summary }: QualityReport): string {
  const row = (name: string, findings: string, one: QualitySummary): string[] => [
    name,
    findings,
    `${one.told} of ${one.stories}`,
    String(one.within10),
    one.medianRank === null ? NONE : String(one.medianRank),
    ofShare(one.decoysBelow),
    ofNumber(one.averagePrecision, 3),
    ofNumber(one.alertsPerDay),
  ];
  const head = [
    "without",
    "its findings",
    "told",
    "first 10",
    "median rank",
    "decoys below",
    "PR-AUC",
    "alerts a day",
  ];
  const rows = [
    row("nothing left out", "", summary),
    ...without.map((one) => row(one.family, formatCount(one.findings), one.summary)),
  ];
  return `${paintBold("What each family of detectors adds")}\n${formatTable({ head, rows })}\n${paintDim(
    "An alert is an incident of high or above.",
  )}`;
}
