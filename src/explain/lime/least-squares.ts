/**
 * Weighted sums of a linear problem with 0/1 features and an intercept: all that a fit, its error and any choice of
 * features need, whatever the number of rows. Feature `width` is the intercept.
 */
export interface Sums {
  readonly width: number;
  /** (width + 1) squared, row-major; only the lower half is kept. */
  readonly gram: Float64Array;
  readonly targets: Float64Array;
  /** Weighted sum of squared targets. */
  squares: number;
}

export function createSums(width: number): Sums {
  return {
    width,
    gram: new Float64Array((width + 1) ** 2),
    targets: new Float64Array(width + 1),
    squares: 0,
  };
}

export interface Observation {
  /** The features that are 1, ascending. */
  readonly on: Int32Array;
  readonly count: number;
  readonly target: number;
  readonly weight: number;
}

/** Only the features that are 1 cost anything. */
export function addObservation(sums: Sums, { on, count, target, weight }: Observation): void {
  const { width, gram, targets } = sums;
  const side = width + 1;
  const weighted = weight * target;
  for (let a = 0; a < count; a++) {
    const line = on[a]! * side;
    for (let b = 0; b <= a; b++) gram[line + on[b]!]! += weight;
    gram[width * side + on[a]!]! += weight;
    targets[on[a]!]! += weighted;
  }
  gram[width * side + width]! += weight;
  targets[width]! += weighted;
  sums.squares += weighted * target;
}

export function addSums(into: Sums, from: Sums): void {
  for (let at = 0; at < into.gram.length; at++) into.gram[at]! += from.gram[at]!;
  for (let at = 0; at < into.targets.length; at++) into.targets[at]! += from.targets[at]!;
  into.squares += from.squares;
}

export interface LinearFit {
  readonly intercept: number;
  /** In the order of the chosen features. */
  readonly coefficients: Float64Array;
  /** Weighted R²; 0 when the target is constant. */
  readonly r2: number;
}

/** Ridge regression on the chosen features; the intercept is not punished. By Cholesky's decomposition. */
export function fitRidge(sums: Sums, chosen: readonly number[], ridge: number): LinearFit {
  const features = [...chosen, sums.width];
  const size = features.length;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let a = 0; a < size; a++) {
    right[a] = sums.targets[features[a]!]!;
    for (let b = 0; b <= a; b++) matrix[a * size + b] = gramOf(sums, features[a]!, features[b]!);
    if (a < size - 1) matrix[a * size + a]! += ridge;
  }
  const solution = solveCholesky(matrix, right);
  return {
    intercept: solution[size - 1]!,
    coefficients: solution.subarray(0, size - 1),
    r2: explainedShare(sums, features, solution),
  };
}

function gramOf({ gram, width }: Sums, a: number, b: number): number {
  return a > b ? gram[a * (width + 1) + b]! : gram[b * (width + 1) + a]!;
}

/** A diagonal that rounding took to zero or below belongs to a feature that others already say: it gets no say. */
const PIVOT_MIN = 1e-12;

function solveCholesky(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = right.slice();
  for (let i = 0; i < size; i++) {
    const whole = matrix[i * size + i]!;
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      if (i === j) matrix[i * size + i] = sum > PIVOT_MIN * whole ? Math.sqrt(sum) : Number.POSITIVE_INFINITY;
      else matrix[i * size + j] = sum / matrix[j * size + j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= matrix[i * size + k]! * solution[k]!;
    solution[i]! /= matrix[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) solution[i]! -= matrix[k * size + i]! * solution[k]!;
    solution[i]! /= matrix[i * size + i]!;
  }
  return solution;
}

function explainedShare(sums: Sums, features: readonly number[], solution: Float64Array): number {
  const total = sums.gram.at(-1)!;
  const mean = sums.targets[sums.width]! / total;
  const spread = sums.squares - total * mean * mean;
  // Squares of a constant leave rounding behind, not zero.
  if (!(spread > 1e-12 * sums.squares)) return 0;
  let error = sums.squares;
  features.forEach((feature, a) => {
    error -= 2 * solution[a]! * sums.targets[feature]!;
    features.forEach((other, b) => {
      error += solution[a]! * solution[b]! * gramOf(sums, feature, other);
    });
  });
  return 1 - Math.max(0, error) / spread;
}
