import { DAY_MS, type JsonValue, toDay } from "../../../domain/index.ts";
import type { DailySums, Metric as ProfileMetric } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { KindLooker } from "../../pass/kind-looker.ts";
import { hasHistory, type Judgement, type Sight } from "../../pass/looker.ts";
import type { Statement } from "../../pass/open-findings.ts";
import { formatCount, formatNumber, METRIC_WORDS, toExact } from "../amounts.ts";
import { toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { DeviationParameters } from "../parameters.ts";
import { CONTRIBUTES, isUnsaid, PROFILE_METRIC } from "./contributes.ts";
import { DailyEvidence } from "./daily-evidence.ts";
import { isFreshPlace, isFreshThing } from "./freshness.ts";
import { type LogScale, toDeviation, toLogScale } from "./robust.ts";

/** So many days before today are tested; what is usual is learned from the days before them. */
export const TESTED_DAYS = 6;
/** Robust deviations that a day may be high without being counted (CUSUM's allowance, Page 1954). */
const ALLOWANCE = 0.75;
/** One wild day counts as no more than this: it is another detector's. */
const DEVIATION_MAX = 4;
/** So many days, today included, must be high. */
export const HIGH_DAYS_MIN = 3;
/** Days further apart than this are no series. */
const SERIES_DAYS_MAX = 10;
/** A finding says more once so much more has come together. */
const GROWTH = 1.05;
const TOTAL_GROWTH = 1.25;
/**
 * Of what is none of the actor's work, or from where it never was, this share of the least that counts is enough to be
 * told of in full.
 */
const FRESH_SHARE = 0.25;
/** And so many times the least that counts is told of more loudly. */
const MUCH_TIMES = 2;
/** This share of anything is enough for a quiet word, where each day is far above nearly all usual ones. */
const QUIET_SHARE = 0.04;
const QUIET_TIMES = 5;
const UPPER_SHARE = 0.9;

/** The sum so far, without today. */
export interface Drift {
  readonly scale: LogScale;
  /** Nine in ten usual days have no more. */
  readonly upper: number;
  readonly sum: number;
  readonly highDays: number;
  readonly days: readonly { readonly day: number; readonly amount: number; readonly deviation: number }[];
}

/** null: too few days before the tested ones. */
export function toDrift(
  { past, days }: DailySums,
  today: number,
  parameters: DeviationParameters,
): Drift | null {
  const tested = Math.min(TESTED_DAYS, Math.max(0, past.length - parameters.history.days_min));
  const usual = past.slice(0, past.length - tested);
  if (usual.length < parameters.history.days_min) return null;
  const scale = toLogScale(usual, parameters.spread_min);
  let sum = 0;
  let highDays = 0;
  const series: { day: number; amount: number; deviation: number }[] = [];
  for (let i = past.length - tested; i < past.length; i++) {
    if (today - days[i]! > SERIES_DAYS_MAX) continue;
    const deviation = toDeviation(past[i]!, scale);
    sum = Math.max(0, sum + Math.min(DEVIATION_MAX, deviation) - ALLOWANCE);
    highDays = sum === 0 ? 0 : highDays + (deviation > ALLOWANCE ? 1 : 0);
    if (sum === 0) series.length = 0;
    else series.push({ day: days[i]!, amount: past[i]!, deviation });
  }
  return { scale, upper: upperOf(usual), sum, highDays, days: series };
}

const upperOf = (amounts: readonly number[]): number =>
  [...amounts].sort((a, b) => a - b)[Math.floor((amounts.length - 1) * UPPER_SHARE)]!;

/**
 * Finds days in a row that are each only a little high: slow exfiltration stays under every limit of a day and still
 * adds up. A cumulative sum over the logarithms of the last days, against the days before them.
 */
export class DriftLooker extends KindLooker<DeviationParameters> {
  readonly #metric: ProfileMetric;
  readonly #contributes: (typeof CONTRIBUTES)[DeviationParameters["metric"]];
  readonly #evidence = new DailyEvidence();
  /** The day's sums without the day: made at the actor's first event. */
  readonly #drifts = new Map<number, Drift | null>();

  constructor(definition: BehaviourDetector, parameters: DeviationParameters) {
    super(definition, parameters, 2 * DAY_MS);
    this.#metric = PROFILE_METRIC[parameters.metric];
    this.#contributes = CONTRIBUTES[parameters.metric];
  }

  override startDay(): void {
    this.#drifts.clear();
  }

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    const { metric, history, z_min } = this.parameters;
    if (!this.isLookedAt(facts)) return "outside";
    if (isUnsaid(metric, facts)) return "field-missing";
    if (!this.#contributes(facts)) return "outside";
    if (!hasHistory(profile, history)) return "history-too-short";
    const drift = this.#driftOf(sight);
    this.#evidence.keep(facts, metric);
    if (drift === null) return "history-too-short";
    if (drift.highDays < HIGH_DAYS_MIN - 1) return "looked";
    const amount = profile.todayOf(this.#metric);
    const deviation = toDeviation(amount, drift.scale);
    const sum = drift.sum + Math.min(DEVIATION_MAX, deviation) - ALLOWANCE;
    if (deviation <= ALLOWANCE || sum <= z_min) return "looked";
    const total = drift.days.reduce((all, one) => all + one.amount, 0) + amount;
    const steps = this.#stepsOf(sight, total, drift);
    if (steps !== null) this.#speak(sight, { drift, sum, amount, total, steps });
    return "looked";
  }

  override prune(at: number): void {
    super.prune(at);
    this.#evidence.prune(toDay(at));
  }

  override toJson(): JsonValue {
    return { open: this.open.toJson(), evidence: this.#evidence.toJson() };
  }

  override restore(state: Readonly<Record<string, unknown>>): void {
    super.restore(state);
    this.#evidence.restore(state["evidence"]);
  }

  /** A drift of little is none, or a quiet one: a step down. null: it is none. */
  #stepsOf(sight: Sight, total: number, { scale, days, upper }: Drift): number | null {
    const { at_least, times_min } = this.parameters;
    const count = days.length + 1;
    if (total < times_min * Math.expm1(scale.median) * count) return null;
    const isFresh = isFreshThing(sight) || isFreshPlace(sight);
    if (total >= at_least) return isFresh && total >= at_least * MUCH_TIMES ? 1 : 0;
    if (isFresh && total >= at_least * FRESH_SHARE) return 0;
    if (total < at_least * QUIET_SHARE || total < QUIET_TIMES * upper * count) return null;
    return isFreshPlace(sight) ? 0 : -1;
  }

  #driftOf(sight: Sight): Drift | null {
    const { actor, at } = sight.facts;
    const known = this.#drifts.get(actor);
    if (known !== undefined) return known;
    const drift = toDrift(sight.profile.daily(this.#metric), toDay(at), this.parameters);
    this.#drifts.set(actor, drift);
    this.#evidence.forgetOthers(actor, drift?.days.map(({ day }) => day) ?? []);
    return drift;
  }

  #speak(sight: Sight, seen: Seen): void {
    const { facts } = sight;
    const finding = this.open.find(facts.actor, facts.at);
    if (finding !== null) {
      this.open.join(finding, facts);
      if (this.#isMore(seen, finding.statement)) {
        // What was new is no longer so after some days; what it was counts.
        const steps = Math.max(seen.steps, Number(finding.statement.explanation["steps"]));
        const saidAt = finding.statement.explanation["said_at"];
        const said = typeof saidAt === "string" ? saidAt : null;
        this.open.restate(finding, this.#toStatement(sight, { ...seen, steps }, said));
      }
      return;
    }
    this.open.open(facts, {
      entity: facts.actor,
      keys: [],
      before: this.#evidence.of(facts.actor),
      statement: this.#toStatement(sight, seen, null),
    });
  }

  #isMore({ sum, total, steps }: Seen, { strength, explanation }: Statement): boolean {
    return (
      sum > strength * this.parameters.z_min * GROWTH ||
      total > Number(explanation["total"]) * TOTAL_GROWTH ||
      steps > Number(explanation["steps"])
    );
  }

  /** What grows still says when it was first told of. */
  #toStatement(sight: Sight, seen: Seen, saidAt: string | null): Statement {
    const statement = toStatement(this.definition, sight, { ...seen, parameters: this.parameters });
    const said = saidAt ?? new Date(sight.facts.at).toISOString();
    const { total, steps } = seen;
    return { ...statement, explanation: { ...statement.explanation, said_at: said, total, steps } };
  }
}

interface Seen {
  readonly drift: Drift;
  readonly sum: number;
  /** Of today, and of the whole series. */
  readonly amount: number;
  readonly total: number;
  /** Steps of severity up or down. */
  readonly steps: number;
}

function toStatement(
  definition: BehaviourDetector,
  sight: Sight,
  { drift, sum, amount, total, steps, parameters }: Seen & { readonly parameters: DeviationParameters },
): Statement {
  const { profile, facts } = sight;
  const words = METRIC_WORDS[parameters.metric];
  const strength = sum / parameters.z_min;
  const days = drift.days.length + 1;
  const usual = Math.expm1(drift.scale.median);
  const high = [...drift.days, { amount }].filter((one) => one.amount > usual).length;
  const graded = grade({
    severity: definition.detector.severity,
    strength,
    maturity: profile.maturity,
    steps,
  });
  return {
    ...graded,
    strength,
    predicate: `${words.did(words.format(total))} over ${formatCount(days, "day")}, ${high === days ? "each" : `${high} of them`} a little above the usual ${words.format(usual)} a day`,
    explanation: toExplanation(definition.detector, sight, {
      since: (drift.days[0]?.day ?? toDay(facts.at)) * DAY_MS,
      factors: [
        {
          dimension: words.noun,
          value: words.format(total),
          grade: "never",
          usual: words.format(usual * days),
        },
      ],
      numbers: {
        sum: toExact(sum),
        sum_max: parameters.z_min,
        allowance: ALLOWANCE,
        deviation_max: DEVIATION_MAX,
        today: toExact(amount),
        total: toExact(total),
        log_median: toExact(drift.scale.median),
        log_spread: toExact(drift.scale.spread),
        days: [
          ...drift.days.map((one) => ({
            day: new Date(one.day * DAY_MS).toISOString().slice(0, 10),
            amount: toExact(one.amount),
            deviation: toExact(one.deviation),
          })),
          {
            day: new Date(facts.at).toISOString().slice(0, 10),
            amount: toExact(amount),
            deviation: toExact(toDeviation(amount, drift.scale)),
          },
        ],
      },
      comparison: `${high === days ? `${formatCount(days, "day")} in a row` : `${high} of ${formatCount(days, "day")}`} above the median of ${words.format(usual)} a day: together ${formatNumber(sum)} deviations, where ${formatNumber(parameters.z_min)} are too many.`,
      counterfactual: `It would have been quiet had the days stayed near ${words.format(usual)}.`,
    }),
  };
}
