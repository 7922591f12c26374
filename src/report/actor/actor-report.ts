import { type Block, type ReportDocument, type Section, severityMark } from "../document/document.ts";
import {
  capitalize,
  clip,
  toBytes,
  toCount,
  toCountry,
  toDate,
  toList,
  toMoment,
  toPercent,
  toPlural,
  toTime,
} from "../document/words.ts";
import type { ActorFacts } from "../facts.ts";
import { drawSeverityBars } from "../picture/severity-bars.ts";
import { drawWeekGrid, WEEKDAYS } from "../picture/week-grid.ts";
import { ACTOR_WORDS } from "../section/actor-words.ts";
import { adviseOn, showSteps } from "../section/advice.ts";
import { describeAttack } from "../section/attack.ts";
import { closeReport } from "../section/closing.ts";
import { listEvidence } from "../section/evidence.ts";
import { numberFindings } from "../section/numbered.ts";
import { listIncidents, sumCounts, tellCounts } from "../section/overview.ts";
import { showRisk } from "../section/risk.ts";
import { drawStory, tellStory } from "../section/story.ts";
import { compareWithUsual } from "../section/usual.ts";
import { describeActor } from "../section/who.ts";
import { explainFindings } from "../section/why.ts";

/** One identity: who it is, what it usually does, what was found about it, how risky it is and why. */
export function toActorReport(facts: ActorFacts): ReportDocument {
  const { actor, period, generatedAt, version } = facts;
  return {
    kind: "actor",
    name: `Identity report of ${new Date(period.to).toISOString().slice(0, 10)}`,
    title: clip(actor.name, 120),
    subtitle: `${capitalize(ACTOR_WORDS[actor.type])}. ${toDate(period.from)} to ${toDate(period.to - 1)}`,
    severity: actor.risk?.level ?? null,
    facts: [
      [
        "Risk",
        actor.risk === null
          ? "not reckoned"
          : [`${actor.risk.shown} of 100  `, severityMark(actor.risk.level)],
      ],
      ["Events", toCount(actor.events)],
      [
        "Refused or failed",
        `${toCount(actor.failures)} (${toPercent(actor.failures / Math.max(1, actor.events))})`,
      ],
      ["Data taken out", toBytes(actor.bytesOut)],
      ["Findings", toCount(sumCounts(facts.findingCounts))],
      ["Incidents", toCount(facts.incidentCount)],
      ["First seen", `${toTime(actor.firstAt).slice(0, 16)} UTC`],
      ["Last seen", `${toTime(actor.lastAt).slice(0, 16)} UTC`],
    ],
    sections: toSections(facts),
    generatedAt,
    version,
  };
}

function toSections(facts: ActorFacts): readonly Section[] {
  const { actor, findings } = facts;
  const numbered = numberFindings(findings);
  const advice = adviseOn(findings);
  const usual = compareWithUsual(actor, facts);
  const found: readonly Section[] =
    findings.length === 0
      ? []
      : [
          { id: "story", title: "What was found", blocks: [...drawStory(numbered), ...tellStory(numbered)] },
          ...(usual.length === 0
            ? []
            : [{ id: "usual", title: "Compared with what is usual", blocks: usual }]),
          { id: "why", title: "Why this was found", blocks: explainFindings(numbered) },
          { id: "evidence", title: "Evidence", blocks: listEvidence(facts) },
          { id: "attack", title: "In the words of MITRE ATT&CK", blocks: describeAttack(findings) },
        ];
  return [
    { id: "summary", title: "Summary", blocks: summarize(facts) },
    { id: "risk", title: "Risk, and where it comes from", blocks: showRisk({ ...facts, actors: [actor] }) },
    ...(advice.steps.length === 0
      ? []
      : [{ id: "to-do", title: "What to do now", blocks: showSteps(advice) }]),
    ...(facts.incidents.length === 0
      ? []
      : [{ id: "incidents", title: "Incidents in which it takes part", blocks: listIncidents(facts) }]),
    ...found,
    { id: "habits", title: "What it does", blocks: describeHabits(facts) },
    ...closeReport(facts, advice),
  ];
}

function summarize(facts: ActorFacts): readonly Block[] {
  const { actor, findingCounts, incidentCount, activeDays } = facts;
  const risk =
    actor.risk === null
      ? "Its risk was not reckoned, because nothing was looked at yet."
      : `Its risk is ${actor.risk.shown} of 100, as of ${toMoment(facts.riskAt)}.`;
  return [
    {
      kind: "text",
      tone: "lead",
      text: `${clip(actor.name, 80)} is a ${ACTOR_WORDS[actor.type]}. Between ${toDate(facts.period.from)} and ${toDate(facts.period.to - 1)} it made ${toPlural(actor.events, "call")} on ${toPlural(activeDays, "day")}. ${risk}`,
    },
    {
      kind: "text",
      text:
        sumCounts(findingCounts) === 0
          ? "Gait looked at what it did and found nothing out of the ordinary."
          : `Gait found ${toPlural(sumCounts(findingCounts), "thing")} about it: ${tellCounts(findingCounts)}; ${incidentCount === 0 ? "none of it adds up to an incident" : `it takes part in ${toPlural(incidentCount, "incident")}`}.`,
    },
    { kind: "facts", rows: describeActor(actor) },
  ];
}

const USED_TITLES: Readonly<Record<string, string>> = {
  action: "Calls",
  service: "Services",
  region: "Cloud regions",
  country: "Countries",
  address: "Addresses",
  tool: "Tools",
  session: "Session names",
  resource: "Things acted on",
  error: "Errors",
};

function describeHabits({ used, hours, days }: ActorFacts): readonly Block[] {
  const rows = used
    .filter(({ values }) => values.length > 0)
    .map(({ kind, values }) => [
      USED_TITLES[kind] ?? kind,
      values
        .map(
          ({ value, events }) =>
            `${kind === "country" ? toCountry(value) : clip(value, 90)} (${toCount(events)})`,
        )
        .join(", "),
    ]);
  return [
    { kind: "text", text: `When it is active. ${tellBusiest(hours)}` },
    {
      kind: "figure",
      svg: drawWeekGrid(hours),
      caption: "Events by weekday and hour, in UTC. Darker: more events.",
    },
    ...(days.length === 0
      ? []
      : [
          {
            kind: "figure",
            svg: drawSeverityBars(
              days.map(({ day, findings }) => ({ label: toShortDay(day), findings })),
              "Findings by day",
            ),
            caption:
              "Findings by the day (UTC) on which they began, by severity: the darkest red are critical.",
          } as const,
        ]),
    {
      kind: "table",
      caption: "Used most, with the number of events",
      columns: [{ title: "What", isNarrow: true }, { title: "Values" }],
      rows,
      leftOut: null,
    },
  ];
}

export const toShortDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(5, 10);

/** `Most active on Monday and Tuesday, between 08:00 and 17:00 UTC.` */
function tellBusiest(hours: readonly number[]): string {
  const total = hours.reduce((sum, count) => sum + count, 0);
  if (total === 0) return "No events in this time.";
  const byDay = WEEKDAYS.map((name, day) => ({
    name,
    count: hours.slice(day * 24, day * 24 + 24).reduce((sum, one) => sum + one, 0),
  }));
  const days = byDay
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 2)
    .filter(({ count }) => count > 0);
  const weekend = byDay.slice(5).reduce((sum, { count }) => sum + count, 0);
  return `Most active on ${toList(days.map(({ name }) => name))}; ${toPercent(weekend / total)} of its events fall on a weekend.`;
}
