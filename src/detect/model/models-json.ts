import { createHash } from "node:crypto";
import { z } from "zod";
import { toError } from "../../domain/index.ts";
import { isolationForest, oneClassSvm, stringifyModel } from "../../learn/index.ts";
import { type BehaviourModels, createBehaviourModels } from "./behaviour-models.ts";
import type { MemberGroup } from "./member-group.ts";
import type { ModelsData } from "./models-data.ts";
import { MODEL_PROBLEMS } from "./problems.ts";

/** Raised when an older reader would misread a newer file. */
const FORMAT = 1;

/** The models as JSON text: for the registry, and for other threads. Equal models give equal bytes. */
export const toModelsJson = ({ data }: BehaviourModels): string =>
  JSON.stringify({ id: data.id, ...toPlain(data) });

/** What the models are called: the same training on the same rows is the same model. */
export const identifyModels = (data: Omit<ModelsData, "id">): string =>
  createHash("sha256")
    .update(JSON.stringify(toPlain(data)))
    .digest("hex")
    .slice(0, 16);

function toPlain(data: Omit<ModelsData, "id">): object {
  const { trainedDay, seed, featureNames, groupOfKind, scales, scaleOfKind, card, reference } = data;
  return {
    format: FORMAT,
    kind: "behaviour-models",
    trainedDay,
    seed,
    featureNames,
    groupOfKind,
    scaleOfKind,
    card,
    scales,
    groups: data.groups.map(({ isolation, plane, ...group }) => ({
      ...group,
      isolation: stringifyModel(isolation),
      plane: stringifyModel(plane),
    })),
    reference,
  };
}

/** Reads `toModelsJson`'s text. Throws MODEL_BROKEN, and what broken members throw. */
export function parseModels(text: string): BehaviourModels {
  const read = modelsSchema.safeParse(parseJson(text));
  if (!read.success) throw broken(z.prettifyError(read.error));
  const { groups, ...rest } = read.data;
  const data = { ...rest, groups: groups.map(readGroup) };
  checkPlaces(data);
  return createBehaviourModels(data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw broken(cause instanceof Error ? cause.message : String(cause));
  }
}

const readGroup = ({ isolation, plane, ...group }: z.infer<typeof groupSchema>): MemberGroup => ({
  ...group,
  isolation: isolationForest.parse(isolation),
  plane: oneClassSvm.parse(plane),
});

/** Everything that names a place in a list names one that is there. */
function checkPlaces({ groups, groupOfKind, scales, scaleOfKind, featureNames }: ModelsData): void {
  const width = featureNames.length;
  const whole =
    groups.length > 0 &&
    scales.length > 0 &&
    groupOfKind.length === scaleOfKind.length &&
    groupOfKind.every((at) => at < groups.length) &&
    scaleOfKind.every((at) => at < scales.length) &&
    groups.every(({ rarity, preparation, isolation, plane }) => {
      const { columns, centres, scales: widths } = preparation;
      const used = Math.max(1, columns.length);
      return (
        rarity.columns.length === width &&
        columns.every((column) => column < width) &&
        centres.length === columns.length &&
        widths.length === columns.length &&
        isolation.features.length === used &&
        plane.features.length === used
      );
    });
  if (!whole) throw broken("its parts do not fit together");
}

const broken = (reason: string): Error => toError(MODEL_PROBLEMS, "MODEL_BROKEN", { reason });

const numbers = z.array(z.number());
const places = z.array(z.number().int().nonnegative());
const tail = z
  .object({ rows: z.number(), scores: numbers, bits: numbers, slope: z.number() })
  .refine(({ scores, bits }) => scores.length === bits.length, "a tail's knots are not whole");
const knots = z
  .object({ values: numbers, bits: numbers, beyond: z.number(), unit: z.number().positive() })
  .refine(
    ({ values, bits }) => values.length > 0 && values.length === bits.length,
    "rarity knots are not whole",
  );

const bin = z.object({
  share: z.number(),
  mean: z.number(),
  deviation: z.number(),
  min: z.number(),
  max: z.number(),
});
const numericBins = z.object({
  kind: z.literal("numeric"),
  name: z.string(),
  edges: numbers,
  bins: z.array(bin),
  missingShare: z.number(),
});
const numericReference = z.object({
  kind: z.literal("numeric"),
  name: z.string(),
  rows: z.number(),
  missing: z.number(),
  values: numbers,
  edges: numbers,
  counts: numbers,
  deviation: z.number(),
});

const groupSchema = z.object({
  rows: z.number(),
  preparation: z.object({ columns: places, centres: numbers, scales: numbers }),
  rarity: z.object({
    columns: z.array(z.object({ higher: knots.nullable(), lower: knots.nullable() })),
  }),
  isolation: z.string(),
  plane: z.string(),
  reference: z.object({
    local: z.object({ rows: z.number(), columns: z.array(numericBins) }),
    values: z.array(z.object({ kind: z.literal("numeric"), name: z.string(), ranks: numbers })),
  }),
});

const kindCard = z.object({
  kind: z.string(),
  rows: z.number(),
  ownMembers: z.boolean(),
  calibrationRows: z.number(),
  ownCalibration: z.boolean(),
});

const cardSchema = z.object({
  kind: z.literal("behaviour"),
  days: z.object({ first: z.number().nullable(), before: z.number() }),
  rows: z.object({ all: z.number(), training: z.number(), calibration: z.number() }),
  kinds: z.array(kindCard),
  features: z.array(z.string()),
  seed: z.number(),
  members: z.array(z.string()),
  metrics: z.object({
    stability: z.number(),
    isolationWithSvm: z.number(),
    isolationWithRarity: z.number(),
    svmWithRarity: z.number(),
    askedShare: z.number(),
  }),
  quantiles: z.object({ at: numbers, rarity: numbers, isolation: numbers, svm: numbers }),
});

const modelsSchema = z
  .object({
    format: z.literal(FORMAT),
    kind: z.literal("behaviour-models"),
    id: z.string(),
    trainedDay: z.number(),
    seed: z.number(),
    featureNames: z.array(z.string()),
    groupOfKind: places,
    scaleOfKind: places,
    card: cardSchema,
    scales: z.array(
      z.object({
        rows: z.number(),
        gate: z.number(),
        rarity: tail,
        isolation: tail,
        plane: tail,
        consensus: tail,
      }),
    ),
    groups: z.array(groupSchema),
    reference: z.object({ rows: z.number(), columns: z.array(numericReference) }),
  })
  .transform(({ format: _format, kind: _kind, ...data }) => data);
