import {
  type AttackRef,
  type DetectorKind,
  type DetectorRef,
  ENTITY_TYPES,
  type EntityType,
  findTactic,
  isJsonObject,
  type JsonObject,
  type Severity,
  toCurrentTechnique,
} from "../domain/index.ts";
import type { CompiledCorrelation, CompiledRule } from "../sigma/index.ts";

/** What a finding needs to know about the detector that made it. */
export interface Detector {
  readonly ref: DetectorRef;
  readonly severity: Severity;
  readonly attack: readonly AttackRef[];
  /** What the detector makes statements about. */
  readonly entity: EntityType;
  readonly description: string;
  readonly falsePositives: readonly string[];
  /** What to do about a finding, in order. */
  readonly response: readonly string[];
  /** Kinds of data without which the detector cannot look, as its author wrote them. */
  readonly needs: readonly string[];
}

const SEVERITY_OF_LEVEL: Readonly<Record<string, Severity>> = {
  informational: "info",
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
};

/** A rule without a level is worth a look and no more. */
const SEVERITY_DEFAULT: Severity = "low";

export function toDetector(rule: CompiledRule | CompiledCorrelation, kind: DetectorKind): Detector {
  const own = isJsonObject(rule.custom["gait"]) ? rule.custom["gait"] : {};
  return {
    ref: { id: rule.id ?? rule.title, kind, title: rule.title },
    severity: SEVERITY_OF_LEVEL[rule.level ?? ""] ?? SEVERITY_DEFAULT,
    attack: toAttackRefs(rule.tags),
    entity: ENTITY_TYPES.find((type) => type === own["entity"]) ?? "actor",
    description: rule.description ?? "",
    falsePositives: rule.falsepositives,
    response: toTexts(own, "response"),
    needs: toTexts(own, "needs"),
  };
}

function toTexts(own: JsonObject, key: string): readonly string[] {
  const value = own[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/**
 * Tactics and techniques of Sigma tags. Tags do not say which technique serves which tactic, so each tactic is given
 * with the first technique, and further techniques with the first tactic.
 */
export function toAttackRefs(tags: readonly string[]): readonly AttackRef[] {
  const tactics: string[] = [];
  const techniques: string[] = [];
  for (const tag of tags) {
    if (!tag.toLowerCase().startsWith("attack.")) continue;
    const name = tag.slice("attack.".length);
    if (/^t\d{4}(\.\d{3})?$/i.test(name)) techniques.push(toCurrentTechnique(name));
    else {
      const tactic = findTactic(name);
      if (tactic !== null && !tactics.includes(tactic.id)) tactics.push(tactic.id);
    }
  }
  const first = tactics[0];
  if (first === undefined) return [];
  return [
    ...tactics.map((tactic) => ({ tactic, technique: techniques[0] ?? null })),
    ...techniques.slice(1).map((technique) => ({ tactic: first, technique })),
  ];
}
