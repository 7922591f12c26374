import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng } from "../../domain/index.ts";
import { ISOLATION_JOB } from "../isolation-forest/grow.ts";
import { isolationForest } from "../isolation-forest/isolation-forest.ts";
import { toLabels } from "../labels.ts";
import { alignMatrix, type Column, createMatrix, type Matrix } from "../matrix.ts";
import { stringifyModel } from "../model-json.ts";
import { addGaps, plantOutliers } from "../planted.suite.ts";
import { binColumns } from "../random-forest/bin-columns.ts";
import { RANDOM_FOREST_JOB } from "../random-forest/grow.ts";
import { randomForest } from "../random-forest/random-forest.ts";
import { CODE_COLUMNS_MAX, CUTS_MAX, codeForest, POINTER_NODES_MAX } from "./coded-forest.ts";
import { type Forest, LEAF, NUMERIC, treeCount } from "./forest.ts";
import { joinForests } from "./node-buffer.ts";
import { createTreeWalk } from "./plain-walk.ts";
import { countBelow, createRankCoder } from "./rank-coder.ts";
import { CODED_ROWS_MIN, sumTrees } from "./sum-trees.ts";

const PLANTED = plantOutliers({ rows: 600, columns: 5, strangeShare: 0.05, seed: 3 });
const GAPPED = addGaps(PLANTED.table, 3);

function plainSums(forest: Forest, table: Matrix): Float64Array {
  const sums = new Float64Array(table.rows * forest.outputs);
  const walk = createTreeWalk(forest, table);
  for (let row = 0; row < table.rows; row++) {
    for (let tree = 0; tree < treeCount(forest); tree++) walk.addTree(tree, row, sums);
  }
  return sums;
}

function expectEqualWalks(forest: Forest, table: Matrix): void {
  expect(table.rows).toBeGreaterThanOrEqual(CODED_ROWS_MIN);
  expect(codeForest(forest, table.columns.length)).not.toBeNull();
  expect(sumTrees(forest, table)).toEqual(plainSums(forest, table));
}

describe("the coded walk equals the plain one to the last bit", () => {
  for (const profile of ["classic", "standard", "deep"] as const) {
    it(`on the ${profile} isolation forest, with missing values and categories`, async () => {
      const { forest, features } = await isolationForest.fit({ profile, trees: 60 }, GAPPED, { seed: 1 });
      expectEqualWalks(forest, alignMatrix(GAPPED, features));
    });
  }

  it("on a random forest of two classes, with category subsets", async () => {
    const { forest } = await randomForest.fit({ trees: 30 }, GAPPED, { seed: 1, labels: PLANTED.labels });
    expectEqualWalks(forest, GAPPED);
  });

  it("on random forests of three classes, shallow and deep", async () => {
    const rng = createRng(8);
    const labels = toLabels(Array.from({ length: 600 }, () => ["a", "b", "c"][rng.nextInt(3)]!));
    for (const maxDepth of [4, "none"] as const) {
      const { forest } = await randomForest.fit({ trees: 20, maxDepth }, GAPPED, { seed: 1, labels });
      expect(forest.outputs).toBe(3);
      expectEqualWalks(forest, GAPPED);
    }
  });

  it("on values at the thresholds themselves", async () => {
    const { forest } = await isolationForest.fit({ trees: 20 }, PLANTED.table, { seed: 2 });
    const columns = PLANTED.table.columns.map((column, at): Column => {
      const cuts = forest.threshold.filter(
        (_, node) => forest.split[node] !== LEAF && forest.feature[node] === at,
      );
      const values = Float64Array.from({ length: 700 }, (_, row) => cuts[row % cuts.length]!);
      return { kind: "numeric", name: column.name, values };
    });
    expectEqualWalks(forest, createMatrix(columns));
  });
});

/** One tree of `splits` splits on one column, as a chain: row r leaves it at the r-th cut. */
function chainForest(splits: number): Forest {
  const nodes = 2 * splits + 1;
  const isLeaf = (node: number): boolean => node % 2 === 1 || node === nodes - 1;
  const numbers = (of: (node: number) => number): Float64Array =>
    Float64Array.from({ length: nodes }, (_, node) => of(node));
  return {
    roots: Int32Array.of(0, nodes),
    split: Uint8Array.from(numbers((node) => (isLeaf(node) ? LEAF : NUMERIC))),
    feature: Int32Array.from(numbers((node) => (isLeaf(node) ? -1 : 0))),
    threshold: numbers((node) => (isLeaf(node) ? 0 : node / 2)),
    right: Int32Array.from(numbers((node) => (isLeaf(node) ? 0 : node + 2))),
    cover: numbers((node) => splits + 1 - (node >> 1)),
    missing: new Uint8Array(nodes),
    value: numbers((node) => node),
    outputs: 1,
    categoryBits: new Uint32Array(0),
    categoryCounts: Int32Array.of(0),
    planes: null,
  };
}

describe("the limits of codes", () => {
  it("are reached and not passed by so many cuts of a column", () => {
    // The first rows alone go all the way down, which takes long.
    const far = Float64Array.from({ length: CODED_ROWS_MIN }, (_, row) =>
      row < 48 ? CUTS_MAX - 4 + row / 8 : row,
    );
    const column: Column = { kind: "numeric", name: "x", values: far };
    expectEqualWalks(chainForest(CUTS_MAX), createMatrix([column]));
    expect(codeForest(chainForest(CUTS_MAX + 1), 1)).toBeNull();
  });

  it("are reached and not passed by so many columns", () => {
    const wide = (columns: number): Forest => {
      const chain = chainForest(columns);
      const feature = chain.feature.map((column, node) => (column < 0 ? column : node / 2));
      return { ...chain, feature, threshold: chain.threshold.map((_, node) => -node) };
    };
    // Row r leaves the chain at the r-th cut, more or less: all columns hold the same numbers.
    const values = Float64Array.from({ length: CODED_ROWS_MIN }, (_, row) => -8 * row - 3);
    const columns = Array.from({ length: CODE_COLUMNS_MAX }, (_, at): Column => {
      return { kind: "numeric", name: `x${at}`, values };
    });
    expectEqualWalks(wide(CODE_COLUMNS_MAX), createMatrix(columns));
    expect(codeForest(wide(CODE_COLUMNS_MAX + 1), CODE_COLUMNS_MAX + 1)).toBeNull();
  });

  it("end at so many nodes of a deep tree", () => {
    // Equal cuts count once, so that only the nodes are too many.
    const nodes = POINTER_NODES_MAX - 1;
    const most = chainForest((nodes - 1) / 2);
    const few = (forest: Forest): Forest => ({ ...forest, threshold: forest.threshold.map((t) => t % 100) });
    expect(codeForest(few(most), 1)).not.toBeNull();
    expect(codeForest(few(chainForest((nodes + 1) / 2)), 1)).toBeNull();
  });
});

describe("forests", () => {
  it("keep preorder, covers that add up, and inner values that are the mean of their children", async () => {
    for (const forest of [
      (await isolationForest.fit({ trees: 10 }, GAPPED, { seed: 1 })).forest,
      (
        await randomForest.fit({ trees: 10, classWeight: "balanced" }, GAPPED, {
          seed: 1,
          labels: PLANTED.labels,
        })
      ).forest,
    ]) {
      const { split, right, cover, value } = forest;
      for (let node = 0; node < split.length; node++) {
        if (split[node] === LEAF) continue;
        const left = node + 1;
        const other = right[node]!;
        expect(other).toBeGreaterThan(left);
        expect(cover[left]! + cover[other]!).toBeCloseTo(cover[node]!, 9);
        const mean = (cover[left]! * value[left]! + cover[other]! * value[other]!) / cover[node]!;
        expect(value[node]).toBeCloseTo(mean, 9);
      }
    }
  });

  it("joined from parts are the forest grown in one go", async () => {
    const columns = GAPPED.columns;
    const categoryCounts = Int32Array.of(0, 0, 0, 0, 0, 5);
    const grown = { columns, rows: 600, weights: null, sampleSize: 64, maxDepth: 6, poolGain: 0, seed: 4 };
    const isolation = ISOLATION_JOB.prepare({ ...grown, ndim: 3, scoring: "depth", compat: "exact" });
    const random = RANDOM_FOREST_JOB.prepare({
      table: await binColumns(GAPPED, 255),
      labels: Uint16Array.from(PLANTED.truth),
      classes: 2,
      rowWeights: null,
      categoryCounts,
      bag: { bootstrap: true, sampleShare: 1 },
      classWeight: "none",
      maxDepth: 8,
      minLeaf: 1,
      minSplit: 2,
      tried: 3,
      random: false,
      seed: 4,
    });
    for (const work of [isolation, random]) {
      const whole = joinForests([work.run({ from: 0, to: 12 })]);
      // Out of turn, as threads grow them: no tree may depend on those before it.
      const last = work.run({ from: 6, to: 12 });
      const middle = work.run({ from: 5, to: 6 });
      const first = work.run({ from: 0, to: 5 });
      expect(joinForests([first, middle, last])).toEqual(whole);
    }
  });

  it("with oblique splits are not coded, and send every row one way", async () => {
    const { forest } = await isolationForest.fit({ trees: 10, ndim: 3 }, GAPPED, { seed: 1 });
    expect(codeForest(forest, GAPPED.columns.length)).toBeNull();
    expect(sumTrees(forest, GAPPED)).toEqual(plainSums(forest, GAPPED));
  });

  it("from a file that was tampered with are refused instead of walked in circles", async () => {
    const fitted = await isolationForest.fit({ trees: 3 }, GAPPED, { seed: 1 });
    const inner = fitted.forest.split.findIndex((split) => split !== LEAF);
    const twist = (change: Partial<Forest>): string =>
      stringifyModel({ ...fitted, forest: { ...fitted.forest, ...change } } as typeof fitted);
    const changed = <A extends Int32Array | Float64Array | Uint8Array>(array: A, value: number): A => {
      const copy = structuredClone(array);
      copy[inner] = value;
      return copy;
    };
    const { right, feature, cover, split, roots } = fitted.forest;
    for (const change of [
      { right: changed(right, inner) },
      { right: changed(right, 1e9) },
      { feature: changed(feature, 99) },
      { cover: changed(cover, 0) },
      { split: changed(split, 9) },
      { roots: roots.slice(1) },
      { value: new Float64Array(3) },
      { outputs: 0 },
    ]) {
      expect(() => isolationForest.parse(twist(change))).toThrow(/model file cannot be read/);
    }
    expect(stringifyModel(isolationForest.parse(twist({}))) === stringifyModel(fitted)).toBe(true);
  });
});

describe("rank coder", () => {
  it("counts the cuts below a value, whatever the cuts", () => {
    const number = fc.double({ noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), fc.array(number), (cuts, values) => {
        const finite = cuts.filter((cut) => cut !== Number.NEGATIVE_INFINITY);
        const sorted = Float64Array.from(new Set(finite.map((cut) => cut + 0))).sort();
        if (sorted.length === 0) return;
        const coder = createRankCoder(0, sorted);
        for (const value of [...values, ...sorted]) {
          if (!Number.isFinite(value)) continue;
          expect(countBelow(coder, value)).toBe(sorted.filter((cut) => cut < value).length);
        }
      }),
    );
  });
});
