import type { ActorType } from "../../domain/index.ts";

/** How bad it is if an entity is misused; the operator sets it, or it is learned. */
export const CRITICALITIES = ["low", "normal", "high", "critical"] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** What the odds of risk are multiplied by. */
export const CRITICALITY_ODDS: Readonly<Record<Criticality, number>> = {
  low: 0.5,
  normal: 1,
  high: 2,
  critical: 4,
};

/** An identity that did something of the highest sensitivity on so many days is an administrator. */
export const ADMINISTRATOR_DAYS_MIN = 3;

export interface CriticalityEvidence {
  /** Set by the operator; null: not set. It outranks what is learned. */
  readonly setting: Criticality | null;
  readonly type: ActorType | "address" | "resource";
  /** Days on which the identity did, with success, what can harm most (sensitivity 3). */
  readonly sensitiveDays: number;
}

/** Root can do everything; an administrator is known by what it does. */
export function toCriticality({ setting, type, sensitiveDays }: CriticalityEvidence): Criticality {
  if (setting !== null) return setting;
  if (type === "root") return "critical";
  return sensitiveDays >= ADMINISTRATOR_DAYS_MIN ? "high" : "normal";
}
