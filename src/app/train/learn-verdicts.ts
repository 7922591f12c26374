import type { BehaviourModels } from "../../detect/index.ts";
import type { EventId, JsonObject } from "../../domain/index.ts";
import { createLimeReference } from "../../explain/index.ts";
import { type Calibration, type Matrix, type Progress, selectColumns } from "../../learn/index.ts";
import type { Store } from "../../store/index.ts";
import { dropConstant, type LearnedBehaviour, toTable, trainConsensus } from "../predict/anomaly-models.ts";
import { generateEvents } from "../predict/first-models.ts";
import { type BehaviourRows, computeRows, selectBehaviour } from "./behaviour-rows.ts";
import { fitLabelForest, type RowsBeside } from "./label-forest.ts";
import type { LabelledEvent } from "./read-labelled.ts";
import { readStored } from "./read-stored.ts";
import { type EventLabel, readVerdictLabels, type VerdictLabels } from "./verdict-labels.ts";

/** What people's verdicts must give before anything is learned from them. */
export const VERDICTS_NEEDED = {
  /** Events that were part of attacks. */
  attackEvents: 20,
  /** Users in whose names attacks were. */
  attackUsers: 3,
  /** Events that were judged false positives or benign. */
  harmlessEvents: 20,
  /** Events that no finding cites. */
  ordinaryEvents: 400,
  /** Users of all these. */
  users: 6,
} as const;

/** With so many attacks of so many users, generated ones matter little any more. */
const ENOUGH_ATTACK_EVENTS = 200;
const ENOUGH_ATTACK_USERS = 10;
/** Generated attacks together count as many attacks as are missing to enough, and never fewer than this. */
const GENERATED_ATTACKS_LEAST = 20;
/** Ordinary events that are learned from; more are sampled by the hashes of their ids. */
const ORDINARY_MAX = 20_000;
/** Rows without labels that the consensus learns from, sampled in the same way. */
const CONSENSUS_ROWS_MAX = 20_000;
/** The measured attacks: the later two fifths. */
const ATTACKS_BEFORE_CUT = 0.6;

export type VerdictCounts = Readonly<Record<keyof typeof VERDICTS_NEEDED, number>>;

export type VerdictLearning =
  | {
      readonly kind: "learned";
      readonly learned: LearnedBehaviour;
      readonly events: readonly LabelledEvent[];
    }
  /** `missing`: for people, what else is needed. */
  | { readonly kind: "too-few"; readonly counts: VerdictCounts; readonly missing: string };

export interface VerdictLearningOptions {
  readonly seed: number;
  readonly isTuned: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Learns what attacks look like from what people said of findings in this store: events of findings that were right are
 * attacks, those of false positives and of what was allowed are not, nor are events that no finding cites. Events of
 * findings that nobody judged are left out.
 */
export async function learnFromVerdicts(
  store: Store,
  options: VerdictLearningOptions,
): Promise<VerdictLearning> {
  const verdicts = await readVerdictLabels(store);
  if (verdicts.attackFindings + verdicts.harmlessFindings === 0) return toFew(NOTHING);
  return learnFromJudged(await readStored(store, null), verdicts, options);
}

/** The same from events and verdicts that were read before. */
export async function learnFromJudged(
  stored: readonly LabelledEvent[],
  verdicts: VerdictLabels,
  options: VerdictLearningOptions,
): Promise<VerdictLearning> {
  if (verdicts.attackFindings + verdicts.harmlessFindings === 0) return toFew(NOTHING);
  const events = stored.map((row) => (isAttack(verdicts, row.event.id) ? { ...row, story: "verdict" } : row));
  const rows = computeRows(events, "known");
  const chosen = chooseRows(rows, (event) => verdicts.labels.get(events[event]!.event.id));
  const counts = countRows(rows, chosen);
  if (listMissing(counts).length > 0) return toFew(counts);
  return { kind: "learned", learned: await learn({ rows, chosen, counts, verdicts }, options), events };
}

const isAttack = ({ labels }: VerdictLabels, event: EventId): boolean => labels.get(event) === "attack";

const NOTHING: VerdictCounts = {
  attackEvents: 0,
  attackUsers: 0,
  harmlessEvents: 0,
  ordinaryEvents: 0,
  users: 0,
};

const toFew = (counts: VerdictCounts): VerdictLearning => ({
  kind: "too-few",
  counts,
  missing: listMissing(counts).join(", "),
});

const WORDS: Readonly<Record<keyof VerdictCounts, string>> = {
  attackEvents: "events judged part of an attack",
  attackUsers: "users attacked",
  harmlessEvents: "events judged false positive or benign",
  ordinaryEvents: "events that no finding cites",
  users: "users",
};

const COUNTED = ["attackEvents", "attackUsers", "harmlessEvents", "ordinaryEvents", "users"] as const;

function listMissing(counts: VerdictCounts): readonly string[] {
  return COUNTED.filter((name) => counts[name] < VERDICTS_NEEDED[name]).map(
    (name) => `${counts[name]} of ${VERDICTS_NEEDED[name]} ${WORDS[name]}`,
  );
}

interface ChosenRows {
  /** Ordinals of rows: attacks, harmless ones, and the ordinary ones that were sampled; in order of time. */
  readonly rows: Int32Array;
  /** 1 for each that a person judged. */
  readonly judged: Uint8Array;
  readonly ordinary: number;
  /** Ordinary rows before they were sampled. */
  readonly ordinaryAll: number;
}

function chooseRows(rows: BehaviourRows, labelOf: (event: number) => EventLabel | undefined): ChosenRows {
  const ordinary: number[] = [];
  const judged: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    const label = labelOf(rows.events[row]!);
    if (label === undefined) ordinary.push(row);
    else if (label !== "unjudged") judged.push(row);
  }
  const sampled = sampleRows(rows, ordinary, ORDINARY_MAX);
  const isJudged = new Set(judged);
  const chosen = Int32Array.from([...judged, ...sampled]).sort();
  return {
    rows: chosen,
    judged: Uint8Array.from(chosen, (row) => (isJudged.has(row) ? 1 : 0)),
    ordinary: sampled.length,
    ordinaryAll: ordinary.length,
  };
}

/** Those with the least hashes: the same of the same rows. */
const sampleRows = ({ hashes }: BehaviourRows, rows: readonly number[], most: number): readonly number[] =>
  rows.length <= most
    ? rows
    : rows
        .toSorted((a, b) => hashes[a]! - hashes[b]! || a - b)
        .slice(0, most)
        .sort((a, b) => a - b);

function countRows(
  { truth, users }: BehaviourRows,
  { rows, judged, ordinaryAll }: ChosenRows,
): VerdictCounts {
  const attacks = rows.filter((row) => truth[row] === 1);
  return {
    attackEvents: attacks.length,
    attackUsers: new Set(Array.from(attacks, (row) => users[row]!)).size,
    harmlessEvents: judged.reduce((sum, one) => sum + one, 0) - attacks.length,
    ordinaryEvents: ordinaryAll,
    users: new Set(Array.from(rows, (row) => users[row]!)).size,
  };
}

interface Judged {
  readonly rows: BehaviourRows;
  readonly chosen: ChosenRows;
  readonly counts: VerdictCounts;
  readonly verdicts: VerdictLabels;
}

async function learn(
  { rows, chosen, counts, verdicts }: Judged,
  options: VerdictLearningOptions,
): Promise<LearnedBehaviour> {
  const own = selectBehaviour(rows, chosen.rows);
  const table = dropConstant(toTable(own.values, own.count));
  const beside = generateBeside(table, counts, options.seed);
  const { forest, calibration, card } = await fitLabelForest(
    { ...own, table, cut: cutByAttacks(own), judged: chosen.judged, beside },
    options,
  );
  return {
    forest,
    calibration: toAllRows(calibration, chosen, counts),
    card: { ...card, labels: describeLabels({ rows, chosen, counts, verdicts }, beside) },
    consensus: await learnUsual(rows, options.seed),
    local: createLimeReference(table),
    known: rows.known,
  };
}

/** The time of the attack before which three fifths of them are. */
function cutByAttacks({ truth, at }: BehaviourRows): number {
  const times = at.filter((_, row) => truth[row] === 1).sort();
  return times[Math.floor(ATTACKS_BEFORE_CUT * times.length)]!;
}

/** Generated companies, so that attacks which nobody met here yet are known too; they count the less, the more people judged. */
function generateBeside(
  table: Matrix,
  { attackEvents, attackUsers }: VerdictCounts,
  seed: number,
): RowsBeside {
  // What stored events do not say, generated ones may not say either: it would tell the two apart.
  const events = generateEvents(seed).map((row) => ({ ...row, record: {} }));
  const rows = computeRows(events, "known");
  const attacks = rows.truth.reduce((sum, one) => sum + one, 0);
  const share = Math.min(1, attackEvents / ENOUGH_ATTACK_EVENTS, attackUsers / ENOUGH_ATTACK_USERS);
  const worth = Math.max(GENERATED_ATTACKS_LEAST, (1 - share) * ENOUGH_ATTACK_EVENTS);
  return {
    table: selectColumns(
      toTable(rows.values, rows.count),
      table.columns.map(({ name }) => name),
    ),
    truth: rows.truth,
    weight: Math.min(1, worth / attacks),
  };
}

/** Probabilities among all rows, where ordinary ones were sampled: their odds are lower by as much. */
function toAllRows(
  calibration: Calibration,
  chosen: ChosenRows,
  { harmlessEvents }: VerdictCounts,
): Calibration {
  if (calibration.kind !== "logistic") return calibration;
  const share = (chosen.ordinary + harmlessEvents) / (chosen.ordinaryAll + harmlessEvents);
  return { ...calibration, intercept: calibration.intercept + Math.log(share) };
}

/** What is usual is learned from everything but the attacks. */
function learnUsual(rows: BehaviourRows, seed: number): Promise<BehaviourModels> {
  const usual = Array.from({ length: rows.count }, (_, row) => row).filter((row) => rows.truth[row] === 0);
  return trainConsensus(
    selectBehaviour(rows, Int32Array.from(sampleRows(rows, usual, CONSENSUS_ROWS_MAX))),
    seed,
  );
}

const describeLabels = ({ chosen, counts, verdicts }: Judged, beside: RowsBeside): JsonObject => ({
  from: "verdicts",
  attack_findings: verdicts.attackFindings,
  harmless_findings: verdicts.harmlessFindings,
  attack_events: counts.attackEvents,
  attacked_users: counts.attackUsers,
  harmless_events: counts.harmlessEvents,
  ordinary_events: chosen.ordinary,
  ordinary_events_before_sampling: chosen.ordinaryAll,
  generated_rows: beside.truth.length,
  generated_attacks: beside.truth.reduce((sum, one) => sum + one, 0),
  generated_weight: Number(beside.weight.toPrecision(4)),
});
