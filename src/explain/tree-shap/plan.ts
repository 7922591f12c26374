import { toError } from "../../domain/index.ts";
import { type Forest, LEAF, OBLIQUE } from "../../learn/index.ts";
import { EXPLAIN_PROBLEMS } from "../problems.ts";
import { BLOCK_VALUES_MAX, QUADRATURE_MAX, TREE_DEPTH_MAX, TREE_NODES_MAX, type TreePlan } from "./walk.ts";

/** Who explains one event after another asks for the same forest's plan each time. */
const planned = new WeakMap<Forest, readonly TreePlan[]>();

/** How each tree of the forest is walked. Throws EXPLAIN_OBLIQUE or EXPLAIN_TREE_LARGE where it cannot be. */
export function planTrees(forest: Forest, columns: number): readonly TreePlan[] {
  const known = planned.get(forest);
  if (known === undefined && (forest.planes !== null || forest.split.includes(OBLIQUE))) {
    throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_OBLIQUE");
  }
  if (columns > BLOCK_VALUES_MAX)
    throw tooLarge(0, { what: "columns", found: columns, limit: BLOCK_VALUES_MAX });
  if (known !== undefined) return known;
  const plans: TreePlan[] = [];
  for (let tree = 0; tree + 1 < forest.roots.length; tree++) plans.push(planTree(forest, tree));
  planned.set(forest, plans);
  return plans;
}

function planTree(forest: Forest, tree: number): TreePlan {
  const first = forest.roots[tree]!;
  const end = forest.roots[tree + 1]!;
  if (end - first > TREE_NODES_MAX)
    throw tooLarge(tree, { what: "nodes", found: end - first, limit: TREE_NODES_MAX });
  const { depth, features } = measureTree(forest, first, end);
  if (depth > TREE_DEPTH_MAX) throw tooLarge(tree, { what: "levels", found: depth, limit: TREE_DEPTH_MAX });
  // The integrand has one factor fewer than the path has features, and a rule of n nodes is exact to 2n - 1.
  const size = Math.min(QUADRATURE_MAX, Math.max(1, Math.ceil(features / 2)));
  return { first, end, features, size };
}

interface TreeMeasure {
  readonly depth: number;
  /** The most distinct features on one path. */
  readonly features: number;
}

/** Preorder: the path to a node is what is still open of the nodes before it. */
function measureTree(forest: Forest, first: number, end: number): TreeMeasure {
  const depths = new Int32Array(end - first);
  const path: number[] = [];
  const timesOnPath = new Map<number, number>();
  let depth = 0;
  let features = 0;
  for (let node = first; node < end; node++) {
    const level = depths[node - first]!;
    while (path.length > level) leavePath(timesOnPath, path.pop()!);
    if (forest.split[node] === LEAF) {
      depth = Math.max(depth, level);
      features = Math.max(features, timesOnPath.size);
      continue;
    }
    const column = forest.feature[node]!;
    path.push(column);
    timesOnPath.set(column, (timesOnPath.get(column) ?? 0) + 1);
    depths[node + 1 - first] = level + 1;
    depths[forest.right[node]! - first] = level + 1;
  }
  return { depth, features };
}

function leavePath(timesOnPath: Map<number, number>, column: number): void {
  const times = timesOnPath.get(column)! - 1;
  if (times === 0) timesOnPath.delete(column);
  else timesOnPath.set(column, times);
}

const tooLarge = (
  tree: number,
  details: { readonly what: string; readonly found: number; readonly limit: number },
): Error => toError(EXPLAIN_PROBLEMS, "EXPLAIN_TREE_LARGE", { tree, ...details });
