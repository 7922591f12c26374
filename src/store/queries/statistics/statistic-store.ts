import { createKeeping, type KeepingParts } from "../../answers/keeping.ts";
import type { Engine } from "../../engine.ts";
import { streamHeads } from "../../findings/finding-queries.ts";
import type { EventFilter } from "../../port.ts";
import type { FindingFilter, FindingHead } from "../../ports/finding-port.ts";
import type { PlaceFilters, PlaceKind, StatisticStore } from "../../ports/statistic-port.ts";
import { streamUploads } from "../upload-stream.ts";
import { readCorrelations, readHabits } from "./actor-days.ts";
import { readGaps } from "./gaps.ts";
import { readHistogram, readTopValues } from "./histogram.ts";
import { readMeasures } from "./measures.ts";
import { readPlaces } from "./places.ts";
import { readScoreBands, readScores } from "./scores.ts";
import { countAlerts, readAttackCounts, readSpan, readTotals } from "./totals.ts";
import { readWeek } from "./week.ts";

/** Heads of findings that are kept in memory at most: about a kilobyte each. */
const HEADS_KEPT_MAX = 20_000;

/** Counts over everything that is stored, each one query or two; asked again, they are given again until something is written. */
export function createStatisticStore(parts: KeepingParts): StatisticStore {
  const { engine, guard } = parts;
  const { db } = engine;
  const keep = createKeeping(parts);
  const places = keep(({ kind, filters }: { readonly kind: PlaceKind; readonly filters: PlaceFilters }) =>
    readPlaces(db, kind, filters),
  );
  const scores = keep(({ filter, bins }: { readonly filter: FindingFilter; readonly bins: number }) =>
    readScores(db, filter, bins),
  );
  const habits = keep(({ filter, limit }: { readonly filter: EventFilter; readonly limit: number }) =>
    readHabits(db, filter, limit),
  );
  const span = keep(() => readSpan(db));
  const heads = keep(() => listHeads(db), { isSmall: (all) => all.length <= HEADS_KEPT_MAX });
  return {
    streamUploads: (period) => guard.stream(streamUploads(engine, period)),
    readHistogram: keep((request) => readHistogram(db, request)),
    readTopValues: keep((request) => readTopValues(db, request)),
    readMeasures: keep((request) => readMeasures(db, request)),
    readWeek: keep((filter) => readWeek(db, filter)),
    readPlaces: (kind, filters) => places({ kind, filters }),
    readScores: (filter, bins) => scores({ filter, bins }),
    readScoreBands: keep((filter) => readScoreBands(db, filter)),
    readCorrelations: keep((filter) => readCorrelations(db, filter)),
    readHabits: (filter, limit) => habits({ filter, limit }),
    readSpan: () => span(null),
    readTotals: keep((filter) => readTotals(db, filter)),
    readAttackCounts: keep((filter) => readAttackCounts(db, filter)),
    readGaps: keep((filter) => readGaps(db, filter)),
    listFindingHeads: () => heads(null),
    keep,
    countAlerts: (period) => guard.ask(countAlerts(db, period)),
  };
}

async function listHeads(db: Engine["db"]): Promise<readonly FindingHead[]> {
  const heads: FindingHead[] = [];
  for await (const some of streamHeads(db, {})) heads.push(...some);
  return heads;
}
