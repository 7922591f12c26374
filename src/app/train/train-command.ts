import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import {
  PRESET_SUMMARIES,
  type PresetRequest,
  type TrainPort,
  type TrainReport,
  type TrainRequest,
} from "../../cli/train-port.ts";
import { type BehaviourModels, toModelsJson } from "../../detect/index.ts";
import { isJsonObject, type JsonObject, type JsonValue, toError } from "../../domain/index.ts";
import type { Progress } from "../../learn/index.ts";
import type { ModelRecord, Store } from "../../store/index.ts";
import { openPlace } from "../open-place.ts";
import {
  type AnomalyModels,
  learnBehaviour,
  toAnomalyModels,
  trainConsensus,
} from "../predict/anomaly-models.ts";
import { learnGeneral, trainFirstModels } from "../predict/first-models.ts";
import { FIRST_SEED, keepAnomalyModels } from "../predict/load-predictor.ts";
import { computeRows } from "./behaviour-rows.ts";
import { toCellText } from "./cell-text.ts";
import { CONSENSUS_NAME } from "./consensus-name.ts";
import type { LabelForestCard } from "./label-forest.ts";
import { learnFromVerdicts } from "./learn-verdicts.ts";
import type { PresetResult, PresetTable } from "./preset/preset.ts";
import { PRESETS } from "./preset/presets.ts";
import { TRAIN_PROBLEMS } from "./problems.ts";
import { type LabelledEvent, readLabelled } from "./read-labelled.ts";
import { readStored } from "./read-stored.ts";
import { windowOf } from "./train-task.ts";

/** The train command: recipes, and models that are kept. */
export const TRAIN_PORT: TrainPort = {
  train: async (request) => {
    const store = await openPlace(request.place, { purpose: "train" });
    try {
      return request.model === "forest"
        ? await trainForest(store, request)
        : await keepConsensus(store, request);
    } finally {
      await store.close();
    }
  },
  runPreset,
};

async function trainForest(store: Store, request: TrainRequest): Promise<TrainReport> {
  if (request.files.length > 0) return keepForest(store, await learnFromFiles(request), request);
  const fromVerdicts = await learnFromVerdicts(store, toLearningOptions(request));
  if (fromVerdicts.kind === "learned") {
    const { learned, events } = fromVerdicts;
    const models = toAnomalyModels({
      origin: { kind: "store", words: `${events.length} stored events and people's verdicts` },
      familiar: learned,
      general: await learnGeneral({ seed: FIRST_SEED }),
    });
    return keepForest(store, { models, window: windowOf(events), note: null }, request);
  }
  const { missing } = fromVerdicts;
  if (request.insistsOnVerdicts) throw toError(TRAIN_PROBLEMS, "TRAIN_VERDICTS_FEW", { missing });
  const models = await trainFirstModels({ seed: request.seed, isTuned: request.isTuned });
  return keepForest(store, { models, window: null, note: `too few to learn from: ${missing}` }, request);
}

const toLearningOptions = ({ seed, isTuned, onProgress }: TrainRequest) => ({
  seed,
  isTuned,
  onProgress: ({ done, total }: Progress): void => onProgress(done, total),
});

interface TrainedForest {
  readonly models: AnomalyModels;
  readonly window: ModelRecord["window"];
  /** Why verdicts were not used; null: they were, or were not asked for. */
  readonly note: string | null;
}

async function learnFromFiles(request: TrainRequest): Promise<TrainedForest> {
  const events = await readFiles(request);
  const familiar = await learnBehaviour({ events, view: "known", ...toLearningOptions(request) });
  const models = toAnomalyModels({
    origin: { kind: "files", words: request.files.join(", ") },
    familiar,
    general: await learnGeneral({ seed: FIRST_SEED }),
  });
  return { models, window: windowOf(events), note: null };
}

async function keepForest(
  store: Store,
  { models, window, note }: TrainedForest,
  { isActivated }: TrainRequest,
): Promise<TrainReport> {
  await keepAnomalyModels(store.models, models, { isActivated, window });
  return describeForest(models, { isActivated, note });
}

async function readFiles({ files, labels }: TrainRequest): Promise<readonly LabelledEvent[]> {
  const rows: LabelledEvent[] = [];
  for (const file of files) rows.push(...(await readLabelled({ file, labels, logType: null })).rows);
  return rows;
}

function describeForest(
  models: AnomalyModels,
  { isActivated, note }: { readonly isActivated: boolean; readonly note: string | null },
): TrainReport {
  const { familiar, general, origin } = models;
  const learned = familiar ?? general;
  const { card, consensus } = learned;
  const parameters = Object.entries(card.parameters).map(
    ([name, value]) => `${name} ${toCellText(value) ?? "none"}`,
  );
  return {
    title: `Learned ${models.id} from ${origin.words}${isActivated ? "; it is now in use" : ""}.`,
    facts: [
      ["rows", `${card.rows}, ${card.strange} of them attacks, ${card.users} users`],
      ...(note === null ? [] : [["verdicts", note] as const]),
      ...(card.labels === null ? [] : [["labels", describeLabels(card.labels)] as const]),
      ["random forest", parameters.join(", ")],
      ["tuning", describeTuning(card.tuning)],
      [
        "probabilities",
        `calibration error ${card.probability.calibrationError.toFixed(4)} (${card.probability.calibrationErrorBefore.toFixed(4)} before), Brier ${card.probability.brier.toFixed(4)}`,
      ],
      ["consensus", describeConsensus(consensus)],
      [
        "strongest features",
        card.importances
          .slice(0, 6)
          .map(({ feature }) => feature)
          .join(", "),
      ],
    ],
    quality: card.qualityOfJudged === null ? [card.quality] : [card.quality, card.qualityOfJudged],
    tables: [],
    files: [],
  };
}

function describeLabels(labels: JsonObject): string {
  const show = (name: string): string => toCellText(labels[name]) ?? "0";
  const ordinary = `${show("ordinary_events")} of ${show("ordinary_events_before_sampling")}`;
  return (
    `${show("attack_events")} events of ${show("attack_findings")} findings judged true, on ${show("attacked_users")} users; ` +
    `${show("harmless_events")} of ${show("harmless_findings")} judged false or benign; ${ordinary} that no finding cites; ` +
    `${show("generated_rows")} generated ones, ${show("generated_attacks")} of them attacks, that count ${show("generated_weight")} each`
  );
}

function describeTuning(tuning: LabelForestCard["tuning"]): string {
  if (tuning === null) return "none (--tune)";
  const { trials, averagePrecision } = tuning;
  return averagePrecision === null
    ? "could tell nothing: the earlier attacks are of too few users; the usual parameters stay"
    : `${trials} trials by successive halving, PR-AUC ${averagePrecision.toFixed(3)} on earlier rows of other users`;
}

const describeConsensus = ({ card }: BehaviourModels): string =>
  `${card.rows.training} rows trained, ${card.rows.calibration} calibrated; stability over seeds ${card.metrics.stability.toFixed(3)}`;

async function keepConsensus(store: Store, request: TrainRequest): Promise<TrainReport> {
  const { files, seed, isActivated } = request;
  const events = files.length === 0 ? await readStored(store, null) : await readFiles(request);
  const models = await trainConsensus(computeRows(events, "known"), seed);
  const card: JsonValue = JSON.parse(JSON.stringify(models.card));
  const { id } = await store.models.add({
    id: models.id,
    name: CONSENSUS_NAME,
    kind: "consensus",
    window: windowOf(events),
    card: isJsonObject(card) ? card : {},
    body: Buffer.from(toModelsJson(models)),
  });
  if (isActivated) await store.models.activate(id);
  const { metrics } = models.card;
  return {
    title: `Learned ${id} from ${events.length} events${isActivated ? "; it is now in use" : ""}.`,
    facts: [
      ["members", models.card.members.join(", ")],
      ["rows", describeConsensus(models)],
      [
        "agreement",
        `forest with SVM ${metrics.isolationWithSvm.toFixed(2)}, forest with rarity ${metrics.isolationWithRarity.toFixed(2)}, SVM with rarity ${metrics.svmWithRarity.toFixed(2)} (rank correlation)`,
      ],
      [
        "asked of all three",
        `${(100 * metrics.askedShare).toFixed(1)} % of events; the others are quiet by rarity alone`,
      ],
    ],
    quality: [],
    tables: [],
    files: [],
  };
}

async function runPreset({ preset, files, labels, seed, out }: PresetRequest): Promise<TrainReport> {
  const recipe = PRESETS[preset];
  const logs = [];
  for (const file of files) logs.push(await readLabelled({ file, labels, logType: recipe.logType }));
  const result = await recipe.run(logs, { seed });
  return {
    title: `${preset}: ${PRESET_SUMMARIES[preset]}`,
    facts: describePreset(result),
    quality: result.quality,
    tables: result.tables,
    files: out === null ? [] : await writeTables(result.tables, out),
  };
}

const describePreset = ({
  rows,
  features,
  parameters,
  strange,
  scored,
}: PresetResult): TrainReport["facts"] => [
  ["rows learned from", String(rows)],
  ["features", `${features.length}: ${features.join(", ")}`],
  [
    "parameters",
    Object.entries(parameters)
      .map(([name, value]) => `${name} ${toCellText(value) ?? "none"}`)
      .join(", "),
  ],
  ["called strange", `${strange} of ${scored} rows`],
];

/** The folder is made; a name that ends in .csv is the first table's own file. */
async function writeTables(tables: readonly PresetTable[], out: string): Promise<readonly string[]> {
  const isFile = out.toLowerCase().endsWith(".csv");
  const chosen = isFile ? tables.slice(0, 1) : tables;
  const written: string[] = [];
  for (const { file, columns, rows } of chosen) {
    const path = isFile ? out : join(out, file);
    await writeTable(
      path,
      isFile ? null : out,
      stringify([[...columns], ...rows.map((row) => columns.map((name) => toCellText(row[name]) ?? ""))]),
    );
    written.push(path);
  }
  return written;
}

async function writeTable(path: string, folder: string | null, text: string): Promise<void> {
  try {
    if (folder !== null) await mkdir(folder, { recursive: true });
    await writeFile(path, text);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    throw toError(TRAIN_PROBLEMS, "TRAIN_FILE", { file: path, reason: String(cause.code) }, { cause });
  }
}
