import { DETECTOR_KINDS, type DetectorKind, severityRank } from "../../domain/index.ts";
import { toTacticAim } from "../attack/tactic-words.ts";
import {
  type Block,
  type ReportDocument,
  type Section,
  severityMark,
  type Text,
} from "../document/document.ts";
import {
  capitalize,
  clip,
  toBytes,
  toCount,
  toCountryName,
  toDuration,
  toList,
  toMoment,
  toPlural,
  toTime,
} from "../document/words.ts";
import type { IncidentFacts } from "../facts.ts";
import { adviseOn, showSteps } from "../section/advice.ts";
import { describeAttack } from "../section/attack.ts";
import { closeReport } from "../section/closing.ts";
import { listEvidence, sumEvidence } from "../section/evidence.ts";
import { type Numbered, numberFindings } from "../section/numbered.ts";
import { showRisk } from "../section/risk.ts";
import { drawStory, tellStory } from "../section/story.ts";
import { compareWithUsual } from "../section/usual.ts";
import { introduceActors } from "../section/who.ts";
import { explainFindings } from "../section/why.ts";
import { nameDeed, rankActors, toIncidentTitle } from "./incident-words.ts";

/** Identities that are compared with what is usual for them. */
const COMPARED_MAX = 3;

/** An incident for people who were not there and do not know the tool. */
export function toIncidentReport(facts: IncidentFacts): ReportDocument {
  const { incident, findings, generatedAt, version } = facts;
  const numbered = numberFindings(findings);
  return {
    kind: "incident",
    name: `Incident report ${incident.id.slice(0, 12)}`,
    title: toIncidentTitle(facts),
    subtitle: `${toMoment(incident.at)}, over ${toDuration(incident.until - incident.at)}`,
    severity: incident.severity,
    facts: toGlance(facts),
    sections: toSections(facts, numbered),
    generatedAt,
    version,
  };
}

const VERDICTS = {
  none: "not judged yet",
  "true-positive": "judged: it is real",
  "false-positive": "judged: a false alarm",
  benign: "judged: it happened, and was allowed",
  duplicate: "judged: another one tells of it already",
} as const;

function toGlance(facts: IncidentFacts): ReportDocument["facts"] {
  const { incident, verdict, eventCount } = facts;
  return [
    ["Severity", [severityMark(incident.severity)]],
    ["Began", `${toTime(incident.at)} UTC`],
    ["Last event", `${toTime(incident.until)} UTC`],
    ["Identities", toCount(incident.actors.length)],
    ["Findings", toCount(incident.findings.length)],
    ["Events as evidence", toCount(eventCount)],
    ["Score", `${incident.score.toFixed(2)} of 1`],
    ["State", VERDICTS[verdict ?? "none"]],
  ];
}

function toSections(facts: IncidentFacts, numbered: readonly Numbered[]): readonly Section[] {
  const advice = adviseOn(facts.findings);
  const usual = rankActors(facts.findings)
    .slice(0, COMPARED_MAX)
    .flatMap((actor) => compareWithUsual(actor, facts));
  return [
    { id: "summary", title: "Summary", blocks: summarize(facts) },
    ...(advice.steps.length === 0
      ? []
      : [{ id: "to-do", title: "What to do now", blocks: showSteps(advice) }]),
    {
      id: "story",
      title: "What happened",
      blocks: [
        {
          kind: "text",
          text: "The findings in the order in which attacks usually go: getting in, looking around, widening rights, covering tracks, taking or destroying. Within each, in the order of time. The numbers follow time throughout.",
        },
        ...drawStory(numbered),
        ...tellStory(numbered),
      ],
    },
    { id: "who", title: "Who and from where", blocks: introduceActors(facts) },
    ...(usual.length === 0
      ? []
      : [
          {
            id: "usual",
            title: "Compared with what is usual",
            blocks: [{ kind: "text", text: USUAL } as const, ...usual],
          },
        ]),
    { id: "why", title: "Why this was found", blocks: explainFindings(numbered) },
    { id: "evidence", title: "Evidence", blocks: listEvidence(facts) },
    { id: "attack", title: "In the words of MITRE ATT&CK", blocks: describeAttack(facts.findings) },
    { id: "risk", title: "Risk of the identities", blocks: showRisk(facts) },
    ...closeReport(facts, advice),
  ];
}

const USUAL =
  "What each identity was known to do before, beside what the evidence shows. Shares are of its events, recent ones counting more.";

function summarize(facts: IncidentFacts): readonly Block[] {
  const { incident } = facts;
  return [
    { kind: "text", tone: "lead", text: tellWho(facts) },
    { kind: "text", tone: "quote", text: incident.summary },
    { kind: "text", text: tellPurposes(facts) },
    { kind: "text", text: tellCertainty(facts) },
    ...tellExtent(facts),
    { kind: "text", tone: "soft", text: HOW_TO_READ },
  ];
}

const HOW_TO_READ =
  "Gait is a program that reads the logs of a cloud and learns how each identity in them usually behaves: a person, a program, or a role that either takes on. A finding is something that did not fit, or that attackers are known to do; an incident is findings that belong together. Calls are named as the provider names them: the service, a colon, and what it was asked to do.";

function tellWho(facts: IncidentFacts): Text {
  const { incident, findings, events } = facts;
  const [main] = rankActors(findings);
  const name = main?.name ?? incident.actors[0] ?? "an unknown identity";
  const countries = [...new Set(events.flatMap(({ event }) => event.address.country ?? []))].slice(0, 4);
  const from = countries.length === 0 ? "" : `, from addresses in ${toList(countries.map(toCountryName))},`;
  return [
    `Beginning on ${toMoment(incident.at)}, and over ${toDuration(incident.until - incident.at)}, the identity ${clip(name, 80)}${incident.actors.length > 1 ? `, with ${incident.actors.length === 2 ? "another one" : toPlural(incident.actors.length - 1, "other identity", "other identities")},` : ""} did things in the cloud${from} that together look like ${nameDeed(findings)}. Gait ranks this as `,
    severityMark(incident.severity),
    `; its score, by which incidents are put in order, is ${incident.score.toFixed(2)} of 1. In short:`,
  ];
}

function tellPurposes({ incident }: IncidentFacts): string {
  const aims = incident.tactics.flatMap((tactic) => toTacticAim(tactic) ?? []);
  if (aims.length === 0) return "The findings name no purpose that attackers are known to pursue.";
  return `What was found serves ${aims.length === 1 ? "a purpose" : `${toCount(aims.length)} purposes`} that attackers are known to pursue: to ${aims.slice(0, -1).join("; to ")}${aims.length > 1 ? "; and to " : ""}${aims.at(-1)}.`;
}

const KIND_WORDS: Readonly<Record<DetectorKind, readonly [one: string, many: string]>> = {
  rule: ["fixed rule", "fixed rules"],
  correlation: ["rule about several events together", "rules about several events together"],
  first_seen: ["detector of things never seen before", "detectors of things never seen before"],
  travel: ["detector of impossible travel", "detectors of impossible travel"],
  deviation: ["detector of unusual amounts", "detectors of unusual amounts"],
  model: ["learned model of usual behaviour", "learned models of usual behaviour"],
};

function tellCertainty({ findings, incident, verdict }: IncidentFacts): string {
  const kinds = DETECTOR_KINDS.flatMap((kind) => {
    const ids = new Set(
      findings
        .filter(({ finding }) => finding.detector.kind === kind)
        .map(({ finding }) => finding.detector.id),
    );
    return ids.size === 0 ? [] : [`${toCount(ids.size)} ${KIND_WORDS[kind][ids.size === 1 ? 0 : 1]}`];
  });
  const severe = findings.filter(
    ({ finding }) => severityRank(finding.severity) >= severityRank("high"),
  ).length;
  const detectors = new Set(findings.map(({ finding }) => finding.detector.id)).size;
  const agree =
    kinds.length > 1
      ? "agree that something is wrong, on evidence of different kinds"
      : detectors === 1
        ? "says so"
        : "say so";
  const judged =
    verdict === null
      ? "Nobody has judged it yet: it is a suspicion, and a person should decide."
      : `A person has looked at it: ${VERDICTS[verdict]}.`;
  return `${capitalize(toPlural(incident.findings.length, "finding"))}, ${toCount(severe)} of them of high or critical severity, stand behind this: ${toList(kinds)} ${agree}. ${judged}`;
}

function tellExtent({ events, eventCount }: IncidentFacts): readonly Block[] {
  const { bytesOut, refused } = sumEvidence(events);
  const things = new Set(events.flatMap(({ event }) => event.resource ?? [])).size;
  const parts = [
    ...(things === 0
      ? []
      : [
          `${toPlural(things, "thing")} (files, machines, keys, identities) ${things === 1 ? "was" : "were"} touched`,
        ]),
    ...(bytesOut === 0 ? [] : [`${toBytes(bytesOut)} of data went out`]),
    ...(refused === 0
      ? []
      : [`${toPlural(refused, "call")} ${refused === 1 ? "was" : "were"} refused or failed`]),
  ];
  if (parts.length === 0) return [];
  const scope =
    events.length < eventCount
      ? `In the first ${toCount(events.length)} of the ${toCount(eventCount)} events`
      : "In the events that are the evidence";
  return [{ kind: "text", text: `${scope}, ${toList(parts)}.` }];
}
