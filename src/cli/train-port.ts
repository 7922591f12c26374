import type { StorePlace } from "./data-option.ts";

export const TRAIN_MODELS = ["forest", "isolation"] as const;
/** `forest`: from labels, with the consensus beside it. `isolation`: the consensus alone, which needs no labels. */
export type TrainModel = (typeof TRAIN_MODELS)[number];

export const TRAIN_PRESETS = ["s2", "s3", "s4"] as const;
export type TrainPreset = (typeof TRAIN_PRESETS)[number];

/** What each recipe is. */
export const PRESET_SUMMARIES: Readonly<Record<TrainPreset, string>> = {
  s2: "account snapshots: Isolation Forest, 100 trees, contamination 5 %",
  s3: "cloud logs by nine features: Isolation Forest, 250 trees, contamination 4 %",
  s4: "CloudTrail by 34 features: Isolation Forest and One-Class SVM, both must agree",
};

export interface TrainRequest {
  readonly place: StorePlace;
  /**
   * Logs to learn from; none: what is stored. `forest` then takes people's verdicts as labels, and learns from generated
   * companies while those are too few.
   */
  readonly files: readonly string[];
  /** Learn from verdicts or not at all. */
  readonly insistsOnVerdicts: boolean;
  /** Which rows are attacks; null: `<name>.labels.csv` beside each log. */
  readonly labels: string | null;
  readonly model: TrainModel;
  readonly isTuned: boolean;
  readonly seed: number;
  /** False: keep the model without using it. */
  readonly isActivated: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

export interface PresetRequest {
  readonly preset: TrainPreset;
  readonly files: readonly string[];
  readonly labels: string | null;
  readonly seed: number;
  /** Folder for tables; null: write none. */
  readonly out: string | null;
}

/** How good a model was on rows whose truth is known. */
export interface ShownQuality {
  readonly rowsAre: string;
  readonly rows: number;
  readonly strange: number;
  readonly averagePrecision: number | null;
  readonly rocArea: number | null;
  readonly precisionAtK: { readonly k: number; readonly precision: number };
  /** Precision, recall and F1 of each class, as a table. */
  readonly reportText: string;
  readonly confusion: readonly (readonly number[])[];
}

/** What a training came to. */
export interface TrainReport {
  readonly title: string;
  /** Facts in the order in which they are shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly quality: readonly ShownQuality[];
  readonly tables: readonly {
    readonly title: string;
    readonly columns: readonly string[];
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  }[];
  /** Files that were written. */
  readonly files: readonly string[];
}

export interface TrainPort {
  train(request: TrainRequest): Promise<TrainReport>;
  runPreset(request: PresetRequest): Promise<TrainReport>;
}
