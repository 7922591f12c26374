import {
  type Finding,
  type Incident,
  type NotLooked,
  type RunRecord,
  SEVERITIES,
  type Severity,
} from "../domain/index.ts";
import {
  escapeTerminal,
  formatBytes,
  formatCount,
  formatDuration,
  formatPlural,
  formatTable,
  formatTime,
  paintBold,
  paintDim,
  paintError,
  paintSeverity,
  terminalWidth,
  wrapText,
} from "./terminal.ts";

/** Findings that a table shows; the rest is counted, and other formats give them all. */
export const TABLE_FINDINGS_MAX = 40;
const TABLE_INCIDENTS_MAX = 10;
/** Problems, kinds of rejects and skipped inputs named in a summary. */
const NAMED_MAX = 5;

export interface ScanTableInput {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  readonly record: RunRecord;
  readonly minSeverity: Severity;
}

/** What a person reads after a scan: the stories first, then the findings. */
export function formatScanTable(input: ScanTableInput): string {
  const { findings, incidents } = input;
  const parts: string[] = [];
  if (incidents.length > 0) parts.push(formatIncidents(incidents));
  if (findings.length > 0) parts.push(formatFindings(findings));
  if (findings.length === 0) parts.push(formatNothing(input));
  return `${parts.join("\n\n")}\n`;
}

/** The worst incidents, each with its story; the rest is counted. */
export function formatIncidents(
  incidents: readonly Incident[],
  shownMax: number = TABLE_INCIDENTS_MAX,
): string {
  const shown = incidents.slice(0, shownMax);
  const width = terminalWidth();
  const lines = shown.flatMap((incident) => [
    `${paintSeverity(incident.severity)}  ${formatTime(incident.at)}  ${paintDim(
      `${formatPlural(incident.findings.length, "finding")}, score ${incident.score.toFixed(2)}`,
    )}`,
    ...wrapText(escapeTerminal(incident.summary, 800), width - 4).map((line) => `    ${line}`),
  ]);
  const rest = incidents.length - shown.length;
  const more = rest > 0 ? [paintDim(`… and ${formatPlural(rest, "more incident")}`)] : [];
  return [paintBold(`Incidents (${formatCount(incidents.length)}), worst first`), "", ...lines, ...more].join(
    "\n",
  );
}

function formatFindings(findings: readonly Finding[]): string {
  const shown = findings.slice(0, TABLE_FINDINGS_MAX);
  const width = terminalWidth();
  const rest = findings.length - shown.length;
  const more =
    rest > 0
      ? `\n${paintDim(`… and ${formatPlural(rest, "more finding")}: --format jsonl or html gives them all`)}`
      : "";
  const list = width < TABLE_WIDTH_MIN ? formatNarrow(shown, width) : formatWide(shown, width);
  return `${paintBold(`Findings (${formatCount(findings.length)}), worst first`)}\n\n${list}${more}`;
}

/** In a narrower window sentences would stand in a column of a few words. */
const TABLE_WIDTH_MIN = 100;

function formatWide(findings: readonly Finding[], width: number): string {
  return formatTable({
    head: ["severity", "time (UTC)", "what", "events", "score"],
    rows: findings.map((finding) => [
      paintSeverity(finding.severity),
      formatTime(finding.at),
      escapeTerminal(finding.summary, 400),
      formatCount(finding.events.length),
      finding.score.toFixed(2),
    ]),
    numeric: [3, 4],
    widths: [13, 21, width - 13 - 21 - 10 - 8, 10, 8],
  });
}

function formatNarrow(findings: readonly Finding[], width: number): string {
  return findings
    .flatMap((finding) => [
      `${paintSeverity(finding.severity)}  ${formatTime(finding.at)}  ${paintDim(
        `${formatPlural(finding.events.length, "event")}, score ${finding.score.toFixed(2)}`,
      )}`,
      ...wrapText(escapeTerminal(finding.summary, 400), width - 4).map((line) => `    ${line}`),
    ])
    .join("\n");
}

function formatNothing({ incidents, record, minSeverity }: ScanTableInput): string {
  const quieter = SEVERITIES.reduce((sum, severity) => sum + record.findings[severity], 0);
  const hidden =
    quieter > 0 ? ` ${formatPlural(quieter, "finding")} below it: --min-severity info shows them.` : "";
  if (record.events === 0) return toNothingRead(record);
  if (incidents.length > 0) return `No single finding is of severity ${minSeverity} or above.${hidden}`;
  return `Looked at ${formatPlural(record.events, "event")} with ${formatPlural(record.looked, "detector")} and found nothing of severity ${minSeverity} or above.${hidden}`;
}

/** Nothing found because nothing was there to look at is not the same as nothing found. */
function toNothingRead({ records, rejected, outside }: RunRecord): string {
  if (outside > 0) return "Every event lies outside the time range, so nothing was looked at.";
  if (rejected > 0) return "No event could be made of what was read, so nothing was looked at.";
  return records > 0
    ? "No event was new, so nothing was looked at."
    : "No event was read, so nothing was looked at.";
}

/** The run's record in a few lines, for standard error. */
export function formatRunSummary(record: RunRecord): string {
  const rate = record.seconds > 0 ? record.events / record.seconds : 0;
  const lines = [
    `Read ${formatPlural(record.files, "file")} (${formatBytes(record.bytes)}): ${formatPlural(record.events, "event")}${toSpan(record)} in ${formatDuration(record.seconds * 1000)} (${formatCount(rate)}/s, ${formatPlural(Math.max(1, record.threads), "thread")})`,
    `Looked with ${formatPlural(record.looked, "detector")}${toNotLookedText(record)}`,
  ];
  const aside = [
    record.duplicates > 0 ? formatPlural(record.duplicates, "duplicate") : "",
    record.outside > 0 ? `${formatCount(record.outside)} outside the time range` : "",
    record.skippedCount > 0 ? `${formatPlural(record.skippedCount, "input")} without records` : "",
  ].filter((text) => text !== "");
  if (aside.length > 0) lines.push(`Left aside: ${aside.join(", ")}`);
  if (record.rejected > 0) lines.push(...toRejectLines(record));
  for (const note of record.notes) lines.push(note);
  for (const problem of record.problems.slice(0, NAMED_MAX)) {
    lines.push(
      `${paintError("!")} ${escapeTerminal(problem.text, 400)} ${problem.remedy} ${paintDim(`[${problem.code}]`)}`,
    );
  }
  if (record.problems.length > NAMED_MAX) {
    lines.push(`… and ${formatPlural(record.problems.length - NAMED_MAX, "more problem")}`);
  }
  return `${lines.join("\n")}\n`;
}

function toSpan({ firstAt, lastAt }: RunRecord): string {
  if (firstAt === null || lastAt === null) return "";
  return ` from ${formatTime(firstAt)} to ${formatTime(lastAt)}`;
}

function toNotLookedText({ notLooked }: RunRecord): string {
  if (notLooked.length === 0) return "";
  const lacks = new Map<string, number>();
  for (const one of notLooked) lacks.set(toLack(one), (lacks.get(toLack(one)) ?? 0) + 1);
  const named = [...lacks].map(([lack, count]) => `${formatCount(count)} ${lack}`);
  return `; not looked: ${named.join(", ")}`;
}

/** Each detector wants a history of its own length: the run's record says which. */
const toLack = ({ why, needs }: NotLooked): string =>
  ({
    "history-too-short": "need a longer history",
    disabled: "were switched off",
    "field-missing": `had no ${needs}`,
    "source-gap": `had no ${needs}`,
  })[why];

function toRejectLines(record: RunRecord): readonly string[] {
  const kinds = Object.entries(record.rejectedByCode).sort(([, a], [, b]) => b - a);
  const lines = [`${paintError("!")} ${formatPlural(record.rejected, "record")} rejected:`];
  for (const [code, count] of kinds.slice(0, NAMED_MAX)) {
    const first = record.rejects.find((reject) => reject.code === code);
    const where =
      first === undefined
        ? ""
        : `, the first in ${escapeTerminal(first.origin.file)} record ${first.origin.position}: ${escapeTerminal(first.reason, 300)}`;
    lines.push(`    ${formatCount(count)} × ${code}${where}`);
  }
  if (kinds.length > NAMED_MAX)
    lines.push(`    … and ${formatPlural(kinds.length - NAMED_MAX, "more kind")}`);
  return lines;
}
