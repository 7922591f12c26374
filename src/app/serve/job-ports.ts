import type { ApiPorts } from "../../api/index.ts";
import type { Clock } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { createBatchAnswers } from "./batch-answers.ts";
import { createDriftAnswers } from "./drift-answers.ts";
import { createFileAnswers } from "./file-answers.ts";
import { createHuntAnswers } from "./hunts/hunt-answers.ts";
import type { Jobs } from "./jobs.ts";
import { createModelAnswers } from "./model-answers.ts";
import type { Predictions } from "./predictions.ts";
import { createTrainingAnswers } from "./training-answers.ts";
import { createUploadAnalyses } from "./upload-analysis-answers.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface JobPortParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly queue: WorkQueue;
  readonly jobs: Jobs;
  readonly predictions: Predictions;
  /** Called after events came in. */
  readonly onNew: () => void;
}

type JobPorts = Pick<
  ApiPorts,
  "jobs" | "files" | "hunts" | "batches" | "models" | "training" | "drift" | "uploads" | "predictions"
>;

/** What is done in the background, and what it makes. */
export function createJobPorts({ store, clock, queue, jobs, predictions, onNew }: JobPortParts): JobPorts {
  const onChange = (): void => predictions.refresh();
  return {
    predictions,
    jobs,
    files: createFileAnswers({ store, queue, jobs, onNew }),
    hunts: createHuntAnswers({ store, jobs, clock }),
    batches: createBatchAnswers({ jobs, clock, getPredictor: () => predictions.current() }),
    models: createModelAnswers(store, onChange),
    training: createTrainingAnswers({ store, jobs, clock, onChange }),
    drift: createDriftAnswers({ store, jobs }),
    uploads: createUploadAnalyses(store),
  };
}
