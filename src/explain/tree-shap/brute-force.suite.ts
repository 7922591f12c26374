import { type Forest, LEAF } from "../../learn/index.ts";
import { branchAt } from "./rows.ts";

interface RowOutput {
  readonly cells: Float64Array;
  readonly output: number;
}

/** The output when only the features of the bit set are known: branches of the others are weighted by cover. */
function expectedOutput(forest: Forest, { cells, output }: RowOutput, known: number): number {
  const visit = (node: number): number => {
    if (forest.split[node] === LEAF) return forest.value[node * forest.outputs + output]!;
    const column = forest.feature[node]!;
    const right = forest.right[node]!;
    const branch = ((known >>> column) & 1) === 1 ? branchAt(forest, node, cells[column]!) : 2;
    if (branch !== 2) return visit(branch === 1 ? node + 1 : right);
    const [l, r] = [forest.cover[node + 1]!, forest.cover[right]!];
    return (l * visit(node + 1) + r * visit(right)) / forest.cover[node]!;
  };
  let sum = 0;
  for (let tree = 0; tree + 1 < forest.roots.length; tree++) sum += visit(forest.roots[tree]!);
  return sum / (forest.roots.length - 1);
}

/** Shapley values by the definition: every subset of the features, weighted by how often an order meets it. */
export function bruteForceShapley(forest: Forest, cells: Float64Array, output = 0): Float64Array {
  const width = cells.length;
  const worth = Array.from({ length: 1 << width }, (_, known) =>
    expectedOutput(forest, { cells, output }, known),
  );
  return Float64Array.from({ length: width }, (_, i) => {
    let sum = 0;
    for (let known = 0; known < 1 << width; known++) {
      if (((known >>> i) & 1) === 1) continue;
      sum += orderShare(bitCount(known), width - 1) * (worth[known | (1 << i)]! - worth[known]!);
    }
    return sum;
  });
}

/** Half of the Shapley interaction index of the pair, by its definition. */
export function bruteForcePair(forest: Forest, cells: Float64Array, pair: readonly [number, number]): number {
  const width = cells.length;
  const worth = Array.from({ length: 1 << width }, (_, known) =>
    expectedOutput(forest, { cells, output: 0 }, known),
  );
  const [a, b] = [1 << pair[0], 1 << pair[1]];
  let sum = 0;
  for (let known = 0; known < 1 << width; known++) {
    if ((known & (a | b)) !== 0) continue;
    const both = worth[known | a | b]! - worth[known | a]! - worth[known | b]! + worth[known]!;
    sum += orderShare(bitCount(known), width - 2) * both;
  }
  return sum / 2;
}

/** Share of the orders of `others` + 1 features in which exactly the `before` chosen ones come first. */
function orderShare(before: number, others: number): number {
  let share = 1 / (others + 1);
  for (let k = 1; k <= before; k++) share *= k / (others - k + 1);
  return share;
}

const bitCount = (bits: number): number => {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
};
