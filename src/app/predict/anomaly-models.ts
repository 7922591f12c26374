import { createHash } from "node:crypto";
import { z } from "zod";
import { type BehaviourModels, parseModels, toModelsJson, trainBehaviourModels } from "../../detect/index.ts";
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toDay,
  toEpochMs,
  toError,
} from "../../domain/index.ts";
import { createLimeReference, type LimeReference } from "../../explain/index.ts";
import {
  createMatrix,
  type Matrix,
  type NumericColumn,
  type Progress,
  randomForest,
  stringifyModel,
} from "../../learn/index.ts";
import { FEATURES } from "../../profile/index.ts";
import {
  type BehaviourRows,
  computeRows,
  type KnownBehaviour,
  ROW_COLUMNS,
  toFeatureSample,
  type UserView,
} from "../train/behaviour-rows.ts";
import { fitLabelForest, type LabelForest, type LabelForestCard } from "../train/label-forest.ts";
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

/** What learned from one log, with what was known at its end. */
export interface LearnedBehaviour extends LabelForest {
  readonly consensus: BehaviourModels;
  /** What the forest's columns usually hold, for local pictures. */
  readonly local: LimeReference;
  readonly known: KnownBehaviour;
}

/** Everything that judges single actions. */
export interface AnomalyModels {
  readonly id: string;
  readonly origin: TrainingOrigin;
  /** Judges users whom it knows; null: nobody is known. */
  readonly familiar: LearnedBehaviour | null;
  /** Judges everybody else, by what says something of anybody. */
  readonly general: LearnedBehaviour;
}

export interface Learning {
  readonly events: readonly LabelledEvent[];
  readonly view: UserView;
  readonly seed: number;
  readonly isTuned: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Learns from labelled events: what is usual, without their labels, and what attacks look like, from their labels.
 * Throws TRAIN_LABELS_FEW and MODEL_ROWS_FEW.
 */
export async function learnBehaviour({ events, view, ...options }: Learning): Promise<LearnedBehaviour> {
  const rows = computeRows(events, view);
  const table = dropConstant(toTable(rows.values, rows.count));
  const fitted = await fitLabelForest({ table, truth: rows.truth, at: rows.at, users: rows.users }, options);
  const consensus = await trainConsensus(rows, options.seed);
  const { known } = rows;
  return {
    ...fitted,
    consensus,
    local: createLimeReference(table),
    known: view === "known" ? known : { ...known, profiles: new Map() },
  };
}

/** Without the columns that never vary: of strangers, most of what a profile would say. */
export function dropConstant({ rows, columns }: Matrix): Matrix {
  const isVaried = (values: Float64Array): boolean => values.some((value) => !Object.is(value, values[0]));
  const varied = columns.filter((column) => column.kind === "numeric" && isVaried(column.values));
  return { rows, columns: varied.length === 0 ? columns : varied };
}

/** The models that need no labels, on the rows of a log. */
export const trainConsensus = (rows: BehaviourRows, seed: number): Promise<BehaviourModels> =>
  trainBehaviourModels(toFeatureSample(rows), {
    seed,
    trainedDay: rows.known.nextDay,
    firstDay: rows.count === 0 ? null : toDay(toEpochMs(rows.at[0]!)),
    featureNames: FEATURES.map(({ name }) => name),
    orientations: FEATURES.map(({ orientation }) => orientation),
  });

/** The models under a name that follows from what they are. */
export const toAnomalyModels = (parts: Omit<AnomalyModels, "id">): AnomalyModels => ({
  id: createHash("sha256")
    .update(JSON.stringify(toPlain(parts)))
    .digest("hex")
    .slice(0, 16),
  ...parts,
});

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

/** Another one also where what the tenant or a profile keeps takes another form: models of before are made anew then. */
const FORMAT = 2;

const FEATURES_ON_CARD = 15;

/** What people and screens read of the models. */
export const toCard = ({ origin, familiar, general }: AnomalyModels): JsonObject =>
  toPlainJson({
    origin,
    users: familiar?.known.profiles.size ?? 0,
    familiar: familiar === null ? null : describe(familiar),
    general: describe(general),
  });

const describe = ({ card, consensus }: LearnedBehaviour): object => ({
  random_forest: shortenCard(card),
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

const toPlain = ({ origin, familiar, general }: Omit<AnomalyModels, "id">): object => ({
  format: FORMAT,
  kind: ANOMALY_MODELS_KIND,
  origin,
  columns: ROW_COLUMNS,
  familiar: familiar === null ? null : toPlainLearned(familiar),
  general: toPlainLearned(general),
});

const toPlainLearned = ({ forest, consensus, known, ...rest }: LearnedBehaviour): object => ({
  ...rest,
  forest: stringifyModel(forest),
  consensus: toModelsJson(consensus),
  known: {
    tenant: toBase64(known.tenant),
    nextDay: known.nextDay,
    profiles: [...known.profiles].map(([code, bytes]) => [code, toBase64(bytes)]),
  },
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
const learnedSchema = z.object({
  forest: z.string(),
  consensus: z.string(),
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
  known: z.object({
    tenant: z.string(),
    nextDay: z.number(),
    profiles: z.array(z.tuple([z.number(), z.string()])),
  }),
});

const schema = z.object({
  format: z.literal(FORMAT),
  id: z.string(),
  origin: z.object({ kind: z.enum(["generated", "files", "store"]), words: z.string() }),
  columns: z.array(z.string()),
  familiar: learnedSchema.nullable(),
  general: learnedSchema,
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
    familiar: data.familiar === null ? null : readLearned(data.familiar),
    general: readLearned(data.general),
  };
}

const readLearned = ({
  forest,
  consensus,
  known,
  ...rest
}: z.infer<typeof learnedSchema>): LearnedBehaviour => ({
  ...rest,
  forest: randomForest.parse(forest),
  consensus: parseModels(consensus),
  known: {
    tenant: fromBase64(known.tenant),
    nextDay: known.nextDay,
    profiles: new Map(known.profiles.map(([code, text]) => [code, fromBase64(text)])),
  },
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw broken(cause instanceof Error ? cause.message : String(cause));
  }
}

const broken = (reason: string): Error => toError(TRAIN_PROBLEMS, "TRAIN_MODELS_BROKEN", { reason });
