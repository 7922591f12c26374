/** What is there to see of an example, and which of the kinds it is of. */
export interface Labelled<Kind extends string> {
  readonly kind: Kind;
  readonly features: readonly string[];
}

export interface Share<Kind extends string> {
  readonly kind: Kind;
  /** 0 to 1; all kinds together are 1. */
  readonly share: number;
}

/** The likeliest kind first. */
export type Choose<Kind extends string> = (features: readonly string[]) => readonly Share<Kind>[];

const EPOCHS = 12;
const RATE = 0.5;
const DECAY = 1e-3;
/** Features that fewer examples have are left aside. */
const EXAMPLES_MIN = 2;
/** Smaller steps change nothing that anybody sees. */
const SLOPE_MIN = 1e-3;
/** Steps through the examples in an order that mixes kinds and is always the same; a prime beyond any number of them. */
const STRIDE = 7919;

/**
 * Multinomial logistic regression over features that are there or not, each example of length one, fitted with AdaGrad
 * (Duchi, Hazan, Singer 2011): the same examples give the same weights.
 */
export function learnChoice<Kind extends string>(examples: readonly Labelled<Kind>[]): Choose<Kind> {
  const kinds = [...new Set(examples.map(({ kind }) => kind))];
  const columns = toColumns(examples);
  const width = kinds.length;
  const weights = new Float64Array(width * columns.size);
  const squares = new Float64Array(weights.length).fill(1e-6);
  const rows = examples.map(({ kind, features }) => ({
    kind: kinds.indexOf(kind),
    at: toPlaces(features, columns, width),
  }));
  const shares = new Float64Array(width);
  for (let step = 0; step < EPOCHS * rows.length; step++) {
    const { kind, at } = rows[(step * STRIDE) % rows.length]!;
    const size = 1 / Math.sqrt(at.length);
    weigh(weights, at, shares);
    for (let one = 0; one < width; one++) {
      const slope = (shares[one]! - (one === kind ? 1 : 0)) * size;
      if (Math.abs(slope) < SLOPE_MIN) continue;
      for (const start of at) {
        const place = start + one;
        const whole = slope + DECAY * weights[place]!;
        squares[place]! += whole * whole;
        weights[place]! -= (RATE * whole) / Math.sqrt(squares[place]!);
      }
    }
  }
  return (features) => {
    const found = new Float64Array(width);
    weigh(weights, toPlaces(features, columns, width), found);
    return kinds.map((kind, one) => ({ kind, share: found[one]! })).sort((a, b) => b.share - a.share);
  };
}

/** Features that several examples have: what only one has says nothing about others. */
function toColumns(examples: readonly Labelled<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of examples)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const columns = new Map<string, number>();
  for (const [feature, count] of counts) if (count >= EXAMPLES_MIN) columns.set(feature, columns.size);
  return columns;
}

const toPlaces = (
  features: readonly string[],
  columns: ReadonlyMap<string, number>,
  width: number,
): Int32Array =>
  Int32Array.from(
    features.flatMap((feature) => columns.get(feature) ?? []),
    (column) => column * width,
  );

/** Shares of all kinds for what is there. */
function weigh(weights: Float64Array, at: Int32Array, shares: Float64Array): void {
  const size = at.length === 0 ? 0 : 1 / Math.sqrt(at.length);
  let most = -Infinity;
  for (let one = 0; one < shares.length; one++) {
    let sum = 0;
    for (const start of at) sum += weights[start + one]!;
    shares[one] = sum * size;
    if (shares[one]! > most) most = shares[one]!;
  }
  let total = 0;
  for (let one = 0; one < shares.length; one++) {
    shares[one] = Math.exp(shares[one]! - most);
    total += shares[one]!;
  }
  for (let one = 0; one < shares.length; one++) shares[one]! /= total;
}
