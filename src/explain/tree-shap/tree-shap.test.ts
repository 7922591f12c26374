import { describe, expect, it } from "vitest";
import { createRng, GaitError } from "../../domain/index.ts";
import {
  createMatrix,
  type Forest,
  LEAF,
  type Matrix,
  matrixFromRows,
  NUMERIC,
  OBLIQUE,
  selectRows,
  toFeatures,
} from "../../learn/index.ts";
import { checkAdditivity } from "./additivity.ts";
import { anyForest, anyTable } from "./any-forest.suite.ts";
import { bruteForcePair, bruteForceShapley } from "./brute-force.suite.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import { interactionsOf } from "./interactions.ts";
import { loadTables, TABLE_COLUMNS_MAX, TABLE_FEATURES_MAX } from "./leaf-table.ts";
import { planTrees } from "./plan.ts";
import { copyRows } from "./rows.ts";
import { type Contributions, contributionsOf, TABLE_ROWS_MIN } from "./tree-shap.ts";
import { TREE_DEPTH_MAX, TREE_NODES_MAX } from "./walk.ts";

const cellsOf = (table: Matrix, row: number): Float64Array => {
  const cells = new Float64Array(table.columns.length);
  copyRows(table, { from: row, to: row + 1 }, cells);
  return cells;
};

/** The published check: three features, the first twice on one path. */
function publishedForest(): Forest {
  return {
    roots: Int32Array.of(0, 9),
    split: Uint8Array.of(NUMERIC, NUMERIC, LEAF, LEAF, NUMERIC, NUMERIC, LEAF, LEAF, LEAF),
    feature: Int32Array.of(0, 1, -1, -1, 0, 2, -1, -1, -1),
    threshold: Float64Array.of(0.5, 0.3, 0, 0, 0.8, 0.1, 0, 0, 0),
    right: Int32Array.of(4, 3, 0, 0, 8, 7, 0, 0, 0),
    cover: Float64Array.of(100, 60, 20, 40, 40, 30, 12, 18, 10),
    missing: new Uint8Array(9),
    value: Float64Array.of(2.05, 3, 1, 4, 0.625, 1.5, 3, 0.5, -2),
    outputs: 1,
    categoryBits: new Uint32Array(0),
    categoryCounts: new Int32Array(3),
    planes: null,
  };
}

/** A chain to the right: node 2k splits, node 2k + 1 is its left leaf. */
function chainForest(levels: number): Forest {
  const count = 2 * levels + 1;
  const value = Float64Array.from({ length: count }, (_, n) => n);
  for (let n = count - 3; n >= 0; n -= 2) {
    const below = levels - n / 2;
    value[n] = (value[n + 1]! + below * value[n + 2]!) / (below + 1);
  }
  const inner = (node: number): boolean => node % 2 === 0 && node < count - 1;
  return {
    roots: Int32Array.of(0, count),
    split: Uint8Array.from({ length: count }, (_, n) => (inner(n) ? NUMERIC : LEAF)),
    feature: Int32Array.from({ length: count }, (_, n) => (inner(n) ? (n / 2) % 20 : -1)),
    threshold: new Float64Array(count).fill(0.5),
    right: Int32Array.from({ length: count }, (_, n) => (inner(n) ? n + 2 : 0)),
    cover: Float64Array.from({ length: count }, (_, n) => (n % 2 === 1 ? 1 : levels + 1 - n / 2)),
    missing: new Uint8Array(count),
    value,
    outputs: 1,
    categoryBits: new Uint32Array(0),
    categoryCounts: new Int32Array(20),
    planes: null,
  };
}

describe("Gauss-Legendre on [0, 1]", () => {
  it("has the published nodes and weights", () => {
    const four = gaussLegendre(4);
    expect([...four.nodes]).toEqual(
      [0.0694318442029737, 0.3300094782075719, 0.6699905217924281, 0.9305681557970262].map((p) =>
        expect.closeTo(p, 14),
      ),
    );
    expect([...four.weights.subarray(0, 2)]).toEqual([
      expect.closeTo(0.1739274225687269, 14),
      expect.closeTo(0.3260725774312731, 14),
    ]);
    const eight = gaussLegendre(8);
    expect(eight.nodes[0]).toBeCloseTo(0.0198550717512319, 14);
    expect(eight.weights[3]).toBeCloseTo(0.181341891689181, 14);
  });

  it("integrates powers exactly up to degree 2n - 1, and no further", () => {
    for (let count = 1; count <= 8; count++) {
      const { nodes, weights } = gaussLegendre(count);
      const integral = (degree: number) => nodes.reduce((sum, p, q) => sum + weights[q]! * p ** degree, 0);
      for (let degree = 0; degree < 2 * count; degree++)
        expect(integral(degree)).toBeCloseTo(1 / (degree + 1), 14);
      expect(Math.abs(integral(2 * count) - 1 / (2 * count + 1))).toBeGreaterThan(1e-11);
    }
  });
});

describe("contributions of a forest", () => {
  it("has the published values where a feature stands twice on a path", () => {
    const table = matrixFromRows([
      [0.6, 0.2, 0.9],
      [0.2, 0.5, 0],
      [0.95, 0.1, 0.05],
    ]);
    const explained = contributionsOf({ forest: publishedForest(), features: toFeatures(table) }, table);
    expect(explained.base).toBe(2.05);
    expect([...explained.outputs]).toEqual([0.5, 4, -2]);
    const wanted = [-0.3, -0.6, -0.65, 0.925, 0.8, 0.225, -3.675, -0.6, 0.225];
    expect([...explained.values]).toEqual(wanted.map((phi) => expect.closeTo(phi, 13)));
  });

  it("equals the definition over all subsets, with gaps, categories and strangers", () => {
    for (let seed = 0; seed < 60; seed++) {
      const rng = createRng(seed);
      const table = anyTable(rng, 4, 1 + rng.nextInt(6));
      const model = anyForest(rng, table, { trees: 2, depth: 1 + rng.nextInt(6), outputs: 2 });
      const explained = contributionsOf(model, table, { output: 1 });
      const width = table.columns.length;
      for (let row = 0; row < table.rows; row++) {
        const wanted = bruteForceShapley(model.forest, cellsOf(table, row), 1);
        for (let c = 0; c < width; c++) expect(explained.values[row * width + c]).toBeCloseTo(wanted[c]!, 12);
      }
    }
  });

  it("adds up to the output on 1,000 forests x rows", () => {
    let checked = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const rng = createRng(seed + 7000);
      const table = anyTable(rng, 3, 1 + rng.nextInt(24));
      const model = anyForest(rng, table, { trees: 3, depth: rng.nextInt(12), leafShare: 0.3 });
      const explained = contributionsOf(model, table);
      checkAdditivity(explained);
      checked += explained.rows;
    }
    expect(checked).toBe(3000);
  });

  it("stays exact on uneven paths of up to 60 features", () => {
    for (let seed = 0; seed < 100; seed++) {
      const rng = createRng(seed + 90);
      const table = anyTable(rng, 5, 60);
      checkAdditivity(
        contributionsOf(anyForest(rng, table, { trees: 2, depth: 60, leafShare: 0.47 }), table),
        1e-13,
      );
    }
  });

  it("stays exact down a path of 900 splits", () => {
    const table = matrixFromRows([
      Array.from({ length: 20 }, (_, c) => (c === 7 ? 0.2 : 0.9)),
      new Array(20).fill(0.9),
    ]);
    const explained = contributionsOf({ forest: chainForest(900), features: toFeatures(table) }, table);
    checkAdditivity(explained);
    expect(explained.outputs[1]).toBe(1800);
  });

  it("gives each row the same whatever rows stand beside it", () => {
    const rng = createRng(3);
    const table = anyTable(rng, 150, 5);
    const model = anyForest(rng, table, { trees: 5, depth: 6 });
    const all = contributionsOf(model, table);
    for (const row of [0, 63, 64, 149]) {
      const cut = createMatrix(
        table.columns.map((column) =>
          column.kind === "numeric"
            ? { ...column, values: column.values.slice(row, row + 1) }
            : { ...column, codes: column.codes.slice(row, row + 1) },
        ),
      );
      expect([...contributionsOf(model, cut).values]).toEqual([...all.values.subarray(row * 5, row * 5 + 5)]);
    }
  });

  it("gives a missing value that goes both ways nothing, and no rows no contributions", () => {
    const table = matrixFromRows([[Number.NaN, 0.2, 0.9]]);
    const model = { forest: publishedForest(), features: toFeatures(table) };
    expect(contributionsOf(model, table).values[0]).toBe(0);
    expect(contributionsOf(model, matrixFromRows([], ["x0", "x1", "x2"])).values).toHaveLength(0);
  });
});

describe("leaf tables", () => {
  it("give what the walk gives, with gaps, strangers and trees too deep for them", () => {
    for (let seed = 0; seed < 60; seed++) {
      const rng = createRng(seed + 300);
      const table = anyTable(rng, 30, 1 + rng.nextInt(16));
      const model = anyForest(rng, table, { trees: 4, depth: rng.nextInt(14), leafShare: 0.3, outputs: 2 });
      const walked = contributionsOf(model, table, { output: 1 });
      const tabled = contributionsOf(model, table, { output: 1, method: "leaf-tables" });
      checkAdditivity(tabled);
      tabled.values.forEach((value, at) => {
        expect(value).toBeCloseTo(walked.values[at]!, 12);
      });
    }
  });

  it("are taken unasked from so many rows on, and change nothing but rounding", () => {
    const rng = createRng(77);
    const table = anyTable(rng, TABLE_ROWS_MIN, 12);
    const model = anyForest(rng, table, { trees: 6, depth: 8, leafShare: 0.2 });
    const walked = contributionsOf(model, table, { method: "walk" });
    const unasked = contributionsOf(model, table);
    checkAdditivity(unasked);
    unasked.values.forEach((value, at) => {
      expect(value).toBeCloseTo(walked.values[at]!, 12);
    });
    const bytes = (contributions: Contributions) => Buffer.from(contributions.values.buffer).toString("hex");
    expect(bytes(unasked)).toBe(bytes(contributionsOf(model, table, { method: "leaf-tables" })));
    expect(bytes(unasked)).not.toBe(bytes(walked));
    const fewer = selectRows(
      table,
      Array.from({ length: TABLE_ROWS_MIN - 1 }, (_, row) => row),
    );
    expect(bytes(contributionsOf(model, fewer))).toBe(
      bytes(contributionsOf(model, fewer, { method: "walk" })),
    );
  });

  it("leave rows of too many columns to the walk", () => {
    const wide = (columns: number) =>
      matrixFromRows(Array.from({ length: 2 }, (_, row) => new Array<number>(columns).fill(row)));
    for (const columns of [TABLE_COLUMNS_MAX, TABLE_COLUMNS_MAX + 1]) {
      const table = wide(columns);
      const model = anyForest(createRng(3), table, { trees: 2, depth: 4 });
      checkAdditivity(contributionsOf(model, table, { method: "leaf-tables" }));
    }
  });

  it("leave trees to the walk that have one feature or one number too many", () => {
    const chain = (levels: number) => chainForest(levels);
    const [nine, ten] = [chain(TABLE_FEATURES_MAX), chain(TABLE_FEATURES_MAX + 1)];
    expect(loadTables(nine, planTrees(nine, 20)[0]!, 0)).toBe(true);
    expect(loadTables(ten, planTrees(ten, 20)[0]!, 0)).toBe(false);
    const full = anyForest(createRng(1), anyTable(createRng(1), 1, 9), { trees: 1, depth: 13, leafShare: 0 });
    expect(loadTables(full.forest, planTrees(full.forest, 9)[0]!, 0)).toBe(false);
  });
});

describe("the additivity check", () => {
  const rng = createRng(11);
  const table = anyTable(rng, 20, 6);
  const explained = contributionsOf(anyForest(rng, table, { trees: 10, depth: 6 }), table);

  it("passes what is right and stores a residual of rounding size", () => {
    expect(() => checkAdditivity(explained)).not.toThrow();
    expect(Math.max(...explained.residuals.map(Math.abs))).toBeLessThan(1e-13);
  });

  it.each([
    ["a turned sign", (v: number) => -v],
    ["a value off by two billionths", (v: number) => v + 2e-9],
    ["no number", () => Number.NaN],
  ])("fails on %s", (_name, damage) => {
    const at = explained.values.findIndex((v) => Math.abs(v) > 1e-3);
    const values = explained.values.slice();
    values[at] = damage(values[at]!);
    expect(() => checkAdditivity({ ...explained, values })).toThrow(/EXPLAIN|miss the model's output/);
  });

  it("fails on a base or an output that belongs to another model, whatever the stored residual says", () => {
    expect(() => checkAdditivity({ ...explained, base: explained.base + 1e-8 })).toThrow(GaitError);
    expect(() => checkAdditivity({ ...explained, outputs: explained.outputs.map((v) => v + 1e-8) })).toThrow(
      GaitError,
    );
  });
});

describe("interactions", () => {
  it("equal the definition and sum to the contributions", () => {
    for (let seed = 0; seed < 30; seed++) {
      const rng = createRng(seed + 500);
      const table = anyTable(rng, 2, 2 + rng.nextInt(4));
      const model = anyForest(rng, table, { trees: 2, depth: 5 });
      const explained = interactionsOf(model, table);
      const width = table.columns.length;
      for (let row = 0; row < 2; row++) {
        const cells = cellsOf(table, row);
        const pairs = explained.pairs.subarray(row * width * width, (row + 1) * width * width);
        for (let a = 0; a < width; a++) {
          const line = [...pairs.subarray(a * width, (a + 1) * width)];
          expect(line.reduce((sum, v) => sum + v, 0)).toBeCloseTo(explained.values[row * width + a]!, 12);
          for (let b = 0; b < a; b++)
            expect(line[b]).toBeCloseTo(bruteForcePair(model.forest, cells, [a, b]), 12);
        }
      }
    }
  });
});

describe("limits", () => {
  it("walks a tree at the greatest depth and refuses one level more", () => {
    expect(planTrees(chainForest(TREE_DEPTH_MAX), 20)).toHaveLength(1);
    expect(() => planTrees(chainForest(TREE_DEPTH_MAX + 1), 20)).toThrow(/1001 levels/);
    const table = matrixFromRows([new Array(20).fill(0.9)]);
    checkAdditivity(
      contributionsOf({ forest: chainForest(TREE_DEPTH_MAX), features: toFeatures(table) }, table),
    );
  });

  it("refuses a tree of too many nodes, oblique splits and outputs that are not there", () => {
    const forest = publishedForest();
    const nodes = (count: number): Forest => ({
      ...forest,
      roots: Int32Array.of(0, count),
      split: new Uint8Array(count),
    });
    expect(planTrees(nodes(TREE_NODES_MAX), 3)).toHaveLength(1);
    expect(() => planTrees(nodes(TREE_NODES_MAX + 1), 3)).toThrow(/nodes/);
    expect(() => planTrees({ ...forest, split: forest.split.with(0, OBLIQUE) }, 3)).toThrow(
      /several columns/,
    );
    const table = matrixFromRows([[0, 0, 0]]);
    expect(() => contributionsOf({ forest, features: toFeatures(table) }, table, { output: 1 })).toThrow(
      /no output 1/,
    );
  });
});
