import { METRICS, VALUE_DIMENSIONS } from "./dimension.ts";
import type { GroupDay } from "./group-day.ts";
import { USUAL_SHARE } from "./group-usual.ts";
import { findHabitualOffset, isNight, isWeekend, smoothWeek, toLocalHour, WEEK_HOURS } from "./habit.ts";
import { kindGroup } from "./peers.ts";
import type { Baseline, Profile } from "./profile.ts";
import type { RowTable } from "./row-table.ts";
import { quantileOfSketch, SKETCH_OFFSETS, toBin } from "./sketch.ts";
import { COUNT, PEER_SHARE, SLOT_DOUBLES, SLOT_WORDS, type ValuePool } from "./value-pool.ts";
import { CLOCK_SUMS, TODAY_SUMS } from "./windows.ts";

/** A value with a lower decayed count is given up: used once, 150 days ago. */
const VALUE_COUNT_MIN = 2 ** -5;
/** Past hours and days from which a baseline is made at all. */
export const BASELINE_HOURS_MIN = 5;
export const BASELINE_DAYS_MIN = 3;
/** Weight of what peers do, in events: k of the back-off. */
export const BACK_OFF = 20;

/** Adds a count to the tenant's part of the actor's groups: of its kind, and of its peers. */
export function addToGroups(
  delta: RowTable,
  profile: Profile,
  add: {
    readonly dimension: number;
    readonly code: number;
    readonly events: number;
    readonly actors: number;
  },
): void {
  const own = kindGroup(profile.kind);
  let row = delta.findOrAdd(add.dimension, own, add.code);
  delta.events[row]! += add.events;
  delta.actors[row]! += add.actors;
  if (profile.peerGroup === own) return;
  row = delta.findOrAdd(add.dimension, profile.peerGroup, add.code);
  delta.events[row]! += add.events;
  delta.actors[row]! += add.actors;
}

/** The running hour of the clock is over: its sums become part of the actor's usual hours. */
export function closeHour(profile: Profile, group: GroupDay): void {
  const sums = profile.windows.sums;
  if (sums[CLOCK_SUMS]! === 0) return;
  for (let metric = 0; metric < METRICS.length; metric++) {
    const at = SKETCH_OFFSETS[metric]! + toBin(metric, sums[CLOCK_SUMS + metric]!);
    profile.sketches[at]! += 1;
    group.addedHourly[at]! += 1;
  }
  profile.windows.clear(CLOCK_SUMS);
}

/** The profile's running day is over, another begins: its sums become a past day, its hours part of the habit. */
export function closeDay(profile: Profile, group: GroupDay): void {
  const sums = profile.windows.sums;
  if (sums[TODAY_SUMS]! === 0) return;
  profile.addDay(profile.day, sums, TODAY_SUMS);
  profile.activeDays++;
  for (let metric = 0; metric < METRICS.length; metric++) {
    group.addedDaily[SKETCH_OFFSETS[metric]! + toBin(metric, sums[TODAY_SUMS + metric]!)]! += 1;
  }
  profile.windows.clear(TODAY_SUMS);
  const first = firstHourOf(profile.day);
  for (let hour = 0; hour < 24; hour++) {
    const events = profile.hoursToday[hour]!;
    if (events === 0) continue;
    profile.hours[first + hour]! += events;
    group.addedHours[first + hour]! += events;
  }
  profile.hoursToday.fill(0);
}

/** 1970-01-01 was a Thursday. */
const firstHourOf = (day: number): number => ((day + 3) % 7) * 24;

/** All counts, by what the days that passed leave of them. What peers and tenant say of a value is looked up anew. */
export function decay(profile: Profile, pool: ValuePool, factor: number): void {
  const { tables, hours, sketches, totals, types } = profile;
  for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
    totals[dimension]! *= factor;
    types[dimension]! *= factor;
    const offset = tables[dimension * 3]!;
    const end = offset + tables[dimension * 3 + 1]!;
    for (let slot = offset; slot < end; slot++) {
      pool.doubles[slot * SLOT_DOUBLES + COUNT]! *= factor;
      pool.floats[slot * SLOT_WORDS + PEER_SHARE] = 0;
    }
  }
  for (let i = 0; i < hours.length; i++) hours[i]! *= factor;
  for (let i = 0; i < sketches.length; i++) sketches[i]! *= factor;
  profile.fastUsual *= factor;
}

/** Gives up values that were not used for long. */
export function forget(profile: Profile, delta: RowTable, pool: ValuePool): void {
  const { tables } = profile;
  for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
    const offset = tables[dimension * 3]!;
    const end = offset + tables[dimension * 3 + 1]!;
    for (let slot = offset; slot < end; ) {
      const code = pool.words[slot * SLOT_WORDS]!;
      if (code === 0 || pool.doubles[slot * SLOT_DOUBLES + COUNT]! >= VALUE_COUNT_MIN) {
        slot++;
        continue;
      }
      addToGroups(delta, profile, { dimension, code, events: 0, actors: -1 });
      // What moves into the slot is looked at next.
      pool.remove(tables, dimension, slot);
    }
  }
}

/** What the features of a day compare with, from the profile as it is before the day's first event. */
export function toBaseline(profile: Profile, group: GroupDay): Baseline {
  const baseline = profile.baseline ?? createBaseline(group);
  baseline.group = group;
  baseline.offset = findHabitualOffset(profile.hours);
  fillShares(profile, baseline);
  fillUsualHours(profile, baseline.hourly);
  fillUsualDays(profile, baseline.daily);
  return baseline;
}

const createBaseline = (group: GroupDay): Baseline => ({
  group,
  offset: 0,
  hourShares: new Float32Array(WEEK_HOURS),
  peakShare: 1,
  weekendBits: 0,
  nightBits: 0,
  hourly: new Float64Array(METRICS.length),
  daily: new Float64Array(METRICS.length),
});

function fillShares(profile: Profile, baseline: Baseline): void {
  const { hourShares, group, offset } = baseline;
  smoothWeek(profile.hours, SMOOTHED);
  let total = BACK_OFF;
  for (let hour = 0; hour < WEEK_HOURS; hour++) total += SMOOTHED[hour]!;
  let peak = 0;
  let weekend = 0;
  let night = 0;
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    const share = (SMOOTHED[hour]! + BACK_OFF * group.hours[hour]!) / total;
    hourShares[hour] = share;
    if (share > peak) peak = share;
    const local = toLocalHour(hour, offset);
    if (isWeekend(local)) weekend += share;
    if (isNight(local)) night += share;
  }
  baseline.peakShare = Math.fround(peak);
  baseline.weekendBits = -Math.log2(weekend);
  baseline.nightBits = -Math.log2(night);
}

const SMOOTHED = new Float64Array(WEEK_HOURS);

function fillUsualHours(profile: Profile, usual: Float64Array): void {
  if (profile.hoursKnown < BASELINE_HOURS_MIN) {
    usual.fill(Number.NaN);
    return;
  }
  for (let metric = 0; metric < usual.length; metric++) {
    usual[metric] = quantileOfSketch(profile.sketches, metric, USUAL_SHARE);
  }
}

/** The quantile of at most 30 days lies between two of the three largest. */
function fillUsualDays(profile: Profile, usual: Float64Array): void {
  const count = profile.dayCount;
  if (count < BASELINE_DAYS_MIN) {
    usual.fill(Number.NaN);
    return;
  }
  const rank = (1 - USUAL_SHARE) * (count - 1);
  for (let metric = 0; metric < usual.length; metric++) {
    let first = -1;
    let second = -1;
    let third = -1;
    for (let i = 0; i < count; i++) {
      const sum = profile.dayOf(i, metric);
      if (sum > first) {
        third = second;
        second = first;
        first = sum;
      } else if (sum > second) {
        third = second;
        second = sum;
      } else if (sum > third) third = sum;
    }
    usual[metric] = rank < 1 ? first + rank * (second - first) : second + (rank - 1) * (third - second);
  }
}
