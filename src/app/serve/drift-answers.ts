import type { DriftPort } from "../../api/index.ts";
import type { DriftAnswer } from "../../cli/drift.ts";
import { toModelsJson } from "../../detect/index.ts";
import {
  describeProblem,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toError,
} from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { findDriftModel } from "../train/drift-command.ts";
import { TRAIN_PROBLEMS } from "../train/problems.ts";
import { pageStored } from "../train/read-stored.ts";
import type { JobAtWork, Jobs } from "./jobs.ts";
import { toMeaning } from "./model-card.ts";
import { runAside, STORED_ROWS_DEFAULT } from "./training-answers.ts";

export interface DriftParts {
  readonly store: Store;
  readonly jobs: Jobs;
}

/** Checks of drift that are looked through for the last that came to an end. */
const LOOKED_BACK = 20;

/** Drift for the API: checked as a job, read from the last one that came to an end. */
export const createDriftAnswers = ({ store, jobs }: DriftParts): DriftPort => ({
  async read() {
    const checks = await store.background.list({ limit: LOOKED_BACK, kind: "drift" });
    const last = checks.find(({ state, result }) => state === "done" && result !== null);
    if (last?.finishedAt != null && last.result !== null)
      return { checked_at: new Date(last.finishedAt).toISOString(), ...last.result };
    const failure = checks.find(({ problem }) => problem !== null)?.problem;
    const model = await findDriftModel(store);
    const { text, remedy } = failure ?? describeProblem(TRAIN_PROBLEMS, "DRIFT_NO_MODEL");
    return {
      checked_at: null,
      model: null,
      level: "not-looked",
      verdict: model === null || failure !== undefined ? `${text} ${remedy}` : "Nobody checked yet.",
      rows: { reference: 0, current: 0 },
      features: [],
      scores: [],
    };
  },
  check: ({ days, by }) =>
    jobs.start({
      kind: "drift",
      title: `Comparing the last ${days} days with what the models learned from`,
      by,
      parameters: { days },
      run: (job) => compare(store, days, job),
    }),
});

async function compare(store: Store, days: number, job: JobAtWork): Promise<JsonObject> {
  const model = await findDriftModel(store);
  if (model === null) throw toError(TRAIN_PROBLEMS, "DRIFT_NO_MODEL");
  const { models, name, trained } = model;
  const result = await runAside(
    { kind: "drift", days, model: { name, trained, body: toModelsJson(models) } },
    {
      job,
      rows: pageStored(store, { from: null, most: STORED_ROWS_DEFAULT }),
      rowsMax: STORED_ROWS_DEFAULT,
    },
  );
  if (result.kind !== "compared") throw new Error("A comparison gives a report.");
  return toDriftJson(result.drift);
}

const toDriftJson = ({ features, ...drift }: DriftAnswer): JsonObject =>
  toPlain({
    ...drift,
    features: features.map((one) => ({ ...one, meaning: toMeaning(one.feature) })),
  });

function toPlain(value: unknown): JsonObject {
  const plain: JsonValue = JSON.parse(JSON.stringify(value));
  return isJsonObject(plain) ? plain : {};
}
