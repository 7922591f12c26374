import {
  type JsonObject,
  type JsonValue,
  severityRank,
  TOOL_FAMILIES,
  toDay,
} from "../../../domain/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { hasHistory, type Judgement, Looker, type Sight } from "../../pass/looker.ts";
import type { Statement } from "../../pass/open-findings.ts";
import { formatCount, formatNumber, toExact } from "../amounts.ts";
import { ODD_HOUR_SHARE, toHourHabit } from "../deviation/hour-habit.ts";
import { formatPast, hourOfWeek, nameValue, toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { FirstSeenParameters } from "../parameters.ts";
import { createEventFilter } from "./event-filter.ts";
import { NewDays } from "./new-days.ts";
import { findNewValue, isWithinShares, type NewValue } from "./new-values.ts";
import { type Waiting, WaitingValues } from "./waiting-values.ts";

/** A finding says more once so much more has come together. */
const GROWTH = 1.1;

/** Finds events that bring values which the actor never used: the `event` scope of a first-seen detector. */
export class EventLooker extends Looker {
  readonly #parameters: FirstSeenParameters;
  readonly #accepts: (sight: Sight) => boolean;
  readonly #waiting = new WaitingValues();
  /** Days on which actors brought at least half as many new values as make a finding. */
  readonly #newDays = new NewDays();

  constructor(definition: BehaviourDetector, parameters: FirstSeenParameters) {
    super(definition);
    this.#parameters = parameters;
    this.#accepts = createEventFilter(parameters);
  }

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    const { sensitivity_min, history, events_min, bits_min } = this.#parameters;
    if (facts.sensitivity < sensitivity_min || !this.#accepts(sight)) return "outside";
    if (!hasHistory(profile, history)) return "history-too-short";
    const values = this.#findAll(sight);
    if (values === null) return "looked";
    const waiting = this.#waiting.add(sight, values);
    const day = toDay(facts.at);
    if (waiting.codes.size >= events_min / 2) this.#newDays.note(facts.actor, day);
    if (this.#newDays.isHabit(facts.actor, day)) return "looked";
    if (waiting.bits < bits_min || waiting.codes.size < events_min) return "looked";
    this.#speak(sight, waiting);
    return "looked";
  }

  override prune(at: number): void {
    super.prune(at);
    this.#waiting.prune(at);
    this.#newDays.prune(toDay(at));
  }

  override toJson(): JsonValue {
    return { open: this.open.toJson(), days: this.#newDays.toJson(), waiting: this.#waiting.toJson() };
  }

  override restore(state: Readonly<Record<string, unknown>>): void {
    super.restore(state);
    this.#newDays.restore(state["days"]);
    this.#waiting.restore(state["waiting"]);
  }

  /** null: one of the dimensions holds nothing new. */
  #findAll(sight: Sight): readonly NewValue[] | null {
    const dimensions = this.#parameters.new_all;
    let found: NewValue[] | null = null;
    for (let i = 0; i < dimensions.length; i++) {
      const value = findNewValue(sight, dimensions[i]!);
      if (value === null || !isWithinShares(value, this.#parameters)) return null;
      if (found === null) found = [value];
      else found.push(value);
    }
    return found ?? [];
  }

  #speak(sight: Sight, waiting: Waiting): void {
    const { facts, profile } = sight;
    // Thin history weighs less.
    const strength = (waiting.bits / Math.max(1, this.#parameters.bits_min)) * Math.sqrt(profile.maturity);
    const finding = this.open.find(facts.actor, facts.at);
    if (finding === null) {
      const statement = this.#toStatement(sight, waiting, strength);
      this.open.open(facts, {
        entity: facts.actor,
        keys: [],
        before: waiting.events.slice(0, -1),
        statement,
      });
      return;
    }
    this.open.join(finding, facts);
    if (strength <= finding.statement.strength * GROWTH) return;
    this.open.restate(finding, this.#toStatement(sight, waiting, strength));
  }

  #toStatement(sight: Sight, waiting: Waiting, strength: number): Statement {
    const { facts, profile, lexicon } = sight;
    const { detector } = this.definition;
    const hour = toHourHabit(profile.hours, hourOfWeek(facts.at));
    const isOddHour = hour.share <= ODD_HOUR_SHARE;
    // Of a detector of places, the place is what it speaks of.
    const isOddPlace =
      !this.#parameters.new_all.includes("network") && findNewValue(sight, "network") !== null;
    // One of the two lifts a quiet detector; a louder one takes both.
    const isQuiet = severityRank(detector.severity) < severityRank("medium");
    const isOdd = isQuiet ? isOddHour || isOddPlace : isOddHour && isOddPlace;
    const isGrave = facts.sensitivity >= this.#parameters.raise_at_sensitivity && facts.outcome === 0;
    const things = nameWords(waiting.words);
    const action = nameValue(facts.action, lexicon);
    const numbers: JsonObject = {
      bits: toExact(waiting.bits),
      bits_min: this.#parameters.bits_min,
      new_values: waiting.codes.size,
      sensitivity: facts.sensitivity,
      hour_share: toExact(hour.share),
      action,
    };
    return {
      ...grade({
        severity: detector.severity,
        strength,
        maturity: profile.maturity,
        steps: (isGrave && isOdd ? 1 : 0) - (facts.toolFamily === DEPLOYMENT_TOOL ? 1 : 0),
      }),
      strength,
      predicate: `called ${action} and was never seen with ${things} before`,
      explanation: toExplanation(detector, sight, {
        since: waiting.from,
        factors: waiting.factors,
        numbers,
        comparison: `Never before in ${formatPast(waiting.past)}: ${things}.`,
        counterfactual: `It would have been quiet had the new values brought under ${formatNumber(this.#parameters.bits_min)} bits: had the actor used them before, or were they usual among its peers.`,
      }),
    };
  }
}

/** What a deployment tool does new is usually a deployment. */
const DEPLOYMENT_TOOL = TOOL_FAMILIES.indexOf("infrastructure-as-code");

/** So many new values are named in a sentence. */
const NAMED_MAX = 4;
export function nameWords(words: readonly string[]): string {
  const rest = words.length - NAMED_MAX;
  return `${words.slice(0, NAMED_MAX).join(", ")}${rest > 0 ? ` and ${formatCount(rest, "more new value")}` : ""}`;
}
