import type { Asking } from "./examples/examples.ts";
import type { Named } from "./intents.ts";
import type { Share } from "./linear-choice.ts";
import { recognise } from "./recognise.ts";
import { takes } from "./takes.ts";

const OF_ONE_ACTOR: readonly Asking[] = ["actor", "timeline", "baseline"];
const OF_NO_ACTOR: readonly Asking[] = [
  "risky-actors",
  "unusual-actors",
  "regions",
  "countries",
  "posture",
  "concerns",
  "priorities",
  "coverage",
  "trend",
  "hours",
  "help",
];
const OF_NO_PLACE: readonly Asking[] = [
  ...OF_NO_ACTOR,
  ...OF_ONE_ACTOR,
  "incidents",
  "controls",
  "remedies",
  "uploads",
  "transfers",
];
/** An answer that has no use for what is named is seldom meant. */
const MISFIT = 0.1;

/** How well an intent fits what is named; 1: it has use for all of it. */
function fitOf(asking: Asking, has: (...named: readonly Named[]) => boolean): number {
  if (asking === "none" || asking === "fragment") return 1;
  if (asking === "explain") return has("@finding", "@incident") ? 1 : 0;
  if (has("@finding", "@incident")) return MISFIT;
  if (asking === "place") return has("@region", "@country") ? 1 : 0;
  if (asking === "activity" && !has("@action", "@address", "@class")) return 0;
  if (OF_ONE_ACTOR.includes(asking) && !has("@actor")) return MISFIT;
  const isMisfit =
    (has("@actor") && OF_NO_ACTOR.includes(asking)) ||
    (has("@region", "@country") && !has("@actor") && OF_NO_PLACE.includes(asking));
  const isUnused =
    (has("@address") && !takes(asking, "address")) ||
    (has("@action") && !takes(asking, "action") && !takes(asking, "actor")) ||
    (has("@technique") && !takes(asking, "attack") && asking !== "controls" && asking !== "remedies");
  return isMisfit || isUnused ? MISFIT : 1;
}

/** What a text asks, weighed by what it names; all shares together are 1. */
function weighFit(text: string, named: readonly Named[]): readonly Share<Asking>[] {
  const { shares } = recognise(text, named);
  const fitting = shares.map(({ kind, share }) => ({
    kind,
    share: share * fitOf(kind, (...some) => some.some((one) => named.includes(one))),
  }));
  const all = fitting.reduce((sum, { share }) => sum + share, 0);
  return fitting.map(({ kind, share }) => ({ kind, share: share / all })).sort((a, b) => b.share - a.share);
}

const WORDS_OF_SENTENCE_MIN = 3;
/** From this share on what a whole text asks is clear. */
const CLEAR_SHARE = 0.5;

/**
 * What a question asks. People tell a story before they ask: where the whole is unclear, the sentence of it that is
 * clearest decides, the last of equals.
 */
export function recogniseFitting(text: string, named: readonly Named[]): readonly Share<Asking>[] {
  const whole = weighFit(text, named);
  const isClear = whole[0]!.kind !== "none" && whole[0]!.share >= CLEAR_SHARE;
  const sentences = text
    .split(/[.?!;:]+\s+|\s[-–—]+\s/)
    .filter((sentence) => sentence.trim().split(/\s+/).length >= WORDS_OF_SENTENCE_MIN);
  if (isClear || sentences.length < 2) return whole;
  let best = whole;
  for (const sentence of sentences) {
    const part = weighFit(sentence, named);
    const isBetter = best[0]!.kind === "none" || part[0]!.share >= best[0]!.share;
    if (part[0]!.kind !== "none" && part[0]!.kind !== "fragment" && part[0]!.share >= CLEAR_SHARE && isBetter)
      best = part;
  }
  return best;
}
