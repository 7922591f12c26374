/** Euler's constant to the digits that scikit-learn carries. */
const EULER = 0.5772156649;

/** `exact`: 2 H(n-1) - 2 (n-1)/n. `sklearn`: with ln(n-1) + Euler's constant for the harmonic number, and c(2) = 1. */
export type PathLengthRule = "exact" | "sklearn";

/**
 * c(0) to c(n): the expected depth of an unsuccessful search in a binary tree of that many rows (Liu, Ting, Zhou 2008,
 * equation 1), which stands for the splits that a leaf of several rows was not given.
 */
export function pathLengths(n: number, rule: PathLengthRule): Float64Array {
  const lengths = new Float64Array(n + 1);
  let harmonic = 0;
  for (let rows = 2; rows <= n; rows++) {
    harmonic += 1 / (rows - 1);
    const used = rule === "exact" ? harmonic : Math.log(rows - 1) + EULER;
    lengths[rows] = rule === "sklearn" && rows === 2 ? 1 : 2 * used - (2 * (rows - 1)) / rows;
  }
  return lengths;
}
