import { quantileOfSorted } from "../../learn/index.ts";
import type { SampleColumns } from "./feature-sample.ts";

/**
 * How features become what the forest and the plane look at: centred, scaled by the spread of the middle half, and
 * logarithmic beyond it, so that a gigabyte among kilobytes is far away and does not flatten everything else. Features
 * that never varied are left out; a gap is the median, which is what "not known" should look like.
 */
export interface Preparation {
  /** Ordinals of the features that vary. */
  readonly columns: readonly number[];
  readonly centres: readonly number[];
  readonly scales: readonly number[];
}

export function fitPreparation({ sorted }: SampleColumns): Preparation {
  const columns: number[] = [];
  const centres: number[] = [];
  const scales: number[] = [];
  sorted.forEach((values, column) => {
    if (values.length === 0 || values[0] === values.at(-1)) return;
    columns.push(column);
    centres.push(quantileOfSorted(values, 0.5));
    scales.push(spreadOf(values));
  });
  return { columns, centres, scales };
}

/** Width of the middle half; where that is nothing, of what is not the commonest value. */
function spreadOf(sorted: Float64Array): number {
  for (const tail of [0.25, 0.1, 0.05, 0.01, 0]) {
    const width = quantileOfSorted(sorted, 1 - tail) - quantileOfSorted(sorted, tail);
    if (width > 0) return width;
  }
  return 1;
}

/** Beyond so many spreads nothing is told apart: keeps absurd numbers finite. */
const REACH = 1e12;

/** Fills `out` with the prepared row. */
export function prepareRow(
  { columns, centres, scales }: Preparation,
  features: Float64Array,
  out: Float64Array,
): void {
  for (let at = 0; at < columns.length; at++) {
    const value = features[columns[at]!]!;
    const centre = centres[at]!;
    if (value === centre || Number.isNaN(value)) {
      out[at] = 0;
      continue;
    }
    const distance = (value - centre) / scales[at]!;
    // Straight within one spread, then logarithmic; both join smoothly.
    if (distance > 1) out[at] = 1 + Math.log(Math.min(distance, REACH));
    else if (distance < -1) out[at] = -1 - Math.log(Math.min(-distance, REACH));
    else out[at] = distance;
  }
}
