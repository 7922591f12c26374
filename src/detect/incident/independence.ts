import { DAY_MS, type Finding, HOUR_MS } from "../../domain/index.ts";
import { toAspect } from "./aspect.ts";
import type { Statement } from "./statement.ts";
import { isBehaviour } from "./strength.ts";

/** What is left of a detector's weight when it speaks of the very events that a stronger one of its aspect spoke of. */
const SAME_EVENTS_WEIGHT = 0.3;
/** And when that is one of another aspect. */
const OTHER_ASPECT_WEIGHT = 0.6;
/** Findings that share no event belong to one doing where no more time than this is between them. */
export const NEAR_MS = HOUR_MS;

/** True where no more than an hour lies between the two. */
export const isNear = ({ finding: a }: Statement, { finding: b }: Statement): boolean =>
  a.at <= b.until + NEAR_MS && b.at <= a.until + NEAR_MS;

/**
 * What a finding still says beside another, from 0 to 1. Of one view: the less, the more of the smaller evidence is in
 * the other. Of two, only where their events are the same ones; where somebody came from is always another matter.
 */
export function toRest(a: Statement, b: Statement): number {
  const [one, other] = [toAspect(a.finding), toAspect(b.finding)];
  const isOfModel = isSameProfile(a, b) && (one === "pattern" || other === "pattern");
  if (!isOfModel && one !== other && (one === "where" || other === "where")) return toCoincidence(a, b);
  const both = countCommon(a.finding, b.finding);
  const [ours, theirs] = [a.finding.events.length, b.finding.events.length];
  const all = one === other ? Math.min(ours, theirs) : ours + theirs - both;
  const left = isSameView(a, b) || isOfModel ? SAME_EVENTS_WEIGHT : OTHER_ASPECT_WEIGHT;
  return 1 - Math.min(1, both / Math.max(1, all)) * (1 - left);
}

/**
 * Findings of one view say the same in other words. Of a place, what a rule says of a login and what a profile says of
 * the network are two.
 */
export function isSameView(a: Statement, b: Statement): boolean {
  const aspect = toAspect(a.finding);
  if (aspect !== toAspect(b.finding)) return false;
  return aspect !== "where" || isBehaviour(a.finding.detector.kind) === isBehaviour(b.finding.detector.kind);
}

/** A model sees what is new and what is much by the same profile as the other detectors of behaviour do. */
const isSameProfile = (a: Statement, b: Statement): boolean =>
  isBehaviour(a.finding.detector.kind) && isBehaviour(b.finding.detector.kind);

/** From 1 down: the longer one of the two lasts, the likelier the other falls into its time by chance. */
export function toCoincidence(a: Statement, b: Statement): number {
  if (countCommon(a.finding, b.finding) > 0) return 1;
  return 1 / Math.max(1, toDays(a.finding), toDays(b.finding));
}

const toDays = ({ at, until }: Finding): number => (until - at) / DAY_MS;

/** Events that both cite. */
export function countCommon(a: Finding, b: Finding): number {
  const events = new Set(a.events);
  let both = 0;
  for (const event of b.events) if (events.has(event)) both++;
  return both;
}
