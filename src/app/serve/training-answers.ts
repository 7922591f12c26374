import type { TrainingPort, TrainingRequest } from "../../api/index.ts";
import { type Clock, DAY_MS, type EpochMs, type JsonObject, toEpochMs } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import type { LabelledEvent } from "../train/read-labelled.ts";
import { pageStored } from "../train/read-stored.ts";
import { trainAside } from "../train/train-aside.ts";
import type { TrainingResult, TrainingTask } from "../train/train-task.ts";
import { readVerdictLabels } from "../train/verdict-labels.ts";
import type { JobAtWork, Jobs } from "./jobs.ts";

export interface TrainingParts {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** Called when another model is used from then on. */
  readonly onChange: () => void;
}

/** A generated history begins so long before now. */
const HISTORY_DAYS = 90;
/** Stored events that are read where nobody says how many. */
export const STORED_ROWS_DEFAULT = 50_000;

/** Learns models as jobs, in threads of their own. */
export const createTrainingAnswers = (parts: TrainingParts): TrainingPort => ({
  train: (request) =>
    parts.jobs.start({
      kind: "training",
      title: toTitle(request),
      by: request.by,
      parameters: toParameters(request),
      run: (job) => learn(parts, request, job),
    }),
});

const toTitle = ({ source, preset, rows }: TrainingRequest): string => {
  if (preset !== null) return `Training ${preset} on ${rows} generated rows`;
  if (source === "generated") return "Training on generated companies";
  return source === "stored"
    ? "Learning what is usual from stored events"
    : "Learning from people's verdicts";
};

const toParameters = (request: TrainingRequest): JsonObject => ({
  source: request.source,
  preset: request.preset,
  rows: request.rows,
  seed: request.seed,
  trees: request.trees,
  contamination: request.contamination,
  tune: request.isTuned,
  activate: request.isActivated,
  from: request.from === null ? null : new Date(request.from).toISOString(),
});

async function learn(
  { store, clock, onChange }: TrainingParts,
  request: TrainingRequest,
  job: JobAtWork,
): Promise<JsonObject> {
  const task = await toTask(request, { store, now: clock.now() });
  const wantsRows = task.kind === "stored" || task.kind === "verdicts";
  const result = await runAside(task, {
    job,
    rows: wantsRows ? pageStored(store, { from: request.from, most: request.rows }) : null,
    rowsMax: request.rows,
  });
  if (result.kind !== "trained") throw new Error("A training gives a model.");
  const { model } = result;
  job.stop.throwIfAborted();
  job.report({ step: "keeping the model", done: 0, total: null });
  await store.models.add(model);
  if (request.isActivated) {
    await store.models.activate(model.id);
    onChange();
  }
  return { model: model.id, name: model.name, is_active: request.isActivated, body_bytes: model.body.length };
}

async function toTask(
  { source, preset, rows, seed, trees, contamination, isTuned, from }: TrainingRequest,
  { store, now }: { readonly store: Store; readonly now: EpochMs },
): Promise<TrainingTask> {
  if (preset !== null) {
    const startAt = from ?? toEpochMs(now - HISTORY_DAYS * DAY_MS);
    return { kind: "preset", preset, rows, startAt, seed, trees, contamination };
  }
  if (source === "generated") return { kind: "generated", seed, isTuned };
  if (source === "stored") return { kind: "stored", seed };
  return { kind: "verdicts", seed, isTuned, verdicts: await readVerdictLabels(store) };
}

interface Aside {
  readonly job: JobAtWork;
  readonly rows: AsyncIterable<readonly LabelledEvent[]> | null;
  readonly rowsMax: number;
}

/** Does a task in its own thread, for a job. */
export const runAside = (task: TrainingTask, { job, rows, rowsMax }: Aside): Promise<TrainingResult> =>
  trainAside({
    task,
    rows,
    rowsMax,
    stop: job.stop,
    onStep: (step, done, total) => job.report({ step, done, total }),
  });
