import { type FittedHistogramDetector, histogramDetector } from "./histogram/histogram-detector.ts";
import { type FittedIsolationForest, isolationForest } from "./isolation-forest/isolation-forest.ts";
import type { Matrix } from "./matrix.ts";
import { type FittedOneClassSvm, oneClassSvm } from "./one-class-svm/one-class-svm.ts";
import type { FittedRandomForest } from "./random-forest/model.ts";
import { randomForest } from "./random-forest/random-forest.ts";
import type { FittedTailDetector } from "./tail/model.ts";
import { tailDetector } from "./tail/tail-detector.ts";

/** Any model of this package, told apart by `kind`. */
export type AnyFitted =
  | FittedIsolationForest
  | FittedRandomForest
  | FittedOneClassSvm
  | FittedTailDetector
  | FittedHistogramDetector;

const PARSERS: { readonly [Kind in AnyFitted["kind"]]: (text: string) => AnyFitted } = {
  "isolation-forest": (text) => isolationForest.parse(text),
  "random-forest": (text) => randomForest.parse(text),
  "one-class-svm": (text) => oneClassSvm.parse(text),
  "tail-detector": (text) => tailDetector.parse(text),
  "histogram-detector": (text) => histogramDetector.parse(text),
};

/** The scores of a model of any kind. */
export function scoreModel(fitted: AnyFitted, table: Matrix): Float64Array {
  switch (fitted.kind) {
    case "isolation-forest":
      return isolationForest.score(fitted, table);
    case "random-forest":
      return randomForest.score(fitted, table);
    case "one-class-svm":
      return oneClassSvm.score(fitted, table);
    case "tail-detector":
      return tailDetector.score(fitted, table);
    case "histogram-detector":
      return histogramDetector.score(fitted, table);
  }
}

/** Reads a model file of the given kind. */
export const parseAnyModel = (kind: AnyFitted["kind"], text: string): AnyFitted => PARSERS[kind](text);
