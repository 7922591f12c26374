import { quantileOfSorted } from "../../learn/index.ts";
import type { FeatureSample } from "./feature-sample.ts";
import type { GroupScorer } from "./member-group.ts";
import { fitTailScale, type TailScale, toTailBits } from "./tail-scale.ts";

/** What the members' scores mean for one kind of actor, learned from rows that none of them was trained on. */
export interface KindScales {
  /** Calibration rows. */
  readonly rows: number;
  /** Rarity below which an event is quiet without asking the other two: the cheap gate. */
  readonly gate: number;
  readonly rarity: TailScale;
  readonly isolation: TailScale;
  readonly plane: TailScale;
  /** From the consensus of the members' bits to bits of its own. */
  readonly consensus: TailScale;
}

/** The share of usual events that pass the gate's cheap side. */
const GATE_QUANTILE = 0.9;

/** Raw scores of the calibration rows, in their order. */
export interface RawScores {
  readonly rarity: Float64Array;
  readonly isolation: Float64Array;
  readonly plane: Float64Array;
}

export function scoreRows(scorer: GroupScorer, sample: FeatureSample, rows: Uint32Array): RawScores {
  const width = sample.features.length / sample.rows;
  const raw = {
    rarity: new Float64Array(rows.length),
    isolation: new Float64Array(rows.length),
    plane: new Float64Array(rows.length),
  };
  rows.forEach((row, at) => {
    const features = sample.features.subarray(row * width, (row + 1) * width);
    scorer.prepare(features);
    raw.rarity[at] = scorer.rarity(features);
    raw.isolation[at] = scorer.isolation();
    raw.plane[at] = scorer.plane();
  });
  return raw;
}

/** The scores of the forest alone. */
export function scoreIsolation(scorer: GroupScorer, sample: FeatureSample, rows: Uint32Array): Float64Array {
  const width = sample.features.length / sample.rows;
  return Float64Array.from(rows, (row) => {
    scorer.prepare(sample.features.subarray(row * width, (row + 1) * width));
    return scorer.isolation();
  });
}

/** The scores at some places, in their order. */
export const pickScores = (
  { rarity, isolation, plane }: RawScores,
  places: readonly number[],
): RawScores => ({
  rarity: Float64Array.from(places, (at) => rarity[at]!),
  isolation: Float64Array.from(places, (at) => isolation[at]!),
  plane: Float64Array.from(places, (at) => plane[at]!),
});

export function fitKindScales(raw: RawScores): KindScales {
  const rows = raw.rarity.length;
  const gate = quantileOfSorted(Float64Array.from(raw.rarity).sort(), GATE_QUANTILE);
  const members = {
    rarity: fitTailScale(raw.rarity),
    isolation: fitTailScale(raw.isolation),
    plane: fitTailScale(raw.plane),
  };
  const consensus = Float64Array.from({ length: rows }, (_, at) => {
    const rarity = toTailBits(members.rarity, raw.rarity[at]!);
    if (raw.rarity[at]! < gate) return rarity;
    return agreedBits(
      rarity,
      toTailBits(members.isolation, raw.isolation[at]!),
      toTailBits(members.plane, raw.plane[at]!),
    );
  });
  return { rows, gate, ...members, consensus: fitTailScale(consensus) };
}

/** The most that the strongest member counts for, in parts of the second. */
const LEAD_MAX = 2;

/**
 * What at least two of the three agree on: the mean of the second strongest and the strongest, which counts for twice
 * the second at most. One member's whim is no finding, and one member's blindness hides none. The second alone ranks
 * worse, for two of the members tell the strangest events apart badly.
 */
export function agreedBits(a: number, b: number, c: number): number {
  const high = a > b ? a : b;
  const low = a > b ? b : a;
  const first = c > high ? c : high;
  const second = c >= high ? high : c > low ? c : low;
  const lead = LEAD_MAX * second;
  return (second + (first < lead ? first : lead)) / 2;
}
