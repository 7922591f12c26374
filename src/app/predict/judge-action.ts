import { fillEventFacts } from "../../detect/log/index.ts";
import { DAY_MS, type Event, type JsonObject, toDay } from "../../domain/index.ts";
import { calibrate, createRowScorer } from "../../learn/index.ts";
import {
  type ActorProfile,
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
import { type AnomalyModels, type ExplainableForest, STRANGER_KIND } from "./anomaly-models.ts";

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
  /** The forest that was asked. */
  readonly forest: ExplainableForest;
  /** ROW_COLUMNS in their order. */
  readonly row: Float64Array;
  readonly features: Float64Array;
  readonly kind: number;
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
  const { known, consensus, familiar, stranger } = models;
  const scoreStranger = createRowScorer(stranger.forest);
  const scoreFamiliar = familiar === null ? null : createRowScorer(familiar.forest);
  const tenant = createTenant(known.tenant).view;
  const facts = createEventFacts();
  const features = new Float64Array(FEATURES.length);
  const row = new Float64Array(ROW_COLUMNS.length);
  return (event, record) => {
    fillEventFacts(facts, 0, event);
    facts.at = moveToWeek(event.at, known.nextDay * DAY_MS);
    const bytes = scoreFamiliar === null ? undefined : known.profiles.get(facts.actor);
    if (bytes === undefined) forgetWhere(facts);
    const behaviour = createBehaviour(bytes === undefined ? {} : { resume: bytes });
    behaviour.startDay(toDay(facts.at), tenant, NO_PEERS);
    const profile = behaviour.observe(facts, features);
    row.set(features);
    fillStated(row, FEATURES.length, { event, record });
    const kind = bytes === undefined ? STRANGER_KIND : facts.actorKind;
    const forest = bytes === undefined || familiar === null ? stranger : familiar;
    const scoreForest = forest === stranger || scoreFamiliar === null ? scoreStranger : scoreFamiliar;
    const votes = scoreForest(row, 0);
    const probability = calibrate(forest.calibration, votes);
    const strangeness = consensus.scoreEvent(features, kind);
    const unlabelled = toUnlabelledScore(strangeness);
    return {
      score: Math.max(probability, unlabelled),
      decidedBy: probability >= unlabelled ? "forest" : "consensus",
      votes,
      probability,
      strangeness,
      isKnown: bytes !== undefined,
      forest,
      row,
      features,
      kind,
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
