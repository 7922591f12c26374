import { DAY_MS } from "../domain/index.ts";
import { DIMENSION, MEMBERS, METRIC, VALUE_DIMENSIONS } from "./dimension.ts";
import { ACTOR_KINDS } from "./facts.ts";
import { DENIED, FAST_MS, nextFastShare, SUCCESS, toWholeBytes } from "./feature/compute.ts";
import type { Observation } from "./observation.ts";
import { SESSION_IDLE_MS } from "./profile.ts";
import { addToGroups } from "./roll-day.ts";
import type { RowTable } from "./row-table.ts";
import { COUNT, FIRST, IS_NEW, LAST, SLOT_DOUBLES, SLOT_WORDS, TODAY, TODAY_EVENT } from "./value-pool.ts";

/** The metric that counts the distinct values of each dimension; -1: none does. */
const DISTINCT: readonly number[] = Array.from({ length: VALUE_DIMENSIONS }, (_, dimension) => {
  if (dimension === DIMENSION.action) return METRIC.distinctActions;
  if (dimension === DIMENSION.service) return METRIC.distinctServices;
  if (dimension === DIMENSION.container) return METRIC.distinctContainers;
  if (dimension === DIMENSION.address) return METRIC.distinctAddresses;
  return dimension === DIMENSION.region ? METRIC.distinctRegions : -1;
});

/** Services and automation are in many places at once: where they were last says nothing. */
const IS_SOMEWHERE: readonly boolean[] = ACTOR_KINDS.map(
  (kind) => kind !== "automation" && kind !== "service",
);

/** Makes an observed event part of its actor's profile. */
export function learnEvent(seen: Observation, delta: RowTable): void {
  const { facts, profile, at } = seen;
  if (seen.isFirst) {
    profile.firstAt = at;
    profile.sessionAt = at;
    addToGroups(delta, profile, { dimension: MEMBERS, code: 1, events: 0, actors: 1 });
  } else {
    const gap = at - profile.lastAt;
    profile.fastRecent = nextFastShare(seen);
    if (gap < FAST_MS) profile.fastUsual += 1;
    if (gap > SESSION_IDLE_MS) profile.sessionAt = at;
  }
  for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
    if (seen.codes[dimension] !== 0) learnValue(seen, dimension, delta);
  }
  const { windows } = profile;
  windows.addToMinute();
  windows.add(METRIC.events, 1);
  const out = toWholeBytes(facts.bytesOut);
  const into = toWholeBytes(facts.bytesIn);
  if (out > 0) windows.add(METRIC.bytesOut, out);
  if (into > 0) windows.add(METRIC.bytesIn, into);
  if (facts.outcome !== SUCCESS) windows.add(METRIC.errors, 1);
  if (facts.outcome === DENIED) windows.add(METRIC.denied, 1);
  profile.hoursToday[Math.floor((at % DAY_MS) / 3_600_000)]! += 1;
  profile.events++;
  profile.lastAt = at;
  if (!Number.isNaN(facts.latitude) && IS_SOMEWHERE[facts.actorKind]) learnPlace(seen);
}

function learnValue(seen: Observation, dimension: number, delta: RowTable): void {
  const { profile, pool, at } = seen;
  const code = seen.codes[dimension]!;
  const seconds = Math.floor(at / 1000);
  let slot = seen.slots[dimension]!;
  let last = -1;
  if (slot >= 0) {
    last = pool.words[slot * SLOT_WORDS + LAST]! * 1000;
  } else {
    if (pool.isFull(profile.tables, dimension)) dropLeast(seen, dimension, delta);
    slot = pool.insert(profile.tables, dimension, code);
    seen.slots[dimension] = slot;
    pool.words[slot * SLOT_WORDS + FIRST] = seconds;
    pool.words[slot * SLOT_WORDS + TODAY] = IS_NEW;
    profile.types[dimension]! += 1;
  }
  const { words, doubles } = pool;
  words[slot * SLOT_WORDS + LAST] = seconds;
  words[slot * SLOT_WORDS + TODAY]! += TODAY_EVENT;
  doubles[slot * SLOT_DOUBLES + COUNT]! += 1;
  profile.totals[dimension]! += 1;
  const metric = DISTINCT[dimension]!;
  if (metric >= 0) profile.windows.addDistinct(metric, last);
}

/** Makes room for a value. What today's events of the dropped one say is told to the tenant at once. */
function dropLeast(seen: Observation, dimension: number, delta: RowTable): void {
  const { profile, pool } = seen;
  const slot = pool.findLeast(profile.tables, dimension);
  const at = slot * SLOT_WORDS;
  const today = pool.words[at + TODAY]!;
  const isNew = today % TODAY_EVENT;
  const events = (today - isNew) / TODAY_EVENT;
  if (events > 0) addToGroups(delta, profile, { dimension, code: 0, events, actors: isNew });
  if (isNew === 0) addToGroups(delta, profile, { dimension, code: pool.words[at]!, events: 0, actors: -1 });
  pool.remove(profile.tables, dimension, slot);
}

function learnPlace({ facts, profile, at }: Observation): void {
  profile.placeAt = at;
  profile.latitude = facts.latitude;
  profile.longitude = facts.longitude;
  profile.radiusKm = facts.radiusKm;
  profile.placeNetwork = facts.network;
  profile.placeAddress = facts.address;
  profile.placeTool = facts.tool;
}
