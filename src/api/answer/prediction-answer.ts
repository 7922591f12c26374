import { z } from "zod";

/** Shapley values of a forest's votes: base and contributions, the others included, are the output. */
export const shapAnswer = z
  .looseObject({
    explains: z.string(),
    base_value: z.number(),
    output_value: z.number(),
    residual: z.number(),
    probability: z.number(),
    features: z.array(
      z.looseObject({
        feature: z.string(),
        value: z.number().nullable(),
        contribution: z.number(),
        meaning: z.string(),
      }),
    ),
    others: z.number(),
  })
  .meta({ id: "ShapExplanation" });

/** A linear picture of the forest around one action, with how well it fits. */
export const limeAnswer = z
  .looseObject({
    explains: z.string(),
    intercept: z.number(),
    prediction: z.number(),
    local_prediction: z.number(),
    fit_r2: z.number(),
    trustworthy: z.boolean(),
    features: z.array(
      z.looseObject({
        feature: z.string(),
        condition: z.string(),
        weight: z.number(),
        standard_error: z.number(),
        stable: z.boolean(),
      }),
    ),
    agreement: z.string(),
  })
  .meta({ id: "LimeExplanation" });
