import { type AdvisedControl, type AdvisedStep, firstSteps, recommend } from "../../advice/index.ts";
import { type Severity, toCurrentTechnique } from "../../domain/index.ts";
import type { AssistantQueries, FoundFinding, FoundIncident, Period, RankedActor } from "../port.ts";
import {
  ALL_FINDINGS,
  citeActor,
  citeIncident,
  type Facts,
  toLookedFindings,
  weighFinding,
} from "./facts.ts";

export interface Controls {
  readonly controls: readonly AdvisedControl[];
  readonly techniques: readonly SeenTechnique[];
  readonly findings: number;
}

/** How often a technique was found, and how grave. */
export interface SeenTechnique {
  readonly technique: string;
  readonly findings: number;
  readonly weight: number;
}

/** Controls against what was found, the most urgent first. */
export async function lookForControls(
  queries: AssistantQueries,
  {
    period,
    actor,
    limit,
  }: { readonly period: Period; readonly actor: string | null; readonly limit: number },
): Promise<Facts<Controls>> {
  const page = await queries.searchFindings({ period, ...(actor === null ? {} : { actor }) }, ALL_FINDINGS);
  const techniques = toTechniques(page.rows);
  return {
    data: {
      controls: recommend(page.rows, { controlsMax: limit }).controls,
      techniques,
      findings: page.counts.total,
    },
    citations: [],
    looked: { ...period, counts: { ...toLookedFindings(page), techniques: techniques.length } },
  };
}

/** Techniques of findings, each finding once for each technique, the gravest first. */
export function toTechniques(findings: readonly FoundFinding[]): readonly SeenTechnique[] {
  const seen = new Map<string, { findings: number; weight: number }>();
  for (const finding of findings) {
    const own = new Set(
      finding.attack.flatMap(({ technique }) => (technique === null ? [] : [toCurrentTechnique(technique)])),
    );
    for (const technique of own) {
      const sum = seen.get(technique) ?? { findings: 0, weight: 0 };
      seen.set(technique, { findings: sum.findings + 1, weight: sum.weight + weighFinding(finding) });
    }
  }
  return [...seen]
    .map(([technique, sum]) => ({ technique, ...sum }))
    .sort((a, b) => b.weight - a.weight || b.findings - a.findings || (a.technique < b.technique ? -1 : 1));
}

export interface Priority {
  readonly incident: FoundIncident;
  readonly reasons: readonly string[];
}

export interface Priorities {
  readonly priorities: readonly Priority[];
  readonly open: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

const LATE_TACTICS: Readonly<Record<string, string>> = {
  TA0010: "data left",
  TA0040: "something was destroyed or disrupted",
  TA0112: "defences were switched off",
  TA0006: "credentials were taken",
  TA0003: "a way back in was left",
};

/** Open incidents in the order in which to look at them, each with why. */
export async function lookForPriorities(
  queries: AssistantQueries,
  { period, limit }: { readonly period: Period; readonly limit: number },
): Promise<Facts<Priorities>> {
  const page = await queries.searchIncidents({ period }, { limit: 1000, order: "worst-first" });
  const open = page.rows.filter(({ verdict }) => verdict === null);
  const shown = open.slice(0, limit);
  return {
    data: {
      priorities: shown.map((incident) => ({ incident, reasons: toReasons(incident) })),
      open: open.length,
      bySeverity: page.counts.bySeverity,
    },
    citations: shown.map(citeIncident),
    looked: { ...period, counts: { incidents: page.counts.total } },
  };
}

function toReasons({ severity, tactics, findingCount, actors }: FoundIncident): readonly string[] {
  const reached = Object.keys(LATE_TACTICS).filter((tactic) => tactics.includes(tactic));
  return [
    `${severity} severity`,
    ...(tactics.length > 1 ? [`${tactics.length} steps of an attack`] : []),
    ...reached.slice(0, 2).map((tactic) => LATE_TACTICS[tactic]!),
    `${findingCount} findings`,
    ...(actors.length > 1 ? [`${actors.length} linked identities`] : []),
  ];
}

export interface Remediation {
  readonly actor: RankedActor;
  /** What to do after what was found, in order. */
  readonly steps: readonly AdvisedStep[];
  readonly findings: number;
}

const STEPS_MAX = 5;

/** For the riskiest, or for one: what to do about what they did. */
export async function lookForRemedies(
  queries: AssistantQueries,
  request: { readonly period: Period; readonly limit: number; readonly actor: string | null },
): Promise<Facts<{ readonly remediations: readonly Remediation[] }>> {
  const { period, limit, actor } = request;
  const ranking = await queries.rankActors({ limit: actor === null ? limit : 100_000, at: null });
  const chosen =
    actor === null
      ? ranking.actors.filter(({ risk }) => risk > 0)
      : ranking.actors.filter(({ id }) => id === actor);
  const remediations: Remediation[] = [];
  for (const one of chosen) {
    const page = await queries.searchFindings({ period, actor: one.id }, ALL_FINDINGS);
    const steps = firstSteps(recommend(page.rows).steps, STEPS_MAX);
    remediations.push({ actor: one, steps, findings: page.counts.total });
  }
  return {
    data: { remediations },
    citations: remediations.map(({ actor: one }) => citeActor(one)),
    looked: {
      ...period,
      counts: {
        actors: remediations.length,
        findings: remediations.reduce((sum, { findings }) => sum + findings, 0),
      },
    },
  };
}
