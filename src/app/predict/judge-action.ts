import { fillEventFacts } from "../../detect/log/index.ts";
import { DAY_MS, type Event, type JsonObject, toDay } from "../../domain/index.ts";
import { calibrate, createRowScorer } from "../../learn/index.ts";
import {
  type ActorProfile,
  type Behaviour,
  createBehaviour,
  createEventFacts,
  createTenant,
  type EventFacts,
  FEATURES,
  NO_PEERS,
} from "../../profile/index.ts";
import { ROW_COLUMNS } from "../train/behaviour-rows.ts";
import { forgetWhere } from "../train/forget-where.ts";
import { fillStated } from "../train/stated-columns.ts";
import type { AnomalyModels, LearnedBehaviour } from "./anomaly-models.ts";

/** What the models say of one action. Valid until the next is judged: the facts and the profile are shared. */
export interface JudgedAction {
  /** 0 to 1: the probability of an attack, or what the consensus makes of it, whichever is greater. */
  readonly score: number;
  /** Which of the two the score is of. */
  readonly decidedBy: "forest" | "consensus";
  /** The forest's share of votes, and the probability that it means. */
  readonly votes: number;
  readonly probability: number;
  /** Strangeness by consensus of models that know no labels: 0.99 where one usual action in a hundred is as strange. */
  readonly strangeness: number;
  /** False: nothing is known of the user; what says nothing of strangers was left out. */
  readonly isKnown: boolean;
  /** What was asked. */
  readonly learned: LearnedBehaviour;
  /** ROW_COLUMNS in their order. */
  readonly row: Float64Array;
  readonly features: Float64Array;
  readonly facts: EventFacts;
  readonly profile: ActorProfile;
}

const WEEK_MS = 7 * DAY_MS;

/**
 * Judges actions one by one against what was known when the models were trained. An answer depends on nothing that was
 * asked before. Whenever an action is said to have happened, it is held against the week after the training: its hour
 * and its day of the week count, its year does not.
 */
export function createActionJudge(models: AnomalyModels): (event: Event, record: JsonObject) => JudgedAction {
  const { familiar, general } = models;
  const judgeStranger = createJudge(general);
  const judgeKnown = familiar === null ? null : createJudge(familiar);
  const facts = createEventFacts();
  return (event, record) => {
    fillEventFacts(facts, 0, event);
    const profile = familiar?.known.profiles.get(facts.actor);
    if (judgeKnown !== null && profile !== undefined) return judgeKnown(facts, { event, record, profile });
    forgetWhere(facts);
    return judgeStranger(facts, { event, record, profile: null });
  };
}

interface AskedAction {
  readonly event: Event;
  readonly record: JsonObject;
  /** The user's profile as bytes; null: nobody knows them. */
  readonly profile: Uint8Array | null;
}

function createJudge(learned: LearnedBehaviour): (facts: EventFacts, asked: AskedAction) => JudgedAction {
  const { known, consensus, calibration } = learned;
  const scoreForest = createRowScorer(learned.forest);
  const places = learned.forest.features.map(({ name }) => ROW_COLUMNS.indexOf(name));
  const cells = new Float64Array(places.length);
  const tenant = createTenant(known.tenant).view;
  const features = new Float64Array(FEATURES.length);
  const row = new Float64Array(ROW_COLUMNS.length);
  /** One for each day of the week in which everything is said to have happened. */
  const strangers = new Map<number, Behaviour>();
  const observe = (facts: EventFacts, bytes: Uint8Array | null): ActorProfile => {
    const day = toDay(facts.at);
    if (bytes !== null) return startDay(createBehaviour({ resume: bytes }), day).observe(facts, features);
    let behaviour = strangers.get(day);
    if (behaviour === undefined) {
      behaviour = startDay(createBehaviour(), day);
      strangers.set(day, behaviour);
    }
    return behaviour.observeStranger(facts, features);
  };
  const startDay = (behaviour: Behaviour, day: number): Behaviour => {
    behaviour.startDay(day, tenant, NO_PEERS);
    return behaviour;
  };
  return (facts, { event, record, profile: bytes }) => {
    facts.at = moveToWeek(event.at, known.nextDay * DAY_MS);
    const profile = observe(facts, bytes);
    row.set(features);
    fillStated(row, FEATURES.length, { event, record });
    for (let at = 0; at < cells.length; at++) cells[at] = row[places[at]!]!;
    const votes = scoreForest(cells, 0);
    const probability = calibrate(calibration, votes);
    const strangeness = consensus.scoreEvent(features, facts.actorKind);
    const unlabelled = toUnlabelledScore(strangeness);
    return {
      score: Math.max(probability, unlabelled),
      decidedBy: probability >= unlabelled ? "forest" : "consensus",
      votes,
      probability,
      strangeness,
      isKnown: bytes !== null,
      learned,
      row,
      features,
      facts,
      profile,
    };
  };
}

/** The same hour of the same weekday in the week that begins at `from`. */
export function moveToWeek(at: number, from: number): number {
  const ahead = (at - from) % WEEK_MS;
  return from + (ahead < 0 ? ahead + WEEK_MS : ahead);
}

/** Bits at which the consensus alone says one half, and bits for which the odds double. */
const HALF_BITS = 12;
const DOUBLING_BITS = 1;

/**
 * What strangeness alone is worth: one half for what one usual action in four thousand reaches, for most strange things
 * are no attacks. Odds double with each bit.
 */
function toUnlabelledScore(strangeness: number): number {
  const bits = -Math.log2(1 - strangeness);
  return 1 / (1 + 2 ** ((HALF_BITS - bits) / DOUBLING_BITS));
}
