import type { QualityInterval, RankingQuality } from "../../cli/evaluate-port.ts";
import { mix } from "../../domain/index.ts";
import { averagePrecision, bootstrapInterval, precisionAt } from "../../learn/index.ts";

export interface RankedEvents {
  readonly isAttack: Uint8Array;
  readonly scores: Float64Array;
  /** Whom to draw together: places in `actors`. */
  readonly actor: Int32Array;
  readonly actors: readonly string[];
}

export interface RankingOptions {
  /** Draws of the interval; 0: none. */
  readonly draws: number;
  readonly seed: number;
}

export const PRECISION_AT = [10, 50, 100, 500] as const;
/** Distinct scores that the interval is computed on; finer ones are put together. */
export const BINS_MAX = 2000;

export function rateRanking(events: RankedEvents, options: RankingOptions): RankingQuality {
  const { isAttack, scores } = events;
  return {
    averagePrecision: averagePrecision(isAttack, scores),
    interval: options.draws === 0 ? null : bootstrapByActor(events, options),
    precisionAt: PRECISION_AT.map((k) => {
      const { precision, recall } = precisionAt(isAttack, scores, k);
      return { k, precision, recall: recall ?? 0 };
    }),
  };
}

/** Scores of somebody who looks at events in any order: by the event's id, whatever the order of the rows. */
export function drawRandomScores(rowOf: ReadonlyMap<string, number>, seed: number): Float64Array {
  const scores = new Float64Array(rowOf.size);
  for (const [id, row] of rowOf) {
    let hash = seed;
    for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
    scores[row] = mix(seed, hash) / 2 ** 32;
  }
  return scores;
}

interface Tally {
  readonly bin: number;
  attacks: number;
  others: number;
}

/**
 * Events of one actor are not independent: actors are drawn, each with all of its events. Draws add up counts by score
 * instead of sorting a million events again each time.
 */
function bootstrapByActor(
  { isAttack, scores, actor, actors: names }: RankedEvents,
  { draws, seed }: RankingOptions,
): QualityInterval {
  const { binOf, bins } = toBins(scores);
  const tallies = new Map<number, Map<number, Tally>>();
  for (let row = 0; row < scores.length; row++) {
    const own = tallies.get(actor[row]!) ?? new Map<number, Tally>();
    tallies.set(actor[row]!, own);
    const bin = binOf(scores[row]!);
    const tally = own.get(bin) ?? { bin, attacks: 0, others: 0 };
    own.set(bin, tally);
    if (isAttack[row] === 1) tally.attacks++;
    else tally.others++;
  }
  const actors = [...tallies]
    .sort(([a], [b]) => (names[a]! < names[b]! ? -1 : 1))
    .map(([, own]) => [...own.values()]);
  const attacks = new Float64Array(bins);
  const others = new Float64Array(bins);
  return bootstrapInterval(
    (drawn) => {
      attacks.fill(0);
      others.fill(0);
      for (const one of drawn) {
        for (const tally of actors[one]!) {
          attacks[tally.bin]! += tally.attacks;
          others[tally.bin]! += tally.others;
        }
      }
      return precisionOfBins(attacks, others);
    },
    { rows: actors.length, seed, draws },
  );
}

/** Bins of equal scores, highest first; where there are too many distinct ones, of neighbours. */
function toBins(scores: Float64Array): { readonly bins: number; readonly binOf: (score: number) => number } {
  const distinct = [...new Set(scores)].sort((a, b) => b - a);
  const width = Math.max(1, Math.ceil(distinct.length / BINS_MAX));
  const places = new Map(distinct.map((score, place) => [score, Math.floor(place / width)]));
  return { bins: Math.ceil(distinct.length / width), binOf: (score) => places.get(score)! };
}

/** Average precision where bin 0 ranks first and events of a bin rank alike. */
function precisionOfBins(attacks: Float64Array, others: Float64Array): number | null {
  const total = attacks.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let found = 0;
  let seen = 0;
  let area = 0;
  for (let bin = 0; bin < attacks.length; bin++) {
    if (attacks[bin] === 0 && others[bin] === 0) continue;
    found += attacks[bin]!;
    seen += attacks[bin]! + others[bin]!;
    area += (attacks[bin]! / total) * (found / seen);
  }
  return area;
}
