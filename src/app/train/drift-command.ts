import type { DriftAnswer, DriftPort, DriftRequest } from "../../cli/drift.ts";
import { type BehaviourModels, parseModels } from "../../detect/index.ts";
import { toError } from "../../domain/index.ts";
import type { DriftReport } from "../../learn/index.ts";
import { FEATURES } from "../../profile/index.ts";
import type { Store } from "../../store/index.ts";
import { openPlace } from "../open-place.ts";
import { ANOMALY_MODELS_NAME } from "../predict/anomaly-models.ts";
import { loadAnomalyModels } from "../predict/load-predictor.ts";
import { type BehaviourRows, computeRows, toFeatureSample } from "./behaviour-rows.ts";
import { compareDays } from "./compare-days.ts";
import { CONSENSUS_NAME } from "./consensus-name.ts";
import { TRAIN_PROBLEMS } from "./problems.ts";
import { type LabelledEvent, readLabelled } from "./read-labelled.ts";
import { readStored } from "./read-stored.ts";

/** Scores whose share among recent events is held against what calibration promises. */
const SCORES = [0.9, 0.99, 0.999];

/** The drift command: recent events against what the model in use learned from. */
export const DRIFT_PORT: DriftPort = {
  drift: async (request) => {
    const store = await openPlace(request.place, { purpose: "drift" });
    try {
      const model = await findDriftModel(store);
      if (model === null) throw toError(TRAIN_PROBLEMS, "DRIFT_NO_MODEL");
      return compareWithModel(model, computeRows(await readEvents(store, request), "known"), request);
    } finally {
      await store.close();
    }
  },
};

/** The model that recent days are held against. */
export interface UsedModel {
  readonly name: string;
  readonly models: BehaviourModels;
  /** For people. */
  readonly trained: string;
}

/**
 * The consensus that was trained by hand where there is one, else the one beside the models of single actions; null:
 * that learned from no days of ours.
 */
export async function findDriftModel({ models: registry }: Store): Promise<UsedModel | null> {
  const active = await registry.findActive(CONSENSUS_NAME);
  const body = active === null ? null : await registry.readBody(active.id);
  if (active !== null && body !== null) {
    const models = parseModels(Buffer.from(body).toString());
    return { name: CONSENSUS_NAME, models, trained: `trained ${formatInstant(active.createdAt)}` };
  }
  const { models } = await loadAnomalyModels(registry);
  if (models.familiar === null) return null;
  return {
    name: ANOMALY_MODELS_NAME,
    models: models.familiar.consensus,
    trained: `learned from ${models.origin.words}`,
  };
}

const formatInstant = (at: number): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");

async function readEvents(store: Store, { files }: DriftRequest): Promise<readonly LabelledEvent[]> {
  if (files.length === 0) return readStored(store, null);
  const rows: LabelledEvent[] = [];
  for (const file of files) rows.push(...(await readLabelled({ file, labels: null, logType: null })).rows);
  return rows;
}

/** What is different in the last days, feature by feature and in the scores. */
export function compareWithModel(
  { name, models, trained }: UsedModel,
  rows: BehaviourRows,
  { days }: Pick<DriftRequest, "days">,
): DriftAnswer {
  const { report, recent } = compareDays(models, rows, days);
  return {
    model: { id: models.id, name, trained },
    level: report.kind === "looked" ? report.level : "not-looked",
    verdict: report.verdict,
    rows: report.rows,
    features: report.kind === "looked" ? listFeatures(report) : [],
    scores: report.kind === "looked" ? countScores(models, toFeatureSample(rows), recent) : [],
  };
}

const listFeatures = ({ features }: DriftReport): DriftAnswer["features"] =>
  features
    .map(({ name, level, psi, statistic, p, missing, fault }) => ({
      feature: name,
      level,
      psi,
      statistic,
      p,
      missing,
      fault,
    }))
    .sort((a, b) => b.psi - a.psi);

function countScores(
  models: BehaviourModels,
  sample: ReturnType<typeof toFeatureSample>,
  recent: Uint32Array,
): DriftAnswer["scores"] {
  if (recent.length === 0) return [];
  const width = FEATURES.length;
  const scores = Float64Array.from(recent, (row) =>
    models.scoreEvent(sample.features.subarray(row * width, (row + 1) * width), sample.kinds[row]!),
  );
  return SCORES.map((score) => ({
    score,
    promised: 1 - score,
    found: scores.filter((one) => one >= score).length / scores.length,
  }));
}
