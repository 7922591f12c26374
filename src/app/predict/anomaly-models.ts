import { createHash } from "node:crypto";
import { z } from "zod";
import { type BehaviourModels, parseModels, toModelsJson, trainBehaviourModels } from "../../detect/index.ts";
import { isJsonObject, type JsonObject, type JsonValue, toError } from "../../domain/index.ts";
import { createLimeReference, type LimeReference } from "../../explain/index.ts";
import {
  createMatrix,
  type Matrix,
  type NumericColumn,
  type Progress,
  randomForest,
  selectRows,
  stringifyModel,
} from "../../learn/index.ts";
import { ACTOR_KINDS, FEATURES } from "../../profile/index.ts";
import {
  type BehaviourRows,
  chooseRows,
  computeRows,
  type KnownBehaviour,
  ROW_COLUMNS,
  toFeatureSample,
} from "../train/behaviour-rows.ts";
import {
  fitLabelForest,
  type LabelForest,
  type LabelForestCard,
  type LabelForestOptions,
} from "../train/label-forest.ts";
import { TRAIN_PROBLEMS } from "../train/problems.ts";
import type { LabelledEvent } from "../train/read-labelled.ts";

/** Under which name the models of single predictions are kept. */
export const ANOMALY_MODELS_NAME = "activity";
export const ANOMALY_MODELS_KIND = "consensus+random-forest";

/** Where the events that models learned from came from. */
export interface TrainingOrigin {
  readonly kind: "generated" | "files" | "store";
  /** For people: "a generated company, seed 1". */
  readonly words: string;
}

/** A forest from labels with what its columns usually hold, for local pictures. */
export interface ExplainableForest extends LabelForest {
  readonly local: LimeReference;
}

/** Everything that judges single actions. */
export interface AnomalyModels {
  readonly id: string;
  readonly origin: TrainingOrigin;
  readonly consensus: BehaviourModels;
  /** Judges users who are known; null: nobody is. */
  readonly familiar: ExplainableForest | null;
  /** Judges everybody else, by what says something of anybody. */
  readonly stranger: ExplainableForest;
  /** Who is known, and how; of everybody else only the tenant is. */
  readonly known: KnownBehaviour;
}

/** Rows of somebody unknown are a kind of their own to the consensus: everything of theirs is new. */
export const STRANGER_KIND = ACTOR_KINDS.indexOf("outsider");

export interface AnomalyTraining {
  readonly events: readonly LabelledEvent[];
  readonly origin: TrainingOrigin;
  readonly seed: number;
  readonly isTuned: boolean;
  /** False: forget whom the events are of; they stand for any company. */
  readonly keepsProfiles: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Learns from labelled events: what is usual, without their labels, and what attacks look like, from their labels.
 * Throws TRAIN_LABELS_FEW and MODEL_ROWS_FEW.
 */
export async function trainAnomalyModels(training: AnomalyTraining): Promise<AnomalyModels> {
  const { events, origin, seed, isTuned, keepsProfiles, onProgress } = training;
  const rows = computeRows(events);
  const options = { seed, isTuned, ...(onProgress === undefined ? {} : { onProgress }) };
  const familiar = keepsProfiles ? await fitForest(rows, false, options) : null;
  const stranger = await fitForest(rows, true, options);
  const consensus = await trainBehaviourModels(toConsensusSample(rows), {
    seed,
    trainedDay: rows.known.nextDay,
    featureNames: FEATURES.map(({ name }) => name),
    orientations: FEATURES.map(({ orientation }) => orientation),
  });
  const models = {
    origin,
    consensus,
    familiar,
    stranger,
    known: keepsProfiles ? rows.known : { ...rows.known, profiles: new Map<number, Uint8Array>() },
  };
  return { id: identify(models), ...models };
}

async function fitForest(
  rows: BehaviourRows,
  asStranger: boolean,
  options: LabelForestOptions,
): Promise<ExplainableForest> {
  const chosen = chooseRows(rows, asStranger);
  const table = selectRows(toTable(rows.values, rows.count), chosen);
  const fitted = await fitLabelForest(
    {
      table,
      truth: Uint8Array.from(chosen, (row) => rows.truth[row]!),
      at: Float64Array.from(chosen, (row) => rows.at[row]!),
      users: Uint32Array.from(chosen, (row) => rows.users[row]!),
    },
    options,
  );
  return { ...fitted, local: createLimeReference(table) };
}

/** The rows of everybody as they are known, and those of strangers as a kind of their own. */
function toConsensusSample(rows: BehaviourRows): ReturnType<typeof toFeatureSample> {
  const known = toFeatureSample(rows, false);
  const strangers = toFeatureSample(rows, true);
  const features = new Float64Array(known.features.length + strangers.features.length);
  features.set(known.features);
  features.set(strangers.features, known.features.length);
  return {
    rows: known.rows + strangers.rows,
    features,
    hashes: Uint32Array.from([...known.hashes, ...strangers.hashes]),
    kinds: Uint8Array.from([...known.kinds, ...strangers.kinds.map(() => STRANGER_KIND)]),
  };
}

/** Rows of ROW_COLUMNS as a table. */
export function toTable(values: Float64Array, rows: number): Matrix {
  const width = ROW_COLUMNS.length;
  const columns = ROW_COLUMNS.map((name, column): NumericColumn => {
    const own = new Float64Array(rows);
    for (let row = 0; row < rows; row++) own[row] = values[row * width + column]!;
    return { kind: "numeric", name, values: own };
  });
  return createMatrix(columns, rows);
}

const FORMAT = 1;

const FEATURES_ON_CARD = 15;

/** What people and screens read of the models. */
export const toCard = ({ origin, familiar, stranger, consensus, known }: AnomalyModels): JsonObject =>
  toPlainJson({
    origin,
    users: known.profiles.size,
    familiar: familiar === null ? null : shortenCard(familiar.card),
    stranger: shortenCard(stranger.card),
    consensus: consensus.card,
  });

const shortenCard = (card: LabelForestCard): LabelForestCard => ({
  ...card,
  importances: card.importances.slice(0, FEATURES_ON_CARD),
});

function toPlainJson(value: unknown): JsonObject {
  const plain: JsonValue = JSON.parse(JSON.stringify(value));
  return isJsonObject(plain) ? plain : {};
}

/** The models as bytes for the registry. */
export const toBytes = (models: AnomalyModels): Uint8Array =>
  Buffer.from(JSON.stringify({ id: models.id, ...toPlain(models) }));

const identify = (models: Omit<AnomalyModels, "id">): string =>
  createHash("sha256")
    .update(JSON.stringify(toPlain(models)))
    .digest("hex")
    .slice(0, 16);

const toPlain = (models: Omit<AnomalyModels, "id">): object => ({
  format: FORMAT,
  kind: ANOMALY_MODELS_KIND,
  origin: models.origin,
  columns: ROW_COLUMNS,
  consensus: toModelsJson(models.consensus),
  familiar: models.familiar === null ? null : toPlainForest(models.familiar),
  stranger: toPlainForest(models.stranger),
  known: {
    tenant: toBase64(models.known.tenant),
    nextDay: models.known.nextDay,
    profiles: [...models.known.profiles].map(([code, bytes]) => [code, toBase64(bytes)]),
  },
});

const toPlainForest = ({ forest, ...rest }: ExplainableForest): object => ({
  ...rest,
  forest: stringifyModel(forest),
});

const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

const bin = z.object({
  share: z.number(),
  mean: z.number(),
  deviation: z.number(),
  min: z.number(),
  max: z.number(),
});
const forestSchema = z.object({
  forest: z.string(),
  calibration: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("logistic"), slope: z.number(), intercept: z.number() }),
    z.object({
      kind: z.literal("isotonic"),
      scores: z.array(z.number()),
      probabilities: z.array(z.number()),
    }),
  ]),
  card: z.custom<LabelForestCard>((value) => typeof value === "object" && value !== null),
  local: z.object({
    rows: z.number(),
    columns: z.array(
      z.object({
        kind: z.literal("numeric"),
        name: z.string(),
        edges: z.array(z.number()),
        bins: z.array(bin),
        missingShare: z.number(),
      }),
    ),
  }),
});
const schema = z.object({
  format: z.literal(FORMAT),
  id: z.string(),
  origin: z.object({ kind: z.enum(["generated", "files", "store"]), words: z.string() }),
  columns: z.array(z.string()),
  consensus: z.string(),
  familiar: forestSchema.nullable(),
  stranger: forestSchema,
  known: z.object({
    tenant: z.string(),
    nextDay: z.number(),
    profiles: z.array(z.tuple([z.number(), z.string()])),
  }),
});

/** Reads `toBytes`. Throws TRAIN_MODELS_BROKEN; also for models whose features are not this version's. */
export function readAnomalyModels(bytes: Uint8Array): AnomalyModels {
  const read = schema.safeParse(
    parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()),
  );
  if (!read.success) throw broken(z.prettifyError(read.error));
  const { data } = read;
  if (data.columns.join() !== ROW_COLUMNS.join()) throw broken("they know other features than this version");
  return {
    id: data.id,
    origin: data.origin,
    consensus: parseModels(data.consensus),
    familiar: data.familiar === null ? null : readForest(data.familiar),
    stranger: readForest(data.stranger),
    known: {
      tenant: fromBase64(data.known.tenant),
      nextDay: data.known.nextDay,
      profiles: new Map(data.known.profiles.map(([code, text]) => [code, fromBase64(text)])),
    },
  };
}

const readForest = ({ forest, ...rest }: z.infer<typeof forestSchema>): ExplainableForest => ({
  ...rest,
  forest: randomForest.parse(forest),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw broken(cause instanceof Error ? cause.message : String(cause));
  }
}

const broken = (reason: string): Error => toError(TRAIN_PROBLEMS, "TRAIN_MODELS_BROKEN", { reason });
