import { HOUR_MS } from "../../domain/index.ts";
import type { Dimension, Metric } from "../dimension.ts";
import type { FeatureContext } from "./definition.ts";
import { formatCount, formatOdds, formatShare, formatSpan, plural } from "./number-words.ts";

/** How many usual values a phrase names. */
const USUAL_NAMED = 2;

/** The name of a value; a neutral one where nobody knows its text. */
const nameOf = (context: FeatureContext, code: number, noun: string): string =>
  context.textOf(code) ?? `another ${noun}`;

/** `; usually from DE, FR`; empty where nothing is usual yet. What began within the hour is what is looked at. */
function usually(context: FeatureContext, dimension: Dimension, preposition: string): string {
  const names = context.profile
    .usualBefore(dimension, context.facts.at - HOUR_MS, USUAL_NAMED)
    .map(({ code }) => context.textOf(code))
    .filter((text) => text !== null);
  return names.length === 0 ? "" : `; usually ${preposition}${names.join(", ")}`;
}

interface ValueWords {
  readonly dimension: Dimension;
  readonly noun: string;
  /** Stands before the value: `from `, `in `, `called `. */
  readonly preposition: string;
}

/** Never before, or how rarely before, and what is usual instead. */
export const wordsOfSelf =
  ({ dimension, noun, preposition }: ValueWords) =>
  (_value: number, context: FeatureContext): string => {
    const history = context.profile.historyOf(dimension);
    const name = `${preposition}${nameOf(context, history.code, noun)}`;
    const usual = usually(context, dimension, preposition);
    if (history.gradeSelf === "never") return `never before ${name}${usual}`;
    const total = context.profile.usualValues(dimension, Number.POSITIVE_INFINITY);
    const share = total.find(({ code }) => code === history.code)?.share ?? 0;
    return `${name} in ${formatShare(share)} of its events${usual}`;
  };

/** How many others use the value. */
export const wordsOfOthers =
  ({ dimension, noun, preposition }: ValueWords, whose: "peers" | "tenant") =>
  (_value: number, context: FeatureContext): string => {
    const history = context.profile.historyOf(dimension);
    const name = `${preposition}${nameOf(context, history.code, noun)}`;
    const [actors, count] =
      whose === "peers"
        ? [history.peerActors, history.peerCount]
        : [history.tenantActors, history.tenantCount];
    const all = whose === "peers" ? plural(count, "peer") : plural(count, "other actor");
    return actors === 0 ? `${name}, like none of ${all}` : `${name}, like ${formatCount(actors)} of ${all}`;
  };

/** How long the value has been in use. */
export const wordsOfNewness =
  ({ dimension, noun, preposition }: ValueWords) =>
  (value: number, context: FeatureContext): string => {
    const { code, firstAt } = context.profile.historyOf(dimension);
    const name = `${preposition}${nameOf(context, code, noun)}`;
    if (Number.isNaN(firstAt)) {
      return `first time ${name} (a new ${noun} comes up in ${formatOdds(value)} events)${usually(context, dimension, preposition)}`;
    }
    return `${name} only since ${formatSpan((context.facts.at - firstAt) / 1000)}${usually(context, dimension, preposition)}`;
  };

/** The same for the age alone. */
export const wordsOfAge =
  ({ dimension, noun, preposition }: ValueWords) =>
  (_value: number, context: FeatureContext): string => {
    const { code, firstAt } = context.profile.historyOf(dimension);
    const name = `${preposition}${nameOf(context, code, noun)}`;
    if (Number.isNaN(firstAt)) return `first time ${name}`;
    return `${name} since ${formatSpan((context.facts.at - firstAt) / 1000)}`;
  };

interface SumWords {
  readonly metric: Metric;
  readonly window: "hour" | "day";
  readonly whose: "self" | "peers";
  /** Below so much, more than usual means nothing; as in the feature. */
  readonly floor: number;
  /** `downloaded ` before the amount, `` after it; or `` and ` services`. */
  readonly before: string;
  readonly format: (amount: number) => string;
}

/** How a sum of the last hour or day stands beside what is usual: the very number that the feature compared with. */
export const wordsOfSum =
  ({ metric, window, whose, floor, before, format }: SumWords) =>
  (value: number, { profile }: FeatureContext): string => {
    const { running } = window === "hour" ? profile.hourly(metric) : profile.daily(metric);
    const said = `${before}${format(running)} within ${window === "hour" ? "an hour" : "a day"}`;
    if (!(value > 0)) return `${said}, no more than usual`;
    const usual = format(Math.max(0, (running + floor) / 2 ** value - floor));
    return `${said}; ${whose === "self" ? "usually" : "peers stay"} under ${usual}`;
  };
