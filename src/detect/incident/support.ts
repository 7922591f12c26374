import type { FindingId } from "../../domain/index.ts";
import { toAspect } from "./aspect.ts";
import type { Habits } from "./habits.ts";
import { countCommon, isNear, toRest } from "./independence.ts";
import { toPublicAddress } from "./public-address.ts";
import type { Story } from "./split-stories.ts";
import type { Statement } from "./statement.ts";
import { isWorkload, type Strength, shiftOdds, toSilence, toStrength } from "./strength.ts";

export type Strengths = ReadonlyMap<FindingId, Strength>;

/** In log-odds: what a deed loses when the identity, well known, did it where and as it does everything else. */
const UNSUPPORTED_WEIGHT = 1.2;
/** What is left of that loss where nobody was found doing such a thing for a month: then it is nobody's work. */
const UNSUPPORTED_OF_SILENT = 0.5;
/** Support of this strength makes up for it in full. */
export const SUPPORT_FULL = 0.45;
/** Somebody at another place is less likely to be the same person than somebody who does more, or other things. */
const SUPPORT_OF_AMOUNT = 0.7;
/** That somebody never did such a thing, and hardly anybody around does, speaks of the deed itself. */
const SUPPORT_OF_NEWNESS = 0.9;
/** A program that does more of its work was given more work. */
const SUPPORT_OF_MACHINE = 0.35;

/**
 * In log-odds: what the strangeness of a role's place and pattern loses when a person who is well known, and who was
 * found nowhere strange, took the role on: it is strange to the role, and nobody new.
 */
const LENT_WEIGHT = 1;

/** How strongly each finding of the story speaks, with what else there is in it. `day` is the story's first. */
export function toStrengths(story: Story, habits: Habits, day: number): Strengths {
  const bare = new Map(story.map((one) => [one.finding.id, toStrength(one, habits, day)] as const));
  const own = new Map(
    story.map(
      (one) => [one.finding.id, weaken(bare.get(one.finding.id)!, toLentLoss(one, story, bare))] as const,
    ),
  );
  return new Map(
    story.map((one) => {
      const { id } = one.finding;
      const premise = 1 - (1 - UNSUPPORTED_OF_SILENT) * toSilence(one, habits, day);
      return [id, weaken(own.get(id)!, premise * toUnsupportedLoss(one, story, own))] as const;
    }),
  );
}

const weaken = ({ alone, beside }: Strength, by: number): Strength => ({
  alone: shiftOdds(alone, -by),
  beside: shiftOdds(beside, -by),
});

/** In log-odds; the less, the more strongly the person behind the role is at a strange place as well. */
function toLentLoss(one: Statement, story: Story, strengths: Strengths): number {
  const aspect = toAspect(one.finding);
  if (!one.isLent || !(aspect === "where" || aspect === "pattern")) return 0;
  const address = toPublicAddress(one);
  const stranger = toMost(story, (other) =>
    other.first.actor.id === other.root.id &&
    toAspect(other.finding) === "where" &&
    toPublicAddress(other) === address
      ? strengths.get(other.finding.id)!.beside
      : 0,
  );
  return LENT_WEIGHT * (1 - Math.min(1, stranger / SUPPORT_FULL));
}

/**
 * In log-odds. What attackers do, others do as well, for their work. Where behaviour knows the identity and found it
 * where it always is and doing no more than ever, most such findings are somebody's work.
 */
function toUnsupportedLoss(one: Statement, story: Story, strengths: Strengths): number {
  if (!one.isAcquainted || toAspect(one.finding) !== "what" || isNewness(one)) return 0;
  const support = toMost(story, (other) =>
    toAspect(other.finding) !== "what" || isNewness(other)
      ? toSupport(one, other) * strengths.get(other.finding.id)!.beside
      : 0,
  );
  return UNSUPPORTED_WEIGHT * (1 - Math.min(1, support / SUPPORT_FULL));
}

const toMost = (story: Story, of: (one: Statement) => number): number =>
  story.reduce((most, one) => Math.max(most, of(one)), 0);

/** A strange place supports all that is done from it; a strange amount or hour only what is part of it. */
function toSupport(deed: Statement, other: Statement): number {
  if (toAspect(other.finding) === "where") return isNear(deed, other) && isSamePlace(deed, other) ? 1 : 0;
  if (countCommon(deed.finding, other.finding) === 0) return 0;
  if (isNewness(other)) return SUPPORT_OF_NEWNESS;
  return (isWorkload(deed) ? SUPPORT_OF_MACHINE : SUPPORT_OF_AMOUNT) * toRest(deed, other);
}

const isNewness = ({ finding }: Statement): boolean => finding.detector.kind === "first_seen";

/** A call that some service makes in somebody's name has no place of its own. */
function isSamePlace(a: Statement, b: Statement): boolean {
  const [ours, theirs] = [toPublicAddress(a), toPublicAddress(b)];
  return ours === null || theirs === null || ours === theirs;
}
