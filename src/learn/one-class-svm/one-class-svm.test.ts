import { describe, expect, it } from "vitest";
import { createRng, type Rng } from "../../domain/index.ts";
import {
  type Column,
  createMatrix,
  type Matrix,
  matrixFromRecords,
  matrixFromRows,
  selectRows,
} from "../matrix.ts";
import { stringifyModel } from "../model-json.ts";
import { createKernelRow, type Kernel } from "./kernel.ts";
import { createKernelCache } from "./kernel-cache.ts";
import { oneClassDecisions, oneClassSvm } from "./one-class-svm.ts";
import { EXACT_ROWS_MAX } from "./params.ts";

/** A cloud with one far row for every fifty. */
function cloud(rng: Rng, rows: number, columns: number): { table: Matrix; far: Uint8Array } {
  const far = Uint8Array.from({ length: rows }, (_, row) => Number(row % 50 === 7));
  const values = Array.from({ length: columns }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    for (const column of values) column[row] = rng.nextNormal() * (far[row] === 1 ? 3 : 1);
  }
  const table = createMatrix(
    values.map((column, c): Column => ({ kind: "numeric", name: `x${c}`, values: column })),
  );
  return { table, far };
}

/** The area under the ROC curve by counting pairs. */
function areaUnder(scores: Float64Array, positive: Uint8Array): number {
  let won = 0;
  let pairs = 0;
  scores.forEach((score, i) => {
    if (positive[i] !== 1) return;
    scores.forEach((other, j) => {
      if (positive[j] === 1) return;
      pairs++;
      won += score > other ? 1 : score === other ? 0.5 : 0;
    });
  });
  return won / pairs;
}

const tiny = matrixFromRows(Array.from({ length: 30 }, (_, i) => [((7 * i) % 11) / 10, ((5 * i) % 13) / 12]));

describe("One-Class SVM, exact", () => {
  it("has LIBSVM's values on thirty points", async () => {
    const fitted = await oneClassSvm.fit({ gamma: 2, nu: 0.2, tolerance: 1e-6, standardise: false }, tiny, {
      seed: 1,
    });
    if (fitted.learned.kind !== "exact") throw new Error("Thirty rows are solved exactly.");
    expect(fitted.learned.rho).toBeCloseTo(2.511725, 6);
    expect(fitted.learned.alphas).toHaveLength(9);
    expect(fitted.learned.alphas.reduce((sum, alpha) => sum + alpha)).toBeCloseTo(6, 12);
    const [corner, middle] = oneClassDecisions(
      fitted,
      matrixFromRows([
        [0, 0],
        [0.5, 0.5],
      ]),
    );
    expect(corner).toBeCloseTo(-0.282293, 5);
    expect(middle).toBeCloseTo(0.599659, 5);
  });

  it("scores one half at the boundary, falls with the decision value and never saturates", async () => {
    const fitted = await oneClassSvm.fit({ nu: 0.3 }, tiny, { seed: 1 });
    const line = matrixFromRows(Array.from({ length: 60 }, (_, i) => [0.5 + i / 20, 0.5]));
    const decisions = oneClassDecisions(fitted, line);
    oneClassSvm.score(fitted, line).forEach((score, i, scores) => {
      expect(score > 0.5).toBe(decisions[i]! < 0);
      if (i > 0) expect(Math.sign(score - scores[i - 1]!)).toBe(Math.sign(decisions[i - 1]! - decisions[i]!));
    });
  });

  it("counts a row of weight three like three equal rows, and one of weight zero not at all", async () => {
    const weights = Float64Array.from({ length: 30 }, (_, i) => (i % 4 === 0 ? 3 : i % 4 === 1 ? 0 : 1));
    const copies = Array.from(weights).flatMap((weight, i) => new Array<number>(weight).fill(i));
    const params = { nu: 0.4, tolerance: 1e-9 };
    const weighted = await oneClassSvm.fit(params, tiny, { seed: 1, rowWeights: weights });
    const copied = await oneClassSvm.fit(params, selectRows(tiny, copies), { seed: 1 });
    const [a, b] = [oneClassDecisions(weighted, tiny), oneClassDecisions(copied, tiny)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-5);
  });

  it("leaves the share nu of its rows outside", async () => {
    const { table } = cloud(createRng(4), 600, 3);
    for (const nu of [0.05, 0.5]) {
      const fitted = await oneClassSvm.fit({ nu }, table, { seed: 1 });
      const outside = oneClassDecisions(fitted, table).filter((value) => value < 0).length / 600;
      expect(Math.abs(outside - nu)).toBeLessThan(0.02);
    }
  });

  it("keeps its results when the cache holds two rows only", async () => {
    const { table } = cloud(createRng(5), 200, 3);
    const wide = await oneClassSvm.fit({}, table, { seed: 1 });
    const narrow = await oneClassSvm.fit({ cacheBytesMax: 0 }, table, { seed: 1 });
    expect(narrow.learned).toEqual(wide.learned);
  });
});

describe("the kernel cache", () => {
  it("holds as many rows as its bytes allow and drops the one used longest ago", () => {
    const filled: number[] = [];
    const cache = createKernelCache(
      (i, out) => {
        filled.push(i);
        out.fill(i);
      },
      10,
      3 * 4 * 10,
    );
    expect(cache.rowsMax).toBe(3);
    for (const i of [0, 1, 2, 0, 3, 0, 1]) expect(cache.row(i)[0]).toBe(i);
    expect(filled).toEqual([0, 1, 2, 3, 1]);
    expect(createKernelCache(() => {}, 10, 4 * 4 * 10 - 1).rowsMax).toBe(3);
  });
});

describe("kernel rows", () => {
  const values = Float64Array.from({ length: 7 * 5 }, (_, i) => Math.sin(3 * i));
  const direct: Record<Kernel["kind"], (dot: number, square: number) => number> = {
    rbf: (_dot, square) => Math.exp(-0.3 * square),
    linear: (dot) => dot,
    poly: (dot) => (0.3 * dot + 1) ** 5,
    sigmoid: (dot) => Math.tanh(0.3 * dot + 1),
  };
  const kernels: readonly Kernel[] = [
    { kind: "rbf", gamma: 0.3 },
    { kind: "linear" },
    { kind: "poly", gamma: 0.3, degree: 5, coef0: 1 },
    { kind: "sigmoid", gamma: 0.3, coef0: 1 },
  ];
  it.each(kernels)("$kind equals its formula", (kernel) => {
    const out = new Float32Array(7);
    for (let i = 0; i < 7; i++) {
      createKernelRow(kernel, { values, count: 7, width: 5 })(i, out);
      for (let j = 0; j < 7; j++) {
        let [dot, square] = [0, 0];
        for (let k = 0; k < 5; k++) {
          dot += values[i * 5 + k]! * values[j * 5 + k]!;
          square += (values[i * 5 + k]! - values[j * 5 + k]!) ** 2;
        }
        expect(out[j]).toBeCloseTo(direct[kernel.kind](dot, square), 5);
      }
    }
  });

  it("rounds the fast exponential to the right 32-bit float everywhere, and to zero far out", () => {
    const far = Float64Array.from({ length: 4000 }, (_, i) => (i === 0 ? 0 : Math.sqrt((i * 110) / 4000)));
    const out = new Float32Array(4000);
    createKernelRow({ kind: "rbf", gamma: 1 }, { values: far, count: 4000, width: 1 })(0, out);
    for (let i = 0; i < 4000; i++) {
      const wanted = Math.exp(-(far[i]! ** 2));
      expect(Math.abs(out[i]! - wanted)).toBeLessThanOrEqual(wanted * 1e-7 + 1e-44);
    }
  });
});

describe("One-Class SVM, approximate", () => {
  it("ranks as the exact one does", async () => {
    const { table, far } = cloud(createRng(6), 2000, 6);
    for (const nu of [0.1, 0.5]) {
      const exact = await oneClassSvm.fit({ method: "exact", nu }, table, { seed: 2 });
      const fast = await oneClassSvm.fit({ method: "approximate", nu, components: 256 }, table, { seed: 2 });
      const [a, b] = [oneClassSvm.score(exact, table), oneClassSvm.score(fast, table)];
      expect(areaUnder(b, far)).toBeGreaterThan(areaUnder(a, far) - 0.01);
      const outside = oneClassDecisions(fast, table).filter((value) => value < 0).length / 2000;
      expect(Math.abs(outside - nu)).toBeLessThan(0.03);
    }
  });

  it("takes over one row past the limit of the exact method", async () => {
    const column = (rows: number) => matrixFromRows(Array.from({ length: rows }, (_, i) => [i % 97]));
    const at = await oneClassSvm.fit({ nu: 0.01, components: 8 }, column(EXACT_ROWS_MAX), { seed: 1 });
    const past = await oneClassSvm.fit({ nu: 0.01, components: 8 }, column(EXACT_ROWS_MAX + 1), { seed: 1 });
    expect([at.learned.kind, past.learned.kind]).toEqual(["exact", "approximate"]);
  });

  it("refuses kernels that have no such features", () => {
    expect(() => oneClassSvm.resolve({ method: "approximate", kernel: "poly" })).toThrow(/kernel/);
  });
});

describe("gaps and categories", () => {
  const rng = createRng(9);
  const records = Array.from({ length: 200 }, (_, i) => ({
    size: i % 10 === 0 ? null : rng.nextNormal(),
    place: i % 20 === 0 ? "lab" : "office",
    count: rng.nextNormal(),
  }));
  it("finds a gap, a rare and an unseen category stranger than what is common", async () => {
    const fitted = await oneClassSvm.fit({ nu: 0.3 }, matrixFromRecords(records), { seed: 1 });
    const score = (record: Record<string, number | string | null>): number =>
      oneClassSvm.score(fitted, matrixFromRecords([record], ["size", "place", "count"]))[0]!;
    const usual = score({ size: 0, place: "office", count: 0 });
    expect(score({ size: 0, place: "lab", count: 0 })).toBeGreaterThan(usual);
    expect(score({ size: 0, place: "moon", count: 0 })).toBeGreaterThan(usual);
    // Gaps in `size` were seen in training, gaps in `count` never.
    const gap = (record: Record<string, number | string | null>): number => {
      const table = matrixFromRecords([{ size: 0, place: "office", count: 0 }, record]);
      return oneClassSvm.score(fitted, table)[1]!;
    };
    expect(gap({ size: null, place: "office", count: 0 })).toBeGreaterThan(usual);
    expect(gap({ size: 0, place: "office", count: null })).toBeGreaterThan(usual);
    expect(gap({ size: 0, place: null, count: 0 })).toBeGreaterThan(usual);
  });

  it.each(["exact", "approximate"] as const)(
    "keeps its bytes and scores through a file (%s)",
    async (method) => {
      const table = matrixFromRecords(records);
      const fitted = await oneClassSvm.fit({ method, components: 16 }, table, { seed: 3 });
      const text = stringifyModel(fitted);
      const read = oneClassSvm.parse(text);
      expect(stringifyModel(read)).toBe(text);
      expect(oneClassSvm.score(read, table)).toEqual(oneClassSvm.score(fitted, table));
      const broken = text.replace(method === "exact" ? '"alphas"' : '"weights"', '"other"');
      expect(() => oneClassSvm.parse(broken)).toThrow(/cannot be read/);
    },
  );
});

describe("odd tables", () => {
  it("is quiet on constant data and on one row", async () => {
    for (const table of [matrixFromRows(new Array(20).fill([3, 0.1])), matrixFromRows([[1, 2]])]) {
      const fitted = await oneClassSvm.fit({}, table, { seed: 1 });
      for (const score of oneClassSvm.score(fitted, table)) expect(score).toBeCloseTo(0.5, 6);
    }
  });

  it("takes one column, and a column of nothing but gaps", async () => {
    const tables = [
      matrixFromRows([[1], [2], [3]]),
      matrixFromRows([
        [1, Number.NaN],
        [2, Number.NaN],
      ]),
    ];
    for (const table of tables) {
      const fitted = await oneClassSvm.fit({}, table, { seed: 1 });
      for (const score of oneClassSvm.score(fitted, table)) expect(score > 0 && score < 1).toBe(true);
    }
  });

  it("says what is wrong with parameters, tables and cancelled work", async () => {
    expect(() => oneClassSvm.resolve({ nu: 0 })).toThrow(/nu is 0/);
    expect(() => oneClassSvm.resolve({ gamma: -1 })).toThrow(/gamma/);
    await expect(oneClassSvm.fit({}, matrixFromRows([]), { seed: 1 })).rejects.toThrow(/0 rows/);
    await expect(oneClassSvm.fit({}, tiny, { seed: 1, abort: AbortSignal.abort() })).rejects.toThrow(
      /cancelled/,
    );
    const controller = new AbortController();
    const { table } = cloud(createRng(1), 2000, 3);
    const fit = oneClassSvm.fit({}, table, {
      seed: 1,
      abort: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(fit).rejects.toThrow(/cancelled/);
  });
});
