import { toError } from "../../domain/index.ts";
import { MODEL_FORMAT } from "../estimator.ts";
import {
  alignMatrix,
  type Column,
  checkMatrix,
  checkNotEmpty,
  createMatrix,
  type Feature,
  type Matrix,
  toFeatures,
} from "../matrix.ts";
import { checkParameter } from "../parameter.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import { type Encoder, type EncodingKind, encode, fitEncoder } from "./encoder.ts";
import {
  BINS_DEFAULT,
  fitScaler,
  PREPARED_BINS_MAX,
  type Scaler,
  type ScalingKind,
  scale,
} from "./scaler.ts";

/** What to do with each kind of column, and with single columns by name. */
export interface PreparationPlan {
  readonly numeric: ScalingKind;
  readonly categorical: EncodingKind;
  readonly columns?: Readonly<Record<string, ScalingKind | EncodingKind>>;
  /** Bins of `bin`; quartiles unless said otherwise. */
  readonly bins?: number;
}

/** A plan that has seen its training table: plain JSON, for `prepare` at training and at serving alike. */
export interface FittedPreparation {
  readonly format: typeof MODEL_FORMAT;
  readonly kind: "preparation";
  readonly features: readonly Feature[];
  readonly steps: readonly (Scaler | Encoder)[];
}

/** Learns from the training table what the plan needs: means, quantiles, shares, lists of categories. */
export function fitPreparation(table: Matrix, plan: PreparationPlan): FittedPreparation {
  checkMatrix(table);
  checkNotEmpty(table, "fit a preparation");
  const bins = plan.bins ?? BINS_DEFAULT;
  checkParameter("bins", bins, { min: 1, max: PREPARED_BINS_MAX, integer: true });
  const steps = table.columns.map((column): Scaler | Encoder => {
    const own = plan.columns !== undefined && Object.hasOwn(plan.columns, column.name);
    const kind = own ? plan.columns?.[column.name] : undefined;
    if (column.kind === "numeric") return fitScaler(column, toScaling(kind ?? plan.numeric, column), bins);
    return fitEncoder(column, toEncoding(kind ?? plan.categorical, column));
  });
  return { format: MODEL_FORMAT, kind: "preparation", features: toFeatures(table), steps };
}

/** Applies what was learned; nothing is learned again. Columns come out in the training table's order. */
export function prepare(preparation: FittedPreparation, table: Matrix): Matrix {
  const aligned = alignMatrix(table, preparation.features);
  const columns = aligned.columns.flatMap((column, at): readonly Column[] => {
    const step = preparation.steps[at]!;
    if (column.kind === "numeric") return step.of === "numeric" ? scale(step, column) : [];
    return step.of === "categorical" ? encode(step, column) : [];
  });
  return createMatrix(columns, table.rows);
}

const SCALINGS: readonly ScalingKind[] = ["keep", "drop", "standardise", "robust", "bin"];
const ENCODINGS: readonly EncodingKind[] = ["keep", "drop", "ordinal", "one-hot", "frequency"];

function toScaling(kind: ScalingKind | EncodingKind, column: Column): ScalingKind {
  const scaling = SCALINGS.find((one) => one === kind);
  if (scaling === undefined) throw badStep(kind, column, SCALINGS);
  return scaling;
}

function toEncoding(kind: ScalingKind | EncodingKind, column: Column): EncodingKind {
  const encoding = ENCODINGS.find((one) => one === kind);
  if (encoding === undefined) throw badStep(kind, column, ENCODINGS);
  return encoding;
}

const badStep = (kind: string, column: Column, legal: readonly string[]): Error =>
  toError(LEARN_PROBLEMS, "LEARN_PARAMETER", {
    parameter: `plan of ${column.kind} column ${column.name}`,
    value: kind,
    legal: `one of ${legal.join(", ")}`,
  });
