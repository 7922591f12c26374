import { permutationImportances } from "../../../explain/index.ts";
import {
  type FittedIsolationForest,
  isolationForest,
  type Matrix,
  matrixFromRecords,
  oneClassSvm,
  quantileOfSorted,
  selectRows,
  thresholdAt,
} from "../../../learn/index.ts";
import { PRESET_S4_FEATURES } from "../../../profile/index.ts";
import { measureScores } from "../measure-scores.ts";
import type { LabelledEvent, LabelledLog } from "../read-labelled.ts";
import type { Preset, PresetOptions, PresetResult, PresetTable } from "./preset.ts";
import { DrillHistory, type DrillRow } from "./s4-features.ts";
import { toModelLevel } from "./s4-risk.ts";
import { type JudgedEvent, summarise } from "./s4-summaries.ts";

const TREES = 100;
const CONTAMINATION = 0.1;
const TRAINING_SHARE = 0.7;
const IMPORTANT = 10;

/**
 * CloudTrail records by 34 features: an Isolation Forest and a One-Class SVM, and an anomaly is what both call strange.
 * Learns from the first seven tenths of the time, without labels, and is measured on the rest.
 */
export const DRILL_PRESET: Preset = {
  name: "s4",
  logType: "aws-cloudtrail",
  run: runDrill,
};

async function runDrill(
  logs: readonly LabelledLog[],
  { seed, trees = TREES, contamination = CONTAMINATION }: PresetOptions,
): Promise<PresetResult> {
  const rows = logs.flatMap((log) => log.rows).toSorted((a, b) => a.event.at - b.event.at);
  const history = new DrillHistory();
  const features = rows.map(({ event }) => history.observe(event));
  const table = matrixFromRecords(features, [...PRESET_S4_FEATURES]);
  const cut = Math.max(1, Math.floor(rows.length * TRAINING_SHARE));
  const training = selectRows(
    table,
    Array.from({ length: cut }, (_, row) => row),
  );
  const forest = await isolationForest.fit({ profile: "classic", trees }, training, { seed });
  const svm = await oneClassSvm.fit({ method: "exact" }, training, { seed });
  const scores = mergeMembers([isolationForest.score(forest, table), oneClassSvm.score(svm, table)], {
    cut,
    contamination,
  });
  const judged = rows.map((row, at) => judgeEvent(row, features[at]!, scores[at]!));
  const strange = judged.filter(({ isAnomaly }) => isAnomaly);
  const isLabelled = logs.every((log) => log.isLabelled) && cut < rows.length;
  return {
    preset: "s4",
    rows: cut,
    features: PRESET_S4_FEATURES,
    models: [forest, svm],
    parameters: { trees, contamination, seed, threshold: ANOMALY_FROM },
    strange: strange.length,
    scored: rows.length,
    quality: isLabelled ? [measureLater(judged.slice(cut))] : [],
    tables: [...summarise(judged), listAnomalies(strange), rankFeatures(forest, training, seed)],
  };
}

/** Scores of both members' agreement: from here on both call the row strange. */
const ANOMALY_FROM = 50;

/**
 * 0 to 100: the less strange of the two members' opinions, for both must agree. Each member's opinion is 0 at its median
 * training row, 50 at its threshold and 100 at its strangest.
 */
function mergeMembers(
  members: readonly Float64Array[],
  { cut, contamination }: { readonly cut: number; readonly contamination: number },
): Float64Array {
  const opinions = members.map((scores) => {
    const training = Float64Array.from(scores.subarray(0, cut)).sort();
    const middle = quantileOfSorted(training, 0.5);
    const threshold = thresholdAt(training, { kind: "contamination", share: contamination });
    const most = training.at(-1) ?? threshold;
    return scores.map((score) =>
      score < threshold
        ? ANOMALY_FROM * shareOf(score, middle, threshold)
        : ANOMALY_FROM + (100 - ANOMALY_FROM) * shareOf(score, threshold, most),
    );
  });
  return opinions[0]!.map((_, row) => Math.min(...opinions.map((opinion) => opinion[row]!)));
}

/** How far the score is on its way, 0 to 1. */
const shareOf = (score: number, from: number, to: number): number =>
  to > from ? Math.min(1, Math.max(0, (score - from) / (to - from))) : 0;

const judgeEvent = (row: LabelledEvent, features: DrillRow, modelScore: number): JudgedEvent => ({
  ...row,
  risk: Number(features.risk_score),
  modelScore,
  modelLevel: toModelLevel(modelScore),
  isAnomaly: modelScore >= ANOMALY_FROM,
  isBadAddress: features.is_suspicious_ip === true,
});

const measureLater = (judged: readonly JudgedEvent[]): ReturnType<typeof measureScores> =>
  measureScores({
    rowsAre: "later rows, never learned from",
    truth: Uint8Array.from(judged, ({ story }) => (story === null ? 0 : 1)),
    scores: Float64Array.from(judged, ({ modelScore }) => modelScore),
    threshold: ANOMALY_FROM,
  });

const listAnomalies = (strange: readonly JudgedEvent[]): PresetTable => ({
  file: "anomalies.csv",
  title: "Anomalies that both models see",
  columns: ["time", "user", "action", "address", "risk", "model_score", "severity"],
  rows: strange.map(({ event, risk, modelScore, modelLevel }) => ({
    time: new Date(event.at).toISOString(),
    user: event.actor.name,
    action: event.action.name,
    address: event.address.text,
    risk: Number(risk.toFixed(1)),
    model_score: Number(modelScore.toFixed(1)),
    severity: modelLevel,
  })),
});

const RANKED_ROWS_MAX = 1_000;

/** How far the forest's scores move when a feature is shuffled: what it looks at, with or without labels. */
function rankFeatures(forest: FittedIsolationForest, table: Matrix, seed: number): PresetTable {
  const rows = selectRows(
    table,
    Array.from({ length: Math.min(table.rows, RANKED_ROWS_MAX) }, (_, row) => row),
  );
  const before = isolationForest.score(forest, rows);
  const importances = permutationImportances(
    {
      table: rows,
      predict: (shuffled) => isolationForest.score(forest, shuffled),
      quality: (scores) =>
        -scores.reduce((sum, score, row) => sum + Math.abs(score - before[row]!), 0) / rows.rows,
    },
    { seed, repeats: 2 },
  );
  return {
    file: "feature_importance.csv",
    title: "Features that move the forest's scores most",
    columns: ["feature", "importance"],
    rows: importances
      .toSorted((a, b) => b.loss - a.loss)
      .slice(0, IMPORTANT)
      .map(({ feature, loss }) => ({ feature, importance: Number(loss.toFixed(5)) })),
  };
}
