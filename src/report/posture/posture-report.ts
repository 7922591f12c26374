import { type Advice, CSF_FUNCTIONS, type CsfFunction } from "../../advice/index.ts";
import { toTacticName, toTechniqueName } from "../../domain/index.ts";
import { toTacticAim } from "../attack/tactic-words.ts";
import { type Block, type ReportDocument, type Section, severityMark, strong } from "../document/document.ts";
import { capitalize, toCount, toDate, toList, toMoment, toPercent, toPlural } from "../document/words.ts";
import type { PostureFacts } from "../facts.ts";
import { drawSeverityBars } from "../picture/severity-bars.ts";
import { adviseOn, showControls } from "../section/advice.ts";
import { tallyAttack } from "../section/attack.ts";
import { describeLook } from "../section/look.ts";
import { listActors, listIncidents, sumCounts, tellCounts } from "../section/overview.ts";
import { RISK_WORDS } from "../section/risk.ts";

const TECHNIQUES_SHOWN_MAX = 12;

/** Where the company stands: what is open, who is at risk, what can be seen and what cannot, what would help most. */
export function toPostureReport(facts: PostureFacts): ReportDocument {
  const { riskAt, totals, look, generatedAt, version, actors } = facts;
  const worst = facts.incidents[0]?.incident.severity ?? null;
  const grave = actors.filter(({ risk }) => risk?.level === "critical" || risk?.level === "high").length;
  return {
    kind: "posture",
    name: `Posture report ${new Date(riskAt).toISOString().slice(0, 10)}`,
    title: "Where we stand",
    subtitle: `As of ${toMoment(riskAt)}, the newest event; the 30 days before it`,
    severity: worst,
    facts: [
      ["Worst open incident", worst === null ? "none" : [severityMark(worst)]],
      ["Open incidents", toCount(facts.incidentCount)],
      ["Findings in 30 days", toCount(sumCounts(totals.findings))],
      ["Identities at high risk", toCount(grave)],
      ["Active identities", toCount(totals.actors)],
      [
        "Detectors that looked",
        look.detectors === 0 ? "none" : `${toCount(look.looked)} of ${toCount(look.detectors)}`,
      ],
    ],
    sections: toSections(facts, adviseOn(facts.findings)),
    generatedAt,
    version,
  };
}

const toSections = (facts: PostureFacts, advice: Advice): readonly Section[] => [
  { id: "summary", title: "Summary", blocks: summarize(facts) },
  { id: "incidents", title: "Open incidents", blocks: listIncidents(facts) },
  {
    id: "actors",
    title: "Identities at risk",
    blocks: [
      { kind: "text", text: `${RISK_WORDS} Told as of ${toMoment(facts.riskAt)}.` },
      ...listActors(facts.actors),
    ],
  },
  { id: "techniques", title: "Ways that were used", blocks: describeWays(facts) },
  ...(advice.controls.length === 0
    ? []
    : [
        {
          id: "controls",
          title: "What would help most",
          blocks: [...showByFunction(advice), ...showControls(advice)],
        },
      ]),
  { id: "coverage", title: "What can be seen", blocks: describeCoverage(facts) },
  { id: "look", title: "What was not looked at", blocks: describeLook(facts) },
];

function summarize(facts: PostureFacts): readonly Block[] {
  const { totals, incidentCount, weeks, verdicts } = facts;
  const judged =
    verdicts["true-positive"] + verdicts["false-positive"] + verdicts.benign + verdicts.duplicate;
  return [
    {
      kind: "text",
      tone: "lead",
      text: `In the 30 days up to ${toDate(facts.riskAt)}, ${toPlural(totals.actors, "identity", "identities")} made ${toPlural(totals.events, "call")}. ${toPlural(sumCounts(totals.findings), "finding")} (${tellCounts(totals.findings)}) were made of them; ${incidentCount === 0 ? "no incident is open" : `${toPlural(incidentCount, "incident")} ${incidentCount === 1 ? "is" : "are"} open`}.`,
    },
    {
      kind: "figure",
      svg: drawSeverityBars(
        weeks.map(({ from, findings }) => ({ label: new Date(from).toISOString().slice(5, 10), findings })),
        "Findings by week",
      ),
      caption: "Findings by week, named by its first day (UTC), by severity, the worst at the bottom.",
    },
    {
      kind: "text",
      text:
        judged === 0
          ? "Nobody has judged a finding yet. Judging them, true or false, is what makes the next ones better."
          : `People have judged ${toPlural(judged, "finding")} of ${toCount(judged + verdicts.none)}: ${toCount(verdicts["true-positive"])} real, ${toCount(verdicts.benign)} allowed, ${toCount(verdicts["false-positive"])} false${verdicts.duplicate === 0 ? "" : `, ${toCount(verdicts.duplicate)} told twice`}.`,
    },
    ...(facts.look.notLooked.length === 0
      ? []
      : [
          {
            kind: "text",
            tone: "warning",
            text: `${toPlural(facts.look.notLooked.length, "detector")} could not look, mostly for want of logs: see “What was not looked at”.`,
          } as const,
        ]),
  ];
}

function describeWays({ findings, findingCounts }: PostureFacts): readonly Block[] {
  const found = tallyAttack(findings)
    .filter(({ technique }) => technique !== null)
    .toSorted((a, b) => b.findings - a.findings)
    .slice(0, TECHNIQUES_SHOWN_MAX);
  if (found.length === 0) return [{ kind: "text", text: "No finding names a technique." }];
  const among =
    findings.length < sumCounts(findingCounts)
      ? ` Counted among the ${toCount(findings.length)} worst findings.`
      : "";
  return [
    { kind: "text", text: `Which ways of attackers (techniques of MITRE ATT&CK) were seen most.${among}` },
    {
      kind: "table",
      columns: [
        { title: "Technique" },
        { title: "Id", isNarrow: true },
        { title: "Purpose" },
        { title: "Findings", isNumeric: true },
      ],
      rows: found.map(({ tactic, technique, findings: count }) => [
        toTechniqueName(technique ?? ""),
        technique ?? "",
        toTacticAim(tactic) === null ? tactic : `to ${toTacticAim(tactic)}`,
        toCount(count),
      ]),
      leftOut: null,
    },
  ];
}

const FUNCTION_WORDS: Readonly<Record<CsfFunction, string>> = {
  govern: "decide who answers for what, and what is expected of others",
  identify: "know what there is, and who owns it",
  protect: "keep out, and keep small what gets in",
  detect: "notice",
  respond: "act when something happens",
  recover: "come back",
};

/** The advice by function of the NIST framework: gaps of a whole function show at a glance. */
function showByFunction({ controls }: Advice): readonly Block[] {
  return [
    {
      kind: "table",
      caption: "Advice by function of the NIST Cybersecurity Framework 2.0",
      columns: [{ title: "Function", isNarrow: true }, { title: "Which is to" }, { title: "Advised now" }],
      rows: CSF_FUNCTIONS.map((name) => [
        [strong(capitalize(name))],
        FUNCTION_WORDS[name],
        toList(controls.filter(({ csf }) => csf.function === name).map(({ title }) => title)) ||
          "nothing that what was found asks for",
      ]),
      leftOut: null,
    },
  ];
}

function describeCoverage({ coverage, look }: PostureFacts): readonly Block[] {
  const share = look.detectors === 0 ? null : look.looked / look.detectors;
  return [
    {
      kind: "text",
      text: `For each purpose of attackers: how many detectors of Gait look for it, and for how many of its techniques. ${share === null ? "" : `${toPercent(share)} of the detectors could look at the logs that are there. `}A detector for a technique is no promise that every use of it is found.`,
    },
    {
      kind: "table",
      columns: [
        { title: "Purpose" },
        { title: "Tactic", isNarrow: true },
        { title: "Detectors", isNumeric: true },
        { title: "Techniques", isNumeric: true },
        { title: "Most detectors" },
      ],
      rows: coverage.map(({ tactic, detectors, techniques }) => [
        capitalize(toTacticAim(tactic) ?? tactic),
        toTacticName(tactic),
        toCount(detectors),
        toCount(techniques.length),
        techniques
          .toSorted((a, b) => b.detectors - a.detectors)
          .slice(0, 3)
          .map(({ id }) => toTechniqueName(id))
          .join("; ") || "—",
      ]),
      leftOut: null,
    },
  ];
}
