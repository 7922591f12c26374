import { createRng, mix, type Rng } from "../../domain/index.ts";
import type { RandomForestParams } from "./params.ts";

export type BagParams = Pick<RandomForestParams, "bootstrap" | "sampleShare">;

/**
 * Writes to `counts` how often tree `tree` sees each row, and gives the generator from which the tree goes on to draw.
 * The bag follows from seed and tree alone, so out-of-bag rows are known again later without being stored.
 */
export function drawBag(counts: Uint16Array, params: BagParams, at: { seed: number; tree: number }): Rng {
  const rng = createRng(mix(at.seed, at.tree));
  if (!params.bootstrap) {
    counts.fill(1);
    return rng;
  }
  counts.fill(0);
  const rows = counts.length;
  const draws = Math.max(1, Math.round(rows * params.sampleShare));
  for (let draw = 0; draw < draws; draw++) counts[rng.nextInt(rows)]!++;
  return rng;
}
