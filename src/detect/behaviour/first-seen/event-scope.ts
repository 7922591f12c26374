import { ACTION_CLASSES, HOUR_MS, OUTCOMES, TOOL_FAMILIES, toDay } from "../../../domain/index.ts";
import { toValueCode } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { createLooks, hasHistory, isOfKind, type Looker, type Sight, toKindMask } from "../../pass/looker.ts";
import { createOpenFindings, type Statement } from "../../pass/open-findings.ts";
import { formatNumber, toExact } from "../amounts.ts";
import { ODD_HOUR_SHARE, toHourHabit } from "../deviation/hour-habit.ts";
import { hourOfWeek, nameValue, toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { FirstSeenParameters } from "../parameters.ts";
import {
  describeNewValue,
  findNewValue,
  type NewValue,
  peersShareOf,
  tenantShareOf,
  toNewFactor,
} from "./new-values.ts";

/** Which events a first-seen detector looks at at all. */
export function createEventFilter(parameters: FirstSeenParameters): (sight: Sight) => boolean {
  const kinds = toKindMask(parameters.actor_kinds);
  const outcomes = OUTCOMES.map((outcome) => parameters.outcomes.includes(outcome));
  const classes = ACTION_CLASSES.map((name) => parameters.classes.includes(name));
  const actions = parameters.actions.length === 0 ? null : new Set(parameters.actions.map(toValueCode));
  return ({ facts }) =>
    isOfKind(kinds, facts.actorKind) &&
    outcomes[facts.outcome] === true &&
    classes[facts.actionClass] === true &&
    (actions === null || actions.has(facts.action));
}

/** New values of the first dimension that wait for others to come within the hour. */
interface Waiting {
  from: number;
  readonly codes: Set<number>;
  bits: number;
  readonly events: { readonly event: number; readonly at: number }[];
}
const WAITING_MS = HOUR_MS;
/** Whoever brought new values on so many of the last days does so by habit. */
const HABIT_DAYS = 3;
const HABIT_SPAN_DAYS = 14;
/** Actors of a partition with new values that wait. */
const WAITING_MAX = 10_000;

/** Finds events that bring values which the actor never used: the `event` scope of a first-seen detector. */
export function createEventLooker(definition: BehaviourDetector, parameters: FirstSeenParameters): Looker {
  const open = createOpenFindings(definition);
  const looks = createLooks();
  const filter = createEventFilter(parameters);
  const [first] = parameters.new_all;
  const waiting = new Map<number, Waiting>();
  /** Days on which actors brought at least half as many new values as make a finding. */
  const newDays = new Map<number, number[]>();
  const isHabit = (actor: number, day: number): boolean => {
    const days = newDays.get(actor);
    return days !== undefined && days.filter((one) => one < day).length >= HABIT_DAYS;
  };
  const noteDay = (actor: number, day: number): void => {
    const days = newDays.get(actor);
    if (days?.at(-1) === day) return;
    if (days === undefined && newDays.size >= WAITING_MAX) {
      const oldest = newDays.keys().next();
      if (oldest.done !== true) newDays.delete(oldest.value);
    }
    const kept = (days ?? []).filter((one) => day - one <= HABIT_SPAN_DAYS);
    newDays.set(actor, [...kept, day].slice(-HABIT_DAYS - 1));
  };

  const findAll = (sight: Sight): readonly NewValue[] | null => {
    const found: NewValue[] = [];
    for (const dimension of parameters.new_all) {
      const value = findNewValue(sight, dimension);
      if (value === null) return null;
      if (peersShareOf(value.history) > parameters.peers_share_max) return null;
      if (tenantShareOf(value.history) > parameters.tenant_share_max) return null;
      found.push(value);
    }
    return found;
  };

  const wait = (sight: Sight, values: readonly NewValue[], bits: number): Waiting => {
    const { facts } = sight;
    const known = waiting.get(facts.actor);
    const isOld = known === undefined || facts.at - known.from > WAITING_MS;
    if (waiting.size >= WAITING_MAX && known === undefined) waiting.clear();
    const now: Waiting = isOld ? { from: facts.at, codes: new Set(), bits: 0, events: [] } : known;
    const code = values.find(({ dimension }) => dimension === first)?.code ?? 0;
    now.bits = now.codes.has(code) ? now.bits : now.bits + bits;
    now.codes.add(code);
    now.events.push({ event: facts.event, at: facts.at });
    waiting.set(facts.actor, now);
    return now;
  };

  return {
    detector: definition,
    looks,
    startDay: () => undefined,
    look(sight) {
      const { facts, profile } = sight;
      if (facts.sensitivity < parameters.sensitivity_min || !filter(sight)) return;
      if (!hasHistory(profile, parameters.history)) {
        looks.historyTooShort++;
        return;
      }
      looks.looked++;
      const values = findAll(sight);
      if (values === null) return;
      const bits = values.reduce((sum, value) => sum + value.bits, 0);
      const now = wait(sight, values, bits);
      const day = toDay(facts.at);
      if (now.codes.size >= parameters.events_min / 2) noteDay(facts.actor, day);
      if (isHabit(facts.actor, day)) return;
      if (now.bits < parameters.bits_min || now.codes.size < parameters.events_min) return;
      const strength = (now.bits / Math.max(1, parameters.bits_min)) * Math.sqrt(profile.maturity);
      const finding = open.find(facts.actor, facts.at);
      if (finding === null) {
        const before = now.events.slice(0, -1);
        const statement = toStatement(definition, sight, { parameters, values, strength, bits: now.bits });
        open.open(facts, { entity: facts.actor, keys: [], before, statement });
      } else {
        open.join(finding, facts);
        if (strength > finding.statement.strength * 1.1) {
          finding.statement = toStatement(definition, sight, {
            parameters,
            values,
            strength,
            bits: now.bits,
          });
        }
      }
    },
    take: open.take,
    prune(at) {
      open.prune(at);
      const day = toDay(at);
      for (const [actor, days] of newDays) if (day - days.at(-1)! > HABIT_SPAN_DAYS) newDays.delete(actor);
      for (const [actor, one] of waiting) if (at - one.from > WAITING_MS) waiting.delete(actor);
    },
    toJson: () => ({
      open: open.toJson(),
      new_days: [...newDays].sort(([a], [b]) => a - b),
      waiting: [...waiting]
        .sort(([a], [b]) => a - b)
        .map(([actor, one]) => [
          actor,
          one.from,
          one.bits,
          [...one.codes],
          one.events.flatMap(({ event, at }) => [event, at]),
        ]),
    }),
    restore(state) {
      if (state === null || typeof state !== "object" || Array.isArray(state)) return;
      open.restore(state["open"] ?? []);
      for (const [actor, days] of (state["new_days"] ?? []) as [number, number[]][]) newDays.set(actor, days);
      const rows = (state["waiting"] ?? []) as [number, number, number, number[], number[]][];
      for (const [actor, from, bits, codes, flat] of rows) {
        const events = Array.from({ length: flat.length / 2 }, (_, i) => ({
          event: flat[2 * i]!,
          at: flat[2 * i + 1]!,
        }));
        waiting.set(actor, { from, bits, codes: new Set(codes), events });
      }
    },
  };
}

/** What a deployment tool does new is usually a deployment. */
const DEPLOYMENT_TOOL = TOOL_FAMILIES.indexOf("infrastructure-as-code");

interface Found {
  readonly parameters: FirstSeenParameters;
  readonly values: readonly NewValue[];
  readonly strength: number;
  readonly bits: number;
}

function toStatement(definition: BehaviourDetector, sight: Sight, found: Found): Statement {
  const { facts, profile, lexicon } = sight;
  const { parameters, values, strength, bits } = found;
  const hour = toHourHabit(profile.hours, hourOfWeek(facts.at));
  const isOdd = hour.share <= ODD_HOUR_SHARE || findNewValue(sight, "network") !== null;
  const isGrave = facts.sensitivity >= parameters.raise_at_sensitivity && facts.outcome === 0;
  const graded = grade({
    severity: definition.detector.severity,
    strength,
    maturity: profile.maturity,
    steps: (isGrave && isOdd ? 1 : 0) - (facts.toolFamily === DEPLOYMENT_TOOL ? 1 : 0),
  });
  const things = values.map((value) => describeNewValue(value, lexicon)).join(" and ");
  const action = nameValue(facts.action, lexicon);
  return {
    ...graded,
    strength,
    predicate: `called ${action} and was never seen with ${things} before`,
    explanation: toExplanation(definition.detector, sight, {
      factors: values.map((value) => toNewFactor(value, lexicon)),
      numbers: {
        bits: toExact(bits),
        bits_min: parameters.bits_min,
        sensitivity: facts.sensitivity,
        hour_share: toExact(hour.share),
        action,
      },
      comparison: `Never before in ${formatNumber(profile.events)} events of ${formatNumber(profile.activeDays)} days: ${things}.`,
      counterfactual: `It would have been quiet had the actor used ${values.length === 1 ? "it" : "one of them"} before, or were it usual among its peers.`,
    }),
  };
}
