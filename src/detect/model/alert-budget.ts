import { toError } from "../../domain/index.ts";
import type { ModelsData } from "./models-data.ts";
import { MODEL_PROBLEMS } from "./problems.ts";

/** How many alerts a day are welcome, over how many events a day. */
export interface AlertBudget {
  readonly alertsPerDay: number;
  readonly eventsPerDay: number;
}

export interface BudgetThreshold {
  /** Scores at or above it alert. */
  readonly threshold: number;
  /** Usual events a day that are expected to reach it: at most so many alerts, for events of one burst are one. */
  readonly expectedPerDay: number;
  /** Where 95 of 100 days lie when nothing changes (normal approximation of the Poisson law, at least 0). */
  readonly low: number;
  readonly high: number;
  /** True: rarer than the calibration has rows; the number rests on the tail's law, not on counted rows. */
  readonly extrapolated: boolean;
}

/** Scores mean shares of usual events, so a budget is a threshold. Throws MODEL_BUDGET. */
export function chooseThreshold(
  { scales }: Pick<ModelsData, "scales">,
  { alertsPerDay, eventsPerDay }: AlertBudget,
): BudgetThreshold {
  if (!(alertsPerDay > 0 && eventsPerDay > 0 && Number.isFinite(alertsPerDay + eventsPerDay))) {
    throw toError(MODEL_PROBLEMS, "MODEL_BUDGET", { budget: alertsPerDay, events: eventsPerDay });
  }
  const share = Math.min(1, alertsPerDay / eventsPerDay);
  const expected = share * eventsPerDay;
  const rows = Math.max(...scales.map((scale) => scale.rows));
  const spread = 1.96 * Math.sqrt(expected);
  return {
    threshold: 1 - share,
    expectedPerDay: expected,
    low: Math.max(0, expected - spread),
    high: expected + spread,
    extrapolated: share < 1 / rows,
  };
}
