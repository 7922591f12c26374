import { afterEach, describe, expect, it, vi } from "vitest";
import { createRng } from "../../../domain/index.ts";
import { matrixFromRows } from "../../matrix.ts";
import { stringifyModel } from "../../model-json.ts";
import type { Kernel } from "../kernel.ts";
import { oneClassSvm } from "../one-class-svm.ts";
import { createPlainPasses, type Passes, type PassProblem } from "../passes.ts";
import { createSolver } from "../solver.ts";
import { createVectorPasses } from "./vector-passes.ts";

interface Shape {
  readonly count: number;
  readonly width: number;
  readonly kernel: Kernel;
  readonly size?: number;
  readonly rowsKept?: number;
}

/** A cloud with copies, for ties, and weights that are not all one. */
function toProblem({ count, width, kernel, size = 1, rowsKept = 1000 }: Shape): PassProblem {
  const rng = createRng(count + width);
  const values = Float64Array.from({ length: count * width }, () => size * rng.nextNormal());
  for (let i = 5; i < count; i += 5) values.copyWithin(i * width, 0, width);
  const weights = Float64Array.from({ length: count }, (_, i) => 1 + (i % 3) / 2);
  return { kernel, points: { values, count, width }, weights, cacheBytesMax: 4 * count * rowsKept };
}

function vectorPasses(problem: PassProblem): Passes {
  const passes = createVectorPasses(problem);
  if (passes === null) throw new Error("This machine has no machine code for pairs of numbers.");
  return passes;
}

function solve(passes: Passes, nu: number) {
  const solver = createSolver(passes, { nu, tolerance: 1e-4, iterationsMax: 2000 });
  while (!solver.advance(64));
  const { alphas, sums, ...rest } = solver.solution();
  return { alphas: [...alphas], sums: [...sums], ...rest };
}

describe("passes of machine code", () => {
  const rbf = { kind: "rbf", gamma: 0.3 } as const;
  const shapes: readonly Shape[] = [
    { count: 1, width: 1, kernel: rbf },
    { count: 7, width: 2, kernel: rbf },
    { count: 64, width: 3, kernel: { kind: "linear" } },
    { count: 65, width: 1, kernel: { kind: "poly", gamma: 0.5, degree: 3, coef0: 1 } },
    // Not positive definite: curvatures are floored.
    { count: 90, width: 4, kernel: { kind: "sigmoid", gamma: 1, coef0: -1 } },
    { count: 203, width: 6, kernel: rbf, rowsKept: 3 },
    { count: 301, width: 20, kernel: rbf },
    { count: 120, width: 2, kernel: rbf, size: 12 },
    { count: 40, width: 2, kernel: rbf, size: 1e160 },
  ];
  it.each(shapes)("solve as the plain ones do, to the last bit: $kernel.kind, $count x $width", (shape) => {
    const problem = toProblem(shape);
    for (const nu of [0.04, 0.5, 1]) {
      const solved = solve(vectorPasses(problem), nu);
      expect(solved).toEqual(solve(createPlainPasses(problem), nu));
    }
  });

  it("give kernels that the plain ones give, however far the points", () => {
    const problem = toProblem({ count: 400, width: 1, kernel: rbf, size: 15 });
    const [own, plain] = [vectorPasses(problem), createPlainPasses(problem)];
    let zeros = 0;
    for (let j = 0; j < 400; j++) {
      expect(own.kernel(3, j)).toBe(plain.kernel(3, j));
      if (own.kernel(3, j) === 0) zeros++;
    }
    expect(zeros).toBeGreaterThan(50);
  });
});

describe("a process that forbids machine code", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("learns the same model, byte for byte", async () => {
    const rng = createRng(8);
    const table = matrixFromRows(Array.from({ length: 600 }, () => [rng.nextNormal(), rng.nextNormal()]));
    const usual = stringifyModel(await oneClassSvm.fit({ nu: 0.1 }, table, { seed: 1 }));
    vi.stubGlobal("WebAssembly", undefined);
    expect(createVectorPasses(toProblem({ count: 8, width: 1, kernel: { kind: "linear" } }))).toBeNull();
    expect(stringifyModel(await oneClassSvm.fit({ nu: 0.1 }, table, { seed: 1 }))).toBe(usual);
  });
});
