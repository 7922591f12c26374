import type { Rng } from "../../domain/index.ts";
import { OBLIQUE } from "../forest/forest.ts";
import { quantileOfSorted } from "../threshold.ts";
import { between, drawColumn, markConstant, type PlaneTerm, type Splitter } from "./splitter.ts";

/**
 * Picks a random plane through up to `ndim` columns that vary in the node (Extended Isolation Forest, Hariri et al.
 * 2019): normal weights over the columns' standard deviations, and a threshold between the least and the greatest
 * projection. A categorical column takes part as "is this present category". False: nothing varies.
 */
export function choosePlane(splitter: Splitter, rng: Rng, ndim: number): boolean {
  const terms = drawTerms(splitter, rng, ndim);
  if (terms.length === 0) return false;
  const { from, to, projections } = splitter;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = from; at < to; at++) {
    const projection = projectSample(splitter, terms, at);
    projections[at] = projection;
    low = Math.min(low, projection);
    high = Math.max(high, projection);
  }
  if (!(low < high) || high - low === Number.POSITIVE_INFINITY) return false;
  const threshold = between(low, high, rng.next());
  splitter.split = OBLIQUE;
  splitter.plane = terms;
  splitter.threshold = threshold;
  splitter.width = (threshold - low) / (high - low);
  return true;
}

/** Whether the row at this place of the sample lies left of the plane chosen last. */
export const planeGoesLeft = ({ projections, threshold }: Splitter, at: number): boolean =>
  projections[at]! <= threshold;

function drawTerms(splitter: Splitter, rng: Rng, ndim: number): PlaneTerm[] {
  const terms: PlaneTerm[] = [];
  let taken = 0;
  while (terms.length < ndim) {
    // Columns that the plane has taken stand behind the constants for as long as the plane is drawn.
    splitter.constants += taken;
    const feature = drawColumn(splitter, rng);
    splitter.constants -= taken;
    if (feature < 0) break;
    const term = toTerm(splitter, rng, feature);
    if (term !== null) {
      terms.push(term);
      taken++;
    } else {
      const { order, constants } = splitter;
      order[constants + taken] = order[constants]!;
      order[constants] = feature;
      markConstant(splitter);
    }
  }
  return terms;
}

function toTerm(splitter: Splitter, rng: Rng, feature: number): PlaneTerm | null {
  const { sample, from, to, scratch } = splitter;
  const column = splitter.columns[feature]!;
  const category = column.kind === "categorical" ? drawCategory(splitter, column.codes, rng) : -1;
  let count = 0;
  let sum = 0;
  for (let at = from; at < to; at++) {
    const row = sample[at]!;
    const value = column.kind === "numeric" ? column.values[row]! : indicator(column.codes[row]!, category);
    if (Number.isNaN(value)) continue;
    scratch[count++] = value;
    sum += value;
  }
  const sorted = scratch.subarray(0, count).sort();
  if (count === 0 || !(sorted[0]! < sorted[count - 1]!)) return null;
  const mean = sum / count;
  let squares = 0;
  for (const value of sorted) squares += (value - mean) * (value - mean);
  const deviation = Math.sqrt(squares / count);
  if (!(deviation > 0 && deviation < Number.POSITIVE_INFINITY)) return null;
  return { feature, category, weight: rng.nextNormal() / deviation, median: quantileOfSorted(sorted, 0.5) };
}

/** The category of a row of the node, by chance: common ones are drawn as often as they occur. -1: no row has one. */
function drawCategory({ sample, from, to }: Splitter, codes: Int32Array, rng: Rng): number {
  const size = to - from;
  const start = rng.nextInt(size);
  for (let step = 0; step < size; step++) {
    const code = codes[sample[from + ((start + step) % size)]!]!;
    if (code >= 0) return code;
  }
  return -1;
}

const indicator = (code: number, category: number): number =>
  code < 0 ? Number.NaN : code === category ? 1 : 0;

function projectSample(splitter: Splitter, terms: readonly PlaneTerm[], at: number): number {
  const row = splitter.sample[at]!;
  let sum = 0;
  for (const term of terms) {
    const column = splitter.columns[term.feature]!;
    const value =
      column.kind === "numeric" ? column.values[row]! : indicator(column.codes[row]!, term.category);
    sum += term.weight * (Number.isNaN(value) ? term.median : value);
  }
  return sum;
}
