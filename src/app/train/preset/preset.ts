import type { JsonObject } from "../../../domain/index.ts";
import type { FittedModel } from "../../../learn/index.ts";
import type { ScoreQuality } from "../measure-scores.ts";
import type { LabelledLog } from "../read-labelled.ts";

/** A recipe of a published analysis, run as it is written, with its faults mended where the text says so. */
export interface Preset {
  readonly name: "s2" | "s3" | "s4";
  readonly logType: "account-snapshot" | "activity" | "aws-cloudtrail";
  /** `logs`: the first is learned from; further ones are scored with what was learned. */
  run(logs: readonly LabelledLog[], options: PresetOptions): Promise<PresetResult>;
}

export interface PresetOptions {
  readonly seed: number;
  /** Of the forest; absent: as the text says. */
  readonly trees?: number;
  /** Share of rows that are called strange; absent: as the text says. */
  readonly contamination?: number;
}

/** A table that can be written to a file. */
export interface PresetTable {
  readonly file: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly JsonObject[];
}

export interface PresetResult {
  readonly preset: Preset["name"];
  readonly rows: number;
  readonly features: readonly string[];
  /** What was fitted, by name, with the parameters that matter. */
  readonly models: readonly FittedModel[];
  readonly parameters: JsonObject;
  /** Rows called strange, of the rows that were scored. */
  readonly strange: number;
  readonly scored: number;
  /** Empty where nobody said which rows are attacks. */
  readonly quality: readonly ScoreQuality[];
  readonly tables: readonly PresetTable[];
}
