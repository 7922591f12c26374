import {
  type Finding,
  type Incident,
  isJsonObject,
  type JsonValue,
  type RunRecord,
  SEVERITIES,
  type Severity,
  TACTICS,
} from "../../domain/index.ts";
import { type Html, html, trustHtml } from "../html.ts";
import { renderFindingsTimeline } from "./findings-timeline.ts";
import { SCAN_PAGE_STYLE } from "./scan-page-style.ts";

/** Findings that a page lists; a page of a thousand stays readable, and the JSON formats give them all. */
export const PAGE_FINDINGS_MAX = 1000;
const PAGE_INCIDENTS_MAX = 100;
/** Event ids listed for one finding. */
const PAGE_EVENTS_MAX = 20;
const NOT_LOOKED_MAX = 200;

export interface ScanPageInput {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  readonly record: RunRecord;
}

/** One self-contained page for people who were not there: stories, timeline, findings with evidence, what was not looked at. */
export function toScanPage(input: ScanPageInput): string {
  const { findings, incidents, record } = input;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Gait: what is wrong in these logs</title>
<style>${trustHtml(SCAN_PAGE_STYLE)}</style>
</head>
<body>
<main>
<h1>${toHeadline(incidents, findings)}</h1>
<p class="soft">${toScope(record)}</p>
${renderTiles(record)}
${renderTimeline(findings)}
${renderIncidents(incidents)}
${renderFindings(findings)}
${renderRecord(record)}
</main>
</body>
</html>
`;
  return page.text;
}

const COUNT = new Intl.NumberFormat("en");
const count = (value: number): string => COUNT.format(value);
const plural = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
const toTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}`;

function toHeadline(incidents: readonly Incident[], findings: readonly Finding[]): string {
  const worst = incidents[0] ?? findings[0];
  if (worst === undefined) return "Nothing found";
  const stories =
    incidents.length > 0 ? plural(incidents.length, "incident") : plural(findings.length, "finding");
  return `${stories}, the worst ${worst.severity}`;
}

function toScope(record: RunRecord): string {
  const span =
    record.firstAt === null || record.lastAt === null
      ? ""
      : `, ${toTime(record.firstAt)} to ${toTime(record.lastAt)} UTC`;
  return `Looked at ${plural(record.events, "event")} from ${plural(record.files, "file")}${span}, with ${plural(record.looked, "detector")}.`;
}

function renderTiles(record: RunRecord): Html {
  const tiles: readonly (readonly [string, number])[] = [
    ["Incidents", record.incidents],
    ...[...SEVERITIES]
      .reverse()
      .map((severity) => [`Findings, ${severity}`, record.findings[severity]] as const),
  ];
  return html`<dl class="tiles">${tiles.map(([name, value]) => html`<div><dt>${name}</dt><dd>${count(value)}</dd></div>`)}</dl>`;
}

function renderTimeline(findings: readonly Finding[]): Html {
  if (findings.length === 0) return html``;
  return html`<h2>When</h2><figure><div class="scroll">${trustHtml(renderFindingsTimeline(findings))}</div>
<figcaption>Each mark is a finding at the time of its first event, by severity. Larger: more events.</figcaption></figure>`;
}

/** Severity by shape and word as well as colour. */
const MARKS: Readonly<Record<Severity, string>> = {
  critical: "◆",
  high: "▲",
  medium: "●",
  low: "○",
  info: "·",
};
const renderSeverity = (severity: Severity): Html =>
  html`<span class="mark ${severity}"><span aria-hidden="true">${MARKS[severity]}</span>${severity}</span>`;

function renderIncidents(incidents: readonly Incident[]): Html {
  if (incidents.length === 0) return html``;
  const rest = incidents.length - PAGE_INCIDENTS_MAX;
  return html`<h2>Incidents, worst first</h2>${incidents.slice(0, PAGE_INCIDENTS_MAX).map(renderIncident)}
${rest > 0 ? html`<p class="soft">… and ${plural(rest, "more incident")}.</p>` : null}`;
}

function renderIncident(incident: Incident): Html {
  const tactics = incident.tactics.map((id) => TACTICS.find((tactic) => tactic.id === id)?.name ?? id);
  return html`<article class="card" id="incident-${incident.id}">
<header>${renderSeverity(incident.severity)}<h3 class="num">${toTime(incident.at)}</h3>
<span class="soft num">${plural(incident.findings.length, "finding")}, score ${incident.score.toFixed(2)}</span></header>
<p>${incident.summary}</p>
<ul class="tactics">${tactics.map((name) => html`<li>${name}</li>`)}</ul>
</article>`;
}

function renderFindings(findings: readonly Finding[]): Html {
  if (findings.length === 0) return html``;
  const rest = findings.length - PAGE_FINDINGS_MAX;
  return html`<h2>Findings, worst first</h2>${findings.slice(0, PAGE_FINDINGS_MAX).map(renderFinding)}
${rest > 0 ? html`<p class="soft">… and ${plural(rest, "more finding")}; the formats json and jsonl give them all.</p>` : null}`;
}

function renderFinding(finding: Finding): Html {
  const { explanation } = finding;
  return html`<details class="finding"><summary>${renderSeverity(finding.severity)}
<span class="num soft">${toTime(finding.at)}</span><span class="what">${finding.summary}</span>
<span class="num right">${finding.score.toFixed(2)}</span></summary>
<div class="body">
<p>${toText(explanation["why"])}</p>
<dl>${toFacts(finding).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${renderMatched(explanation["matched"])}
${renderList("What to do", explanation["response"], true)}
${renderList("When this is harmless", explanation["false_positives"], false)}
</div></details>`;
}

function toFacts(finding: Finding): readonly (readonly [string, string | Html])[] {
  const techniques = [...new Set(finding.attack.flatMap((ref) => ref.technique ?? []))].join(", ");
  const shown = finding.events.slice(0, PAGE_EVENTS_MAX);
  const rest = finding.events.length - shown.length;
  return [
    ["Who", `${finding.actor.name} (${finding.actor.type})`],
    ["Identity", html`<code>${finding.actor.id}</code>`],
    ...(finding.entity.id === finding.actor.id
      ? []
      : [["About", html`<code>${finding.entity.id}</code>`] as const]),
    ["From, to", `${toTime(finding.at)} to ${toTime(finding.until)} UTC`],
    ["ATT&CK", techniques === "" ? "none given" : techniques],
    ["Detector", html`${finding.detector.kind} <code>${finding.detector.id}</code>`],
    [
      "Evidence",
      html`${plural(finding.events.length, "event")}: <code>${shown.join(" ")}</code>${rest > 0 ? ` and ${count(rest)} more` : ""}`,
    ],
  ];
}

/** Which fields of the first event met which tests of the rule. */
function renderMatched(matched: JsonValue | undefined): Html {
  if (!Array.isArray(matched) || matched.length === 0) return html``;
  const lines = matched.filter(isJsonObject).map((one) => {
    const value = typeof one["value"] === "string" ? one["value"] : JSON.stringify(one["value"] ?? null);
    return html`<li><code>${toText(one["field"])}</code> = <code>${value}</code></li>`;
  });
  return html`<p>What matched:</p><ul>${lines}</ul>`;
}

function renderList(title: string, value: JsonValue | undefined, ordered: boolean): Html {
  const items = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  if (items.length === 0) return html``;
  const list = items.map((item) => html`<li>${item}</li>`);
  return ordered ? html`<p>${title}:</p><ol>${list}</ol>` : html`<p>${title}:</p><ul>${list}</ul>`;
}

const toText = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");

function renderRecord(record: RunRecord): Html {
  const rejected = Object.entries(record.rejectedByCode);
  const shown = record.notLooked.slice(0, NOT_LOOKED_MAX);
  return html`<h2>What was read, and what was not looked at</h2>
<p>${plural(record.records, "record")}: ${plural(record.events, "event")}, ${plural(record.duplicates, "duplicate")}, ${count(record.rejected)} rejected, ${count(record.outside)} outside the time range. ${plural(record.skippedCount, "input")} held no records.</p>
${rejected.length === 0 ? null : html`<ul>${rejected.map(([code, many]) => html`<li>${count(many)} × <code>${code}</code></li>`)}</ul>`}
${record.problems.map((problem) => html`<p class="high">${problem.text} ${problem.remedy}</p>`)}
${
  shown.length === 0
    ? html`<p class="soft">Every detector looked.</p>`
    : html`<details><summary>${plural(record.notLooked.length, "detector")} did not look</summary>
<ul>${shown.map((one) => html`<li>${one.title}: no ${one.needs}</li>`)}</ul></details>`
}`;
}
