import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of training, of kept models and of predictions. */
export const TRAIN_PROBLEMS = {
  TRAIN_ROWS_NONE: {
    status: 422,
    text: "{file} holds no rows to learn from ({reason}).",
    remedy: "Name a log with events; `gait generate` makes some to try with.",
  },
  TRAIN_ROWS_MANY: {
    status: 422,
    text: "There are more than {most} rows.",
    remedy: "Learn from fewer files, or from a shorter time.",
  },
  TRAIN_FORMAT: {
    status: 422,
    text: "{file} holds rows of kind {found}, and {wanted} are needed.",
    remedy: "Name a file of the right kind, or another preset.",
  },
  TRAIN_LABELS_FILE: {
    status: 422,
    text: "The labels in {file} cannot be read: {reason}.",
    remedy:
      "Give a CSV with the columns row and story, one line for each row of an attack; rows count from 1.",
  },
  TRAIN_LABELS_FEW: {
    status: 422,
    text: "{strange} of {rows} rows are labelled as attacks on {users} users; learning from labels needs at least {needed} on both sides of the split.",
    remedy: "Give more labelled rows, or learn without labels: --model isolation.",
  },
  TRAIN_VERDICTS_FEW: {
    status: 422,
    text: "People's verdicts are too few to learn from. There are {missing}.",
    remedy:
      "Judge more findings (`gait findings`, then `gait verdict ID true-positive`, false-positive or benign), or leave out --verdicts: generated attacks teach then.",
  },
  TRAIN_MODELS_BROKEN: {
    status: 422,
    text: "The kept models cannot be used: {reason}.",
    remedy: "Train them again: `gait train`.",
  },
  TRAIN_FILE: {
    status: 500,
    text: "{file} cannot be written: {reason}.",
    remedy: "Check the path, its rights, and the room on the disk.",
  },
  DRIFT_NO_MODEL: {
    status: 409,
    text: "There is nothing to compare with: no model in use learned from days of yours.",
    remedy: "Train one first: `gait train --model isolation`, which learns from what is stored.",
  },
  PREDICT_INPUT: {
    status: 400,
    text: "The input is not what can be judged: {reason}.",
    remedy:
      'Give one action as a JSON object with user_id, timestamp and action_type, or {"instances": [...]}.',
  },
  PREDICT_BATCH_LARGE: {
    status: 413,
    text: "There are {found} instances, and at most {most} are judged at once.",
    remedy: "Send them in several batches.",
  },
} as const satisfies ProblemCatalogue;
