import { describeEstimator } from "../estimator.suite.ts";
import { oneClassSvm } from "./one-class-svm.ts";

for (const params of [
  { method: "exact", nu: 0.3 },
  { method: "approximate", nu: 0.3, components: 128 },
] as const) {
  describeEstimator({
    name: `One-Class SVM ${JSON.stringify(params)}`,
    estimator: oneClassSvm,
    params,
    withLabels: (options) => options,
    kind: "detector",
    areaMin: 0.95,
    skips:
      params.method === "approximate"
        ? { monotone: "far outside, the kernel of random features is noise around nothing" }
        : {},
  });
}
