import { DAY_MS, isJsonObject, toDay } from "../../../domain/index.ts";
import type { DailySums } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { createLooks, hasHistory, isOfKind, type Looker, type Sight, toKindMask } from "../../pass/looker.ts";
import { createOpenFindings, type Statement } from "../../pass/open-findings.ts";
import { formatCount, formatNumber, METRIC_WORDS, toExact } from "../amounts.ts";
import { toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { DeviationParameters } from "../parameters.ts";
import { CONTRIBUTES, PROFILE_METRIC } from "./contributes.ts";
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
/** Events of each day that are kept as evidence, the largest ones, and actors for whom they are. */
const EVIDENCE_PER_DAY = 50;
const EVIDENCE_ACTORS_MAX = 10_000;

/** The sum so far, without today. */
export interface Drift {
  readonly scale: LogScale;
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
  return { scale, sum, highDays, days: series };
}

/** One day's largest events. */
interface Kept {
  day: number;
  readonly events: { event: number; at: number; size: number }[];
}

/**
 * Finds days in a row that are each only a little high: slow exfiltration stays under every limit of a day and still
 * adds up. A cumulative sum over the logarithms of the last days, against the days before them.
 */
export function createDriftLooker(definition: BehaviourDetector, parameters: DeviationParameters): Looker {
  const open = createOpenFindings(definition, 2 * DAY_MS);
  const looks = createLooks();
  const kinds = toKindMask(parameters.actor_kinds);
  const contributes = CONTRIBUTES[parameters.metric];
  const metric = PROFILE_METRIC[parameters.metric] ?? "events";
  const isBytes = parameters.metric === "bytes_out" || parameters.metric === "bytes_in";
  const drifts = new Map<number, Drift | null>();
  const evidence = new Map<number, Kept[]>();

  const driftOf = (sight: Sight): Drift | null => {
    const { actor, at } = sight.facts;
    const known = drifts.get(actor);
    if (known !== undefined) return known;
    const drift = toDrift(sight.profile.daily(metric), toDay(at), parameters);
    drifts.set(actor, drift);
    return drift;
  };

  const keep = ({ facts }: Sight): void => {
    const day = toDay(facts.at);
    let days = evidence.get(facts.actor);
    if (days === undefined) {
      if (evidence.size >= EVIDENCE_ACTORS_MAX) {
        const oldest = evidence.keys().next();
        if (oldest.done !== true) evidence.delete(oldest.value);
      }
      days = [];
      evidence.set(facts.actor, days);
    }
    let kept = days.at(-1);
    if (kept?.day !== day) {
      kept = { day, events: [] };
      days.push(kept);
      while (days.length > TESTED_DAYS + 1) days.shift();
    }
    const size =
      parameters.metric === "bytes_out"
        ? facts.bytesOut
        : parameters.metric === "bytes_in"
          ? facts.bytesIn
          : 0;
    keepLargest(kept.events, { event: facts.event, at: facts.at, size });
  };

  return {
    detector: definition,
    looks,
    startDay: () => drifts.clear(),
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
      keep(sight);
      const drift = driftOf(sight);
      if (drift === null) {
        looks.historyTooShort++;
        return;
      }
      looks.looked++;
      if (drift.highDays < HIGH_DAYS_MIN - 1) return;
      const amount = profile.daily(metric).today;
      const deviation = toDeviation(amount, drift.scale);
      const sum = drift.sum + Math.min(DEVIATION_MAX, deviation) - ALLOWANCE;
      if (deviation <= ALLOWANCE || sum < parameters.z_min) return;
      const total = drift.days.reduce((all, one) => all + one.amount, 0) + amount;
      if (
        total < parameters.at_least ||
        total < parameters.times_min * Math.expm1(drift.scale.median) * (drift.days.length + 1)
      )
        return;
      speak(sight, { drift, sum, amount, total });
    },
    take: open.take,
    prune(at) {
      open.prune(at);
      for (const [actor, days] of evidence) {
        if (toDay(at) - days.at(-1)!.day > SERIES_DAYS_MAX) evidence.delete(actor);
      }
    },
    toJson: () => ({
      open: open.toJson(),
      evidence: [...evidence]
        .sort(([a], [b]) => a - b)
        .map(([actor, days]) => [
          actor,
          days.map(({ day, events }) => [day, events.flatMap(({ event, at, size }) => [event, at, size])]),
        ]),
    }),
    restore(state) {
      if (!isJsonObject(state)) return;
      open.restore(state["open"] ?? []);
      for (const [actor, days] of (state["evidence"] ?? []) as unknown as [number, [number, number[]][]][]) {
        evidence.set(
          actor,
          days.map(([day, flat]) => ({ day, events: unflatten(flat) })),
        );
      }
    },
  };

  function speak(sight: Sight, seen: Seen): void {
    const { facts } = sight;
    const finding = open.find(facts.actor, facts.at);
    if (finding !== null) {
      open.join(finding, facts);
      if (seen.sum > finding.statement.strength * parameters.z_min * 1.05) {
        finding.statement = toStatement(definition, sight, { ...seen, parameters });
      }
      return;
    }
    const series = new Set([...seen.drift.days.map(({ day }) => day), toDay(facts.at)]);
    const before = (evidence.get(facts.actor) ?? [])
      .filter(({ day }) => series.has(day))
      .flatMap(({ events }) => events)
      .filter(({ event }) => event !== facts.event)
      .sort((a, b) => a.at - b.at || a.event - b.event);
    const statement = toStatement(definition, sight, { ...seen, parameters });
    open.open(facts, { entity: facts.actor, keys: [], before, statement });
  }
}

/** Keeps the list at its length by letting the smallest go; of equal ones the latest. */
function keepLargest(kept: Kept["events"], one: Kept["events"][number]): void {
  if (kept.at(-1)?.event === one.event) return;
  kept.push(one);
  if (kept.length <= EVIDENCE_PER_DAY) return;
  let smallest = 0;
  for (let i = 1; i < kept.length; i++) if (kept[i]!.size <= kept[smallest]!.size) smallest = i;
  kept.splice(smallest, 1);
}

const unflatten = (flat: readonly number[]): Kept["events"] =>
  Array.from({ length: flat.length / 3 }, (_, i) => ({
    event: flat[3 * i]!,
    at: flat[3 * i + 1]!,
    size: flat[3 * i + 2]!,
  }));

interface Seen {
  readonly drift: Drift;
  readonly sum: number;
  /** Of today, and of the whole series. */
  readonly amount: number;
  readonly total: number;
}

function toStatement(
  definition: BehaviourDetector,
  sight: Sight,
  { drift, sum, amount, total, parameters }: Seen & { readonly parameters: DeviationParameters },
): Statement {
  const { profile, facts } = sight;
  const words = METRIC_WORDS[parameters.metric];
  const strength = sum / parameters.z_min;
  const days = drift.days.length + 1;
  const usual = Math.expm1(drift.scale.median);
  const graded = grade({
    severity: definition.detector.severity,
    strength,
    maturity: profile.maturity,
    steps: 0,
  });
  return {
    ...graded,
    strength,
    predicate: `${words.did(words.format(total))} over ${formatCount(days, "day")}, each a little above the usual ${words.format(usual)} a day`,
    explanation: toExplanation(definition.detector, sight, {
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
      comparison: `${formatCount(days, "day")} in a row above the median of ${words.format(usual)} a day: together ${formatNumber(sum)} deviations, where ${formatNumber(parameters.z_min)} are too many.`,
      counterfactual: `It would have been quiet had the days stayed near ${words.format(usual)}.`,
    }),
  };
}
