import { describe, expect, it } from "vitest";
import { type Column, type Matrix, matrixFromRecords } from "../matrix.ts";
import { fitPreparation, prepare } from "./prepare.ts";

const TRAINING = matrixFromRecords([
  { bytes: 1, tool: "cli" },
  { bytes: 2, tool: "cli" },
  { bytes: 3, tool: "browser" },
  { bytes: 4, tool: null },
  { bytes: 90, tool: "cli" },
]);
const SERVED = matrixFromRecords([
  { tool: "__proto__", bytes: 3 },
  { tool: null, bytes: null },
  { tool: "browser", bytes: 100 },
]);

const numbers = (table: Matrix, name: string): number[] => {
  const column = table.columns.find((one) => one.name === name);
  if (column?.kind !== "numeric") throw new Error(`${name} is not numeric`);
  return [...column.values];
};

describe("prepare", () => {
  it("standardises by the training table's mean and deviation, at serving too", () => {
    const fitted = fitPreparation(TRAINING, { numeric: "standardise", categorical: "drop" });
    const values = numbers(prepare(fitted, TRAINING), "bytes");
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
    expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(5, 12);
    const served = numbers(prepare(fitted, SERVED), "bytes");
    expect(served[0]).toBe(values[2]);
    expect(served[1]).toBeNaN();
    expect(prepare(fitted, SERVED).columns).toHaveLength(1);
  });

  it("scales robustly, blind to one huge value", () => {
    const fitted = fitPreparation(TRAINING, { numeric: "robust", categorical: "drop" });
    expect(numbers(prepare(fitted, TRAINING), "bytes").slice(0, 4)).toEqual([-1, -0.5, 0, 0.5]);
  });

  it("only centres a constant column, and leaves one without values alone", () => {
    const flat = matrixFromRecords([{ a: 7, b: null }, { a: 7 }]);
    for (const numeric of ["standardise", "robust"] as const) {
      const fitted = fitPreparation(flat, { numeric, categorical: "drop" });
      expect(numbers(prepare(fitted, flat), "a")).toEqual([0, 0]);
      expect(numbers(prepare(fitted, flat), "b")).toEqual([Number.NaN, Number.NaN]);
    }
  });

  it("bins at quantiles, with missing values staying missing", () => {
    const fitted = fitPreparation(TRAINING, { numeric: "bin", categorical: "drop", bins: 2 });
    const [column] = prepare(fitted, SERVED).columns;
    expect(column).toMatchObject({ codes: Int32Array.of(0, -1, 1), categories: ["<= 3", "> 3"] });
    expect(() => fitPreparation(TRAINING, { numeric: "bin", categorical: "drop", bins: 0 })).toThrow(
      /bins is 0/,
    );
  });

  it("has a place for unseen and missing categories in every encoding", () => {
    const encoded = (kind: "ordinal" | "one-hot" | "frequency"): Matrix =>
      prepare(fitPreparation(TRAINING, { numeric: "drop", categorical: kind }), SERVED);
    expect(numbers(encoded("ordinal"), "tool")).toEqual([2, Number.NaN, 1]);
    expect(numbers(encoded("frequency"), "tool")).toEqual([0, 0.2, 0.2]);
    const hot = encoded("one-hot");
    expect(hot.columns.map(({ name }) => name)).toEqual(["tool=cli", "tool=browser", "tool=(other)"]);
    expect(numbers(hot, "tool=browser")).toEqual([0, 0, 1]);
    expect(numbers(hot, "tool=(other)")).toEqual([1, 1, 0]);
  });

  it("lets single columns differ from the plan", () => {
    const plan = { numeric: "standardise", categorical: "one-hot", columns: { bytes: "keep" } } as const;
    const table = prepare(fitPreparation(TRAINING, plan), TRAINING);
    expect(numbers(table, "bytes")).toEqual([1, 2, 3, 4, 90]);
    const wrong = { numeric: "keep", categorical: "keep", columns: { bytes: "one-hot" } } as const;
    expect(() => fitPreparation(TRAINING, wrong)).toThrow(/plan of numeric column bytes is one-hot/);
  });

  it("comes back from JSON and works the same", () => {
    const plan = { numeric: "robust", categorical: "frequency" } as const;
    const fitted = fitPreparation(TRAINING, plan);
    const revived = JSON.parse(JSON.stringify(fitted));
    expect(revived).toEqual(fitted);
    expect(prepare(revived, SERVED)).toEqual(prepare(fitted, SERVED));
  });

  it("refuses another table's columns and an empty table", () => {
    const fitted = fitPreparation(TRAINING, { numeric: "keep", categorical: "keep" });
    expect(() => prepare(fitted, matrixFromRecords([{ bytes: 1 }]))).toThrow(/lacks feature tool/);
    const empty: Column[] = [];
    expect(() =>
      fitPreparation({ rows: 0, columns: empty }, { numeric: "keep", categorical: "keep" }),
    ).toThrow(/too little to fit a preparation/);
  });
});
