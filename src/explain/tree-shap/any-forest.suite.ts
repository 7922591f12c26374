import type { Rng } from "../../domain/index.ts";
import {
  CATEGORY_EQUALS,
  CATEGORY_SET,
  type Column,
  createMatrix,
  type Feature,
  type Forest,
  LEAF,
  type Matrix,
  NUMERIC,
  toFeatures,
} from "../../learn/index.ts";
import type { ForestModel } from "./tree-shap.ts";

export interface AnyForestOptions {
  readonly trees: number;
  readonly depth: number;
  readonly outputs?: number;
  /** Share of nodes above the greatest depth that are leaves already. */
  readonly leafShare?: number;
}

/** A table with numbers, categories, gaps and (category 4 and above are never split on) strangers. */
export function anyTable(rng: Rng, rows: number, columns: number): Matrix {
  return createMatrix(
    Array.from({ length: columns }, (_, c): Column => {
      if (c % 3 !== 2) {
        const values = Float64Array.from({ length: rows }, () =>
          rng.next() < 0.15 ? Number.NaN : rng.next(),
        );
        return { kind: "numeric", name: `n${c}`, values };
      }
      const codes = Int32Array.from({ length: rows }, () => rng.nextInt(7) - 2);
      return { kind: "categorical", name: `c${c}`, codes, categories: ["a", "b", "c", "d", "e"] };
    }),
  );
}

/** Trees that no fit would make: any split, any rule for gaps, features again and again on one path, uneven covers. */
export function anyForest(rng: Rng, table: Matrix, options: AnyForestOptions): ForestModel {
  const build = new Build(rng, toFeatures(table), options);
  for (let tree = 0; tree < options.trees; tree++) build.addTree();
  return { forest: build.toForest(), features: toFeatures(table) };
}

class Build {
  private readonly rng: Rng;
  private readonly features: readonly Feature[];
  private readonly options: AnyForestOptions;
  private readonly roots = [0];
  private readonly split: number[] = [];
  private readonly feature: number[] = [];
  private readonly threshold: number[] = [];
  private readonly right: number[] = [];
  private readonly cover: number[] = [];
  private readonly missing: number[] = [];
  private readonly value: number[][] = [];
  private readonly bits: number[] = [];

  constructor(rng: Rng, features: readonly Feature[], options: AnyForestOptions) {
    this.rng = rng;
    this.features = features;
    this.options = options;
  }

  addTree(): void {
    this.addNode(0);
    this.roots.push(this.split.length);
  }

  private addNode(depth: number): number {
    const { rng, options } = this;
    const node = this.split.length;
    this.split.push(LEAF);
    this.feature.push(-1);
    this.threshold.push(0);
    this.right.push(0);
    this.cover.push(1 + rng.nextInt(40));
    this.missing.push(rng.nextInt(3));
    this.value.push(Array.from({ length: options.outputs ?? 1 }, () => rng.nextNormal()));
    if (depth >= options.depth || (depth > 0 && rng.next() < (options.leafShare ?? 0.2))) return node;
    this.addSplit(node);
    const left = this.addNode(depth + 1);
    const right = this.addNode(depth + 1);
    this.right[node] = right;
    const cover = this.cover[left]! + this.cover[right]!;
    this.cover[node] = cover;
    this.value[node] = this.value[left]!.map(
      (v, k) => (v * this.cover[left]! + this.value[right]![k]! * this.cover[right]!) / cover,
    );
    return node;
  }

  private addSplit(node: number): void {
    const { rng } = this;
    const column = rng.nextInt(this.features.length);
    this.feature[node] = column;
    if (this.features[column]!.kind === "numeric") {
      this.split[node] = NUMERIC;
      this.threshold[node] = rng.next();
    } else if (rng.next() < 0.5) {
      this.split[node] = CATEGORY_EQUALS;
      this.threshold[node] = rng.nextInt(5);
    } else {
      this.split[node] = CATEGORY_SET;
      this.threshold[node] = this.bits.length;
      this.bits.push(1 + rng.nextInt(30));
    }
  }

  toForest(): Forest {
    const categoryCounts = this.features.map((f) => (f.kind === "categorical" ? f.categories.length : 0));
    return {
      roots: Int32Array.from(this.roots),
      split: Uint8Array.from(this.split),
      feature: Int32Array.from(this.feature),
      threshold: Float64Array.from(this.threshold),
      right: Int32Array.from(this.right),
      cover: Float64Array.from(this.cover),
      missing: Uint8Array.from(this.missing),
      value: Float64Array.from(this.value.flat()),
      outputs: this.options.outputs ?? 1,
      categoryBits: Uint32Array.from(this.bits),
      categoryCounts: Int32Array.from(categoryCounts),
      planes: null,
    };
  }
}
