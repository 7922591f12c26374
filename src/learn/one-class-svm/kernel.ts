/** A kernel as LIBSVM defines it, with every parameter resolved to a number. */
export type Kernel =
  | { readonly kind: "rbf"; readonly gamma: number }
  | { readonly kind: "linear" }
  | { readonly kind: "poly"; readonly gamma: number; readonly degree: number; readonly coef0: number }
  | { readonly kind: "sigmoid"; readonly gamma: number; readonly coef0: number };

/** Points in one flat array: point `i` stands at `i * width`, `width` numbers long. */
export interface PointSet {
  readonly values: Float64Array;
  readonly count: number;
  readonly width: number;
}

/** A view of one point's numbers. */
export const pointAt = ({ values, width }: PointSet, point: number): Float64Array =>
  values.subarray(point * width, (point + 1) * width);

/** Fills `out[j] = K(point i, point j)` for every `j`, in the precision that the solver keeps (as LIBSVM does). */
export type KernelRow = (i: number, out: Float32Array) => void;

/** Kernel rows over one set of points, for the solver. Squared lengths are computed once. */
export function createKernelRow(kernel: Kernel, points: PointSet): KernelRow {
  const squares = kernel.kind === "rbf" ? squaredLengths(points) : new Float64Array(0);
  const dots = new Float64Array(points.count);
  return (i, out) => {
    fillDots(points, points.values.subarray(i * points.width, (i + 1) * points.width), dots);
    switch (kernel.kind) {
      case "rbf":
        return fillRbf(dots, { squares, gamma: kernel.gamma, own: squares[i]! }, out);
      case "linear":
        out.set(dots);
        return;
      case "poly":
        for (let j = 0; j < out.length; j++)
          out[j] = integerPower(kernel.gamma * dots[j]! + kernel.coef0, kernel.degree);
        return;
      case "sigmoid":
        for (let j = 0; j < out.length; j++) out[j] = Math.tanh(kernel.gamma * dots[j]! + kernel.coef0);
    }
  };
}

/** `K(x, x)` of every point, in full precision: the solver's diagonal. */
export function kernelDiagonal(kernel: Kernel, points: PointSet): Float64Array {
  if (kernel.kind === "rbf") return new Float64Array(points.count).fill(1);
  return squaredLengths(points).map((square) => finishDot(kernel, square));
}

/** The kernel of two points from their dot product; not for rbf, which needs the lengths too. */
export function finishDot(kernel: Exclude<Kernel, { kind: "rbf" }>, dot: number): number {
  switch (kernel.kind) {
    case "linear":
      return dot;
    case "poly":
      return integerPower(kernel.gamma * dot + kernel.coef0, kernel.degree);
    case "sigmoid":
      return Math.tanh(kernel.gamma * dot + kernel.coef0);
  }
}

export function squaredLengths({ values, count, width }: PointSet): Float64Array {
  const squares = new Float64Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    let sum = 0;
    for (let k = 0; k < width; k++, at++) sum += values[at]! * values[at]!;
    squares[i] = sum;
  }
  return squares;
}

/** LIBSVM's `powi`: degrees are whole numbers, and squaring beats `Math.pow`. */
function integerPower(base: number, degree: number): number {
  let result = 1;
  for (let power = base, left = degree; left > 0; left = Math.floor(left / 2), power *= power) {
    if (left % 2 === 1) result *= power;
  }
  return result;
}

/** The dot product of `own` with every point. Four points at once share its loads, and no sum waits for itself. */
export function fillDots({ values, count, width }: PointSet, own: Float64Array, dots: Float64Array): void {
  let j = 0;
  let at = 0;
  for (; j + 3 < count; j += 4, at += 4 * width) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = 0, ak = at, bk = at + width, ck = bk + width, dk = ck + width; k < width; k++) {
      const x = own[k]!;
      a += x * values[ak++]!;
      b += x * values[bk++]!;
      c += x * values[ck++]!;
      d += x * values[dk++]!;
    }
    dots[j] = a;
    dots[j + 1] = b;
    dots[j + 2] = c;
    dots[j + 3] = d;
  }
  for (; j < count; j++, at += width) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += own[k]! * values[at + k]!;
    dots[j] = sum;
  }
}

/** exp(-k / 8) up to the point where a 32-bit float becomes zero: small enough to stay in the nearest cache. */
const EXP_STEPS = 8;
const EXP_ARGUMENT_MAX = 104;
const EXP_TABLE = Float64Array.from({ length: EXP_ARGUMENT_MAX * EXP_STEPS + 2 }, (_, k) =>
  Math.exp(-k / EXP_STEPS),
);

interface RbfRow {
  readonly squares: Float64Array;
  readonly gamma: number;
  readonly own: number;
}

/**
 * exp(-t) from a table of 1/8 steps and five terms of the series for the rest: error below 1e-10, far under the 6e-8
 * that the 32-bit rows round to, and faster than `Math.exp`. Decision values use `Math.exp`.
 */
function fillRbf(dots: Float64Array, { squares, gamma, own }: RbfRow, out: Float32Array): void {
  const scale = gamma * EXP_STEPS;
  const limit = EXP_ARGUMENT_MAX * EXP_STEPS;
  const count = out.length;
  for (let j = 0; j < count; j++) {
    const t = scale * (own + squares[j]! - 2 * dots[j]!);
    const bounded = t > limit ? limit : t > 0 ? t : 0;
    const step = (bounded + 0.5) | 0;
    const r = (step - bounded) * (1 / EXP_STEPS);
    out[j] = EXP_TABLE[step]! * (1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))))));
  }
}
