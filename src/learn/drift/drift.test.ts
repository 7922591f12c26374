import { describe, expect, it } from "vitest";
import { createRng, type Rng } from "../../domain/index.ts";
import { createMatrix, type Matrix } from "../matrix.ts";
import { psiCritical } from "./column-drift.ts";
import { compareWindows, type DriftReport, persistentLevel, WINDOW_ROWS_MIN } from "./drift.ts";
import type { DriftLevel } from "./feature-drift.ts";
import {
  createDriftReference,
  type DriftReference,
  type NumericReference,
  REFERENCE_VALUES_MAX,
} from "./reference.ts";
import { comparePrecision, compareScores } from "./score-drift.ts";

interface Change {
  readonly shift?: number;
  readonly spread?: number;
  readonly gaps?: number;
  readonly places?: readonly string[];
}

function windowOf(
  rng: Rng,
  rows: number,
  { shift = 0, spread = 1, gaps = 0, places = ["a", "a", "a", "b"] }: Change = {},
): Matrix {
  const size = Float64Array.from({ length: rows }, () =>
    rng.next() < gaps ? Number.NaN : rng.nextNormal() * spread + shift,
  );
  const still = Float64Array.from({ length: rows }, () => rng.next());
  const categories = [...new Set(places)];
  const codes = Int32Array.from({ length: rows }, () =>
    categories.indexOf(places[rng.nextInt(places.length)]!),
  );
  return createMatrix([
    { kind: "numeric", name: "size", values: size },
    { kind: "numeric", name: "still", values: still },
    { kind: "categorical", name: "place", codes, categories },
  ]);
}

const reference = createDriftReference(windowOf(createRng(1), 10_000));
const compare = (change: Change, rows = 1000, seed = 2): DriftReport => {
  const report = compareWindows(reference, windowOf(createRng(seed), rows, change));
  if (report.kind !== "looked") throw new Error(report.verdict);
  return report;
};
const levels = (report: DriftReport): readonly DriftLevel[] =>
  report.features.map((feature) => feature.level);

describe("the critical value of PSI", () => {
  it("has the published values", () => {
    expect(psiCritical(100, 100, 10)).toBeCloseTo(0.433, 3);
    expect(psiCritical(500, 500, 10)).toBeCloseTo(0.087, 3);
    expect(psiCritical(1000, 1000, 10)).toBeCloseTo(0.043, 3);
    expect(psiCritical(10_000, 1000, 10)).toBeCloseTo(0.024, 3);
  });
});

describe("comparing windows", () => {
  it("is quiet when nothing changed, in nearly all of 200 windows", () => {
    let alarms = 0;
    for (let seed = 10; seed < 210; seed++) if (compare({}, 200, seed).level !== "none") alarms++;
    expect(alarms).toBeLessThanOrEqual(4);
  });

  it.each([
    ["a shift", { shift: 1 }, ["severe", "none", "none"]],
    ["a wider spread", { spread: 2 }, ["severe", "none", "none"]],
    ["a small shift", { shift: 0.3 }, ["moderate", "none", "none"]],
    ["other shares of categories", { places: ["a", "b"] }, ["none", "none", "severe"]],
  ] as const)("finds %s and nothing else", (_name, change, wanted) => {
    expect(levels(compare(change))).toEqual(wanted);
  });

  it("tells a fault of the source from a change of the world", () => {
    expect(compare({ gaps: 0.2 }).features[0]!.fault).toBe("more-missing");
    const moved = compare({ places: ["a", "a", "a", "c"] });
    expect(moved.features[2]).toMatchObject({ level: "severe", fault: "unseen-categories" });
    expect(moved.verdict).toMatch(
      /^1 of 3 features drifted: place \(PSI .*severe\)\. Check the source first: 2\d\.\d % of place are values never seen before\. The model no longer/,
    );
  });

  it("lists the drift of a feature that does not matter, and leaves the verdict alone", () => {
    const importances = new Map([
      ["size", 0.001],
      ["still", 5],
      ["place", 5],
    ]);
    const report = compareWindows(reference, windowOf(createRng(3), 1000, { shift: 1 }), { importances });
    expect(report).toMatchObject({ level: "none", features: [{ level: "severe" }, {}, {}] });
    expect(report.verdict).toMatch(/None of them matters much/);
  });

  it("says that it did not look at a window of too few rows", () => {
    const at = compareWindows(reference, windowOf(createRng(4), WINDOW_ROWS_MIN));
    const below = compareWindows(reference, windowOf(createRng(4), WINDOW_ROWS_MIN - 1));
    expect([at.kind, below.kind]).toEqual(["looked", "not-looked"]);
    expect(below.verdict).toMatch(/199 rows/);
  });

  it("survives gaps everywhere, constant columns and a column that is not there", () => {
    const column = (value: number) =>
      createMatrix([{ kind: "numeric", name: "x", values: new Float64Array(300).fill(value) }]);
    const ask = (before: number, now: number) =>
      compareWindows(createDriftReference(column(before)), column(now));
    expect(ask(1, 1)).toMatchObject({ level: "none" });
    // Even downwards, where all values stay in the first cell.
    expect(ask(1, 0)).toMatchObject({ level: "moderate" });
    expect(ask(Number.NaN, 1)).toMatchObject({ level: "none", features: [{ fault: "less-missing" }] });
    expect(() => compareWindows(createDriftReference(column(1)), windowOf(createRng(1), 300))).toThrow(
      /lacks feature x/,
    );
  });

  it("keeps references small and answers the same from a stored one", () => {
    const first = reference.columns[0]!;
    expect(first.kind === "numeric" && first.values.length).toBe(REFERENCE_VALUES_MAX);
    const read: DriftReference = JSON.parse(JSON.stringify(reference));
    const table = windowOf(createRng(5), 500, { shift: 0.2 });
    expect(compareWindows(read, table)).toEqual(compareWindows(reference, table));
  });
});

describe("persistence", () => {
  const report = (level: DriftLevel): DriftReport => ({ ...compare({}), level });
  it("believes what two of the last three windows say", () => {
    const say = (...kinds: DriftLevel[]) => persistentLevel(kinds.map(report));
    expect(say("severe")).toBe("none");
    expect(say("severe", "none", "severe")).toBe("severe");
    expect(say("severe", "moderate")).toBe("moderate");
    expect(say("severe", "severe", "none", "none", "severe")).toBe("none");
  });
});

describe("scores and precision", () => {
  const rng = createRng(8);
  const scores = Float64Array.from({ length: 5000 }, () => rng.next());
  const [column] = createDriftReference(
    createMatrix([{ kind: "numeric", name: "score", values: scores }]),
  ).columns;
  if (column?.kind !== "numeric") throw new Error("Scores are numbers.");
  const kept: NumericReference = column;
  it("says whether the number of alerts changed", () => {
    const window = (power: number) => ({
      scores: scores.slice(0, 1000).map((s) => s ** power),
      threshold: 0.95,
      aboveReference: 0.05,
    });
    expect(compareScores(kept, window(1))).toMatchObject({ level: "none" });
    expect(compareScores(kept, window(1)).verdict).toMatch(/no more than chance/);
    const moved = compareScores(kept, window(0.3));
    expect(moved.level).toBe("severe");
    expect(moved.verdict).toMatch(/the number of alerts has changed/);
    expect(() => compareScores(kept, { ...window(1), scores: new Float64Array(0) })).toThrow(/score window/);
  });
  it("judges precision by Wilson's interval over the last verdicts", () => {
    const verdicts = [
      ...new Array<boolean>(50).fill(true),
      ...Array.from({ length: 40 }, (_, i) => i % 4 === 0),
    ];
    expect(comparePrecision(verdicts, { expected: 0.6, last: 40 })).toMatchObject({
      judged: 40,
      precision: 0.25,
      worse: true,
    });
    expect(comparePrecision(verdicts, { expected: 0.6 })).toMatchObject({ judged: 90, worse: false });
    expect(comparePrecision([], { expected: 0.6 })).toMatchObject({ precision: null, worse: false });
  });
});
