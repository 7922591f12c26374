import type { ActorDetail } from "../../client/use-actors.ts";
import type { Comparison, Finding, FindingDetail } from "../../client/use-finding.ts";
import { formatBytes, formatCount, formatPlural, formatShare } from "../../part/format.ts";
import { SEVERITY_WORDS } from "../../part/severity.ts";
import { toTacticName } from "../../part/tactics.ts";
import { toVisible } from "../../part/visible-text.ts";
import { dimensionWord } from "../actor/words.ts";

/** A part of a written report: plain sentences, in which texts from logs stand as they are. */
export interface ReportSection {
  readonly head: string;
  readonly lines: readonly string[];
}

export interface ReportParts {
  readonly finding: FindingDetail;
  readonly comparison: Comparison | undefined;
  readonly actor: ActorDetail | undefined;
}

/** Text of a log in a sentence: bounded, nothing hidden in it. */
const quote = (text: string): string => toVisible(text.slice(0, 300));
const toUtc = (time: string): string => `${time.slice(0, 19).replace("T", " ")} UTC`;

/** What an analyst would write down: what happened, why it was found, what is usual, how risky, what to do. */
export function writeReport({ finding, comparison, actor }: ReportParts): readonly ReportSection[] {
  const { explanation } = finding;
  return [
    { head: "Summary", lines: [quote(finding.summary), ...toFacts(finding)] },
    { head: "Why it was found", lines: toWhy(explanation) },
    { head: "Compared with what is normal", lines: comparison === undefined ? [] : toComparison(comparison) },
    { head: "Risk", lines: actor === undefined ? [] : toRisk(finding, actor) },
    { head: "Evidence", lines: toEvidence(finding) },
    { head: "Harmless causes that are known", lines: (explanation.false_positives ?? []).map(quote) },
    { head: "What to do", lines: (explanation.response ?? []).map(quote) },
  ].filter(({ lines }) => lines.length > 0);
}

function toFacts({
  id,
  time,
  until,
  severity,
  detector,
  actor,
  entity,
  attack,
  incident,
  verdict,
}: Finding): readonly string[] {
  const tactics = [...new Set(attack.map(({ tactic }) => `${tactic} ${toTacticName(tactic)}`))];
  const techniques = [...new Set(attack.flatMap(({ technique }) => technique ?? []))];
  return [
    `Severity: ${SEVERITY_WORDS[severity]}. Finding ${id}, by the detector "${quote(detector.title)}" (${detector.kind.replaceAll("_", " ")}).`,
    `From ${toUtc(time)} to ${toUtc(until)}.`,
    `Actor: ${quote(actor.name)} (${actor.type}), ${quote(actor.id)}.`,
    ...(entity.type === "actor"
      ? []
      : [`About: ${entity.type === "ip" ? "the address" : "the resource"} ${quote(entity.id)}.`]),
    ...(tactics.length === 0
      ? []
      : [
          `ATT&CK: ${tactics.join(", ")}${techniques.length === 0 ? "" : `; techniques ${techniques.join(", ")}`}.`,
        ]),
    ...(incident === null ? [] : [`Part of incident ${incident}.`]),
    `Verdict: ${verdict === null ? "not judged yet" : verdict.replaceAll("-", " ")}.`,
  ];
}

function toWhy({
  why,
  comparison,
  counterfactual,
  history,
  factors = [],
  numbers,
}: Finding["explanation"]): readonly string[] {
  const strangest = numbers?.strangest;
  return [
    ...(why === undefined ? [] : [quote(why)]),
    ...(comparison === undefined ? [] : [quote(comparison)]),
    ...(strangest?.contributions ?? [])
      .slice(0, 5)
      .map(({ words, bits }) => `${quote(words)}: ${bits.toFixed(1)} bits of strangeness.`),
    ...factors.map(({ dimension, value, grade, peers }) => {
      const others =
        peers === undefined ? "" : `; ${formatCount(peers.actors)} of ${formatCount(peers.of)} peers have it`;
      return `${dimension} ${quote(value)}: ${grade} for the actor${others}.`;
    }),
    ...(counterfactual === undefined ? [] : [quote(counterfactual)]),
    ...(history === undefined ? [] : [quote(typeof history === "string" ? history : history.text)]),
  ];
}

function toComparison({ before, values, numbers }: Comparison): readonly string[] {
  const lines = values.map(({ kind, value, own, others }) => {
    const byActor =
      own.events === 0
        ? "never before by the actor"
        : `${formatPlural(own.events, "event")} before by the actor`;
    const byOthers = others.actors === 0 ? "nobody else" : `${formatPlural(others.actors, "other actor")}`;
    return `${dimensionWord(kind)} ${quote(value)}: ${byActor}, ${byOthers}.`;
  });
  const more = numbers.flatMap(({ number, value, own }) => {
    if (own === null || value <= own.usual) return [];
    const format = number.startsWith("bytes") ? formatBytes : formatCount;
    return [
      `${number.replaceAll("_", " ")} in a day: ${format(value)}; 95% of its ${formatPlural(own.days, "earlier day")} stay below ${format(Math.round(own.usual))}.`,
    ];
  });
  return [`The actor did ${formatPlural(before.events, "thing")} before.`, ...lines, ...more];
}

function toRisk(finding: Finding, { risk, risk_parts: parts }: ActorDetail): readonly string[] {
  if (risk === null) return ["Nobody knows: nothing was looked at."];
  const own = parts.find((part) => part.finding === finding.id);
  return [
    `The actor's risk is ${Math.round(risk.score)} of 100 (${SEVERITY_WORDS[risk.level].toLowerCase()})${risk.as_of === null ? "" : ` as of ${toUtc(risk.as_of)}`}.`,
    own === undefined
      ? "This finding adds nothing to it."
      : `This finding adds ${own.points.toFixed(1)} points (${formatShare(own.points / Math.max(risk.score, 0.001))}).`,
    `${formatPlural(parts.length, "finding")} weigh on the actor.`,
  ];
}

/** Events of the evidence that are written down. */
const EVIDENCE_MAX = 20;

function toEvidence({ event_details: events, events: ids }: FindingDetail): readonly string[] {
  const lines = events.slice(0, EVIDENCE_MAX).map(({ id, time, action, outcome, resource, address }) => {
    const on = resource === null ? "" : ` on ${quote(resource)}`;
    const from =
      address.text === null
        ? ""
        : ` from ${quote(address.text)}${address.country === null ? "" : ` (${address.country})`}`;
    return `${toUtc(time)}: ${quote(`${action.service}:${action.name}`)}${on}${from}, ${outcome}. Event ${quote(id)}.`;
  });
  const rest = ids.length - lines.length;
  return rest > 0 ? [...lines, `And ${formatPlural(rest, "more event")}.`] : lines;
}

/** Signs that mean something in Markdown, taken literally: log text makes no links and no pictures. */
const escapeMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]<>#|!~]/g, "\\$&");

export const toMarkdown = (title: string, sections: readonly ReportSection[]): string =>
  [
    `# ${escapeMarkdown(title)}`,
    ...sections.map(
      ({ head, lines }) => `## ${head}\n\n${lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n")}`,
    ),
  ].join("\n\n");
