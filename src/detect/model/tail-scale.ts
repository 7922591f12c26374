/**
 * From a member's own score to bits: how many halvings of the usual events are left at or above it. Straight between
 * knots, and beyond the last with the slope of an exponential tail, so that scores rarer than the calibration has rows
 * are still told apart.
 */
export interface TailScale {
  /** Calibration rows. */
  readonly rows: number;
  /** Distinct scores, ascending, with the bits of each. */
  readonly scores: readonly number[];
  readonly bits: readonly number[];
  /** Bits for each unit of score beyond the last knot; 0: no row lies beyond it, and what does is rarer than them all. */
  readonly slope: number;
}

/** Rows that the last knot leaves at or above it: fewer say too little, so the tail is drawn through them. */
const TAIL_ROWS = 32;
/** Bits between knots. */
const STEP_BITS = 0.125;
export const TAIL_BITS_MAX = 64;

export function fitTailScale(reference: Float64Array): TailScale {
  const sorted = Float64Array.from(reference).sort();
  const rows = sorted.length;
  const scores: number[] = [];
  const bits: number[] = [];
  const tailRows = Math.min(TAIL_ROWS, rows);
  for (let at = 0; at < rows; ) {
    const score = sorted[at]!;
    const atLeast = rows - at;
    if (atLeast < tailRows) break;
    const own = -Math.log2((atLeast + 1) / (rows + 1));
    if (scores.length === 0 || own >= bits.at(-1)! + STEP_BITS || atLeast === tailRows) {
      scores.push(score);
      bits.push(own);
    }
    at++;
    while (at < rows && sorted[at] === score) at++;
  }
  return { rows, scores, bits, slope: tailSlope(sorted, scores.at(-1) ?? 0) };
}

/** One over the mean excess above the last knot, in bits: the exponential law that fits those rows best. */
function tailSlope(sorted: Float64Array, from: number): number {
  let excess = 0;
  let rows = 0;
  for (let at = sorted.length - 1; at >= 0 && sorted[at]! >= from; at--) {
    excess += sorted[at]! - from;
    rows++;
  }
  // The knot is a row itself and has no excess; one row less makes the rate unbiased.
  return excess > 0 ? Math.max(rows - 2, 1) / (excess * Math.LN2) : 0;
}

/** The bits of a score; 0 for what most usual events reach, at most TAIL_BITS_MAX. */
export function toTailBits({ rows, scores, bits, slope }: TailScale, score: number): number {
  const last = scores.length - 1;
  if (last < 0) return 0;
  const end = scores[last]!;
  if (score > end && slope === 0) return Math.log2(rows + 1);
  if (score >= end) return Math.min(bits[last]! + slope * (score - end), TAIL_BITS_MAX);
  if (!(score > scores[0]!)) return 0;
  let from = 0;
  let to = last;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (scores[middle]! <= score) from = middle;
    else to = middle;
  }
  const low = scores[from]!;
  return bits[from]! + ((score - low) / (scores[to]! - low)) * (bits[to]! - bits[from]!);
}

/** Bits as a score: 0.99 where one usual event in a hundred is as strange. */
export const toScore = (bits: number): number => 1 - 2 ** -bits;
