import type { JsonObject } from "../../../domain/index.ts";
import type { LensProfile } from "../../../profile/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import type { LensSight } from "../../pass/lens-sight.ts";
import { formatCount, toExact } from "../amounts.ts";
import { type ExplanationParts, nameValue } from "../explain-profile.ts";

/** How many of those who usually touch an entity an explanation names. */
const USUAL_MAX = 5;
/** An entity is known after so many days and events. */
const KNOWN_DAYS = 7;
const KNOWN_EVENTS = 30;

/** 0 to 1: how much is known of the address or resource. */
export const maturityOf = ({ activeDays, events }: LensProfile): number =>
  Math.min(1, activeDays / KNOWN_DAYS, events / KNOWN_EVENTS);

/** What a finding at an address or a resource says beside its words. */
export function toLensExplanation(
  { detector, lens }: BehaviourDetector,
  { profile, lexicon }: LensSight,
  { since, factors, numbers, comparison, counterfactual }: ExplanationParts,
): JsonObject {
  const { activeDays, eventsBefore } = profile;
  return {
    why: detector.description,
    factors: [...factors],
    profile: {
      [lens === "ip" ? "users_of_the_address" : "users_of_the_resource"]: profile
        .usualBefore(since, USUAL_MAX)
        .map(({ code, share }) => ({ value: nameValue(code, lexicon), share: toExact(share) })),
    },
    numbers,
    comparison,
    counterfactual,
    history: {
      text: `learned from ${formatCount(activeDays, "day")}, ${formatCount(eventsBefore, "event")}`,
      days: activeDays,
      events: eventsBefore,
      maturity: toExact(maturityOf(profile)),
    },
    false_positives: [...detector.falsePositives],
    response: [...detector.response],
  };
}
