import { DAY_MS, HOUR_MS, MINUTE_MS, toDay } from "../../../domain/index.ts";
import { DAILY_FIRST, HOURLY_FIRST, METRIC, type Metric as ProfileMetric } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { KindLooker } from "../../pass/kind-looker.ts";
import { hasHistory, type Judgement, type Sight } from "../../pass/looker.ts";
import { BURST_GAP_MS, type Statement } from "../../pass/open-findings.ts";
import { RECENT_MS } from "../../pass/recent-events.ts";
import { formatNumber, METRIC_WORDS, toExact } from "../amounts.ts";
import { hourOfWeek, toExplanation } from "../explain-profile.ts";
import { grade, isMachine } from "../grade.ts";
import type { DeviationParameters } from "../parameters.ts";
import { CONTRIBUTES, isUnsaid, PROFILE_METRIC } from "./contributes.ts";
import { isFreshThing } from "./freshness.ts";
import { ODD_HOUR_SHARE, toHourHabit } from "./hour-habit.ts";
import { type Limit, toDayLimit, toHourLimit } from "./limits.ts";

/** A finding's numbers are brought up to date when the amount has grown by this much. */
const GROWTH = 1.05;
/** Of the peers the days or hours of nine in ten. */
const PEERS_SHARE = 0.9;

/** Finds hours or days whose amount is far above what the actor's past hours or days had. */
export class DeviationLooker extends KindLooker<DeviationParameters> {
  readonly #metric: ProfileMetric;
  readonly #contributes: (typeof CONTRIBUTES)[DeviationParameters["metric"]];
  readonly #isDaily: boolean;
  /** The day's limits: made once, from what was known at the actor's first event of note. */
  readonly #limits = new Map<number, Limit | null>();

  constructor(definition: BehaviourDetector, parameters: DeviationParameters) {
    super(definition, parameters, parameters.window === "day" ? DAY_MS : BURST_GAP_MS);
    this.#metric = PROFILE_METRIC[parameters.metric];
    this.#contributes = CONTRIBUTES[parameters.metric];
    this.#isDaily = parameters.window === "day";
  }

  override startDay(): void {
    this.#limits.clear();
  }

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    const { metric, history, at_least } = this.parameters;
    if (!this.isLookedAt(facts)) return "outside";
    if (isUnsaid(metric, facts)) return "field-missing";
    if (!this.#contributes(facts)) return "outside";
    if (!hasHistory(profile, history)) return "history-too-short";
    const amount = this.#isDaily ? profile.todayOf(this.#metric) : profile.hourOf(this.#metric);
    if (amount <= at_least) return "looked";
    const limit = this.#limitOf(sight);
    if (limit === null) return "history-too-short";
    if (amount > limit.amount) this.#speak(sight, { amount, limit });
    return "looked";
  }

  #limitOf(sight: Sight): Limit | null {
    const { actor } = sight.facts;
    const known = this.#limits.get(actor);
    if (known !== undefined) return known;
    const { profile, tenant } = sight;
    const first = this.#isDaily ? DAILY_FIRST : HOURLY_FIRST;
    const peers = tenant.quantileOf(first + METRIC[this.#metric], profile.peerGroup, PEERS_SHARE);
    const limit = this.#isDaily
      ? toDayLimit(profile.daily(this.#metric), this.parameters, peers)
      : toHourLimit(profile.hourly(this.#metric), this.parameters, peers);
    this.#limits.set(actor, limit);
    return limit;
  }

  #speak(sight: Sight, seen: Seen): void {
    const { facts, recent } = sight;
    const { metric } = this.parameters;
    const day = toDay(facts.at);
    const finding = this.open.find(facts.actor, facts.at);
    if (finding !== null && (!this.#isDaily || finding.keys[0] === day)) {
      this.open.join(finding, facts);
      if (seen.amount > Number(finding.statement.explanation["amount"]) * GROWTH) {
        const statement = toStatement(this.definition, sight, { ...seen, parameters: this.parameters });
        this.open.restate(finding, statement);
      }
      return;
    }
    const before = recent
      .of(facts.actor, facts.at)
      .filter((one) => CONTRIBUTES[metric](one) && (!this.#isDaily || toDay(one.at) === day));
    const statement = toStatement(this.definition, sight, { ...seen, parameters: this.parameters });
    this.open.open(facts, { entity: facts.actor, keys: [day], before, statement });
  }
}

/** Failures of one or two kinds of calls are a client that is broken; whoever tries doors tries many. */
const TROUBLE_ACTIONS_MAX = 2;
function isOneTrouble({ facts, recent }: Sight, { metric }: DeviationParameters): boolean {
  if (metric !== "denied" && metric !== "errors") return false;
  const failed = recent.of(facts.actor, facts.at).filter(CONTRIBUTES[metric]);
  return new Set([...failed.map(({ action }) => action), facts.action]).size <= TROUBLE_ACTIONS_MAX;
}

/** Of what a person takes at an hour at which it never works, so many times the limit need no other reason. */
const ODD_HOUR_TIMES = 3;
/** At an odd hour: far too much for a person, or far out and of what is none of its work. */
const isAstounding = (sight: Sight, { amount, limit }: Seen): boolean =>
  (sight.profile.kind === "person" && amount >= ODD_HOUR_TIMES * limit.amount) ||
  (amount > limit.far && isFreshThing(sight));

const isData = ({ metric }: DeviationParameters): boolean =>
  metric === "bytes_out" || metric === "containers";

/** A profile's sliding hour goes forward in steps of this. */
const HOUR_STEP_MS = 5 * MINUTE_MS;
const toWindowStart = (at: number, window: DeviationParameters["window"]): number =>
  window === "day" ? at - (at % DAY_MS) : at - (at % HOUR_STEP_MS) + HOUR_STEP_MS - HOUR_MS;

interface Seen {
  readonly amount: number;
  readonly limit: Limit;
}

function toStatement(
  definition: BehaviourDetector,
  sight: Sight,
  { parameters, amount, limit }: Seen & { readonly parameters: DeviationParameters },
): Statement {
  const { profile, facts } = sight;
  const hour = toHourHabit(profile.hours, hourOfWeek(facts.at));
  const isOdd = hour.share <= ODD_HOUR_SHARE;
  const words = METRIC_WORDS[parameters.metric];
  const strength = 1 + Math.log2(Math.max(1, amount / limit.amount));
  const span = parameters.window;
  const from = toWindowStart(facts.at, span);
  // What is high but not far out weighs less, unless it comes at an odd hour; so does what machines do.
  const steps =
    (amount > limit.far || isOdd ? 0 : -1) +
    (isOdd && isData(parameters) && isAstounding(sight, { amount, limit }) ? 1 : 0) -
    (isMachine(profile.kind) ? 1 : 0) -
    (isOneTrouble(sight, parameters) ? 1 : 0);
  const graded = grade({
    severity: definition.detector.severity,
    strength,
    maturity: profile.maturity,
    steps,
  });
  const usual = words.format(limit.usual);
  const times = limit.usual > 0 ? `, ${formatNumber(amount / limit.usual)} times as much` : "";
  return {
    ...graded,
    strength,
    predicate: `${words.did(words.format(amount))} within ${span === "day" ? "a day" : "an hour"}, where ${usual} are usual`,
    explanation: {
      ...toExplanation(definition.detector, sight, {
        since: Math.min(from, facts.at - RECENT_MS),
        factors: [{ dimension: words.noun, value: words.format(amount), grade: "never", usual }],
        numbers: {
          amount: toExact(amount),
          // The amount is the sum from the one instant to the other, both included.
          from: new Date(from).toISOString(),
          at: new Date(facts.at).toISOString(),
          limit: toExact(limit.amount),
          far: toExact(limit.far),
          hour_share: toExact(hour.share),
          at_least: parameters.at_least,
          z_min: parameters.z_min,
          times_min: parameters.times_min,
          spread_min: parameters.spread_min,
          ...limit.numbers,
        },
        comparison: `${words.format(amount)} in ${span === "day" ? "one day" : "one hour"} against a median of ${usual}${times}.`,
        counterfactual: `It would have been quiet had it been at most ${words.formatBound(limit.amount)}.`,
      }),
      amount: toExact(amount),
    },
  };
}
