import { mix, toError } from "../../domain/index.ts";
import { createDriftReference, type Matrix } from "../../learn/index.ts";
import { ACTOR_KINDS } from "../../profile/index.ts";
import { type BehaviourModels, createBehaviourModels } from "./behaviour-models.ts";
import {
  type FeatureSample,
  joinColumns,
  type SampleColumns,
  splitSample,
  toColumns,
} from "./feature-sample.ts";
import { fitKindScales, type KindScales, pickScores, type RawScores, scoreRows } from "./kind-scales.ts";
import { createGroupScorer, fitGroup, type MemberGroup } from "./member-group.ts";
import { describeModels } from "./model-card.ts";
import type { ModelsData } from "./models-data.ts";
import { identifyModels } from "./models-json.ts";
import { MODEL_PROBLEMS } from "./problems.ts";
import type { FeatureOrientation } from "./rarity-table.ts";
import { toDriftTable } from "./raw-table.ts";

export interface TrainingOptions {
  /** Integer from 0 to 2^32 - 1. */
  readonly seed: number;
  /** Day at whose start the models come into force: they know the days before it. */
  readonly trainedDay: number;
  /** First day that the sample holds; null: not known. */
  readonly firstDay?: number | null;
  readonly featureNames: readonly string[];
  /** Which end of each feature is strange; both unless said. */
  readonly orientations?: readonly FeatureOrientation[];
}

/** Fewer rows say nothing about one usual event in a hundred. */
export const TRAINING_ROWS_MIN = 400;
/** A compact question names its feature in eight bits. */
export const FEATURES_MAX = 256;
/** A kind of actor with so many training rows gets members of its own; the others share those of all rows. */
const KIND_ROWS_MIN = 2_000;
/** A kind with so many calibration rows has scales of its own. */
const KIND_CALIBRATION_MIN = 100;
const CALIBRATION_ROWS_MAX = 5_000;
const REFERENCE_ROWS_MAX = 1_000;

/**
 * Learns what is usual from feature rows of the past. A quarter of the rows, chosen by the events' hashes, trains
 * nothing and calibrates the scores. The same rows in any order give the same models, byte for byte.
 * Throws MODEL_ROWS_FEW and MODEL_FEATURES.
 */
export async function trainBehaviourModels(
  sample: FeatureSample,
  options: TrainingOptions,
): Promise<BehaviourModels> {
  checkSample(sample, options);
  const { train, calibrate } = splitSample(sample, CALIBRATION_ROWS_MAX);
  const { groups, groupOfKind, table } = await fitGroups(sample, train, options);
  const raw = scoreRows(createGroupScorer(groups[0]!), sample, calibrate);
  const { scales, scaleOfKind } = fitScales({ sample, calibrate, raw }, { groups, groupOfKind });
  const { seed, trainedDay, featureNames } = options;
  const draft = {
    trainedDay,
    seed,
    featureNames: [...featureNames],
    groups,
    groupOfKind,
    scales,
    scaleOfKind,
  };
  const reference = toDriftTable(sample, calibrate.subarray(0, REFERENCE_ROWS_MAX), featureNames);
  const firstDay = options.firstDay ?? null;
  const card = await describeModels({ sample, train, calibrate, raw, table, draft, firstDay });
  const data: Omit<ModelsData, "id"> = { ...draft, card, reference: createDriftReference(reference) };
  return createBehaviourModels({ id: identifyModels(data), ...data });
}

function checkSample(sample: FeatureSample, { featureNames }: TrainingOptions): void {
  if (sample.rows < TRAINING_ROWS_MIN) {
    throw toError(MODEL_PROBLEMS, "MODEL_ROWS_FEW", { rows: sample.rows, needed: TRAINING_ROWS_MIN });
  }
  const found = sample.features.length / sample.rows;
  if (found !== featureNames.length || found < 1 || found > FEATURES_MAX) {
    throw toError(MODEL_PROBLEMS, "MODEL_FEATURES", { found, expected: featureNames.length });
  }
}

interface Groups {
  readonly groups: readonly MemberGroup[];
  /** Of each kind of actor, whose members judge it. */
  readonly groupOfKind: readonly number[];
}

/** The first group knows all rows; its table is given too. */
async function fitGroups(
  sample: FeatureSample,
  train: Uint32Array,
  { seed, featureNames, orientations = [] }: TrainingOptions,
): Promise<Groups & { readonly table: Matrix }> {
  const rowsOf = ACTOR_KINDS.map((_, kind) => train.filter((row) => sample.kinds[row] === kind));
  const isOwn = rowsOf.map((rows) => rows.length >= KIND_ROWS_MIN && rows.length < train.length);
  const columnsOf = rowsOf.map((rows, kind) => (isOwn[kind] === true ? toColumns(sample, rows) : null));
  const rest = toColumns(
    sample,
    train.filter((row) => isOwn[sample.kinds[row]!] !== true),
  );
  const all = columnsOf.reduce<SampleColumns>(
    (sum, one) => (one === null ? sum : joinColumns(sum, one)),
    rest,
  );
  const training = { sample, featureNames, orientations };
  const { group, table } = await fitGroup({ ...training, rows: train, columns: all, seed });
  const groups = [group];
  const groupOfKind: number[] = [];
  for (const [kind, columns] of columnsOf.entries()) {
    groupOfKind.push(columns === null ? 0 : groups.length);
    if (columns === null) continue;
    const own = await fitGroup({ ...training, rows: rowsOf[kind]!, columns, seed: mix(seed, kind + 1) });
    groups.push(own.group);
  }
  return { groups, groupOfKind, table };
}

interface Calibration {
  readonly sample: FeatureSample;
  readonly calibrate: Uint32Array;
  /** What the first group gives these rows. */
  readonly raw: RawScores;
}

/** The first scales are of all kinds that have too few rows for their own, or of all kinds where those are few too. */
function fitScales(
  { sample, calibrate, raw }: Calibration,
  { groups, groupOfKind }: Groups,
): { readonly scales: readonly KindScales[]; readonly scaleOfKind: readonly number[] } {
  const placesOf = ACTOR_KINDS.map((): number[] => []);
  for (const [at, row] of calibrate.entries()) placesOf[sample.kinds[row]!]!.push(at);
  const places = [...calibrate.keys()];
  const small = places.filter((at) => placesOf[sample.kinds[calibrate[at]!]!]!.length < KIND_CALIBRATION_MIN);
  const shared = small.length < KIND_CALIBRATION_MIN ? places : small;
  const scales = [fitKindScales(pickScores(raw, shared))];
  const scaleOfKind = placesOf.map((own, kind) => {
    if (own.length < KIND_CALIBRATION_MIN) return 0;
    const group = groupOfKind[kind]!;
    const rows = Uint32Array.from(own, (at) => calibrate[at]!);
    const scores =
      group === 0 ? pickScores(raw, own) : scoreRows(createGroupScorer(groups[group]!), sample, rows);
    return scales.push(fitKindScales(scores)) - 1;
  });
  return { scales, scaleOfKind };
}
