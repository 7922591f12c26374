import { sql } from "kysely";
import { DETECTOR_KINDS, type DetectorKind, SEVERITIES } from "../../../domain/index.ts";
import type { Engine } from "../../engine.ts";
import { matchFinding, NOW } from "../../findings/finding-queries.ts";
import type { FindingFilter } from "../../ports/finding-port.ts";
import type { ScoreBand } from "../../ports/statistic-port.ts";

/** The lowest and highest score of each severity that has findings. */
export async function readScoreBands(db: Engine["db"], filter: FindingFilter): Promise<readonly ScoreBand[]> {
  const { rows } = await sql<{ severity: number; n: number; lowest: number; highest: number }>`
    select f.severity, count(*) as n, min(${NOW.score}) as lowest, max(${NOW.score}) as highest
    from finding_rows f where ${matchFinding(filter)} group by 1 order by 1`.execute(db);
  return rows.map(({ severity, n, lowest, highest }) => ({
    severity: SEVERITIES[severity]!,
    findings: Number(n),
    lowest,
    highest,
  }));
}

/** How many findings have which score: for each kind of detector one count a bin, bins of equal width from 0 to 1. */
export async function readScores(
  db: Engine["db"],
  filter: FindingFilter,
  bins: number,
): Promise<ReadonlyMap<DetectorKind, readonly number[]>> {
  const { rows } = await sql<{ detector_kind: DetectorKind; bin: number; n: number }>`
    select f.detector_kind, cast(floor(${NOW.score} * ${sql.lit(bins)}) as integer) as bin, count(*) as n
    from finding_rows f where ${matchFinding(filter)} group by 1, 2`.execute(db);
  const counts = new Map<DetectorKind, number[]>(
    DETECTOR_KINDS.map((kind) => [kind, new Array<number>(bins).fill(0)]),
  );
  for (const { detector_kind, bin, n } of rows) {
    const known = counts.get(detector_kind);
    // A score of 1 belongs to the last bin.
    if (known !== undefined) known[Math.min(Math.max(bin, 0), bins - 1)]! += Number(n);
  }
  return counts;
}
