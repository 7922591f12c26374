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

/** What is added to it is rounded to a whole number: beyond 2^52, numbers have no fractions. */
export const ROUNDER = 1.5 * 2 ** 52;
/** 2^-150 is 0 as a 32-bit float. */
export const HALVINGS_MAX = 150;
const HALVED = Float64Array.from({ length: HALVINGS_MAX + 1 }, (_, k) => 2 ** -k);

/** 2^-f = exp(-f ln 2) as a series; f is from -1/2 to 1/2, where its error is below 6e-9. */
const S1 = -Math.LN2;
const S2 = (S1 * S1) / 2;
const S3 = (S2 * S1) / 3;
const S4 = (S3 * S1) / 4;
const S5 = (S4 * S1) / 5;
const S6 = (S5 * S1) / 6;
const S7 = (S6 * S1) / 7;
export const HALVING_SERIES: readonly number[] = [1, S1, S2, S3, S4, S5, S6, S7];

/** What `gamma` times a squared distance is multiplied by, so that the kernel is 2 to the power of minus that. */
export const HALVINGS_PER_UNIT = 1 / Math.LN2;

interface RbfRow {
  readonly squares: Float64Array;
  readonly gamma: number;
  readonly own: number;
}

/**
 * exp(-t) as 2^-n 2^-f with n whole: error below 6e-9, under the 6e-8 that the 32-bit rows round to, and faster than
 * `Math.exp`. Decision values use `Math.exp`. The same steps, two points at once, are in `vector/programs.ts`.
 */
function fillRbf(dots: Float64Array, { squares, gamma, own }: RbfRow, out: Float32Array): void {
  const scale = gamma * HALVINGS_PER_UNIT;
  const count = out.length;
  for (let j = 0; j < count; j++) {
    const t = scale * (own + squares[j]! - 2 * dots[j]!);
    const halvings = t > HALVINGS_MAX ? HALVINGS_MAX : t > 0 ? t : 0;
    const rounded = ROUNDER - halvings;
    const f = rounded - ROUNDER + halvings;
    const series = 1 + f * (S1 + f * (S2 + f * (S3 + f * (S4 + f * (S5 + f * (S6 + f * S7))))));
    out[j] = HALVED[(ROUNDER - rounded) | 0]! * series;
  }
}
