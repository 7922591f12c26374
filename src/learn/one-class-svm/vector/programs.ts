import { HALVING_SERIES, HALVINGS_MAX, ROUNDER } from "../kernel.ts";
import { CURVATURE_MIN } from "../passes.ts";
import {
  advance,
  assemble,
  type Code,
  type FunctionCode,
  f64x2,
  get,
  i32,
  i64x2,
  type Local,
  loopWhile,
  set,
  type ValueType,
  v128,
  when,
} from "./assembler.ts";
import { ADDRESS, FOUND, NUMBER, POINTS_AT_ONCE, SHARES } from "./layout.ts";

/** The passes over all points as machine code, two points in an instruction. Their data stand as `layout.ts` says. */
export interface Programs {
  /** Fills `row` with the rbf kernel of the point whose coordinates stand at `own` and every point. */
  readonly fillRow: () => void;
  /** gradient += factor * row */
  readonly addRow: () => void;
  /** gradient += deltaI * row + deltaJ * otherRow; finds the lowest gradients of points below their bounds. */
  readonly descend: () => void;
  /** Finds the largest gains with the first point, and the highest gradients, of points above 0. */
  readonly findSecond: () => void;
}

export const assemblePrograms = (): Uint8Array<ArrayBuffer> =>
  assemble({ fillRow: fillRow(), addRow: addRow(), descend: descend(), findSecond: findSecond() });

const PAIR_BYTES = 16;
const FLOAT_PAIR_BYTES = 8;
const PAIRS: readonly number[] = Array.from({ length: POINTS_AT_ONCE / 2 }, (_, pair) => pair);

const variables = (addresses: number, pairs: number): readonly ValueType[] => [
  ...new Array<ValueType>(addresses).fill("i32"),
  ...new Array<ValueType>(pairs).fill("v128"),
];
/** The first variables become the addresses that stand there. */
const loadAddresses = (...places: readonly number[]): Code =>
  places.map((place, local) => set(local, i32.load(place)));
const loadNumber = (local: Local, place: number): Code => set(local, f64x2.loadBoth(i32.constant(place)));
const zero = f64x2.both(0);

/** Each point's sum runs over the columns in their order, as `fillDots` has it; then come the steps of `fillRbf`. */
function fillRow(): FunctionCode {
  const [own, ownEnd, point, columnBytes, squares, row, rowEnd, coordinate, cell] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ];
  const [x, scale, ownSquare, halvings, rounded, sums] = [9, 10, 11, 12, 13, 14];
  const addProducts = [
    set(x, f64x2.loadBoth(get(coordinate))),
    ...PAIRS.map((pair) => {
      const product = f64x2.mul(get(x), v128.load(get(cell), PAIR_BYTES * pair));
      return set(sums + pair, f64x2.add(get(sums + pair), product));
    }),
    advance(coordinate, 8),
    set(cell, i32.add(get(cell), get(columnBytes))),
  ];
  const toKernels = PAIRS.map((pair) => {
    const lengths = f64x2.add(get(ownSquare), v128.load(get(squares), PAIR_BYTES * pair));
    const distance = f64x2.sub(lengths, f64x2.add(get(sums + pair), get(sums + pair)));
    const bounded = f64x2.lesserOr(f64x2.mul(get(scale), distance), f64x2.both(HALVINGS_MAX));
    return [
      set(halvings, f64x2.greaterOr(zero, bounded)),
      set(rounded, f64x2.sub(f64x2.both(ROUNDER), get(halvings))),
      // The fraction stays.
      set(halvings, f64x2.add(f64x2.sub(get(rounded), f64x2.both(ROUNDER)), get(halvings))),
      set(sums + pair, halve(seriesOf(halvings), get(rounded))),
    ];
  });
  const takeEight = [
    ...PAIRS.map((pair) => set(sums + pair, zero)),
    set(coordinate, get(own)),
    set(cell, get(point)),
    loopWhile(i32.less(get(coordinate), get(ownEnd)), addProducts),
    ...toKernels,
    v128.store(get(row), f64x2.toFloats(get(sums), get(sums + 1))),
    v128.store(get(row), f64x2.toFloats(get(sums + 2), get(sums + 3)), PAIR_BYTES),
    advance(row, 4 * POINTS_AT_ONCE),
    advance(point, 8 * POINTS_AT_ONCE),
    advance(squares, 8 * POINTS_AT_ONCE),
  ];
  const { own: ownAt, ownEnd: ownEndAt, columns, columnBytes: bytesAt, squares: squaresAt } = ADDRESS;
  return {
    locals: variables(9, 5 + PAIRS.length),
    body: [
      loadAddresses(ownAt, ownEndAt, columns, bytesAt, squaresAt, ADDRESS.row, ADDRESS.rowEnd),
      loadNumber(scale, NUMBER.scale),
      loadNumber(ownSquare, NUMBER.ownSquare),
      loopWhile(i32.less(get(row), get(rowEnd)), takeEight),
    ],
  };
}

const seriesOf = (fraction: Local): Code =>
  HALVING_SERIES.map((factor) => f64x2.both(factor)).reduceRight((sum, factor) =>
    f64x2.add(factor, f64x2.mul(get(fraction), sum)),
  );

/** The lowest bits of ROUNDER - n are those of -n: shifted to the exponent's place and added, they halve n times. */
const halve = (pair: Code, rounded: Code): Code => i64x2.add(pair, i64x2.shiftLeft(rounded, 52));

function addRow(): FunctionCode {
  const [gradient, gradientEnd, row, factor] = [0, 1, 2, 3];
  const addPairs = PAIRS.map((pair) => {
    const product = f64x2.mul(get(factor), f64x2.loadFloats(get(row), FLOAT_PAIR_BYTES * pair));
    const sum = f64x2.add(v128.load(get(gradient), PAIR_BYTES * pair), product);
    return v128.store(get(gradient), sum, PAIR_BYTES * pair);
  });
  const takeEight = [...addPairs, advance(gradient, 8 * POINTS_AT_ONCE), advance(row, 4 * POINTS_AT_ONCE)];
  return {
    locals: variables(3, 1),
    body: [
      loadAddresses(ADDRESS.gradient, ADDRESS.gradientEnd, ADDRESS.row),
      loadNumber(factor, NUMBER.factor),
      loopWhile(i32.less(get(gradient), get(gradientEnd)), takeEight),
    ],
  };
}

/**
 * What a pass finds, in two chains of pairs, so that no comparison waits for the one before it. Variables from `first`
 * on: a chain's best values, their points, the current points; twice.
 */
function createChains(first: Local, worst: number) {
  const chains = [0, 1].map((chain) => {
    const [best, point, current] = [first + 3 * chain, first + 3 * chain + 1, first + 3 * chain + 2];
    return { chain, best, point, current };
  });
  const start = chains.map(({ chain, best, point, current }) => [
    set(best, f64x2.both(worst)),
    set(point, f64x2.both(-1)),
    set(current, f64x2.constant(2 * chain, 2 * chain + 1)),
  ]);
  const store = chains.map(({ chain, best, point }) => [
    v128.store(i32.constant(FOUND.best), get(best), PAIR_BYTES * chain),
    v128.store(i32.constant(FOUND.points), get(point), PAIR_BYTES * chain),
  ]);
  return {
    chains,
    start,
    store,
    /** The better value replaces the best, with its point, where the mask says so. */
    choose: ({ best, point, current }: (typeof chains)[number], value: Local, mask: Local): Code => [
      set(best, v128.select(get(value), get(best), get(mask))),
      set(point, v128.select(get(current), get(point), get(mask))),
    ],
    /** Every chain's next pair. */
    next: chains.map(({ current }) => set(current, f64x2.add(get(current), f64x2.both(SHARES)))),
  };
}

function descend(): FunctionCode {
  const [gradient, gradientEnd, rowI, rowJ, alphas, bounds] = [0, 1, 2, 3, 4, 5];
  const [deltaI, deltaJ, slope, mask, first] = [6, 7, 8, 9, 10];
  const found = createChains(first, Number.POSITIVE_INFINITY);
  const takePair = found.chains.map((chain) => {
    const [offset, floats] = [PAIR_BYTES * chain.chain, FLOAT_PAIR_BYTES * chain.chain];
    const change = f64x2.add(
      f64x2.mul(f64x2.loadFloats(get(rowI), floats), get(deltaI)),
      f64x2.mul(f64x2.loadFloats(get(rowJ), floats), get(deltaJ)),
    );
    const free = f64x2.less(v128.load(get(alphas), offset), v128.load(get(bounds), offset));
    return [
      set(slope, f64x2.add(v128.load(get(gradient), offset), change)),
      v128.store(get(gradient), get(slope), offset),
      set(mask, v128.and(free, f64x2.lessEqual(get(slope), get(chain.best)))),
      found.choose(chain, slope, mask),
    ];
  });
  const takeFour = [
    takePair,
    found.next,
    ...[gradient, alphas, bounds].map((local) => advance(local, 8 * SHARES)),
    ...[rowI, rowJ].map((local) => advance(local, 4 * SHARES)),
  ];
  const { gradient: gradientAt, gradientEnd: endAt, row, otherRow } = ADDRESS;
  return {
    locals: variables(6, 10),
    body: [
      loadAddresses(gradientAt, endAt, row, otherRow, ADDRESS.alphas, ADDRESS.bounds),
      loadNumber(deltaI, NUMBER.deltaI),
      loadNumber(deltaJ, NUMBER.deltaJ),
      found.start,
      loopWhile(i32.less(get(gradient), get(gradientEnd)), takeFour),
      found.store,
    ],
  };
}

function findSecond(): FunctionCode {
  const [gradient, gradientEnd, row, alphas, diagonal] = [0, 1, 2, 3, 4];
  const [lowest, own, slope, gain, mask, highest, above, first] = [5, 6, 7, 8, 9, 10, 11, 13];
  const found = createChains(first, 0);
  const lookAbove = found.chains.map(({ chain }) =>
    set(above + chain, f64x2.greater(v128.load(get(alphas), PAIR_BYTES * chain), zero)),
  );
  const takePair = found.chains.map((chain) => {
    const [offset, floats] = [PAIR_BYTES * chain.chain, FLOAT_PAIR_BYTES * chain.chain];
    const isAbove = get(above + chain.chain);
    const kernel = f64x2.mul(f64x2.both(2), f64x2.loadFloats(get(row), floats));
    const high = v128.select(get(slope), f64x2.both(Number.NEGATIVE_INFINITY), isAbove);
    const curved = v128.select(get(gain), f64x2.both(CURVATURE_MIN), f64x2.greater(get(gain), zero));
    const better = f64x2.greaterEqual(get(gain), get(chain.best));
    return [
      set(slope, v128.load(get(gradient), offset)),
      set(highest, f64x2.greaterOr(get(highest), high)),
      set(slope, f64x2.sub(get(slope), get(lowest))),
      set(gain, f64x2.sub(f64x2.add(get(own), v128.load(get(diagonal), offset)), kernel)),
      set(gain, f64x2.div(f64x2.mul(get(slope), get(slope)), curved)),
      set(mask, v128.and(v128.and(isAbove, f64x2.greater(get(slope), zero)), better)),
      found.choose(chain, gain, mask),
    ];
  });
  const takeFour = [
    lookAbove,
    // Most points are at 0 where few may lie outside.
    when(v128.any(v128.or(get(above), get(above + 1))), takePair),
    found.next,
    ...[gradient, alphas, diagonal].map((local) => advance(local, 8 * SHARES)),
    advance(row, 4 * SHARES),
  ];
  const { gradient: gradientAt, gradientEnd: endAt, row: rowAt, alphas: alphasAt } = ADDRESS;
  return {
    locals: variables(5, 14),
    body: [
      loadAddresses(gradientAt, endAt, rowAt, alphasAt, ADDRESS.diagonal),
      loadNumber(lowest, NUMBER.lowest),
      loadNumber(own, NUMBER.ownDiagonal),
      set(highest, f64x2.both(Number.NEGATIVE_INFINITY)),
      found.start,
      loopWhile(i32.less(get(gradient), get(gradientEnd)), takeFour),
      found.store,
      v128.store(i32.constant(FOUND.highest), get(highest)),
    ],
  };
}
