import { type DetectorKind, SEVERITIES, type Severity, severityRank } from "../../domain/index.ts";
import { EXPECTED_OF_SILENT, type Habits } from "./habits.ts";
import { toPublicAddress } from "./public-address.ts";
import type { Statement } from "./statement.ts";

/** A severity's place in [0, 1]: how sure one finding of it makes that something is wrong. */
export const PLACE_OF_SEVERITY: Readonly<Record<Severity, number>> = {
  info: 0.1,
  low: 0.3,
  medium: 0.5,
  high: 0.75,
  critical: 0.95,
};
/** The weakest that a finding of no severity to speak of can get. */
const PLACE_MIN = 0.05;
/** In log-odds: what days of habit, and days on which others are to be expected doing the same, take away. */
const HABIT_WEIGHT = 0.8;
const OTHERS_WEIGHT = 0.7;
/** Behaviour has been measured against what is usual here already. */
const OTHERS_WEIGHT_OF_BEHAVIOUR = 0.35;
/** What was only tried counts a little less than what was done, where a rule does not say which it means. */
const REFUSED_FACTOR = 0.85;
/** A finding of behaviour is as strong as its score, but stays near its severity's place. */
const BELOW_PLACE_MAX = 0.1;
const ABOVE_PLACE_MAX = 0.2;
/** A machine that is refused all day is broken more often than it is stolen. */
const REFUSED_MACHINE_FACTOR = 0.7;
/** In log-odds: what amounts lose that a role has from inside the network: programs are given more work now and then. */
const WORKLOAD_WEIGHT = 0.6;
/** What was found of an identity on one earlier day is no habit yet: it may have been the same attack. */
const NO_HABIT_DAYS = 1;
/** On so many days of the month before, and it is what this identity does. */
export const HABITUAL_DAYS = 5;

/** Rules and correlations judge what is done, the other kinds how unusual it is: two independent views. */
export const isBehaviour = (kind: DetectorKind): boolean => kind !== "rule" && kind !== "correlation";

/** How strongly a finding speaks, in (0, 1), by what was known before its story's first day. */
export interface Strength {
  /**
   * By itself: what this identity was found doing on earlier days, and what many identities were, says less; never by
   * more than two severities. Among hundreds of people something rare happens to somebody every day.
   */
  readonly alone: number;
  /**
   * Beside another finding of the story: how many others are found so does not count. That it happens to this very
   * identity just then is a coincidence, however large the company is.
   */
  readonly beside: number;
}

export function toStrength(one: Statement, habits: Habits, day: number): Strength {
  const place = toPlace(one);
  const { finding } = one;
  const own =
    toOwnOdds(one, habits, day) +
    (finding.detector.kind === "deviation" && isWorkload(one) ? WORKLOAD_WEIGHT : 0);
  const floor = toFloor(finding.severity);
  const factor = toOutcomeFactor(one);
  return {
    alone: Math.max(floor, shiftOdds(place, -own - toOthersOdds(one, habits, day))) * factor,
    beside: Math.max(floor, shiftOdds(place, -own)) * factor,
  };
}

/** True for a program that runs where it always does: a role or a machine without a public address of its own. */
export const isWorkload = (one: Statement): boolean =>
  one.first.actor.automated || (one.first.actor.type === "role" && toPublicAddress(one) === null);

/** 0: the detector was silent for the month before; towards 1: it says so all the time. */
export const toUsualness = (one: Statement, habits: Habits, day: number): number =>
  -Math.expm1(-toOwnOdds(one, habits, day) - toOthersOdds(one, habits, day));

/** 1: the detector was silent for the month before; towards 0: it spoke of others all the time. */
export const toSilence = ({ finding, root }: Statement, habits: Habits, day: number): number =>
  EXPECTED_OF_SILENT / Math.max(EXPECTED_OF_SILENT, habits.expectedDays(finding.detector.id, root.id, day));

function toOwnOdds({ finding, root }: Statement, habits: Habits, day: number): number {
  const own = habits.ownDays(finding.detector.id, root.id, day);
  return HABIT_WEIGHT * Math.log1p(Math.max(0, own - NO_HABIT_DAYS));
}

function toOthersOdds({ finding, root }: Statement, habits: Habits, day: number): number {
  const others = habits.expectedDays(finding.detector.id, root.id, day);
  const weight = isBehaviour(finding.detector.kind) ? OTHERS_WEIGHT_OF_BEHAVIOUR : OTHERS_WEIGHT;
  return weight * Math.max(0, Math.log1p(others) - Math.log1p(EXPECTED_OF_SILENT));
}

/** True when the detector spoke of this identity on so many of the 30 days before that it is no news. */
export const isHabitual = ({ finding, root }: Statement, habits: Habits, day: number): boolean =>
  habits.ownDays(finding.detector.id, root.id, day) >= HABITUAL_DAYS;

function toPlace({ finding }: Statement): number {
  const place = PLACE_OF_SEVERITY[finding.severity];
  if (!isBehaviour(finding.detector.kind)) return place;
  return Math.max(PLACE_MIN, place - BELOW_PLACE_MAX, Math.min(place + ABOVE_PLACE_MAX, finding.score));
}

const toFloor = (severity: Severity): number =>
  severityRank(severity) < 2 ? PLACE_MIN : PLACE_OF_SEVERITY[SEVERITIES[severityRank(severity) - 2]!];

function toOutcomeFactor({ finding, tally, first }: Statement): number {
  if (tally === undefined || tally.refused < finding.events.length) return 1;
  if (first.actor.automated) return REFUSED_MACHINE_FACTOR;
  if (finding.detector.kind !== "rule" || asksForOutcome(finding.explanation["matched"])) return 1;
  return REFUSED_FACTOR;
}

/** True when the rule itself asked whether the call was refused: its author has weighed that already. */
function asksForOutcome(matched: unknown): boolean {
  return Array.isArray(matched) && matched.some((one) => OUTCOME_FIELD.test(String(toField(one))));
}
const OUTCOME_FIELD = /error|outcome|responseElements/i;

const toField = (match: unknown): unknown =>
  typeof match === "object" && match !== null && "field" in match ? match.field : "";

/** A probability whose log-odds are raised by `by`. */
export const shiftOdds = (probability: number, by: number): number =>
  1 / (1 + ((1 - probability) / probability) * Math.exp(-by));
