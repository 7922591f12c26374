import { SEVERITIES, type Severity, severityRank } from "../../domain/index.ts";
import type { ActorKind } from "../../profile/index.ts";

export interface Standing {
  /** The detector's own severity. */
  readonly severity: Severity;
  /** How far over its limit what was seen is: 1 at the limit. */
  readonly strength: number;
  /** 0 to 1: how much is known of the entity. */
  readonly maturity: number;
  /** Steps up or down for what was touched and by whom. */
  readonly steps: number;
}

/** Under this maturity a finding is one step quieter. */
const MATURE_MIN = 0.5;
/** Scores of each severity lie in a band of their own, so that they order as severities do; rules stand at its lower end. */
const BANDS: Readonly<Record<Severity, readonly [number, number]>> = {
  info: [0.1, 0.25],
  low: [0.3, 0.45],
  medium: [0.5, 0.7],
  high: [0.75, 0.9],
  critical: [0.95, 0.99],
};

/** Severity and score: thin history weighs less, and within a severity the stranger is higher. */
export function grade({ severity, strength, maturity, steps }: Standing): {
  readonly severity: Severity;
  readonly score: number;
} {
  const rank = severityRank(severity) + steps - (maturity < MATURE_MIN ? 1 : 0);
  const graded = SEVERITIES[Math.max(0, Math.min(SEVERITIES.length - 1, rank))]!;
  const [low, high] = BANDS[graded];
  const share = (1 - Math.exp(-Math.max(0, strength - 1))) * Math.min(1, maturity);
  return { severity: graded, score: Number((low + (high - low) * share).toFixed(4)) };
}

/** Programs do in a night what people do not in a year: what is strange of them is one step quieter, never silent. */
export const isMachine = (kind: ActorKind): boolean => kind === "automation" || kind === "service";
