import type { Feature, Matrix } from "./matrix.ts";

/** Version of the models' JSON. Raised when an older reader would misread a newer file. */
export const MODEL_FORMAT = 1;

/**
 * What every fitted model carries. A fitted model is plain data (numbers, texts, lists, records, typed arrays):
 * `stringifyModel` and `parseModel` of `model-json.ts` write and read it without loss.
 */
export interface FittedModel<Kind extends string = string> {
  readonly format: typeof MODEL_FORMAT;
  readonly kind: Kind;
  /** The training table's columns; tables to score are matched by these names. */
  readonly features: readonly Feature[];
  readonly seed: number;
  /** Said in the file, so that nobody has to guess. */
  readonly orientation: "higher-is-stranger";
  readonly trainingRows: number;
  /** SHA-256 in hex of the training table; two models with the same hash saw the same data. */
  readonly dataHash: string;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface FitOptions {
  /** Integer from 0 to 2^32 - 1. The same seed gives the same bytes on any number of threads. */
  readonly seed: number;
  /** Worker threads; 1 (the default) works in the calling thread and lets other work run in between. */
  readonly threads?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Cancels the work: `fit` rejects with LEARN_CANCELLED. */
  readonly abort?: AbortSignal;
  /** One weight per row, at least 0; a row of weight 3 counts like three equal rows. */
  readonly rowWeights?: Float64Array;
}

/** Classes of the training rows: `codes[row]` indexes `classes`. */
export interface Labels {
  readonly codes: Int32Array;
  readonly classes: readonly string[];
}

export interface ClassifierFitOptions extends FitOptions {
  readonly labels: Labels;
}

/**
 * One way to learn. A record of functions without state: hyper-parameters are a plain value, what was learned is
 * another plain value, and the same pair of table and model always scores the same.
 */
export interface Estimator<Params, Fitted extends FittedModel, Options extends FitOptions = FitOptions> {
  readonly kind: Fitted["kind"];
  readonly defaults: Params;
  /** Fills in defaults; throws LEARN_PARAMETER or LEARN_PARAMETER_UNKNOWN on what is not legal. */
  resolve(params: Partial<Params>): Params;
  fit(params: Partial<Params>, table: Matrix, options: Options): Promise<Fitted>;
  /** One score per row, in [0, 1], higher is stranger. A row's score does not depend on the other rows. */
  score(fitted: Fitted, table: Matrix): Float64Array;
  /** Reads `stringifyModel`'s text; throws LEARN_MODEL_BROKEN or LEARN_MODEL_KIND. */
  parse(text: string): Fitted;
}
