import { describe, expect, it } from "vitest";
import { createRng, type Rng } from "../../domain/index.ts";
import { createMatrix, type Matrix, matrixFromRows, selectColumns } from "../matrix.ts";
import { studentTail } from "./distributions.ts";
import { compareWindows, WINDOW_ROWS_MIN } from "./drift.ts";
import { compareByClassifier, type JointDriftReport, PERMUTATIONS_MAX } from "./joint-drift.ts";
import { createDriftReference } from "./reference.ts";

interface Change {
  readonly shift?: number;
  readonly spread?: number;
  readonly gaps?: number;
  readonly places?: readonly string[];
  /** How much of `partner` is `size`; its own distribution stays as it is. */
  readonly bond?: number;
}

function windowOf(rng: Rng, rows: number, change: Change = {}): Matrix {
  const { shift = 0, spread = 1, gaps = 0, places = ["a", "a", "a", "b"], bond = 0.9 } = change;
  const plain = Float64Array.from({ length: rows }, () => rng.nextNormal());
  const rest = Math.sqrt(1 - bond * bond);
  const categories = [...new Set(places)];
  return createMatrix([
    {
      kind: "numeric",
      name: "size",
      values: plain.map((value) => (rng.next() < gaps ? Number.NaN : spread * value + shift)),
    },
    {
      kind: "numeric",
      name: "partner",
      values: plain.map((value) => bond * value + rest * rng.nextNormal()),
    },
    { kind: "numeric", name: "still", values: Float64Array.from({ length: rows }, () => rng.next()) },
    {
      kind: "categorical",
      name: "place",
      codes: Int32Array.from({ length: rows }, () => categories.indexOf(places[rng.nextInt(places.length)]!)),
      categories,
    },
  ]);
}

const OPTIONS = { seed: 3, trees: 40, rowsMax: 400, permutations: 8 } as const;
const reference = windowOf(createRng(1), 2_000);
async function compare(change: Change, seed = 2): Promise<JointDriftReport> {
  const report = await compareByClassifier(
    { reference, current: windowOf(createRng(seed), 900, change) },
    OPTIONS,
  );
  if (report.kind !== "looked") throw new Error(report.verdict);
  return report;
}

describe("Student's tail", () => {
  it("has the published quantiles", () => {
    expect(studentTail(2.776445, 4)).toBeCloseTo(0.025, 6);
    expect(studentTail(2.539483, 19)).toBeCloseTo(0.01, 6);
    expect(studentTail(-2.539483, 19)).toBeCloseTo(0.99, 6);
    expect(studentTail(0, 7)).toBeCloseTo(0.5, 12);
  });
});

describe("telling windows apart by a classifier", () => {
  it("is quiet when nothing changed, and gives p as chance has it", async () => {
    const ps: number[] = [];
    for (let seed = 10; seed < 24; seed++) {
      const report = await compareByClassifier(
        { reference: windowOf(createRng(seed), 200), current: windowOf(createRng(seed + 50), 200) },
        { seed, trees: 12, permutations: 8 },
      );
      if (report.kind !== "looked") throw new Error(report.verdict);
      expect(report.level).toBe("none");
      ps.push(report.p);
    }
    const low = ps.filter((p) => p < 0.5).length;
    expect(low).toBeGreaterThanOrEqual(2);
    expect(low).toBeLessThanOrEqual(12);
    expect(ps.filter((p) => p < 0.05).length).toBeLessThanOrEqual(3);
  });

  it.each([
    ["a shift", { shift: 2 }, "size", /median -?0\.\d+ before, \d\.\d+ now/],
    ["a wider spread", { spread: 4 }, "size", /upper tenth from 1\.\d+ before, [45]\.\d+ now/],
    ["gaps", { gaps: 0.6 }, "size", /missing in 0\.0 % of rows before, \d\d\.\d % now/],
    [
      "a new category",
      { places: ["a", "b", "c", "c"] },
      "place",
      /c in 0\.0 % of rows before, \d\d\.\d % now/,
    ],
  ] as const)("finds %s and names it", async (_name, change, feature, words) => {
    const report = await compare(change);
    expect(report.level).not.toBe("none");
    expect(report.p).toBeLessThan(0.001);
    const named = report.features.find(({ name }) => name === feature)!;
    expect(report.features.slice(0, 2)).toContain(named);
    expect(named.sure).toBe(true);
    expect(named.change).toMatch(words);
    expect(report.verdict).toContain(`${feature} (`);
    expect(report.features.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it("finds features that no longer go together, which none of them shows alone", async () => {
    const change = { bond: -0.9 };
    const current = windowOf(createRng(2), 900, change);
    const alone = compareWindows(createDriftReference(reference), current);
    expect(alone).toMatchObject({ kind: "looked", level: "none" });
    const report = await compare(change);
    expect(report.level).not.toBe("none");
    expect(
      report.features
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["partner", "size"]);
    expect(report.features[0]!.change).toBe("alone as before, but not together with others");
    expect(report.verdict).toMatch(/tells the windows' rows apart with an area of 0\.\d\d .* It goes by /);
  });

  it("says the same again for the same seed, whatever the order of the columns", async () => {
    const current = windowOf(createRng(4), 300, { shift: 1 });
    const first = await compareByClassifier({ reference, current }, OPTIONS);
    const turned = selectColumns(current, ["place", "still", "partner", "size"]);
    expect(await compareByClassifier({ reference, current: turned }, OPTIONS)).toEqual(first);
    expect(await compareByClassifier({ reference, current }, { ...OPTIONS, seed: 4 })).not.toEqual(first);
    expect(first.rows).toEqual({ reference: 400, current: 300 });
  });

  it("looks at constant windows and finds nothing", async () => {
    const constant = matrixFromRows(Array.from({ length: 250 }, () => [1, 2]));
    const report = await compareByClassifier({ reference: constant, current: constant }, OPTIONS);
    expect(report).toMatchObject({ kind: "looked", level: "none" });
    expect(report.verdict).toContain("do not differ by more than chance");
    // A row's own absence from a bag makes the other window's label the commoner one: less than one half is chance.
    expect(report.kind === "looked" ? report.area : 1).toBeLessThan(0.5);
  });

  it("does not judge too few rows, and refuses what it cannot compare", async () => {
    const few = windowOf(createRng(1), WINDOW_ROWS_MIN - 1);
    expect(await compareByClassifier({ reference, current: few }, OPTIONS)).toMatchObject({
      kind: "not-looked",
      why: "too-few-rows",
    });
    expect(
      await compareByClassifier({ reference, current: windowOf(createRng(1), 200) }, OPTIONS),
    ).toHaveProperty("kind", "looked");
    const lacking = selectColumns(reference, ["size", "place"]);
    await expect(compareByClassifier({ reference, current: lacking }, OPTIONS)).rejects.toThrow(
      /lacks feature partner/,
    );
    const current = createMatrix([
      ...lacking.columns.slice(1),
      { kind: "categorical", name: "size", codes: new Int32Array(2_000), categories: ["x"] },
    ]);
    await expect(compareByClassifier({ reference: lacking, current }, OPTIONS)).rejects.toThrow(
      /size is categorical/,
    );
    for (const permutations of [1, PERMUTATIONS_MAX + 1]) {
      await expect(
        compareByClassifier({ reference, current: reference }, { ...OPTIONS, permutations }),
      ).rejects.toThrow(/permutations/);
    }
  });
});
