import { severityRank, TACTICS, toCurrentTechnique } from "../../domain/index.ts";
import type { AnyFacts, CoveredTactic, ReportedFinding } from "../facts.ts";

/** Version of the layer's format, of the Navigator that reads it, of ATT&CK. */
const VERSIONS = { attack: "19", navigator: "5.3.0", layer: "4.5" };
const COMMENT_MAX = 5;

interface LayerTechnique {
  readonly techniqueID: string;
  readonly tactic: string;
  readonly score: number;
  readonly comment: string;
  readonly enabled: true;
  readonly showSubtechniques: boolean;
}

/**
 * A layer for MITRE's ATT&CK Navigator: what was found, scored by the worst severity (1 to 5) and how often; for a
 * report of the posture, for how many techniques there are detectors.
 */
export function toNavigatorLayer(facts: AnyFacts, title: string): object {
  const isCoverage = facts.kind === "posture";
  const techniques = isCoverage ? coverTechniques(facts.coverage) : findTechniques(facts.findings);
  return {
    name: isCoverage ? "Gait: techniques with detectors" : `Gait: ${title}`.slice(0, 200),
    versions: VERSIONS,
    domain: "enterprise-attack",
    description: isCoverage
      ? "How many detectors look for each technique."
      : "Techniques that findings name. The score is the worst severity: 1 info, 2 low, 3 medium, 4 high, 5 critical.",
    filters: { platforms: ["IaaS", "SaaS", "Identity Provider", "Office Suite"] },
    sorting: 3,
    layout: {
      layout: "side",
      showID: true,
      showName: true,
      showAggregateScores: false,
      countUnscored: false,
    },
    hideDisabled: false,
    techniques,
    gradient: isCoverage
      ? {
          colors: ["#e8f1f5", "#1f5f7a"],
          minValue: 1,
          maxValue: Math.max(5, ...techniques.map(({ score }) => score)),
        }
      : { colors: ["#dde6ec", "#f2c14e", "#a3123f"], minValue: 1, maxValue: 5 },
    legendItems: [],
    showTacticRowBackground: false,
    selectTechniquesAcrossTactics: false,
    selectSubtechniquesWithParent: false,
    metadata: [{ name: "made by", value: `Gait ${facts.version}` }],
  };
}

/** The Navigator knows tactics by their slug. */
const toSlug = (id: string): string => TACTICS.find((tactic) => tactic.id === id)?.slug ?? id;

const toTechnique = (options: {
  readonly id: string;
  readonly tactic: string;
  readonly score: number;
  readonly comment: string;
}): LayerTechnique => ({
  techniqueID: toCurrentTechnique(options.id),
  tactic: toSlug(options.tactic),
  score: options.score,
  comment: options.comment,
  enabled: true,
  showSubtechniques: options.id.includes("."),
});

function findTechniques(findings: readonly ReportedFinding[]): readonly LayerTechnique[] {
  const found = new Map<string, { id: string; tactic: string; findings: ReportedFinding["finding"][] }>();
  for (const { finding } of findings)
    for (const { tactic, technique } of finding.attack) {
      if (technique === null) continue;
      const key = `${technique} ${tactic}`;
      const group = found.get(key) ?? { id: technique, tactic, findings: [] };
      found.set(key, group);
      group.findings.push(finding);
    }
  return [...found.values()].map((group) => {
    const titles = [...new Set(group.findings.map(({ detector }) => detector.title))];
    return toTechnique({
      id: group.id,
      tactic: group.tactic,
      score: 1 + Math.max(...group.findings.map(({ severity }) => severityRank(severity))),
      comment: `${group.findings.length} × ${titles.slice(0, COMMENT_MAX).join("; ")}`,
    });
  });
}

const coverTechniques = (coverage: readonly CoveredTactic[]): readonly LayerTechnique[] =>
  coverage.flatMap(({ tactic, techniques }) =>
    techniques.map(({ id, detectors }) =>
      toTechnique({ id, tactic, score: detectors, comment: `${detectors} detectors` }),
    ),
  );
