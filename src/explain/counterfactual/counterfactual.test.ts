import { describe, expect, it } from "vitest";
import { createRng } from "../../domain/index.ts";
import { createMatrix, type Matrix, matrixFromRecords } from "../../learn/index.ts";
import type { Predict } from "../lime/lime.ts";
import { createValueReferences } from "./candidates.ts";
import { CHANGES_MAX, type Counterfactual, findCounterfactual } from "./counterfactual.ts";

const rng = createRng(2);
const uniform = () => Float64Array.from({ length: 1000 }, () => rng.next());
const training = createMatrix([
  { kind: "numeric", name: "a", values: uniform() },
  { kind: "numeric", name: "b", values: uniform() },
  { kind: "numeric", name: "c", values: uniform() },
  {
    kind: "categorical",
    name: "place",
    codes: Int32Array.from({ length: 1000 }, (_, i) => Number(i % 5 === 0)),
    categories: ["office", "lab"],
  },
]);
const references = createValueReferences(training);
type Row = Record<string, number | string | null>;
const names = ["a", "b", "c", "place"];

const search = (
  row: Row,
  score: (row: Record<string, number>) => number,
  options: { changesMax?: number; fixed?: string[] } = {},
): Counterfactual => {
  const predict: Predict = (table: Matrix) =>
    Float64Array.from({ length: table.rows }, (_, i) =>
      score(
        Object.fromEntries(
          table.columns.map((column) => [
            column.name,
            column.kind === "numeric" ? column.values[i]! : column.codes[i]!,
          ]),
        ),
      ),
    );
  return findCounterfactual(
    references,
    { table: matrixFromRecords([row], names), predict },
    { threshold: 0.5, ...options },
  );
};
const row: Row = { a: 0.95, b: 0.95, c: 0.5, place: "lab" };

describe("counterfactuals", () => {
  it("changes one number, no further than it must", () => {
    const found = search(row, ({ a }) => a!);
    expect(found).toMatchObject({ kind: "found", changes: [{ feature: "a", from: 0.95 }] });
    if (found.kind !== "found") return;
    // The largest of the training ranks below one half.
    expect(found.score).toBeGreaterThan(0.49);
    expect(found.changes[0]!.distance).toBeCloseTo(0.45, 1);
  });

  it("prefers the nearer of two changes that both do", () => {
    const found = search({ ...row, b: 0.6 }, ({ a, b }) => Math.min(a! > 0.1 ? 1 : 0, b! > 0.5 ? 1 : 0));
    expect(found).toMatchObject({ kind: "found", changes: [{ feature: "b" }] });
  });

  it("changes a category when that is it", () => {
    expect(search(row, ({ place }) => place!)).toMatchObject({
      kind: "found",
      changes: [{ feature: "place", from: "lab", to: "office", distance: 1 }],
    });
  });

  it("changes two and three cells only when fewer do not suffice", () => {
    const two = search(row, ({ a, b }) => (a! > 0.5 || b! > 0.5 ? 0.9 : 0.1));
    expect(two.kind === "found" && two.changes.map(({ feature }) => feature).sort()).toEqual(["a", "b"]);
    const three = search(row, ({ a, b, place }) => (a! > 0.5 || b! > 0.5 || place === 1 ? 0.9 : 0.1));
    expect(three.kind === "found" && three.changes).toHaveLength(CHANGES_MAX);
  });

  it("says when nothing helps, when nothing is needed, and what came nearest", () => {
    expect(search(row, () => 0.9)).toMatchObject({ kind: "not-found", lowestScore: 0.9 });
    expect(search(row, () => 0.4)).toEqual({ kind: "already-below", score: 0.4 });
    // At the threshold is not below it.
    expect(search(row, () => 0.5).kind).toBe("not-found");
    expect(search(row, ({ a, b }) => (a! > 0.5 || b! > 0.5 ? 0.9 : 0.1), { changesMax: 1 }).kind).toBe(
      "not-found",
    );
  });

  it("leaves fixed features alone", () => {
    expect(search(row, ({ a, b }) => Math.min(a!, b!), { fixed: ["a"] })).toMatchObject({
      changes: [{ feature: "b" }],
    });
    expect(search(row, ({ a }) => a!, { fixed: ["a"] }).kind).toBe("not-found");
  });

  it("fills a gap, and takes a category that training never had", () => {
    const gap = matrixFromRecords(
      [
        { a: null, b: 0.5, c: 0.5, place: "moon" },
        { a: 1, b: 0.5, c: 0.5, place: "lab" },
      ],
      names,
    );
    const one = {
      rows: 1,
      columns: gap.columns.map((column) =>
        column.kind === "numeric"
          ? { ...column, values: column.values.slice(0, 1) }
          : { ...column, codes: column.codes.slice(0, 1) },
      ),
    };
    const predict: Predict = (table) => {
      const [a, place] = [table.columns[0]!, table.columns[3]!];
      if (a.kind !== "numeric" || place.kind !== "categorical")
        throw new Error("The columns changed places.");
      return Float64Array.from({ length: table.rows }, (_, i) =>
        Number(Number.isNaN(a.values[i]!) || place.codes[i]! < 0),
      );
    };
    const found = findCounterfactual(references, { table: one, predict }, { threshold: 0.5 });
    expect(found).toMatchObject({
      kind: "found",
      changes: [{ feature: expect.any(String), from: null }, { from: null }],
    });
  });

  it("refuses more changes than anybody reads, and more rows than one", () => {
    expect(() => search(row, () => 1, { changesMax: CHANGES_MAX + 1 })).toThrow(/changesMax is 4/);
    expect(() =>
      findCounterfactual(
        references,
        { table: training, predict: (t) => new Float64Array(t.rows) },
        { threshold: 1 },
      ),
    ).toThrow(/1000 rows/);
  });
});
