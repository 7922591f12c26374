import { describe, expect, it } from "vitest";
import recorded from "../fixtures/one-class-svm.json" with { type: "json" };
import { matrixFromRows } from "../matrix.ts";
import { oneClassDecisions, oneClassSvm } from "./one-class-svm.ts";
import type { OneClassSvmParams } from "./params.ts";

const toParams = (parameters: Readonly<Record<string, string | number>>): Partial<OneClassSvmParams> => {
  const { kernel, gamma, ...rest } = parameters;
  return oneClassSvm.resolve({
    ...rest,
    ...(gamma === undefined ? {} : { gamma: gamma === "scale" || gamma === "auto" ? gamma : Number(gamma) }),
    kernel: kernel === "linear" || kernel === "poly" || kernel === "sigmoid" ? kernel : "rbf",
    method: "exact",
    standardise: false,
  });
};

describe("One-Class SVM against LIBSVM's recorded values", () => {
  it.each(recorded.cases.map((recording, at) => ({ at, ...recording })))(
    "case $at: $kind $parameters",
    async ({ parameters, train, test, rho, supportVectors, decisions }) => {
      const fitted = await oneClassSvm.fit(toParams(parameters), matrixFromRows(train), { seed: 1 });
      if (fitted.learned.kind !== "exact") throw new Error("The exact method was asked for.");
      expect(Math.abs(fitted.learned.rho - rho)).toBeLessThan(1e-4 * Math.abs(rho));
      // Within the tolerance of both solvers, a point may end just at zero in one of them.
      expect(Math.abs(fitted.learned.alphas.length - supportVectors)).toBeLessThanOrEqual(1);
      const own = oneClassDecisions(fitted, matrixFromRows(test));
      const error = Math.max(...own.map((value, row) => Math.abs(value - decisions[row]!)));
      expect(error).toBeLessThan(1e-3);
    },
  );
});
