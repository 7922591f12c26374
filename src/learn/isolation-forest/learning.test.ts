import { describe, expect, it } from "vitest";
import { createRng } from "../../domain/index.ts";
import { rocArea } from "../evaluate/ranking.ts";
import { OBLIQUE } from "../forest/forest.ts";
import { type Column, createMatrix, matrixFromRecords, matrixFromRows, selectRows } from "../matrix.ts";
import { plantOutliers } from "../planted.suite.ts";
import { isolationForest } from "./isolation-forest.ts";
import { resolveIsolation, SAMPLE_SIZE_MAX, TREES_MAX, toGrowth } from "./params.ts";
import { pathLengths } from "./path-length.ts";

const PLANTED = plantOutliers({ rows: 2_000, columns: 6, strangeShare: 0.02, seed: 11 });

describe("pathLengths", () => {
  it("are exact by default and scikit-learn's on demand", () => {
    const exact = pathLengths(256, "exact");
    const sklearn = pathLengths(256, "sklearn");
    expect(Array.from(exact.subarray(0, 4), (c) => Number(c.toFixed(4)))).toEqual([0, 0, 1, 1.6667]);
    expect(Array.from(sklearn.subarray(0, 4), (c) => Number(c.toFixed(4)))).toEqual([0, 0, 1, 1.2074]);
    expect(exact[8]).toBeCloseTo(3.4357, 4);
    expect(sklearn[8]).toBeCloseTo(3.2964, 3);
    expect(exact[256]).toBeCloseTo(10.2487, 4);
    expect(sklearn[256]).toBeCloseTo(10.2448, 4);
  });
});

describe("isolation forest parameters", () => {
  it("mean what the profiles say", () => {
    const growth = (given: Parameters<typeof resolveIsolation>[0], rows = 100_000): unknown =>
      toGrowth(resolveIsolation(given), rows);
    expect(growth({ profile: "classic" })).toEqual({ sampleSize: 256, maxDepth: 8 });
    expect(growth({})).toEqual({ sampleSize: 512, maxDepth: 12 });
    expect(growth({ profile: "deep" })).toEqual({ sampleSize: 1024, maxDepth: Number.POSITIVE_INFINITY });
    expect(growth({ profile: "classic" }, 100)).toEqual({ sampleSize: 100, maxDepth: 7 });
    expect(growth({ sampleSize: 64, maxDepth: "none" })).toMatchObject({ sampleSize: 64 });
  });

  it("are refused one past their limits, and taken at them", () => {
    const limits = [
      ["trees", TREES_MAX],
      ["sampleSize", SAMPLE_SIZE_MAX],
      ["maxDepth", SAMPLE_SIZE_MAX],
      ["ndim", 64],
      ["poolGain", 1],
      ["contamination", 0.5],
    ] as const;
    for (const [name, max] of limits) {
      expect(resolveIsolation({ [name]: max })).toMatchObject({ [name]: max });
      expect(() => resolveIsolation({ [name]: max + 1 })).toThrow(`Parameter ${name} is ${max + 1}`);
    }
    expect(() => resolveIsolation({ contamination: 0 })).toThrow(/above 0 to 0.5/);
    expect(() => resolveIsolation(JSON.parse('{"profile":"quick"}'))).toThrow(/classic, standard, deep/);
    expect(() => resolveIsolation(JSON.parse('{"__proto__x":1}'))).toThrow(/no parameter __proto__x/);
  });
});

describe("isolation forest", () => {
  it("keeps a threshold that calls the contamination's share of training rows strange", async () => {
    const fitted = await isolationForest.fit({ contamination: 0.05, trees: 50 }, PLANTED.table, { seed: 1 });
    const scores = isolationForest.score(fitted, PLANTED.table);
    expect(scores.filter((score) => score >= (fitted.threshold ?? 2))).toHaveLength(100);
    const without = await isolationForest.fit({ trees: 50 }, PLANTED.table, { seed: 1 });
    expect(without.threshold).toBeNull();
    expect(isolationForest.score(without, PLANTED.table)).toEqual(scores);
  });

  it("scores usual rows below one half and isolates one stray row at once", async () => {
    const fitted = await isolationForest.fit({}, PLANTED.table, { seed: 1 });
    const scores = isolationForest.score(fitted, PLANTED.table);
    const usual = scores.filter((_, row) => PLANTED.truth[row] === 0).sort();
    expect(usual[usual.length >> 1]).toBeLessThan(0.5);
    const stray = isolationForest.score(fitted, matrixFromRows([[50, -50, 50, -50, 50, -50]]));
    expect(stray[0]).toBeGreaterThan(0.6);
  });

  it("knows one row as neither strange nor usual, and as scikit-learn does on demand", async () => {
    const one = matrixFromRows([[1, 2]]);
    const exact = await isolationForest.fit({}, one, { seed: 1 });
    expect(isolationForest.score(exact, matrixFromRows([[5, 5]]))[0]).toBe(0.5);
    const sklearn = await isolationForest.fit({ compat: "sklearn" }, one, { seed: 1 });
    expect(isolationForest.score(sklearn, one)[0]).toBe(1);
  });

  it("splits categories one against the rest, so a rare one is strange", async () => {
    const records = Array.from({ length: 500 }, (_, at) => ({
      tool: at % 250 === 3 ? "odd" : ["cli", "sdk", "browser"][at % 3]!,
      region: ["eu", "us"][at % 2]!,
    }));
    const table = matrixFromRecords(records);
    const truth = records.map(({ tool }) => (tool === "odd" ? 1 : 0));
    for (const params of [{}, { ndim: 2 }, { scoring: "density" }] as const) {
      const fitted = await isolationForest.fit(params, table, { seed: 2 });
      expect(rocArea(truth, isolationForest.score(fitted, table))).toBe(1);
    }
  });

  it("divides a row without a value over both branches: a mean of what its values could be", async () => {
    const fitted = await isolationForest.fit({ trees: 100 }, PLANTED.table, { seed: 1 });
    const hidden = PLANTED.table.columns.map((column, at): Column => {
      const values = column.kind === "numeric" ? column.values.slice(0, 50) : new Float64Array(50);
      return { kind: "numeric", name: column.name, values: at === 0 ? values.fill(Number.NaN) : values };
    });
    const shown = isolationForest.score(
      fitted,
      selectRows(
        PLANTED.table,
        Int32Array.from({ length: 50 }, (_, i) => i),
      ),
    );
    const guessed = isolationForest.score(fitted, createMatrix(hidden));
    for (let row = 0; row < 50; row++) expect(Math.abs(guessed[row]! - shown[row]!)).toBeLessThan(0.12);
    expect(guessed).not.toEqual(shown);
  });

  it("draws rows by their weights: what weighs nothing is not learned", async () => {
    const rowWeights = Float64Array.from(PLANTED.truth, (strange) => 1 - strange);
    const fitted = await isolationForest.fit({ trees: 60 }, PLANTED.table, { seed: 1, rowWeights });
    const usual = [...PLANTED.truth.keys()].filter((row) => PLANTED.truth[row] === 0);
    const greatest = PLANTED.table.columns.map((column) =>
      column.kind === "numeric" ? Math.max(...usual.map((row) => column.values[row]!)) : 0,
    );
    const { feature, threshold } = fitted.forest;
    feature.forEach((column, node) => {
      if (column >= 0) expect(threshold[node]).toBeLessThan(greatest[column]!);
    });
    const bad = { seed: 1, rowWeights: new Float64Array(2_000) };
    await expect(isolationForest.fit({}, PLANTED.table, bad)).rejects.toThrow(/one must be above 0/);
    const short = { seed: 1, rowWeights: new Float64Array(3) };
    await expect(isolationForest.fit({}, PLANTED.table, short)).rejects.toThrow(/row weights has 3/);
  });

  it("draws each tree's rows from the whole table", async () => {
    const rising = matrixFromRows(Array.from({ length: 2_000 }, (_, at) => [at]));
    const fitted = await isolationForest.fit({ sampleSize: 8, trees: 50 }, rising, { seed: 1 });
    const { roots, threshold } = fitted.forest;
    const first = Array.from(roots.subarray(0, 50), (root) => threshold[root]!);
    expect(Math.min(...first)).toBeLessThan(500);
    expect(Math.max(...first)).toBeGreaterThan(1_500);
    expect(new Set(first).size).toBe(50);
  });

  it("finds an oblique question in a category column whose values are mostly missing", async () => {
    const records = Array.from({ length: 60 }, (_, at) => ({
      tool: at < 50 ? null : ["a", "b"][at % 2]!,
      constant: 1,
    }));
    const fitted = await isolationForest.fit({ ndim: 2, trees: 30 }, matrixFromRecords(records), { seed: 1 });
    const { roots, split } = fitted.forest;
    expect(Array.from(roots.subarray(0, 30), (root) => split[root])).toEqual(new Array(30).fill(OBLIQUE));
  });

  it("picks the gap between clusters with pooled gain", async () => {
    const rng = createRng(3);
    const rows = Array.from({ length: 512 }, (_, at) => [(at % 2) * 10 + rng.next()]);
    const fitted = await isolationForest.fit({ poolGain: 1, trees: 20 }, matrixFromRows(rows), { seed: 1 });
    for (let tree = 0; tree < 20; tree++) {
      const root = fitted.forest.roots[tree]!;
      expect(fitted.forest.threshold[root]).toBeGreaterThan(1);
      expect(fitted.forest.threshold[root]).toBeLessThan(10);
    }
  });

  it("takes values that fill the range of doubles", async () => {
    const huge = matrixFromRows(
      Array.from({ length: 100 }, (_, at) => [at % 2 === 0 ? 1.7e308 : -1.7e308, at]),
    );
    for (const params of [{}, { poolGain: 1 }, { ndim: 2 }, { scoring: "density" }] as const) {
      const scores = isolationForest.score(await isolationForest.fit(params, huge, { seed: 1 }), huge);
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    }
  });
});
