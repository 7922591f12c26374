/** What makes an event risky, whatever else is known. */
export interface RiskSigns {
  readonly isSensitive: boolean;
  readonly isRecon: boolean;
  readonly isBadAddress: boolean;
  readonly isBadAgent: boolean;
  readonly isNight: boolean;
  readonly isWeekend: boolean;
  readonly hasError: boolean;
  readonly isDenied: boolean;
  readonly isBurst: boolean;
  readonly isNewUser: boolean;
  readonly isRare: boolean;
}

const POINTS: Readonly<Record<keyof RiskSigns, number>> = {
  isSensitive: 3,
  isRecon: 2,
  isBadAddress: 3,
  isBadAgent: 2,
  isNight: 1,
  isWeekend: 1,
  hasError: 1,
  isDenied: 2,
  isBurst: 2,
  isNewUser: 1,
  isRare: 1,
};
const SIGNS = Object.entries(POINTS);
export const POINTS_MAX = SIGNS.reduce((sum, [, points]) => sum + points, 0);

/** 0 to 100: the points of what holds, of the most that could. */
export function toRiskScore(signs: RiskSigns): number {
  const held = new Map<string, boolean>(Object.entries(signs));
  const points = SIGNS.reduce((sum, [sign, worth]) => sum + (held.get(sign) === true ? worth : 0), 0);
  return (100 * points) / POINTS_MAX;
}

export type Level = "critical" | "high" | "medium" | "low";

/** Levels of the risk score. */
export const toRiskLevel = (score: number): Level => toLevel(score, { critical: 70, high: 50, medium: 25 });

/** Levels of the models' score. */
export const toModelLevel = (score: number): Level => toLevel(score, { critical: 80, high: 60, medium: 40 });

function toLevel(score: number, from: Readonly<Record<Exclude<Level, "low">, number>>): Level {
  if (score >= from.critical) return "critical";
  if (score >= from.high) return "high";
  return score >= from.medium ? "medium" : "low";
}
