import { type Finding, severityRank, type VerdictKind } from "../../domain/index.ts";
import { clip, toCount } from "../document/words.ts";
import type { IncidentFacts, ReportedFinding } from "../facts.ts";
import { toTactic } from "../section/numbered.ts";

/** What an incident is called after its gravest purpose; the gravest come first. */
const DEEDS: readonly (readonly [tactic: string, words: string])[] = [
  ["TA0010", "theft of data"],
  ["TA0040", "destruction or misuse"],
  ["TA0112", "weakening of the defences"],
  ["TA0006", "theft of credentials"],
  ["TA0003", "preparation of a way back in"],
  ["TA0004", "widening of rights"],
  ["TA0008", "movement to other identities"],
  ["TA0009", "gathering of data"],
  ["TA0002", "running of foreign commands"],
  ["TA0005", "covering of tracks"],
  ["TA0001", "use of a stolen identity"],
  ["TA0011", "remote control"],
  ["TA0007", "scouting"],
  ["TA0043", "scouting from outside"],
];

/** What the worst findings of an incident come to. */
export function nameDeed(findings: readonly ReportedFinding[]): string {
  const worst = Math.max(...findings.map(({ finding }) => severityRank(finding.severity)), 0);
  const tactics = new Set(
    findings
      .map(({ finding }) => finding)
      .filter(({ severity }) => severityRank(severity) === worst)
      .map(toTactic),
  );
  return DEEDS.find(([tactic]) => tactics.has(tactic))?.[1] ?? "unusual activity";
}

const HEADS: Readonly<Record<VerdictKind | "none", (deed: string) => string>> = {
  none: (deed) => `Suspected ${deed}`,
  "true-positive": (deed) => `Confirmed ${deed}`,
  "false-positive": (deed) => `False alarm: it looked like ${deed}`,
  benign: (deed) => `Allowed activity that looked like ${deed}`,
  duplicate: (deed) => `Told elsewhere: ${deed}`,
};

/** `Suspected theft of data: fiona.cruz@example.com`. */
export function toIncidentTitle({ findings, verdict, actors, incident }: IncidentFacts): string {
  const who = mainActorName(findings) ?? actors[0]?.name ?? incident.actors[0] ?? "an unknown identity";
  const others = incident.actors.length - 1;
  const whom =
    others <= 0
      ? clip(who, 80)
      : `${clip(who, 80)} and ${others === 1 ? "one other identity" : `${toCount(others)} other identities`}`;
  return `${HEADS[verdict ?? "none"](nameDeed(findings))}: ${whom}`;
}

/** Who did most of what counts. */
export function mainActorName(findings: readonly ReportedFinding[]): string | null {
  return rankActors(findings)[0]?.name ?? null;
}

/** Identities by the weight of their findings, the most first. */
export function rankActors(findings: readonly ReportedFinding[]): readonly Finding["actor"][] {
  const weights = new Map<string, { readonly actor: Finding["actor"]; readonly weight: number }>();
  for (const { finding } of findings) {
    const { actor, severity } = finding;
    weights.set(actor.id, {
      actor,
      weight: (weights.get(actor.id)?.weight ?? 0) + 4 ** severityRank(severity),
    });
  }
  return [...weights.values()].sort((a, b) => b.weight - a.weight).map(({ actor }) => actor);
}
