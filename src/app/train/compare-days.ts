import { type BehaviourModels, toDriftTable } from "../../detect/index.ts";
import { DAY_MS } from "../../domain/index.ts";
import {
  compareWindows,
  createDriftReference,
  type DriftNotLooked,
  type DriftReference,
  type DriftReport,
  type FeatureDrift,
  WINDOW_ROWS_MIN,
} from "../../learn/index.ts";
import { FEATURES, type FeatureDefinition } from "../../profile/index.ts";
import { type BehaviourRows, toFeatureSample } from "./behaviour-rows.ts";

/** Days at the start of a history in which all is new: they show what any newcomer shows. */
const SETTLING_DAYS = 7;
/** Days before the training that are compared with. */
const REFERENCE_DAYS = 14;
/** Windows of the training time that show how much a feature moves without any drift. */
const USUAL_WINDOWS = 4;
/** So many times as far as ever in the training time is drift. */
const BEYOND_USUAL = 1.25;

const NAMES = FEATURES.map(({ name }) => name);

/** How far a feature must move on average, in its unit, to be worth a word: half a doubling, or one row in twenty. */
const MOVED_MIN: Readonly<Record<FeatureDefinition["unit"], number>> = {
  bits: 0.5,
  doublings: 0.5,
  "log2-hours": 0.5,
  "log2-seconds": 0.5,
  "log2-bytes": 0.5,
  "log2-events": 0.5,
  "log2-km/h": 0.5,
  level: 0.25,
  flag: 0.05,
  share: 0.05,
};
const MOVED_MIN_OF: ReadonlyMap<string, number> = new Map(
  FEATURES.map(({ name, unit }) => [name, MOVED_MIN[unit]]),
);

/**
 * Features that move with the history itself, which is no change of behaviour: ages, and how common a value is in the
 * company, which is one number for all rows of a day. What people do otherwise than before shows in their own features.
 */
const GROWING: ReadonlySet<string> = new Set(
  FEATURES.filter(
    ({ name, unit, orientation }) =>
      unit === "log2-hours" || orientation === "neither" || name.endsWith("_tenant"),
  ).map(({ name }) => name),
);

export interface ComparedDays {
  readonly report: DriftReport | DriftNotLooked;
  /** Ordinals of the rows that were compared. */
  readonly recent: Uint32Array;
}

/**
 * Compares the last days with what the model learned from. Days that it learned from say nothing and are left out; a
 * feature has drifted when it moved far enough to matter and further than it did within the time of the training, as far
 * as the rows show that time: a quiet company's days differ too.
 */
export function compareDays(
  models: Pick<BehaviourModels, "data" | "trainedDay">,
  rows: BehaviourRows,
  days: number,
): ComparedDays {
  const to = rows.known.nextDay;
  const trained = models.trainedDay;
  const recent = rowsOfDays(rows, Math.max(to - days, trained), to);
  const compared = chooseReference(models, rows);
  if (to <= trained) return { report: notLooked(compared, "the model learned from these very days"), recent };
  const first = rows.count === 0 ? to : Math.floor(rows.at[0]! / DAY_MS);
  if (Math.max(to - days, trained) < first + SETTLING_DAYS) {
    const why = `before the days that are compared, at least ${SETTLING_DAYS} others are needed`;
    return { report: notLooked(compared, why), recent };
  }
  const compare = (chosen: Uint32Array, against: DriftReference): DriftReport | DriftNotLooked =>
    compareWindows(against, toDriftTable(toFeatureSample(rows), chosen, NAMES));
  const usual = Array.from({ length: USUAL_WINDOWS }, (_, window) => trained - (window + 1) * days)
    .filter((from) => from >= first + SETTLING_DAYS)
    .map((from) => compare(rowsOfDays(rows, from, from + days), compared));
  return { report: judgeBeyond(compare(recent, compared), usual, (kept) => compare(recent, kept)), recent };

  /** What moved no further than usual is listed and is no drift. */
  function judgeBeyond(
    report: DriftReport | DriftNotLooked,
    others: readonly (DriftReport | DriftNotLooked)[],
    again: (kept: DriftReference) => DriftReport | DriftNotLooked,
  ): DriftReport | DriftNotLooked {
    if (report.kind === "not-looked") return report;
    const still = new Set(
      report.features.filter((one) => isUsual(one, { others, reference: compared })).map(({ name }) => name),
    );
    const judged = again({
      ...compared,
      columns: compared.columns.filter(({ name }) => !still.has(name)),
    });
    if (judged.kind === "not-looked") return judged;
    const quiet = report.features
      .filter(({ name }) => still.has(name))
      .map((one): FeatureDrift => ({ ...one, level: "none" }));
    return { ...judged, features: [...judged.features, ...quiet] };
  }
}

/**
 * The last weeks of the training, where the rows show them: by then people were known, and what is usual had settled.
 * Else what was kept of all of it.
 */
function chooseReference(
  { data, trainedDay }: Pick<BehaviourModels, "data" | "trainedDay">,
  rows: BehaviourRows,
): DriftReference {
  const first = rows.count === 0 ? trainedDay : Math.floor(rows.at[0]! / DAY_MS);
  const settled = rowsOfDays(rows, Math.max(first + SETTLING_DAYS, trainedDay - REFERENCE_DAYS), trainedDay);
  const reference =
    settled.length < WINDOW_ROWS_MIN
      ? data.reference
      : createDriftReference(toDriftTable(toFeatureSample(rows), settled, NAMES));
  return { ...reference, columns: reference.columns.filter(({ name }) => !GROWING.has(name)) };
}

interface UsualMoves {
  readonly others: readonly (DriftReport | DriftNotLooked)[];
  readonly reference: DriftReference;
}

function isUsual(feature: FeatureDrift, { others, reference }: UsualMoves): boolean {
  if (feature.level === "none" || feature.fault !== null) return false;
  if (movedBy(feature, reference) < (MOVED_MIN_OF.get(feature.name) ?? 0)) return true;
  return others.some((other) => {
    if (other.kind === "not-looked") return false;
    const same = other.features.find(({ name }) => name === feature.name);
    return (
      same !== undefined &&
      feature.psi <= BEYOND_USUAL * same.psi &&
      feature.statistic <= BEYOND_USUAL * same.statistic
    );
  });
}

/** In the feature's unit; of one that never varied, any move is one. */
function movedBy({ name, shift }: FeatureDrift, { columns }: DriftReference): number {
  const column = columns.find((one) => one.name === name);
  if (shift === null || column?.kind !== "numeric") return Number.POSITIVE_INFINITY;
  return shift * column.deviation;
}

const notLooked = (reference: DriftReference, why: string): DriftNotLooked => ({
  kind: "not-looked",
  why: "too-few-rows",
  rows: { reference: reference.rows, current: 0 },
  verdict: `Not judged: ${why}.`,
});

const rowsOfDays = ({ at }: BehaviourRows, from: number, to: number): Uint32Array =>
  Uint32Array.from(at.keys()).filter((row) => at[row]! >= from * DAY_MS && at[row]! < to * DAY_MS);
