import { beforeAll, describe, expect, it } from "vitest";
import { mix } from "../../domain/index.ts";
import { averagePrecision, rocArea, wilsonInterval } from "../../learn/index.ts";
import type { BehaviourModels } from "./behaviour-models.ts";
import { type FeatureSample, splitSample } from "./feature-sample.ts";
import { FEATURE_NAMES, makeSample } from "./fixtures/usual-rows.ts";
import { agreedBits } from "./kind-scales.ts";
import { createGroupScorer } from "./member-group.ts";
import { parseModels, toModelsJson } from "./models-json.ts";
import { toTailBits } from "./tail-scale.ts";
import { FEATURES_MAX, TRAINING_ROWS_MIN, trainBehaviourModels } from "./train-models.ts";

const WIDTH = FEATURE_NAMES.length;
const OPTIONS = { seed: 7, trainedDay: 20_500, featureNames: FEATURE_NAMES };
const SAMPLE = makeSample({ rows: 9_000, seed: 1, kinds: [0, 0, 0, 0, 0, 1] });

let models: BehaviourModels;
beforeAll(async () => {
  models = await trainBehaviourModels(SAMPLE, OPTIONS);
});

const rowOf = (sample: FeatureSample, row: number): Float64Array =>
  sample.features.slice(row * WIDTH, (row + 1) * WIDTH);

function reorder(sample: FeatureSample, seed: number): FeatureSample {
  const order = Array.from({ length: sample.rows }, (_, row) => row).sort(
    (a, b) => mix(seed, a) - mix(seed, b),
  );
  const features = new Float64Array(sample.features.length);
  order.forEach((from, to) => {
    features.set(rowOf(sample, from), to * WIDTH);
  });
  return {
    rows: sample.rows,
    features,
    hashes: Uint32Array.from(order, (row) => sample.hashes[row]!),
    kinds: Uint8Array.from(order, (row) => sample.kinds[row]!),
  };
}

describe("training", () => {
  it("gives the same bytes for the same rows in any order, and others for another seed", async () => {
    const small = makeSample({ rows: 1_200, seed: 3, kinds: [0, 1] });
    const first = toModelsJson(await trainBehaviourModels(small, OPTIONS));
    expect(toModelsJson(await trainBehaviourModels(reorder(small, 9), OPTIONS))).toBe(first);
    expect(toModelsJson(await trainBehaviourModels(small, { ...OPTIONS, seed: 8 }))).not.toBe(first);
  });

  it("keeps calibration rows apart from training rows, each event on one side whatever else is there", () => {
    const { train, calibrate } = splitSample(SAMPLE, 5_000);
    expect(new Set([...train, ...calibrate]).size).toBe(SAMPLE.rows);
    expect(calibrate.length / SAMPLE.rows).toBeCloseTo(0.25, 1);
    const half = { ...SAMPLE, rows: 4_500, features: SAMPLE.features.subarray(0, 4_500 * WIDTH) };
    const again = new Set(splitSample(half, 5_000).calibrate);
    expect([...calibrate].filter((row) => row < 4_500).every((row) => again.has(row))).toBe(true);
  });

  it("refuses one row too few, and features without names", async () => {
    const least = makeSample({ rows: TRAINING_ROWS_MIN, seed: 1 });
    const few = makeSample({ rows: TRAINING_ROWS_MIN - 1, seed: 1 });
    await expect(trainBehaviourModels(few, OPTIONS)).rejects.toThrow(/399 rows to learn from, and 400/);
    await expect(trainBehaviourModels(least, { ...OPTIONS, featureNames: ["a"] })).rejects.toThrow(
      /have 45 features, and 1 are named/,
    );
    const names = Array.from({ length: FEATURES_MAX + 1 }, (_, at) => `x${at}`);
    const wide = { ...least, features: new Float64Array(least.rows * names.length) };
    await expect(trainBehaviourModels(wide, { ...OPTIONS, featureNames: names })).rejects.toThrow(/257/);
    expect((await trainBehaviourModels(least, OPTIONS)).card.rows.all).toBe(400);
  });

  it("says on its card what it stands on", () => {
    const { card } = models;
    expect(card.rows).toMatchObject({ all: 9_000 });
    expect(card.kinds[0]).toMatchObject({ kind: "person", ownMembers: true, ownCalibration: true });
    expect(card.kinds[1]).toMatchObject({ kind: "role", ownMembers: false, ownCalibration: true });
    expect(card.kinds[4]).toMatchObject({ kind: "root", rows: 0, ownMembers: false, ownCalibration: false });
    expect(card.metrics.stability).toBeGreaterThan(0.8);
    expect(card.metrics.askedShare).toBeCloseTo(0.1, 1);
    expect(models.data.reference.columns).toHaveLength(WIDTH);
  });

  it("is not upset by constant rows, gaps and infinite numbers", async () => {
    const flat = { ...makeSample({ rows: 600, seed: 2 }), features: new Float64Array(600 * WIDTH).fill(3) };
    const quiet = await trainBehaviourModels(flat, OPTIONS);
    expect(quiet.scoreEvent(new Float64Array(WIDTH).fill(3), 0)).toBeLessThan(0.9);
    // The forest and the plane cannot tell apart what never differed: one member alone is no consensus.
    expect(quiet.membersOf(new Float64Array(WIDTH).fill(4), 0)).toMatchObject({ isolation: 0, consensus: 0 });
    expect(quiet.membersOf(new Float64Array(WIDTH).fill(4), 0).rarity).toBeGreaterThan(0.99);
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308]) {
      const score = models.scoreEvent(new Float64Array(WIDTH).fill(odd), 0);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(models.explain(new Float64Array(WIDTH).fill(odd), 0).score).toBe(score);
    }
    expect(models.scoreEvent(new Float64Array(WIDTH).fill(Number.NaN), 0)).toBeLessThan(0.9);
  });
});

describe("scores", () => {
  it("are calibrated: on fresh usual rows one in a hundred reaches 0.99", () => {
    const fresh = makeSample({ rows: 20_000, seed: 77 });
    for (const [score, share] of [
      [0.9, 0.1],
      [0.99, 0.01],
    ] as const) {
      let above = 0;
      for (let row = 0; row < fresh.rows; row++)
        if (models.scoreEvent(rowOf(fresh, row), 0) >= score) above++;
      // The calibration rows are a sample as well: both samples' noise counts.
      const rows = models.card.kinds[0]!.calibrationRows;
      const noise = 3 * Math.sqrt(share * (1 - share) * (1 / rows + 1 / fresh.rows));
      expect(Math.abs(above / fresh.rows - share)).toBeLessThan(noise);
      expect(wilsonInterval(above, fresh.rows).high).toBeGreaterThan(share - noise);
    }
  });

  it("find what is strange in several features, by consensus better than by the weakest member", () => {
    const mixed = makeSample({ rows: 4_000, seed: 5, strangeShare: 0.02 });
    const truth = Uint8Array.from({ length: mixed.rows }, (_, row) => (row >= 3_920 ? 1 : 0));
    const members = Array.from(truth, (_, row) => models.membersOf(rowOf(mixed, row), 0));
    const quality = (of: (one: (typeof members)[number]) => number): number =>
      averagePrecision(truth, Float64Array.from(members, of))!;
    const consensus = quality((one) => one.consensus);
    expect(consensus).toBeGreaterThan(0.85);
    expect(consensus).toBeGreaterThan(
      Math.min(
        quality((one) => one.svm),
        quality((one) => one.isolation),
      ),
    );
    expect(
      rocArea(
        truth,
        Float64Array.from(members, (one) => one.consensus),
      ),
    ).toBeGreaterThan(0.98);
  });

  it("need two members: the strongest counts for twice the second at most", () => {
    expect(agreedBits(9, 0, 0)).toBe(0);
    expect([agreedBits(9, 1, 2), agreedBits(1, 9, 2), agreedBits(1, 2, 9)]).toEqual([3, 3, 3]);
    expect([agreedBits(3, 4, 1), agreedBits(4, 4, 4), agreedBits(4, 8, 0), agreedBits(4, 9, 0)]).toEqual([
      3.5, 4, 6, 6,
    ]);
  });

  it("are the rarity's alone below the gate, and the consensus of all three from it on", () => {
    const { data } = models;
    const scales = data.scales[data.scaleOfKind[0]!]!;
    const scorer = createGroupScorer(data.groups[data.groupOfKind[0]!]!);
    const fresh = makeSample({ rows: 2_000, seed: 12 });
    let gated = 0;
    for (let row = 0; row < fresh.rows; row++) {
      const features = rowOf(fresh, row);
      const rarity = scorer.rarity(features);
      const own = toTailBits(scales.rarity, rarity);
      scorer.prepare(features);
      const others = [
        toTailBits(scales.isolation, scorer.isolation()),
        toTailBits(scales.plane, scorer.plane()),
      ];
      const isGated = rarity < scales.gate;
      const agreed = isGated ? own : agreedBits(own, others[0]!, others[1]!);
      expect(models.scoreEvent(features, 0)).toBe(1 - 2 ** -toTailBits(scales.consensus, agreed));
      expect(models.membersOf(features, 0).gated).toBe(isGated);
      gated += isGated ? 1 : 0;
    }
    expect(gated / fresh.rows).toBeCloseTo(0.9, 1);
  });

  it("do not depend on what was asked before, nor on a kind that nobody knew", () => {
    const strange = rowOf(makeSample({ rows: 100, seed: 5, strangeShare: 0.5 }), 99);
    const before = models.scoreEvent(strange, 0);
    models.scoreEvent(rowOf(SAMPLE, 5), 0);
    models.scoreEvent(strange, 1);
    expect(models.scoreEvent(strange, 0)).toBe(before);
    expect(models.scoreEvent(strange, 99)).toBeGreaterThan(0.9);
  });

  it("stay what they were when the models are written and read", () => {
    const text = toModelsJson(models);
    const again = parseModels(text);
    expect(toModelsJson(again)).toBe(text);
    expect(again.id).toBe(models.id);
    for (let row = 0; row < 200; row++) {
      expect(again.scoreEvent(rowOf(SAMPLE, row), 0)).toBe(models.scoreEvent(rowOf(SAMPLE, row), 0));
    }
  });

  it("are not read from what is broken", () => {
    expect(() => parseModels("{")).toThrow(/cannot be read/);
    expect(() => parseModels("{}")).toThrow(/cannot be read/);
    const cut = JSON.stringify({ ...JSON.parse(toModelsJson(models)), scaleOfKind: [99] });
    expect(() => parseModels(cut)).toThrow(/do not fit together/);
  });
});

describe("a budget of alerts", () => {
  it("is a threshold that states what is expected", () => {
    const choice = models.thresholdFor({ alertsPerDay: 10, eventsPerDay: 2_000 });
    expect(choice).toMatchObject({ threshold: 0.995, expectedPerDay: 10, extrapolated: false });
    expect(choice.low).toBeLessThan(10);
    expect(choice.high).toBeGreaterThan(10);
    expect(models.thresholdFor({ alertsPerDay: 1, eventsPerDay: 1e6 }).extrapolated).toBe(true);
    expect(models.thresholdFor({ alertsPerDay: 50, eventsPerDay: 10 }).threshold).toBe(0);
    expect(() => models.thresholdFor({ alertsPerDay: 0, eventsPerDay: 10 })).toThrow(/is no budget/);
  });
});

describe("explanations", () => {
  const strange = rowOf(makeSample({ rows: 100, seed: 5, strangeShare: 0.5 }), 99);

  it("add up: features to each additive member and to the bits, within 1e-9", () => {
    for (const features of [strange, rowOf(SAMPLE, 0), rowOf(SAMPLE, 1)]) {
      const { bits, base, contributions, rarity, isolation } = models.explain(features, 0);
      const sum = (of: (one: (typeof contributions)[number]) => number): number =>
        contributions.reduce((total, one) => total + of(one), 0);
      expect(base + sum((one) => one.bits)).toBeCloseTo(bits, 9);
      expect(rarity.base + sum((one) => one.rarity)).toBeCloseTo(rarity.output, 9);
      expect(isolation.base + sum((one) => one.isolation)).toBeCloseTo(isolation.output, 9);
      expect(Math.abs(rarity.residual)).toBeLessThan(1e-9);
      expect(Math.abs(isolation.residual)).toBeLessThan(1e-9);
    }
  });

  it("name the features that were made strange", () => {
    const { contributions, score } = models.explain(strange, 0);
    expect(score).toBeGreaterThan(0.99);
    const made = new Set([
      ...FEATURE_NAMES.slice(0, 14),
      ...FEATURE_NAMES.slice(25, 28),
      ...FEATURE_NAMES.slice(33, 36),
    ]);
    expect(
      contributions.slice(0, 5).filter(({ feature }) => made.has(feature)).length,
    ).toBeGreaterThanOrEqual(4);
  });

  it("draw a local picture with its fit and find what would have made it quiet, when asked", () => {
    const odd = rowOf(SAMPLE, 0);
    odd[3] = 40;
    odd[26] = 1;
    odd[44] = 9;
    const { lime, counterfactual } = models.explain(odd, 0, {
      lime: { samples: 500 },
      counterfactual: { threshold: 0.95 },
    });
    expect(lime?.r2).toBeGreaterThan(0);
    expect(lime?.samples).toBe(500);
    expect(counterfactual?.kind).toBe("found");
    expect(models.explain(odd, 0).lime).toBeNull();
  });
});
