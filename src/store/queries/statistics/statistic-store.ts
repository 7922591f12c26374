import type { Engine } from "../../engine.ts";
import type { Guard } from "../../guard.ts";
import type { StatisticStore } from "../../ports/statistic-port.ts";
import { readGaps } from "./gaps.ts";
import { readHistogram, readTopValues } from "./histogram.ts";
import { countAlerts, readAttackCounts, readSpan, readTotals } from "./totals.ts";

/** Counts over everything that is stored, each one query or two. */
export const createStatisticStore = ({
  engine: { db },
  guard,
}: {
  readonly engine: Engine;
  readonly guard: Guard;
}): StatisticStore => ({
  readHistogram: (request) => guard.ask(readHistogram(db, request)),
  readTopValues: (request) => guard.ask(readTopValues(db, request)),
  readSpan: () => guard.ask(readSpan(db)),
  readTotals: (filter) => guard.ask(readTotals(db, filter)),
  readAttackCounts: (filter) => guard.ask(readAttackCounts(db, filter)),
  readGaps: (filter) => guard.ask(readGaps(db, filter)),
  countAlerts: (period) => guard.ask(countAlerts(db, period)),
});
