import type { EpochMs } from "../../domain/index.ts";
import type { JobAnswer } from "./jobs-port.ts";

/** Fitted models: what there is, and which are used. */
export interface ModelsPort {
  /** The newest first. */
  list(): Promise<readonly object[]>;
  /** With everything that was measured. Throws STORE_MODEL_UNKNOWN. */
  find(id: string): Promise<object>;
  /** Throws STORE_MODEL_UNKNOWN. */
  activate(id: string): Promise<object>;
  /** Uses again what was used before. Throws STORE_MODEL_NONE_BEFORE. */
  rollBack(name: string): Promise<object>;
}

export const TRAINING_SOURCES = ["generated", "stored", "verdicts"] as const;
export const TRAINING_PRESETS = ["s2", "s3", "s4"] as const;

export interface TrainingRequest {
  /** `generated`: made-up logs; `stored`: stored events without labels; `verdicts`: these, labelled by people. */
  readonly source: (typeof TRAINING_SOURCES)[number];
  /** A published recipe on a generated log; null: the models that judge. */
  readonly preset: (typeof TRAINING_PRESETS)[number] | null;
  readonly rows: number;
  readonly seed: number;
  /** Of a preset's forest; null: as its text says. */
  readonly trees: number | null;
  /** Share of rows that a preset calls strange; null: as its text says. */
  readonly contamination: number | null;
  readonly isTuned: boolean;
  /** When the generated history begins, or the stored one that is learned from; null: as usual. */
  readonly from: EpochMs | null;
  /** Use the model at once. */
  readonly isActivated: boolean;
  readonly by: string;
}

export interface TrainingPort {
  /** Learns in the background; the job's result names the model. */
  train(request: TrainingRequest): Promise<JobAnswer>;
}

export interface DriftPort {
  /** What was last found. */
  read(): Promise<object>;
  /** Compares the last days anew, in the background. */
  check(request: { readonly days: number; readonly by: string }): Promise<JobAnswer>;
}
