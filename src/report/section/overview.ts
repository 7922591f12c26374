import { SEVERITIES, type Severity, toTacticName } from "../../domain/index.ts";
import { type Block, code, severityMark } from "../document/document.ts";
import { clip, toCount, toPlural, toTime } from "../document/words.ts";
import type { ReportedActor, ReportFacts, SeverityCounts } from "../facts.ts";
import { ACTOR_WORDS } from "./actor-words.ts";
import { toHeading } from "./risk.ts";

const INCIDENTS_SHOWN_MAX = 15;
const FINDINGS_SHOWN_MAX = 25;
const ACTORS_SHOWN_MAX = 12;

export const sumCounts = (counts: SeverityCounts): number =>
  SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);

/** Incidents, the worst first, each with its story. */
export function listIncidents({ incidents, incidentCount }: ReportFacts): readonly Block[] {
  if (incidents.length === 0)
    return [
      {
        kind: "text",
        text: "No incident: nothing that was found belongs together in a story that is worth telling.",
      },
    ];
  const shown = incidents.slice(0, INCIDENTS_SHOWN_MAX);
  const rest = incidentCount - shown.length;
  return [
    {
      kind: "text",
      text: "An incident is a story: findings that belong to one identity, or to several that are linked, within a day or little more.",
    },
    ...shown.map(
      ({ incident, verdict }, index): Block => ({
        kind: "group",
        id: `incident-${index + 1}`,
        title: [severityMark(incident.severity), `  ${toTime(incident.at).slice(0, 16)} UTC`],
        blocks: [
          { kind: "text", text: clip(incident.summary, 900) },
          {
            kind: "text",
            tone: "soft",
            text: [
              `${toPlural(incident.findings.length, "finding")}, score ${incident.score.toFixed(2)}, ${verdict === null ? "not judged yet" : `judged: ${verdict}`}; ${incident.tactics.map(toTacticName).join(", ")}. Its own report: `,
              code(`gait report ${incident.id.slice(0, 12)}`),
            ],
          },
        ],
      }),
    ),
    ...(rest > 0
      ? [
          {
            kind: "text",
            tone: "soft",
            text: `${toPlural(rest, "more incident")}, less severe, ${rest === 1 ? "is" : "are"} not shown.`,
          } as const,
        ]
      : []),
  ];
}

/** The worst findings in a table. */
export function listFindings({ findings, findingCounts }: ReportFacts): readonly Block[] {
  if (findings.length === 0) return [{ kind: "text", text: "Looked, and found nothing." }];
  const shown = findings.slice(0, FINDINGS_SHOWN_MAX);
  const rest = sumCounts(findingCounts) - shown.length;
  return [
    {
      kind: "table",
      columns: [
        { title: "Severity", isNarrow: true },
        { title: "Time (UTC)", isNarrow: true },
        { title: "What was found" },
        { title: "Events", isNumeric: true },
      ],
      rows: shown.map(({ finding }) => [
        [severityMark(finding.severity)],
        toTime(finding.at).slice(0, 16),
        clip(finding.summary, 320),
        toCount(finding.events.length),
      ]),
      leftOut:
        rest > 0
          ? `${toPlural(rest, "more finding")}, less severe, ${rest === 1 ? "is" : "are"} not shown.`
          : null,
    },
  ];
}

/** Identities with their risk, the riskiest first. */
export function listActors(actors: readonly ReportedActor[]): readonly Block[] {
  const shown = actors.slice(0, ACTORS_SHOWN_MAX);
  return [
    {
      kind: "table",
      columns: [
        { title: "Identity" },
        { title: "What it is" },
        { title: "Risk", isNumeric: true },
        { title: "Level", isNarrow: true },
        { title: "Weightiest finding" },
        { title: "Events", isNumeric: true },
      ],
      rows: shown.map(({ name, type, risk, events }) => [
        clip(name, 70),
        ACTOR_WORDS[type],
        risk === null ? "—" : String(risk.shown),
        risk === null ? "not reckoned" : [severityMark(risk.level)],
        clip(toHeading(risk?.parts[0]?.summary ?? "none"), 160),
        toCount(events),
      ]),
      leftOut: null,
    },
  ];
}

/** `2 critical, 5 high and 10 others`; nothing: `none`. */
export function tellCounts(counts: SeverityCounts): string {
  const grave: readonly Severity[] = ["critical", "high", "medium"];
  const parts = grave
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${toCount(counts[severity])} ${severity}`);
  const others = counts.low + counts.info;
  const all = [...parts, ...(others === 0 ? [] : [`${toCount(others)} of little weight`])];
  return all.length === 0 ? "none" : all.join(", ");
}

/** More or fewer than before, in words. */
export function tellChange(now: number, before: number): string {
  if (before === 0) return now === 0 ? "none, as before" : `${toCount(now)}, none before`;
  if (now === before) return `${toCount(now)}, as before`;
  const share = Math.abs(now - before) / before;
  const much =
    share >= 10
      ? `${toCount(Math.round(now / before))} times as many`
      : `${Math.round(share * 100)}% ${now > before ? "more" : "fewer"}`;
  return `${toCount(now)}, before ${toCount(before)} (${much})`;
}
