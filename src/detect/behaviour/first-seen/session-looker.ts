import { z } from "zod";
import { ADDRESS_KINDS, DAY_MS, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { hasHistory, inKeyOrder, type Judgement, Looker, makeRoom, type Sight } from "../../pass/looker.ts";
import type { Statement } from "../../pass/open-findings.ts";
import { formatNumber, toExact } from "../amounts.ts";
import { formatPast, nameValue, toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { FirstSeenParameters } from "../parameters.ts";
import { createEventFilter } from "./event-filter.ts";
import { nameWords } from "./event-looker.ts";
import { findNewValue, isWithinShares } from "./new-values.ts";
import {
  addEvent,
  openPlace,
  STRANGE_PLACE,
  type StrangePlace,
  toPlaceJson,
  toSessionBits,
} from "./strange-place.ts";

/** A place stays strange for a day: whoever comes back after a pause is still a stranger. */
export const STRANGE_MS = DAY_MS;
/** A place of which a finding was made, for a week: a stranger who comes every night does not become the owner. */
export const TOLD_STRANGE_MS = 7 * DAY_MS;
/** Strange places of one actor that are followed at once, and actors that are. */
export const PLACES_PER_ACTOR_MAX = 8;
export const STRANGE_ACTORS_MAX = 10_000;
const GROWTH = 1.05;
/** From this strength on a grave deed makes the finding more severe. */
const GRAVE_STRENGTH = 2;

const STATE = z.array(z.tuple([z.number(), z.array(STRANGE_PLACE)]));

/** Follows what actors do from places where they never were: the `session` scope of a first-seen detector. */
export class SessionLooker extends Looker {
  readonly #parameters: FirstSeenParameters;
  readonly #accepts: (sight: Sight) => boolean;
  readonly #strange = new Map<number, StrangePlace[]>();

  constructor(definition: BehaviourDetector, parameters: FirstSeenParameters) {
    super(definition);
    this.#parameters = parameters;
    this.#accepts = createEventFilter(parameters);
  }

  protected override judge(sight: Sight): Judgement {
    const { facts, profile } = sight;
    const { bits_min, sensitivity_min, events_min, history } = this.#parameters;
    if (facts.network === 0 || !this.#accepts(sight)) return "outside";
    if (!hasHistory(profile, history)) return "history-too-short";
    const place = this.#findPlace(sight) ?? this.#openPlace(sight);
    if (place === null) return "looked";
    addEvent(place, sight);
    // Thin history weighs less.
    const strength = (toSessionBits(place) / bits_min) * Math.sqrt(profile.maturity);
    const finding = this.open.find(facts.actor, facts.at);
    if (finding?.keys[0] === place.network) {
      this.open.join(finding, facts);
      place.toldDeeds = place.deeds.size;
      if (strength > finding.statement.strength * GROWTH) {
        const quietDeeds = finding.keys[1] ?? -1;
        this.open.restate(finding, this.#toStatement(sight, { place, strength, quietDeeds }));
      }
      return "looked";
    }
    if (strength < 1 || place.sensitivity < sensitivity_min || place.count < events_min) return "looked";
    const quietDeeds = place.toldDeeds;
    place.toldDeeds = place.deeds.size;
    this.open.open(facts, {
      entity: facts.actor,
      keys: [place.network, quietDeeds],
      before: place.events.slice(0, -1),
      statement: this.#toStatement(sight, { place, strength, quietDeeds }),
    });
    return "looked";
  }

  override prune(at: number): void {
    super.prune(at);
    for (const [actor, places] of this.#strange) {
      const kept = places.filter((one) => isStrange(one, at));
      if (kept.length === 0) this.#strange.delete(actor);
      else this.#strange.set(actor, kept);
    }
  }

  override toJson(): JsonValue {
    const strange = inKeyOrder(this.#strange).map(([actor, places]) => [actor, places.map(toPlaceJson)]);
    return { open: this.open.toJson(), strange };
  }

  override restore(state: Readonly<Record<string, unknown>>): void {
    super.restore(state);
    for (const [actor, places] of STATE.parse(state["strange"])) this.#strange.set(actor, places);
  }

  #findPlace({ facts }: Sight): StrangePlace | null {
    const places = this.#strange.get(facts.actor);
    if (places === undefined) return null;
    return places.find((one) => one.network === facts.network && isStrange(one, facts.at)) ?? null;
  }

  /** null: the actor was there before, or so many others are that it is no news. */
  #openPlace(sight: Sight): StrangePlace | null {
    const { facts } = sight;
    const network = findNewValue(sight, "network");
    if (network === null || facts.addressKind > LAST_ADDRESS_KIND) return null;
    for (const dimension of this.#parameters.new_all) {
      const value = findNewValue(sight, dimension);
      if (value === null || !isWithinShares(value, this.#parameters)) return null;
    }
    const place = openPlace(sight, network);
    const places = this.#strange.get(facts.actor);
    if (places === undefined) makeRoom(this.#strange, STRANGE_ACTORS_MAX);
    const kept = (places ?? []).filter((one) => isStrange(one, facts.at));
    this.#strange.set(facts.actor, [...kept.slice(-(PLACES_PER_ACTOR_MAX - 1)), place]);
    return place;
  }

  #toStatement(sight: Sight, { place, strength, quietDeeds }: Told): Statement {
    const { facts, profile, lexicon } = sight;
    const { detector } = this.definition;
    const { bits_min, raise_at_sensitivity } = this.#parameters;
    const bits = toSessionBits(place);
    const isGrave = place.sensitivity >= raise_at_sensitivity && strength >= GRAVE_STRENGTH;
    const usual = profile.usualBefore("country", place.since, 3).map(({ code }) => nameValue(code, lexicon));
    const home = usual.length > 0 ? `; the actor is usually in ${usual.join(", ")}` : "";
    return {
      ...grade({
        severity: detector.severity,
        strength,
        maturity: profile.maturity,
        steps: toSteps(place, quietDeeds, isGrave),
      }),
      strength,
      predicate: `acted from ${nameValue(facts.address, lexicon)}, where it never was, with ${nameWords(place.words)}`,
      explanation: toExplanation(detector, sight, {
        since: place.since,
        factors: place.factors,
        numbers: toNumbers(place, bits, bits_min),
        comparison: `In ${formatPast(place.past)} none came from this network before${home}.`,
        counterfactual: `It would have been quiet from a network that the actor used before; what is new sums up to ${formatNumber(bits)} bits, where under ${formatNumber(bits_min)} are usual.`,
      }),
    };
  }
}

interface Told {
  readonly place: StrangePlace;
  readonly strength: number;
  /** New deeds that earlier findings told of; -1: there were none. With no more than these the finding is quieter. */
  readonly quietDeeds: number;
}

const isStrange = (place: StrangePlace, at: number): boolean =>
  at - place.since <= (place.toldDeeds >= 0 ? TOLD_STRANGE_MS : STRANGE_MS);

/** Whoever only failed is not in; who comes back and does nothing new was told of already. */
function toSteps(place: StrangePlace, quietDeeds: number, isGrave: boolean): number {
  if (!place.succeeded || place.deeds.size <= quietDeeds) return -1;
  return isGrave ? 1 : 0;
}

const toNumbers = (place: StrangePlace, bits: number, bitsMin: number): JsonObject => ({
  bits: toExact(bits),
  bits_min: bitsMin,
  place_bits: toExact(place.place),
  tool_bits: toExact(place.tool),
  hour_bits: toExact(place.hour),
  new_actions: place.deeds.size,
  new_things: place.things.size,
  familiar_actions: place.familiar.size,
  refused: place.refused,
  sensitivity: place.sensitivity,
  events_of_session: place.count,
});

/** Public, private and reserved addresses come first; the names of services and what is none follow. */
const LAST_ADDRESS_KIND = ADDRESS_KINDS.indexOf("reserved");
