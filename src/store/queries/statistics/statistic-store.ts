import type { Engine } from "../../engine.ts";
import type { Guard } from "../../guard.ts";
import type { StatisticStore } from "../../ports/statistic-port.ts";
import { streamUploads } from "../upload-stream.ts";
import { readCorrelations, readHabits } from "./actor-days.ts";
import { readGaps } from "./gaps.ts";
import { readHistogram, readTopValues } from "./histogram.ts";
import { readMeasures } from "./measures.ts";
import { readPlaces } from "./places.ts";
import { readScoreBands, readScores } from "./scores.ts";
import { countAlerts, readAttackCounts, readSpan, readTotals } from "./totals.ts";
import { readWeek } from "./week.ts";

/** Counts over everything that is stored, each one query or two. */
export const createStatisticStore = ({
  engine,
  engine: { db },
  guard,
}: {
  readonly engine: Engine;
  readonly guard: Guard;
}): StatisticStore => ({
  streamUploads: (period) => guard.stream(streamUploads(engine, period)),
  readHistogram: (request) => guard.ask(readHistogram(db, request)),
  readTopValues: (request) => guard.ask(readTopValues(db, request)),
  readMeasures: (request) => guard.ask(readMeasures(db, request)),
  readWeek: (filter) => guard.ask(readWeek(db, filter)),
  readPlaces: (kind, filters) => guard.ask(readPlaces(db, kind, filters)),
  readScores: (filter, bins) => guard.ask(readScores(db, filter, bins)),
  readScoreBands: (filter) => guard.ask(readScoreBands(db, filter)),
  readCorrelations: (filter) => guard.ask(readCorrelations(db, filter)),
  readHabits: (filter, limit) => guard.ask(readHabits(db, filter, limit)),
  readSpan: () => guard.ask(readSpan(db)),
  readTotals: (filter) => guard.ask(readTotals(db, filter)),
  readAttackCounts: (filter) => guard.ask(readAttackCounts(db, filter)),
  readGaps: (filter) => guard.ask(readGaps(db, filter)),
  countAlerts: (period) => guard.ask(countAlerts(db, period)),
});
