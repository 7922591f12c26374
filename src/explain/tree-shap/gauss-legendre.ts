/** Nodes and weights of a quadrature rule on [0, 1]. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const NEWTON_STEPS_MAX = 100;

/**
 * Gauss-Legendre with `count` nodes on [0, 1], exact for polynomials up to degree 2 * count - 1. Roots of the Legendre
 * polynomial by Newton's method from Tricomi's starting points; symmetric to the last bit.
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let k = 0; k < Math.ceil(count / 2); k++) {
    let root = Math.cos((Math.PI * (k + 0.75)) / (count + 0.5));
    let slope = legendre(count, root).slope;
    for (let step = 0; step < NEWTON_STEPS_MAX; step++) {
      const at = legendre(count, root);
      const next = root - at.value / at.slope;
      slope = at.slope;
      const still = Math.abs(next - root) < 1e-16;
      root = next;
      if (still) break;
    }
    if (2 * k + 1 === count) root = 0;
    slope = legendre(count, root).slope;
    const weight = 1 / ((1 - root * root) * slope * slope);
    nodes[k] = (1 - root) / 2;
    nodes[count - 1 - k] = 1 - nodes[k]!;
    weights[k] = weight;
    weights[count - 1 - k] = weight;
  }
  return { nodes, weights };
}

/** The Legendre polynomial of the given degree and its derivative, by the three-term recurrence. */
function legendre(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let before = 1;
  let value = x;
  for (let k = 2; k <= degree; k++)
    [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  const slope = x === 0 && degree === 1 ? 1 : (degree * (x * value - before)) / (x * x - 1);
  return { value, slope };
}
