import { DAY_MS, toDay } from "../../../domain/index.ts";
import { DAILY_FIRST, HOURLY_FIRST, METRIC } from "../../../profile/dimension.ts";
import type { Metric as ProfileMetric } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { createLooks, hasHistory, isOfKind, type Looker, type Sight, toKindMask } from "../../pass/looker.ts";
import { BURST_GAP_MS, createOpenFindings, type Statement } from "../../pass/open-findings.ts";
import { formatNumber, METRIC_WORDS, toExact } from "../amounts.ts";
import { hourOfWeek, toExplanation } from "../explain-profile.ts";
import { grade, isMachine } from "../grade.ts";
import type { DeviationParameters } from "../parameters.ts";
import { CONTRIBUTES, PROFILE_METRIC } from "./contributes.ts";
import { ODD_HOUR_SHARE, toHourHabit } from "./hour-habit.ts";
import { type Limit, toDayLimit, toHourLimit } from "./limits.ts";

/** A finding's numbers are brought up to date when the amount has grown by this much. */
const GROWTH = 1.05;
/** Of the peers the days or hours of nine in ten. */
const PEERS_SHARE = 0.9;

/** Finds hours or days whose amount is far above what the actor's past hours or days had. */
export function createDeviationLooker(
  definition: BehaviourDetector,
  parameters: DeviationParameters,
): Looker {
  const isDaily = parameters.window === "day";
  const open = createOpenFindings(definition, isDaily ? DAY_MS : BURST_GAP_MS);
  const looks = createLooks();
  const kinds = toKindMask(parameters.actor_kinds);
  const contributes = CONTRIBUTES[parameters.metric];
  const metric = PROFILE_METRIC[parameters.metric] ?? "events";
  const isBytes = parameters.metric === "bytes_out" || parameters.metric === "bytes_in";
  /** The day's limits: made once, from what was known at the actor's first event of note. */
  const limits = new Map<number, Limit | null>();

  const limitOf = (sight: Sight): Limit | null => {
    const { actor } = sight.facts;
    const known = limits.get(actor);
    if (known !== undefined) return known;
    const limit = isDaily
      ? toDayLimit(sight.profile.daily(metric), parameters, askPeers(sight, DAILY_FIRST, metric))
      : toHourLimit(sight.profile.hourly(metric), parameters, askPeers(sight, HOURLY_FIRST, metric));
    limits.set(actor, limit);
    return limit;
  };

  return {
    detector: definition,
    looks,
    startDay: () => limits.clear(),
    look(sight) {
      const { facts, profile } = sight;
      if (!isOfKind(kinds, facts.actorKind)) return;
      if (isBytes && Number.isNaN(parameters.metric === "bytes_out" ? facts.bytesOut : facts.bytesIn)) {
        looks.fieldMissing++;
        return;
      }
      if (!contributes(facts)) return;
      if (!hasHistory(profile, parameters.history)) {
        looks.historyTooShort++;
        return;
      }
      const amount = isDaily ? profile.daily(metric).today : profile.hourly(metric).running;
      if (amount <= parameters.at_least) {
        looks.looked++;
        return;
      }
      const limit = limitOf(sight);
      if (limit === null) {
        looks.historyTooShort++;
        return;
      }
      looks.looked++;
      if (amount <= limit.amount) return;
      speak(sight, { amount, limit });
    },
    take: open.take,
    prune: open.prune,
    toJson: open.toJson,
    restore: open.restore,
  };

  function speak(sight: Sight, { amount, limit }: Seen): void {
    const { facts } = sight;
    const finding = open.find(facts.actor, facts.at);
    const day = toDay(facts.at);
    if (finding !== null && (!isDaily || finding.keys[0] === day)) {
      open.join(finding, facts);
      if (amount > Number(finding.statement.explanation["amount"]) * GROWTH) {
        finding.statement = toStatement(definition, sight, { parameters, amount, limit });
      }
      return;
    }
    const before = sight.recent
      .of(facts.actor, facts.at)
      .filter((one) => contributes(one) && (!isDaily || toDay(one.at) === day));
    const statement = toStatement(definition, sight, { parameters, amount, limit });
    open.open(facts, { entity: facts.actor, keys: [day], before, statement });
  }
}

/** Failures of one or two kinds of calls are a client that is broken; whoever tries doors tries many. */
const TROUBLE_ACTIONS_MAX = 2;
function isOneTrouble({ facts, recent }: Sight, { metric }: DeviationParameters): boolean {
  if (metric !== "denied" && metric !== "errors") return false;
  const failed = recent.of(facts.actor, facts.at).filter(CONTRIBUTES[metric]);
  return new Set([...failed.map(({ action }) => action), facts.action]).size <= TROUBLE_ACTIONS_MAX;
}

const askPeers = ({ tenant, profile }: Sight, first: number, metric: ProfileMetric): number =>
  tenant.quantileOf(first + METRIC[metric], profile.peerGroup, PEERS_SHARE);

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
  // What is high but not far out weighs less, unless it comes at an odd hour; so does what machines do.
  const steps =
    (amount > limit.far || isOdd ? 0 : -1) -
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
        factors: [{ dimension: words.noun, value: words.format(amount), grade: "never", usual }],
        numbers: {
          amount: toExact(amount),
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
        counterfactual: `It would have been quiet had it been at most ${words.format(limit.amount)}.`,
      }),
      amount: toExact(amount),
    },
  };
}
