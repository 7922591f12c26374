import type { JsonObject } from "../../../domain/index.ts";
import {
  type Cell,
  fitPreparation,
  isolationForest,
  type Matrix,
  matrixFromRecords,
  prepare,
} from "../../../learn/index.ts";
import { toCellText } from "../cell-text.ts";
import { measureScores, type ScoreQuality } from "../measure-scores.ts";
import type { LabelledLog } from "../read-labelled.ts";
import type { Preset, PresetOptions, PresetResult } from "./preset.ts";

const NUMBERS = [
  "login_frequency",
  "avg_session_duration",
  "failed_login_attempts",
  "successful_login_attempts",
  "account_age_days",
  "total_storage_usage_GB",
  "storage_increase_rate_GB_per_day",
  "number_of_accounts_accessed",
  "security_alerts",
] as const;
const WORDS = ["ip_address", "device_type", "login_location", "login_time_of_day"] as const;
const LABEL = "is_account_compromised";
const TREES = 100;
const CONTAMINATION = 0.05;

/**
 * Snapshots of accounts: categories as ordinals, numbers standardised, an Isolation Forest of 100 trees that calls one
 * row in twenty strange. Codes and scales are learned once and used for every later log: codes that are made anew for
 * each log mean something else each time.
 */
export const ACCOUNTS_PRESET: Preset = {
  name: "s2",
  logType: "account-snapshot",
  run: runAccounts,
};

async function runAccounts(
  logs: readonly LabelledLog[],
  { seed, trees = TREES, contamination = CONTAMINATION }: PresetOptions,
): Promise<PresetResult> {
  const [training, ...fresh] = logs;
  if (training === undefined) throw new Error("A preset is given at least one log.");
  const table = toTable(training);
  const preparation = fitPreparation(table, { numeric: "standardise", categorical: "ordinal" });
  const prepared = prepare(preparation, table);
  const model = await isolationForest.fit({ profile: "classic", trees, contamination }, prepared, { seed });
  const threshold = model.threshold ?? Number.POSITIVE_INFINITY;
  const scored = (fresh.length === 0 ? [training] : fresh).map((log) => ({
    log,
    scores: isolationForest.score(model, prepare(preparation, toTable(log))),
  }));
  const rowsAre = fresh.length === 0 ? "rows it learned from, without their labels" : "fresh rows";
  const anomalies = scored.flatMap(({ log, scores }) => listAnomalies(log, scores, threshold));
  return {
    preset: "s2",
    rows: table.rows,
    features: [...NUMBERS, ...WORDS],
    models: [model],
    parameters: { trees, contamination, seed, threshold },
    strange: anomalies.length,
    scored: scored.reduce((sum, { scores }) => sum + scores.length, 0),
    quality: scored.flatMap(({ log, scores }) => judge(log, { scores, threshold, rowsAre })),
    tables: [
      {
        file: "user_behavior_anomalies.csv",
        title: "Accounts that behave strangely",
        columns: ["user_id", ...NUMBERS, ...WORDS, LABEL, "anomaly_score", "predicted_anomaly"],
        rows: anomalies,
      },
    ],
  };
}

/** Neither who it is nor what is known of it is a feature. */
function toTable({ rows }: LabelledLog): Matrix {
  return matrixFromRecords(
    rows.map(({ record }) =>
      Object.fromEntries([
        ...NUMBERS.map((name): [string, Cell] => [name, Number(record[name])]),
        ...WORDS.map((name): [string, Cell] => [name, toCellText(record[name])]),
      ]),
    ),
    [...NUMBERS, ...WORDS],
  );
}

const listAnomalies = (
  { rows }: LabelledLog,
  scores: Float64Array,
  threshold: number,
): readonly JsonObject[] =>
  rows.flatMap(({ record }, at) =>
    scores[at]! >= threshold ? [{ ...record, anomaly_score: scores[at]!, predicted_anomaly: 1 }] : [],
  );

interface Judged {
  readonly scores: Float64Array;
  readonly threshold: number;
  readonly rowsAre: string;
}

function judge({ rows }: LabelledLog, judged: Judged): readonly ScoreQuality[] {
  const isLabelled = rows.every(({ record }) => ["0", "1"].includes(toCellText(record[LABEL]) ?? ""));
  if (!isLabelled) return [];
  const truth = Uint8Array.from(rows, ({ record }) => (toCellText(record[LABEL]) === "1" ? 1 : 0));
  return [measureScores({ ...judged, truth })];
}
