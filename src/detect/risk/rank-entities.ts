import { DAY_MS, type EntityId, type EntityType, type Finding } from "../../domain/index.ts";
import type { Criticality } from "./criticality.ts";
import { type EntityRisk, type RiskOptions, toRisk } from "./to-risk.ts";

export interface RiskEntity {
  readonly type: EntityType;
  readonly id: EntityId;
}

export interface RankedEntity extends EntityRisk {
  readonly entity: RiskEntity;
}

export interface EntityRiskOptions extends Omit<RiskOptions, "criticality"> {
  readonly criticalityOf?: (entity: RiskEntity) => Criticality;
}

/**
 * Whom a finding weighs on: what it is about, and, where that is a resource, who acted on it as well. What an address
 * did to identities does not weigh on the one that happened to be tried first.
 */
export function entitiesOf(finding: Finding): readonly RiskEntity[] {
  const { entity, actor } = finding;
  return entity.type === "resource" ? [entity, { type: "actor", id: actor.id }] : [entity];
}

/** Risk of every entity with findings, the highest first; entities without points are left out. */
export function rankEntities(
  findings: readonly Finding[],
  { criticalityOf, ...options }: EntityRiskOptions,
): readonly RankedEntity[] {
  const groups = new Map<string, { readonly entity: RiskEntity; readonly findings: Finding[] }>();
  for (const finding of findings) {
    for (const entity of entitiesOf(finding)) {
      const key = `${entity.type} ${entity.id}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { entity, findings: [finding] });
      else known.findings.push(finding);
    }
  }
  return [...groups.values()]
    .map(({ entity, findings: own }) => ({
      entity,
      ...toRisk(own, { ...options, criticality: criticalityOf?.(entity) ?? "normal" }),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.entity.id < b.entity.id ? -1 : 1));
}

/** Points of a series at the most: the oldest are left out beyond it. */
export const RISK_SERIES_MAX = 1000;

/** Risk at the end of each UTC day from that of `from` to that of `to`, as the findings and verdicts tell it now. */
export function toRiskSeries(
  findings: readonly Finding[],
  span: { readonly from: number; readonly to: number },
  options: Omit<RiskOptions, "at">,
): readonly { readonly at: number; readonly score: number }[] {
  const last = Math.floor(span.to / DAY_MS);
  const first = Math.max(Math.floor(span.from / DAY_MS), last - RISK_SERIES_MAX + 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => {
    const at = (first + n + 1) * DAY_MS - 1;
    return { at, score: toRisk(findings, { ...options, at }).score };
  });
}
