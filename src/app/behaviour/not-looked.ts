import type { BehaviourDetector, LookTally } from "../../detect/index.ts";
import type { EntityType, NotLooked, NotLookedReason } from "../../domain/index.ts";
import { FIRST_TRAINING_DAYS } from "./run-behaviour.ts";

/** What a run says of how far its detectors could look. */
export interface LookOutcome {
  readonly tallies: readonly LookTally[];
  /** Days that had events. */
  readonly days: number;
}

/** Detectors that could not look at a single event: that is not the same as finding nothing. */
export function findBehaviourNotLooked(
  detectors: readonly BehaviourDetector[],
  { tallies, days }: LookOutcome,
): readonly NotLooked[] {
  const byDetector = new Map(tallies.map((tally) => [tally.detector, tally]));
  return detectors.flatMap((one) => {
    const { ref } = one.detector;
    const tally = byDetector.get(ref.id);
    if (tally !== undefined && tally.looked > 0) return [];
    const why = tally === undefined ? toAbsence(one, days) : findMostFrequent(tally);
    return [{ detector: ref.id, title: ref.title, why, needs: toNeeds(one, { why, days }) }];
  });
}

/** A detector without a tally was left out of the run, or there was no event to look at. */
const toAbsence = ({ kind }: BehaviourDetector, days: number): NotLookedReason =>
  kind === "model" && days > 0 ? "disabled" : "source-gap";

function findMostFrequent({ notLooked }: LookTally): NotLookedReason {
  const [first] = Object.entries(notLooked).sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return REASONS.find((reason) => reason === first?.[0]) ?? "source-gap";
}
const REASONS: readonly NotLookedReason[] = ["history-too-short", "field-missing", "source-gap", "disabled"];

interface Lack {
  readonly why: NotLookedReason;
  readonly days: number;
}

/** What would have been needed, in words. */
function toNeeds(one: BehaviourDetector, { why, days }: Lack): string {
  switch (why) {
    case "disabled":
      return "models, which were switched off";
    case "history-too-short":
      return `${toHistory(one)}; this log has events on ${days === 1 ? "1 day" : `${days} days`}`;
    case "field-missing":
      return one.detector.needs.length > 0
        ? one.detector.needs.join(", ")
        : "fields that no event of this log has";
    case "source-gap":
      return `events of ${one.parameters.actor_kinds.join(", ")}${PLACES[one.lens]}`;
  }
}

const PLACES: Readonly<Record<EntityType, string>> = {
  actor: "",
  ip: " from public addresses",
  resource: " that name what they touch",
};
const OWNERS: Readonly<Record<EntityType, string>> = {
  actor: "an actor",
  ip: "an address",
  resource: "a resource",
};

function toHistory({ kind, lens, parameters }: BehaviourDetector): string {
  const { days_min: days, events_min: events } = parameters.history;
  const ofActor = events > 0 ? `${days} days and ${events} events` : `${days} days`;
  if (days === 0 && events === 0) return "a history of the tenant";
  const own = `${OWNERS[lens]}'s history of ${ofActor}`;
  return kind === "model" ? `models, trained after ${FIRST_TRAINING_DAYS} days, and ${own}` : own;
}
