import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DriftAnswer } from "../../cli/drift.ts";
import type { TrainPreset } from "../../cli/train-port.ts";
import { parseModels, toModelsJson } from "../../detect/index.ts";
import {
  type EpochMs,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toEpochMs,
  toError,
} from "../../domain/index.ts";
import { type Progress, stringifyModel } from "../../learn/index.ts";
import { writeGeneratedTable } from "../generate/generate-table.ts";
import {
  ANOMALY_MODELS_KIND,
  ANOMALY_MODELS_NAME,
  type AnomalyModels,
  toAnomalyModels,
  toBytes,
  toCard,
  trainConsensus,
} from "../predict/anomaly-models.ts";
import { learnGeneral, trainFirstModels } from "../predict/first-models.ts";
import { FIRST_SEED } from "../predict/load-predictor.ts";
import { computeRows } from "./behaviour-rows.ts";
import { CONSENSUS_NAME } from "./consensus-name.ts";
import { compareWithModel, type UsedModel } from "./drift-command.ts";
import { learnFromJudged } from "./learn-verdicts.ts";
import { PRESETS } from "./preset/presets.ts";
import { TRAIN_PROBLEMS } from "./problems.ts";
import { type LabelledEvent, readLabelled } from "./read-labelled.ts";
import type { VerdictLabels } from "./verdict-labels.ts";

/** What shall be learned; plain data, so that another thread can do it. */
export type TrainingTask =
  /** A published recipe on a generated log. */
  | {
      readonly kind: "preset";
      readonly preset: TrainPreset;
      readonly rows: number;
      readonly startAt: EpochMs;
      readonly seed: number;
      /** null: as the recipe says. */
      readonly trees: number | null;
      readonly contamination: number | null;
    }
  /** What judges single actions, from generated companies. */
  | { readonly kind: "generated"; readonly seed: number; readonly isTuned: boolean }
  /** What is usual, from stored events without labels. */
  | { readonly kind: "stored"; readonly seed: number }
  /** What judges single actions, from stored events and what people said of them. */
  | {
      readonly kind: "verdicts";
      readonly seed: number;
      readonly isTuned: boolean;
      readonly verdicts: VerdictLabels;
    }
  /** How the last days of stored events differ from what a model learned from. */
  | {
      readonly kind: "drift";
      readonly model: Omit<UsedModel, "models"> & { readonly body: string };
      readonly days: number;
    };

/** What a task comes to. */
export type TrainingResult =
  | { readonly kind: "trained"; readonly model: TrainedModel }
  | { readonly kind: "compared"; readonly drift: DriftAnswer };

/** A model as the registry takes it. */
export interface TrainedModel {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly window: { readonly from: EpochMs; readonly to: EpochMs } | null;
  readonly card: JsonObject;
  readonly body: Uint8Array;
}

export type TrainingStep = "generating" | "reading" | "learning" | "tuning";
export type OnTrainingStep = (step: TrainingStep, done: number, total: number | null) => void;

/** Learns. `rows` are the stored events of the tasks that want them. Throws TRAIN_VERDICTS_FEW and what learning throws. */
export async function trainOn(
  task: TrainingTask,
  rows: readonly LabelledEvent[],
  onStep: OnTrainingStep,
): Promise<TrainingResult> {
  const onProgress = ({ done, total }: Progress): void => onStep("tuning", done, total);
  switch (task.kind) {
    case "preset":
      return trained(await trainPreset(task, onStep));
    case "generated":
      onStep("learning", 0, null);
      return trained(toTrained(await trainFirstModels({ seed: task.seed, isTuned: task.isTuned }), null));
    case "stored":
      onStep("learning", 0, null);
      return trained(await trainUsual(rows, task.seed));
    case "drift": {
      onStep("learning", 0, null);
      const { body, ...model } = task.model;
      const used = { ...model, models: parseModels(body) };
      return { kind: "compared", drift: compareWithModel(used, computeRows(rows, "known"), task) };
    }
    case "verdicts":
      onStep("learning", 0, null);
      return trained(toTrained(...(await learnJudged(task, rows, onProgress))));
  }
}

const trained = (model: TrainedModel): TrainingResult => ({ kind: "trained", model });

async function learnJudged(
  { seed, isTuned, verdicts }: Extract<TrainingTask, { kind: "verdicts" }>,
  rows: readonly LabelledEvent[],
  onProgress: (progress: Progress) => void,
): Promise<readonly [AnomalyModels, TrainedModel["window"]]> {
  const learning = await learnFromJudged(rows, verdicts, { seed, isTuned, onProgress });
  if (learning.kind === "too-few")
    throw toError(TRAIN_PROBLEMS, "TRAIN_VERDICTS_FEW", { missing: learning.missing });
  const models = toAnomalyModels({
    origin: { kind: "store", words: `${learning.events.length} stored events and people's verdicts` },
    familiar: learning.learned,
    general: await learnGeneral({ seed: FIRST_SEED }),
  });
  return [models, windowOf(learning.events)];
}

const toTrained = (models: AnomalyModels, window: TrainedModel["window"]): TrainedModel => ({
  id: models.id,
  name: ANOMALY_MODELS_NAME,
  kind: ANOMALY_MODELS_KIND,
  window,
  card: toCard(models),
  body: toBytes(models),
});

async function trainUsual(rows: readonly LabelledEvent[], seed: number): Promise<TrainedModel> {
  const models = await trainConsensus(computeRows(rows, "known"), seed);
  return {
    id: models.id,
    name: CONSENSUS_NAME,
    kind: "consensus",
    window: windowOf(rows),
    card: toPlain(models.card),
    body: Buffer.from(toModelsJson(models)),
  };
}

const LOG_KINDS = { s2: "accounts", s3: "soc", s4: "drill" } as const;
const PEOPLE = 40;
/** Characters of tables on a card: strange rows to look at, not all of them. */
const TABLE_ROWS_MAX = 50;

async function trainPreset(
  task: Extract<TrainingTask, { kind: "preset" }>,
  onStep: OnTrainingStep,
): Promise<TrainedModel> {
  const { preset, rows: size, startAt, seed, trees, contamination } = task;
  const folder = await mkdtemp(join(tmpdir(), "gait-train-"));
  const file = join(folder, preset === "s4" ? "log.json" : "log.csv");
  try {
    onStep("generating", 0, size);
    const log = { kind: LOG_KINDS[preset], seed, people: PEOPLE, size, startAt } as const;
    await writeGeneratedTable(
      {
        ...log,
        days: null,
        isBatch: false,
        out: file,
        format: preset === "s4" ? "json" : "csv",
        stories: null,
      },
      (done) => onStep("generating", done, size),
    );
    onStep("reading", 0, null);
    const recipe = PRESETS[preset];
    const read = await readLabelled({ file, labels: null, logType: recipe.logType });
    onStep("learning", 0, null);
    const { models, tables, ...result } = await recipe.run([read], {
      seed,
      ...(trees === null ? {} : { trees }),
      ...(contamination === null ? {} : { contamination }),
    });
    const body = Buffer.from(`[${models.map((model) => stringifyModel(model)).join(",")}]`);
    return {
      id: createHash("sha256")
        .update(body)
        .update(JSON.stringify(result.parameters))
        .digest("hex")
        .slice(0, 16),
      name: `preset-${preset}`,
      kind: models.map(({ kind }) => kind).join("+"),
      window: null,
      card: toPlain({
        ...result,
        generated: { rows: size, start: new Date(startAt).toISOString() },
        tables: tables.map((table) => ({ ...table, rows: table.rows.slice(0, TABLE_ROWS_MAX) })),
      }),
      body,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** From the first event to just after the last one. */
export function windowOf(events: readonly LabelledEvent[]): TrainedModel["window"] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { event } of events) {
    from = Math.min(from, event.at);
    to = Math.max(to, event.at + 1);
  }
  return events.length === 0 ? null : { from: toEpochMs(from), to: toEpochMs(to) };
}

function toPlain(value: unknown): JsonObject {
  const plain: JsonValue = JSON.parse(JSON.stringify(value));
  return isJsonObject(plain) ? plain : {};
}
