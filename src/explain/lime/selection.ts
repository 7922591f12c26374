import { fitRidge, type Sums } from "./least-squares.ts";

/** Up to so many wanted features, lime tries them one after the other; beyond, it takes the largest weights. */
const FORWARD_FEATURES_MAX = 6;
/** Forward selection costs features x columns fits; wider tables take the largest weights. */
const FORWARD_COLUMNS_MAX = 64;
/** lime's punishment while choosing by weight. */
const CHOICE_RIDGE = 0.01;

/** Which columns the linear picture uses, as lime's "auto" does. Ascending. */
export function chooseFeatures(sums: Sums, wanted: number, ridge: number): readonly number[] {
  const all = Array.from({ length: sums.width }, (_, c) => c);
  if (wanted >= sums.width) return all;
  return wanted <= FORWARD_FEATURES_MAX && sums.width <= FORWARD_COLUMNS_MAX
    ? chooseForward(sums, wanted, ridge)
    : chooseByWeight(sums, wanted);
}

/** Adds the column that raises R² most, until there are enough. Punished just enough to be solvable. */
function chooseForward(sums: Sums, wanted: number, ridge: number): readonly number[] {
  const chosen: number[] = [];
  while (chosen.length < wanted) {
    let best = Number.NEGATIVE_INFINITY;
    let found = -1;
    for (let c = 0; c < sums.width; c++) {
      if (chosen.includes(c)) continue;
      const { r2 } = fitRidge(sums, [...chosen, c], ridge * 1e-6);
      if (r2 > best) {
        best = r2;
        found = c;
      }
    }
    chosen.push(found);
  }
  return chosen.sort((a, b) => a - b);
}

function chooseByWeight(sums: Sums, wanted: number): readonly number[] {
  const all = Array.from({ length: sums.width }, (_, c) => c);
  const { coefficients } = fitRidge(sums, all, CHOICE_RIDGE);
  return all
    .sort((a, b) => Math.abs(coefficients[b]!) - Math.abs(coefficients[a]!))
    .slice(0, wanted)
    .sort((a, b) => a - b);
}
