import { afterAll } from "vitest";
import { describeEstimator } from "../estimator.suite.ts";
import { closeThreads } from "../parallel/pool.ts";
import { randomForest } from "./random-forest.ts";

afterAll(closeThreads);

for (const params of [{}, { classWeight: "balanced_subsample", minLeaf: 3 }, { cuts: "random" }] as const) {
  describeEstimator({
    name: `Random Forest ${JSON.stringify(params)}`,
    estimator: randomForest,
    params: { ...params, trees: 40 },
    withLabels: (options, labels) => ({ ...options, labels }),
    kind: "classifier",
    areaMin: 0.99,
    skips: { "one-row": "one row has one class, which is an error of its own" },
  });
}
