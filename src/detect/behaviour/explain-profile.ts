import { HOUR_MS, type JsonObject, toDay } from "../../domain/index.ts";
import type { ActorProfile, Dimension, ValueHistory } from "../../profile/index.ts";
import { clip, WORDS_MAX } from "../clip.ts";
import type { Detector } from "../detector.ts";
import type { Lexicon } from "../pass/day-pass-types.ts";
import { formatCount, toExact } from "./amounts.ts";

/** How many usual values of each kind an explanation names. */
const USUAL_MAX = 5;
const USUAL_DIMENSIONS = ["country", "network", "tool", "service", "region"] as const;
/** Hours with at least this share of the busiest hour are usual. */
const USUAL_HOUR_SHARE = 0.15;

/** A value's text for people; log texts are clipped. */
export function nameValue(code: number, lexicon: Lexicon): string {
  const text = code === 0 ? null : lexicon.textOf(code);
  return text === null ? "unknown" : clip(text, WORDS_MAX);
}

/** One factor of a finding: a value, how usual it is for the actor, its peers and the tenant. */
export const toFactor = (dimension: Dimension, value: ValueHistory, lexicon: Lexicon): JsonObject => ({
  dimension,
  value: nameValue(value.code, lexicon),
  grade: value.gradeSelf,
  bits: Number.isNaN(value.bits) ? null : toExact(value.bits),
  self: {
    count: toExact(value.ofSelf),
    first_at: Number.isNaN(value.firstAt) ? null : new Date(value.firstAt).toISOString(),
  },
  peers: {
    grade: value.gradePeers,
    actors: value.peerActors,
    of: value.peerCount,
    share: toShare(value.peerActors, value.peerCount),
  },
  tenant: {
    grade: value.gradeTenant,
    actors: value.tenantActors,
    of: value.tenantCount,
    share: toShare(value.tenantActors, value.tenantCount),
  },
});

export const toShare = (part: number, whole: number): number => (whole > 0 ? toExact(part / whole) : 0);

/** What the actor usually did before what is judged began: of that, nothing is usual. */
function toUsual(profile: ActorProfile, lexicon: Lexicon, since: number): JsonObject {
  const usual: JsonObject = {};
  for (const dimension of USUAL_DIMENSIONS) {
    usual[dimension] = profile
      .usualBefore(dimension, since, USUAL_MAX)
      .map(({ code, share }) => ({ value: nameValue(code, lexicon), share: toExact(share) }));
  }
  usual["before"] = new Date(since).toISOString();
  usual["hours_utc"] = toUsualHours(profile.hours);
  usual["offset_hours"] = profile.habitualOffsetHours;
  return usual;
}

/** Hours of the day (UTC) with activity worth the name. */
function toUsualHours(hours: Float32Array): number[] {
  const ofDay = new Float64Array(24);
  for (let i = 0; i < hours.length; i++) ofDay[i % 24]! += hours[i]!;
  const most = ofDay.reduce((a, b) => Math.max(a, b), 0);
  return most === 0 ? [] : [...ofDay.keys()].filter((hour) => ofDay[hour]! >= most * USUAL_HOUR_SHARE);
}

/** What an actor did before an event: so many events, on so many days. */
export interface Past {
  readonly events: number;
  /** The running day included, where some of the events are of it. */
  readonly days: number;
}

export const toPast = ({ events, activeDays, lastAt }: ActorProfile, at: number): Past => ({
  events,
  days: activeDays + (toDay(lastAt) === toDay(at) ? 1 : 0),
});

/** `1,240 events of 12 days`. */
export const formatPast = ({ events, days }: Past): string =>
  `${formatCount(events, "event")} of ${formatCount(days, "day")}`;

/** What the finding stands on: days that were over, and how many events there were by the time it was found. */
function toHistory({ activeDays, eventsBefore, events, maturity }: ActorProfile): JsonObject {
  return {
    text: `learned from ${formatCount(activeDays, "day")}, ${formatCount(eventsBefore, "event")}`,
    days: activeDays,
    events: eventsBefore,
    seen: events,
    maturity: toExact(maturity),
  };
}

export interface ExplanationParts {
  /** When what is judged began, in milliseconds: what is first seen from then on is not usual. */
  readonly since: number;
  readonly factors: readonly JsonObject[];
  readonly numbers: JsonObject;
  /** One sentence: this against what is usual. */
  readonly comparison: string;
  /** One sentence: what would have been quiet. */
  readonly counterfactual: string;
}

/** Who is judged, and what codes mean. */
interface Judged {
  readonly profile: ActorProfile;
  readonly lexicon: Lexicon;
}

export function toExplanation(
  detector: Detector,
  { profile, lexicon }: Judged,
  parts: ExplanationParts,
): JsonObject {
  return {
    why: detector.description,
    factors: [...parts.factors],
    profile: toUsual(profile, lexicon, parts.since),
    numbers: parts.numbers,
    comparison: parts.comparison,
    counterfactual: parts.counterfactual,
    history: toHistory(profile),
    ...(profile.learning ? { learning: "The actor is still being learned: the finding weighs less." } : {}),
    false_positives: [...detector.falsePositives],
    response: [...detector.response],
  };
}

/** `09:00 UTC on Monday`. */
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
/** 1970-01-01 was a Thursday. */
export const hourOfWeek = (at: number): number => (Math.floor(at / HOUR_MS) + 3 * 24) % 168;
export function nameHour(at: number): string {
  const hour = hourOfWeek(at);
  return `${WEEKDAYS[Math.floor(hour / 24)]!} ${String(hour % 24).padStart(2, "0")}:00 UTC`;
}
