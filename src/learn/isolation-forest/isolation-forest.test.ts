import { afterAll } from "vitest";
import { describeEstimator } from "../estimator.suite.ts";
import { closeThreads } from "../parallel/pool.ts";
import { isolationForest } from "./isolation-forest.ts";

afterAll(closeThreads);

for (const params of [
  { profile: "classic" },
  { profile: "standard" },
  { profile: "deep", poolGain: 0.5 },
  { ndim: 2 },
  { scoring: "adjDepth" },
  { scoring: "density" },
] as const) {
  describeEstimator({
    name: `Isolation Forest ${JSON.stringify(params)}`,
    estimator: isolationForest,
    params: { ...params, trees: 50 },
    withLabels: (options) => options,
    kind: "detector",
    areaMin: 0.97,
    skips:
      "scoring" in params && params.scoring === "density"
        ? { monotone: "strange rows of the training table make a dense place of their own" }
        : {},
  });
}
