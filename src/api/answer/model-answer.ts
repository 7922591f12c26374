import { z } from "zod";

const point = z.object({ x: z.number(), y: z.number() });

/** How good scores were on rows whose truth is known. */
const quality = z
  .object({
    rows_are: z.string().describe("for people"),
    rows: z.int(),
    strange: z.int(),
    called: z.int().describe("rows at or above the threshold"),
    average_precision: z.number().nullable(),
    roc_area: z.number().nullable(),
    accuracy: z.number(),
    false_positive_rate: z.number().describe("share of usual rows that were called strange"),
    at_k: z.object({ k: z.int(), precision: z.number() }).describe("of the highest scores"),
    classes: z.array(
      z.object({
        name: z.string(),
        precision: z.number(),
        recall: z.number(),
        f1: z.number(),
        support: z.int(),
      }),
    ),
    averages: z.object({
      macro: z.object({ precision: z.number(), recall: z.number(), f1: z.number() }),
      weighted: z.object({ precision: z.number(), recall: z.number(), f1: z.number() }),
    }),
    confusion: z
      .array(z.array(z.int()))
      .describe("rows of true class i that were called j: 0 usual, 1 strange"),
    roc: z.array(point).describe("share of usual rows called strange, share of strange rows found"),
    precision_recall: z.array(point).describe("recall, precision"),
  })
  .meta({ id: "ModelQuality" });

/** A model's own part, where several judge together. */
const part = z
  .object({
    title: z.string(),
    rows: z.int().describe("that it learned from"),
    strange: z.int().nullable().describe("of these, labelled as attacks; null: it needs no labels"),
    users: z.int().nullable(),
    features: z.int(),
    parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    qualities: z.array(quality),
    calibration: z
      .object({
        brier: z.number(),
        error: z.number(),
        error_before: z.number(),
        bins: z.array(z.object({ said: z.number(), happened: z.number(), rows: z.int() })),
      })
      .nullable(),
    importances: z.array(z.object({ feature: z.string(), meaning: z.string(), share: z.number() })),
    facts: z.array(z.object({ name: z.string(), value: z.string() })),
  })
  .meta({ id: "ModelPart" });

const shape = {
  id: z.string(),
  name: z.string(),
  title: z.string().describe("for people"),
  kind: z.string(),
  created_at: z.string(),
  activated_at: z.string().nullable().describe("null: it was never used"),
  is_active: z.boolean(),
  window: z
    .object({ from: z.string(), to: z.string() })
    .nullable()
    .describe("the stored days that it learned from"),
  origin: z.string().nullable().describe("what it learned from"),
  body_bytes: z.int(),
};

export const modelAnswer = z.object(shape).meta({ id: "Model" });

export const modelDetailAnswer = z
  .object({
    ...shape,
    parts: z.array(part),
    tables: z.array(
      z.object({
        title: z.string(),
        columns: z.array(z.string()),
        rows: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
    card: z.record(z.string(), z.unknown()).describe("all of it, as it is kept"),
  })
  .meta({ id: "ModelDetail" });

const level = z.enum(["none", "moderate", "severe", "not-looked"]);

export const driftAnswer = z
  .object({
    checked_at: z.string().nullable().describe("null: nobody looked yet"),
    model: z.object({ id: z.string(), name: z.string(), trained: z.string() }).nullable(),
    level,
    verdict: z.string().describe("for people"),
    rows: z.object({ reference: z.int(), current: z.int() }),
    features: z.array(
      z.object({
        feature: z.string(),
        meaning: z.string(),
        level: z.string(),
        psi: z.number().describe("population stability index"),
        statistic: z.number().describe("largest distance of the two distributions, 0 to 1"),
        p: z.number(),
        missing: z.object({ reference: z.number(), current: z.number() }),
        fault: z.string().nullable(),
      }),
    ),
    scores: z.array(z.object({ score: z.number(), promised: z.number(), found: z.number() })),
  })
  .meta({ id: "Drift" });
