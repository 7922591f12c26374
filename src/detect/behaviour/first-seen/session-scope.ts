import { ADDRESS_KINDS, DAY_MS, HOUR_MS, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import type { BehaviourDetector } from "../../pass/behaviour-detector.ts";
import { createLooks, hasHistory, type Looker, type Sight } from "../../pass/looker.ts";
import { createOpenFindings, EVENTS_PER_FINDING_MAX, type Statement } from "../../pass/open-findings.ts";
import { formatCount, formatNumber, toExact } from "../amounts.ts";
import { ODD_HOUR_SHARE, toHourHabit } from "../deviation/hour-habit.ts";
import { hourOfWeek, nameValue, toExplanation } from "../explain-profile.ts";
import { grade } from "../grade.ts";
import type { FirstSeenParameters } from "../parameters.ts";
import { createEventFilter } from "./event-scope.ts";
import {
  describeNewValue,
  findNewValue,
  type NewValue,
  peersShareOf,
  tenantShareOf,
  toNewFactor,
} from "./new-values.ts";

/** A place stays strange for a day: whoever comes back after a pause is still a stranger. */
const STRANGE_MS = DAY_MS;
/** What is done from a strange place is one session until there is an hour of silence. */
const SESSION_GAP_MS = HOUR_MS;
/** Strange places of one actor that are followed at once, and actors that are. */
const PLACES_PER_ACTOR_MAX = 8;
export const STRANGE_ACTORS_MAX = 10_000;
/** New values that an explanation lists. */
const FACTORS_MAX = 12;

/** What an actor does from a place where it never was. */
interface StrangePlace {
  readonly network: number;
  readonly since: number;
  until: number;
  /** Bits that the place itself and the strangest tool bring. */
  readonly place: number;
  tool: number;
  /** Of the hour, where the actor is hardly ever active then. */
  hour: number;
  /** Different new things that were touched. */
  readonly things: Set<number>;
  succeeded: boolean;
  /** Bits of the different new deeds. */
  readonly deeds: Map<number, number>;
  refused: number;
  sensitivity: number;
  /** The running session, and how many events beyond. */
  events: { readonly event: number; readonly at: number }[];
  count: number;
  /** For words; in the order of their coming. */
  readonly factors: JsonObject[];
  readonly words: string[];
}

/** Halves for the network, which is new at every café, and more for a country, which is not. */
const NETWORK_WEIGHT = 0.4;
const COUNTRY_WEIGHT = 0.6;
/** What a deed of each sensitivity weighs. */
const DEED_WEIGHTS = [0.4, 0.6, 1, 1.3] as const;
/** The strangest deed counts whole, each further one by this share of the one before. */
const FURTHER_DEEDS = 0.6;
/** Bits for each doubling of the number of new things, and how many are counted. */
const THING_BITS = 1.5;
const THINGS_MAX = 1000;
/** What an odd hour brings at the most. */
const HOUR_BITS = 3;
/** A session in which much is refused. */
const REFUSED_BITS_MAX = 3;

export function toSessionBits(place: {
  readonly place: number;
  readonly tool: number;
  readonly hour: number;
  readonly things: ReadonlySet<number>;
  readonly deeds: Iterable<number>;
  readonly refused: number;
}): number {
  let deeds = 0;
  let weight = 1;
  for (const bits of [...place.deeds].sort((a, b) => b - a)) {
    deeds += bits * weight;
    weight *= FURTHER_DEEDS;
  }
  return (
    place.place +
    place.tool +
    place.hour +
    THING_BITS * Math.log2(1 + place.things.size) +
    deeds +
    Math.min(REFUSED_BITS_MAX, Math.log2(1 + place.refused))
  );
}

/** Follows what actors do from places where they never were: the `session` scope of a first-seen detector. */
export function createSessionLooker(definition: BehaviourDetector, parameters: FirstSeenParameters): Looker {
  const open = createOpenFindings(definition);
  const looks = createLooks();
  const filter = createEventFilter(parameters);
  const strange = new Map<number, StrangePlace[]>();

  const findPlace = (sight: Sight): StrangePlace | null => {
    const { facts } = sight;
    const places = strange.get(facts.actor);
    const known = places?.find((one) => one.network === facts.network && facts.at - one.since <= STRANGE_MS);
    if (known !== undefined) return known;
    const network = findNewValue(sight, "network");
    if (network === null || !isAddress(facts.addressKind)) return null;
    const values = parameters.new_all.map((dimension) => findNewValue(sight, dimension));
    for (const value of values) {
      if (value === null || peersShareOf(value.history) > parameters.peers_share_max) return null;
      if (tenantShareOf(value.history) > parameters.tenant_share_max) return null;
    }
    const place = openPlace(sight, network);
    if (places === undefined && strange.size >= STRANGE_ACTORS_MAX) {
      const oldest = strange.keys().next();
      if (oldest.done !== true) strange.delete(oldest.value);
    }
    const kept = (places ?? [])
      .filter((one) => facts.at - one.since <= STRANGE_MS)
      .slice(-(PLACES_PER_ACTOR_MAX - 1));
    strange.set(facts.actor, [...kept, place]);
    return place;
  };

  return {
    detector: definition,
    looks,
    startDay: () => undefined,
    look(sight) {
      const { facts, profile } = sight;
      if (facts.network === 0 || !filter(sight)) return;
      if (!hasHistory(profile, parameters.history)) {
        looks.historyTooShort++;
        return;
      }
      looks.looked++;
      const place = findPlace(sight);
      if (place === null) return;
      addEvent(place, sight);
      const bits = toSessionBits({ ...place, deeds: place.deeds.values() });
      const strength = (bits / parameters.bits_min) * Math.sqrt(profile.maturity);
      const finding = open.find(facts.actor, facts.at);
      if (finding !== null && finding.keys[0] === place.network) {
        open.join(finding, facts);
        if (strength > finding.statement.strength * 1.05) {
          finding.statement = toStatement(definition, sight, { parameters, place, bits, strength });
        }
        return;
      }
      if (
        strength < 1 ||
        place.sensitivity < parameters.sensitivity_min ||
        place.count < parameters.events_min
      )
        return;
      open.open(facts, {
        entity: facts.actor,
        keys: [place.network],
        before: place.events.slice(0, -1),
        statement: toStatement(definition, sight, { parameters, place, bits, strength }),
      });
    },
    take: open.take,
    prune(at) {
      open.prune(at);
      for (const [actor, places] of strange) {
        const kept = places.filter((one) => at - one.since <= STRANGE_MS);
        if (kept.length === 0) strange.delete(actor);
        else strange.set(actor, kept);
      }
    },
    toJson: () => ({
      open: open.toJson(),
      strange: [...strange].sort(([a], [b]) => a - b).map(([actor, places]) => [actor, places.map(toState)]),
    }),
    restore(state) {
      if (state === null || typeof state !== "object" || Array.isArray(state)) return;
      open.restore(state["open"] ?? []);
      for (const [actor, places] of (state["strange"] ?? []) as unknown as [number, PlaceState[]][]) {
        strange.set(actor, places.map(fromState));
      }
    },
  };
}

/** Whether it is an address at all, and not the name of a service or what is none. */
const isAddress = (kind: number): boolean => kind <= LAST_ADDRESS_KIND;
/** Public, private and reserved ones come first. */
const LAST_ADDRESS_KIND = ADDRESS_KINDS.indexOf("reserved");

function openPlace(sight: Sight, network: NewValue): StrangePlace {
  const { facts, lexicon } = sight;
  const country = findNewValue(sight, "country");
  const values = country === null ? [network] : [country, network];
  return {
    network: facts.network,
    since: facts.at,
    until: facts.at,
    place: NETWORK_WEIGHT * network.bits + COUNTRY_WEIGHT * (country?.bits ?? 0),
    tool: 0,
    hour: 0,
    things: new Set(),
    succeeded: false,
    deeds: new Map(),
    refused: 0,
    sensitivity: 0,
    events: [],
    count: 0,
    factors: values.map((value) => toNewFactor(value, lexicon)),
    words: values.map((value) => describeNewValue(value, lexicon)),
  };
}

/** What many peers use is no news of a stranger. */
const NEWS_PEERS_SHARE_MAX = 0.25;
const isNews = ({ history }: NewValue): boolean => peersShareOf(history) <= NEWS_PEERS_SHARE_MAX;

function addEvent(place: StrangePlace, sight: Sight): void {
  const { facts, lexicon } = sight;
  if (facts.at - place.until > SESSION_GAP_MS) {
    place.events = [];
    place.count = 0;
  }
  if (place.events.at(-1)?.event === facts.event) return;
  place.until = facts.at;
  place.count++;
  if (place.events.length < EVENTS_PER_FINDING_MAX) place.events.push({ event: facts.event, at: facts.at });
  if (facts.outcome !== 0) place.refused++;
  else {
    place.succeeded = true;
    place.sensitivity = Math.max(place.sensitivity, facts.sensitivity);
  }
  const note = (value: NewValue): void => {
    if (place.factors.length >= FACTORS_MAX) return;
    place.factors.push(toNewFactor(value, lexicon));
    place.words.push(describeNewValue(value, lexicon));
  };
  const tool = findNewValue(sight, "tool");
  if (tool !== null) {
    if (place.tool === 0) note(tool);
    place.tool = Math.max(place.tool, tool.bits);
  }
  const action = findNewValue(sight, "action");
  if (action !== null && !place.deeds.has(facts.action) && isNews(action)) {
    place.deeds.set(facts.action, action.bits * DEED_WEIGHTS[facts.sensitivity as 0 | 1 | 2 | 3]);
    note(action);
  }
  const thing = findNewValue(sight, "container");
  if (thing !== null && isNews(thing) && place.things.size < THINGS_MAX) place.things.add(thing.code);
  const { share } = toHourHabit(sight.profile.hours, hourOfWeek(facts.at));
  place.hour = Math.max(place.hour, HOUR_BITS * Math.max(0, 1 - share / ODD_HOUR_SHARE));
}

interface Found {
  readonly parameters: FirstSeenParameters;
  readonly place: StrangePlace;
  readonly bits: number;
  readonly strength: number;
}

/** So many new deeds are named in a summary. */
const WORDS_NAMED_MAX = 4;

function toStatement(
  definition: BehaviourDetector,
  sight: Sight,
  { parameters, place, bits, strength }: Found,
): Statement {
  const { facts, profile, lexicon } = sight;
  const isGrave = place.sensitivity >= parameters.raise_at_sensitivity && strength >= 2;
  const graded = grade({
    severity: definition.detector.severity,
    strength,
    maturity: profile.maturity,
    // Whoever only failed is not in.
    steps: place.succeeded ? (isGrave ? 1 : 0) : -1,
  });
  const named = place.words.slice(0, WORDS_NAMED_MAX).join(", ");
  const more =
    place.words.length > WORDS_NAMED_MAX
      ? ` and ${formatCount(place.words.length - WORDS_NAMED_MAX, "more new value")}`
      : "";
  const usual = profile.usualValues("country", 3).map(({ code }) => nameValue(code, lexicon));
  return {
    ...graded,
    strength,
    predicate: `acted from ${nameValue(facts.address, lexicon)}, where it never was, with ${named}${more}`,
    explanation: toExplanation(definition.detector, sight, {
      factors: place.factors,
      numbers: {
        bits: toExact(bits),
        bits_min: parameters.bits_min,
        place_bits: toExact(place.place),
        tool_bits: toExact(place.tool),
        hour_bits: toExact(place.hour),
        new_actions: place.deeds.size,
        new_things: place.things.size,
        refused: place.refused,
        sensitivity: place.sensitivity,
        events_of_session: place.count,
      },
      comparison: `In ${formatNumber(profile.events)} events of ${formatNumber(profile.activeDays)} days none came from this network${usual.length > 0 ? `; the actor is usually in ${usual.join(", ")}` : ""}.`,
      counterfactual: `It would have been quiet from a network that the actor used before; what is new sums up to ${formatNumber(bits)} bits, where under ${formatNumber(parameters.bits_min)} are usual.`,
    }),
  };
}

type PlaceState = Omit<StrangePlace, "deeds" | "things"> & {
  readonly deeds: readonly (readonly [number, number])[];
  readonly things: readonly number[];
};
const toState = (place: StrangePlace): JsonValue =>
  ({ ...place, deeds: [...place.deeds], things: [...place.things] }) as unknown as JsonValue;
const fromState = (state: PlaceState): StrangePlace => ({
  ...state,
  deeds: new Map(state.deeds),
  things: new Set(state.things),
});
