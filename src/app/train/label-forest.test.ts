import { describe, expect, it } from "vitest";
import { createRng, mix } from "../../domain/index.ts";
import { createMatrix } from "../../learn/index.ts";
import { fitLabelForest, type LabelledRows } from "./label-forest.ts";

/** Rows of users over a hundred days: attacks move the first column, each user has a level of their own in the second. */
function makeRows(options: {
  readonly rows: number;
  readonly users: number;
  readonly attackShare: number;
}): LabelledRows {
  const rng = createRng(5);
  const { rows, users, attackShare } = options;
  const truth = Uint8Array.from({ length: rows }, () => (rng.next() < attackShare ? 1 : 0));
  const owners = Uint32Array.from({ length: rows }, (_, row) => row % users);
  return {
    truth,
    users: owners,
    at: Float64Array.from({ length: rows }, (_, row) => (row * 100) / rows),
    table: createMatrix([
      {
        kind: "numeric",
        name: "moved",
        values: Float64Array.from(truth, (one) => rng.nextNormal() + 2.5 * one),
      },
      { kind: "numeric", name: "level", values: Float64Array.from(owners, (user) => mix(9, user) % 1_000) },
    ]),
  };
}

const OPTIONS = { seed: 3, isTuned: false };

describe("a forest from labels", () => {
  it("is measured on later rows of users that it did not know, and its probabilities mean something", async () => {
    const rows = makeRows({ rows: 3_000, users: 30, attackShare: 0.1 });
    const { card, forest } = await fitLabelForest(rows, OPTIONS);
    expect(card.quality.rows).toBe(900);
    expect(card.quality.averagePrecision).toBeGreaterThan(0.6);
    expect(card.probability.calibrationError).toBeLessThan(0.05);
    expect(forest.trainingRows).toBe(3_000);
    expect(card.importances[0]!.feature).toBe("moved");
    expect(card.quality.reportText).toMatch(/macro avg/);
  });

  it("does not praise itself for knowing users", async () => {
    const rows = makeRows({ rows: 3_000, users: 30, attackShare: 0.1 });
    // Here the label is a matter of who it is, which nobody can know of another user.
    const truth = Uint8Array.from(rows.users, (user) => (user % 5 === 0 ? 1 : 0));
    const { card } = await fitLabelForest({ ...rows, truth }, OPTIONS);
    expect(card.quality.averagePrecision).toBeLessThan(0.5);
  });

  it("can be tuned, and gives the same for the same seed", async () => {
    const rows = makeRows({ rows: 900, users: 12, attackShare: 0.15 });
    const tuned = await fitLabelForest(rows, { ...OPTIONS, isTuned: true });
    expect(tuned.card.tuning?.averagePrecision).toBeGreaterThan(0.5);
    const again = await fitLabelForest(rows, { ...OPTIONS, isTuned: true });
    expect(again.card).toEqual(tuned.card);
  }, 60_000);

  it("says what is missing where labels are too few", async () => {
    const few = makeRows({ rows: 400, users: 12, attackShare: 0.005 });
    await expect(fitLabelForest(few, OPTIONS)).rejects.toThrow(/needs at least 5 on both sides/);
    const alone = makeRows({ rows: 400, users: 2, attackShare: 0.2 });
    await expect(fitLabelForest(alone, OPTIONS)).rejects.toThrow(/learning from labels needs/);
  });
});
