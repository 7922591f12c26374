import { z } from "zod";
import { HOUR_MS, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import { FEATURES } from "../../../profile/index.ts";
import type { Sight } from "../../pass/looker.ts";
import { EVENTS_PER_FINDING_MAX, type EventMoment } from "../../pass/open-findings.ts";
import { ODD_HOUR_SHARE, toHourHabit } from "../deviation/hour-habit.ts";
import { hourOfWeek, type Past, toPast } from "../explain-profile.ts";
import { describeNewValue, findNewValue, type NewValue, peersShareOf, toNewFactor } from "./new-values.ts";

/** What is done from a strange place is one session until there is an hour of silence. */
const SESSION_GAP_MS = HOUR_MS;
/** New values that an explanation lists. */
const FACTORS_MAX = 12;
/** Different new deeds and things that are counted. */
const DEEDS_MAX = 200;
const THINGS_MAX = 1000;

/** What an actor does from a place where it never was. */
export interface StrangePlace {
  readonly network: number;
  readonly since: number;
  /** What the actor did before it came there. */
  readonly past: Past;
  until: number;
  /** Bits that the place itself brings, the strangest tool, the oddest hour. */
  readonly place: number;
  tool: number;
  hour: number;
  /** Bits of the different new deeds. */
  readonly deeds: Map<number, number>;
  /** Different deeds that are the actor's daily work. */
  readonly familiar: Set<number>;
  /** Different new things that were touched. */
  readonly things: Set<number>;
  refused: number;
  succeeded: boolean;
  /** Of what succeeded, the most sensitive. */
  sensitivity: number;
  /** The running session; `count` goes on where the list is full. */
  events: EventMoment[];
  count: number;
  /** New deeds that findings told of; -1: none was made yet. */
  toldDeeds: number;
  /** In the order of their coming. */
  readonly factors: JsonObject[];
  readonly words: string[];
}

/** The network is new at every café, the country is not. */
const NETWORK_WEIGHT = 0.4;
const COUNTRY_WEIGHT = 0.6;
/** What a deed of each sensitivity weighs. */
const DEED_WEIGHTS = [0.4, 0.6, 1, 1.3] as const;
/** One deed says no more than this: it takes a place, a tool or a second deed to make a stranger. */
const DEED_BITS_MAX = 9;
/** The strangest deed counts whole, each further one by this share of the one before. */
const FURTHER_DEEDS = 0.6;
/** Bits for each doubling of the number of new things. */
const THING_BITS = 1.5;
/**
 * Whoever does all of somebody's own work there is that somebody, at a new address: bits that each doubling of the
 * different familiar deeds takes away. The first ones say nothing: everybody lists something.
 */
const FAMILIAR_BITS = 3.5;
const FAMILIAR_FREE = 3;
/** What an odd hour brings at the most, and refusals. */
const HOUR_BITS = 3;
const REFUSED_BITS_MAX = 3;
/** What many peers use is no news of a stranger. */
const NEWS_PEERS_SHARE_MAX = 0.25;

/** Everything that is new about what is done from the place, in bits. */
export function toSessionBits(place: StrangePlace): number {
  let deeds = 0;
  let weight = 1;
  for (const bits of [...place.deeds.values()].sort((a, b) => b - a)) {
    deeds += bits * weight;
    weight *= FURTHER_DEEDS;
  }
  const things = THING_BITS * Math.log2(1 + place.things.size);
  const refused = Math.min(REFUSED_BITS_MAX, Math.log2(1 + place.refused));
  const familiar = FAMILIAR_BITS * Math.log2(1 + Math.max(0, place.familiar.size - FAMILIAR_FREE));
  return Math.max(0, place.place + place.tool + place.hour + deeds + things + refused - familiar);
}

/** Above 0 for five days after the actor's first such deed. */
const NEW_ACTION = FEATURES.findIndex(({ name }) => name === "new_action");

/** The place as its first event shows it. */
export function openPlace(sight: Sight, network: NewValue): StrangePlace {
  const { facts, profile, lexicon } = sight;
  const country = findNewValue(sight, "country");
  const values = country === null ? [network] : [country, network];
  return {
    network: facts.network,
    since: facts.at,
    past: toPast(profile, facts.at),
    until: facts.at,
    place: NETWORK_WEIGHT * network.bits + COUNTRY_WEIGHT * (country?.bits ?? 0),
    tool: 0,
    hour: 0,
    deeds: new Map(),
    familiar: new Set(),
    things: new Set(),
    refused: 0,
    succeeded: false,
    sensitivity: 0,
    events: [],
    count: 0,
    toldDeeds: -1,
    factors: values.map((value) => toNewFactor(value, lexicon)),
    words: values.map((value) => describeNewValue(value, lexicon)),
  };
}

const isNews = ({ history }: NewValue): boolean => peersShareOf(history) <= NEWS_PEERS_SHARE_MAX;

/** An event that comes twice in a row is one. */
export function addEvent(place: StrangePlace, sight: Sight): void {
  const { facts } = sight;
  if (facts.at - place.until > SESSION_GAP_MS) {
    place.events = [];
    place.count = 0;
  }
  if (place.events.at(-1)?.event === facts.event) return;
  place.until = facts.at;
  place.count++;
  if (place.events.length < EVENTS_PER_FINDING_MAX) place.events.push({ event: facts.event, at: facts.at });
  if (facts.outcome === 0) {
    place.succeeded = true;
    place.sensitivity = Math.max(place.sensitivity, facts.sensitivity);
  } else place.refused++;
  addNewValues(place, sight);
  const { share } = toHourHabit(sight.profile.hours, hourOfWeek(facts.at));
  place.hour = Math.max(place.hour, HOUR_BITS * Math.max(0, 1 - share / ODD_HOUR_SHARE));
}

function addNewValues(place: StrangePlace, sight: Sight): void {
  const { facts, lexicon } = sight;
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
  if (action !== null && isNews(action) && !place.deeds.has(facts.action) && place.deeds.size < DEEDS_MAX) {
    const bits = action.bits * (DEED_WEIGHTS[facts.sensitivity] ?? 1);
    place.deeds.set(facts.action, Math.min(DEED_BITS_MAX, bits));
    note(action);
  }
  if (facts.outcome === 0 && !(sight.features[NEW_ACTION]! > 0) && place.familiar.size < DEEDS_MAX) {
    place.familiar.add(facts.action);
  }
  const thing = findNewValue(sight, "container");
  if (thing !== null && isNews(thing) && place.things.size < THINGS_MAX) place.things.add(thing.code);
}

const FACTOR = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);
export const STRANGE_PLACE = z.strictObject({
  network: z.number(),
  since: z.number(),
  past: z.strictObject({ events: z.number(), days: z.number() }),
  until: z.number(),
  place: z.number(),
  tool: z.number(),
  hour: z.number(),
  deeds: z.array(z.tuple([z.number(), z.number()])).transform((rows) => new Map(rows)),
  familiar: z.array(z.number()).transform((codes) => new Set(codes)),
  things: z.array(z.number()).transform((codes) => new Set(codes)),
  refused: z.number(),
  succeeded: z.boolean(),
  sensitivity: z.number(),
  events: z.array(z.strictObject({ event: z.number(), at: z.number() })),
  count: z.number(),
  toldDeeds: z.number(),
  factors: z.array(FACTOR),
  words: z.array(z.string()),
});

/** What `STRANGE_PLACE` reads. */
export const toPlaceJson = (place: StrangePlace): JsonValue => ({
  ...place,
  past: { ...place.past },
  deeds: [...place.deeds],
  familiar: [...place.familiar],
  things: [...place.things],
  events: place.events.map((one) => ({ ...one })),
  factors: [...place.factors],
  words: [...place.words],
});
