import type { Engine } from "../../engine.ts";
import type { Guard } from "../../guard.ts";
import type { StatisticStore } from "../../ports/statistic-port.ts";
import { readHistogram, readTopValues } from "./histogram.ts";

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
});
