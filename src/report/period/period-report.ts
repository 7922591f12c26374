import { toShortDay } from "../actor/actor-report.ts";
import { type Block, type ReportDocument, type Section, severityMark } from "../document/document.ts";
import { toCount, toDate, toDuration, toMoment, toPlural } from "../document/words.ts";
import type { PeriodFacts } from "../facts.ts";
import { drawSeverityBars } from "../picture/severity-bars.ts";
import { adviseOn } from "../section/advice.ts";
import { describeAttack } from "../section/attack.ts";
import { closeReport } from "../section/closing.ts";
import {
  listActors,
  listFindings,
  listIncidents,
  sumCounts,
  tellChange,
  tellCounts,
} from "../section/overview.ts";
import { RISK_WORDS } from "../section/risk.ts";

/** What happened between two instants: for whoever was away, and for whoever has to tell others. */
export function toPeriodReport(facts: PeriodFacts): ReportDocument {
  const { period, totals, generatedAt, version } = facts;
  const worst = facts.incidents[0]?.incident.severity ?? facts.findings[0]?.finding.severity ?? null;
  return {
    kind: "period",
    name: `Period report ${new Date(period.from).toISOString().slice(0, 10)} to ${new Date(period.to - 1).toISOString().slice(0, 10)}`,
    title: toHeadline(facts),
    subtitle: `${toMoment(period.from)} to ${toMoment(period.to)} (${toDuration(period.to - period.from)})`,
    severity: worst,
    facts: [
      ["Worst", worst === null ? "nothing found" : [severityMark(worst)]],
      ["Incidents", toCount(totals.incidents)],
      ["Findings", toCount(sumCounts(totals.findings))],
      ["Active identities", toCount(totals.actors)],
      ["Events", toCount(totals.events)],
    ],
    sections: toSections(facts),
    generatedAt,
    version,
  };
}

function toHeadline({ totals, incidents }: PeriodFacts): string {
  if (totals.incidents === 0)
    return sumCounts(totals.findings) === 0 ? "Nothing was found" : "No incident, some findings";
  const worst = incidents[0]?.incident.severity;
  return `${toPlural(totals.incidents, "incident")}${worst === undefined ? "" : `, the worst ${worst}`}`;
}

function toSections(facts: PeriodFacts): readonly Section[] {
  const advice = adviseOn(facts.findings);
  return [
    { id: "summary", title: "Summary", blocks: summarize(facts) },
    { id: "incidents", title: "Incidents", blocks: listIncidents(facts) },
    {
      id: "actors",
      title: "Identities at risk",
      blocks: [
        { kind: "text", text: `${RISK_WORDS} Told as of ${toMoment(facts.riskAt)}.` },
        ...listActors(facts.actors),
      ],
    },
    { id: "findings", title: "Worst findings", blocks: listFindings(facts) },
    { id: "attack", title: "In the words of MITRE ATT&CK", blocks: describeAttack(facts.findings) },
    ...closeReport(facts, advice),
  ];
}

function summarize(facts: PeriodFacts): readonly Block[] {
  const { period, totals, before, days } = facts;
  return [
    {
      kind: "text",
      tone: "lead",
      text: `From ${toMoment(period.from)} to ${toMoment(period.to)}, ${toPlural(totals.actors, "identity", "identities")} made ${toPlural(totals.events, "call")}. Gait found ${toPlural(sumCounts(totals.findings), "thing")} worth a look (${tellCounts(totals.findings)}), which make ${totals.incidents === 0 ? "no incident" : toPlural(totals.incidents, "incident")}.`,
    },
    {
      kind: "figure",
      svg: drawSeverityBars(
        days.map(({ day, findings }) => ({ label: toShortDay(day), findings })),
        "Findings by day",
      ),
      caption: "Findings by the day (UTC) on which they began, by severity, the worst at the bottom.",
    },
    before === null
      ? {
          kind: "text",
          tone: "soft",
          text: "The logs do not reach back far enough to compare with the time before.",
        }
      : {
          kind: "facts",
          rows: [
            ["Incidents", tellChange(totals.incidents, before.incidents)],
            ["Findings", tellChange(sumCounts(totals.findings), sumCounts(before.findings))],
            ["Active identities", tellChange(totals.actors, before.actors)],
            ["Events", tellChange(totals.events, before.events)],
            ["Compared with", `${toDate(period.from - (period.to - period.from))} to ${toDate(period.from)}`],
          ],
        },
  ];
}
