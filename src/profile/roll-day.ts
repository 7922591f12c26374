import { decayOver } from "./decay.ts";
import { DAILY_FIRST, HOUR_OF_WEEK, HOURLY_FIRST, METRICS, VALUE_DIMENSIONS } from "./dimension.ts";
import { type GroupDay, USUAL_SHARE } from "./group-day.ts";
import { findHabitualOffset, isNight, isWeekend, smoothWeek, toLocalHour, WEEK_HOURS } from "./habit.ts";
import { kindGroup } from "./peers.ts";
import type { Baseline, Profile } from "./profile.ts";
import type { RowTable } from "./row-table.ts";
import { quantileOfBins, SKETCH_OFFSETS, toBin } from "./sketch.ts";
import { COUNT, SLOT_DOUBLES, SLOT_WORDS, type ValuePool } from "./value-pool.ts";
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
export function closeHour(profile: Profile, delta: RowTable): void {
  const sums = profile.windows.sums;
  if (sums[CLOCK_SUMS]! === 0) return;
  for (let metric = 0; metric < METRICS.length; metric++) {
    const bin = toBin(metric, sums[CLOCK_SUMS + metric]!);
    profile.sketches[SKETCH_OFFSETS[metric]! + bin]! += 1;
    addToGroups(delta, profile, { dimension: HOURLY_FIRST + metric, code: bin + 1, events: 1, actors: 0 });
  }
  profile.windows.clear(CLOCK_SUMS);
}

/** The running day is over: its sums become a past day, all counts decay up to `day`, which begins. */
export function closeDay(
  profile: Profile,
  day: number,
  { delta, pool }: { delta: RowTable; pool: ValuePool },
): void {
  const sums = profile.windows.sums;
  if (sums[TODAY_SUMS]! > 0) {
    profile.addDay(profile.day, sums, TODAY_SUMS);
    profile.activeDays++;
    for (let metric = 0; metric < METRICS.length; metric++) {
      const code = toBin(metric, sums[TODAY_SUMS + metric]!) + 1;
      addToGroups(delta, profile, { dimension: DAILY_FIRST + metric, code, events: 1, actors: 0 });
    }
    profile.windows.clear(TODAY_SUMS);
    closeHoursOfDay(profile, delta);
  }
  decay(profile, pool, decayOver(day - profile.day));
  forget(profile, delta, pool);
  profile.day = day;
}

/** 1970-01-01 was a Thursday. */
const firstHourOf = (day: number): number => ((day + 3) % 7) * 24;

function closeHoursOfDay(profile: Profile, delta: RowTable): void {
  const first = firstHourOf(profile.day);
  for (let hour = 0; hour < 24; hour++) {
    const events = profile.hoursToday[hour]!;
    if (events === 0) continue;
    profile.hours[first + hour]! += events;
    addToGroups(delta, profile, { dimension: HOUR_OF_WEEK, code: first + hour + 1, events, actors: 0 });
  }
  profile.hoursToday.fill(0);
}

function decay(profile: Profile, pool: ValuePool, factor: number): void {
  const { tables, hours, sketches, totals, types } = profile;
  for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
    totals[dimension]! *= factor;
    types[dimension]! *= factor;
    const offset = tables[dimension * 3]!;
    const end = offset + tables[dimension * 3 + 1]!;
    for (let slot = offset; slot < end; slot++) pool.doubles[slot * SLOT_DOUBLES + COUNT]! *= factor;
  }
  for (let i = 0; i < hours.length; i++) hours[i]! *= factor;
  for (let i = 0; i < sketches.length; i++) sketches[i]! *= factor;
  profile.fastUsual *= factor;
}

function forget(profile: Profile, delta: RowTable, pool: ValuePool): void {
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
  const offset = findHabitualOffset(profile.hours);
  const shares = new Float64Array(WEEK_HOURS);
  smoothWeek(profile.hours, shares);
  let total = BACK_OFF;
  for (let hour = 0; hour < WEEK_HOURS; hour++) total += shares[hour]!;
  let peak = 0;
  let weekend = 0;
  let night = 0;
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    const share = (shares[hour]! + BACK_OFF * group.hours[hour]!) / total;
    shares[hour] = share;
    if (share > peak) peak = share;
    const local = toLocalHour(hour, offset);
    if (isWeekend(local)) weekend += share;
    if (isNight(local)) night += share;
  }
  for (let hour = 0; hour < WEEK_HOURS; hour++) shares[hour] = Math.log2(peak / shares[hour]!);
  return {
    group,
    offset,
    hourBits: shares,
    weekendBits: -Math.log2(weekend),
    nightBits: -Math.log2(night),
    hourly: toUsualHours(profile),
    daily: toUsualDays(profile),
  };
}

export const quantileOfHours = (profile: Profile, metric: number, share: number): number =>
  quantileOfBins(metric, share, (bin) => profile.sketches[SKETCH_OFFSETS[metric]! + bin]!);

function toUsualHours(profile: Profile): Float64Array {
  const usual = new Float64Array(METRICS.length).fill(Number.NaN);
  if (profile.hoursKnown < BASELINE_HOURS_MIN) return usual;
  for (let metric = 0; metric < usual.length; metric++)
    usual[metric] = quantileOfHours(profile, metric, USUAL_SHARE);
  return usual;
}

function toUsualDays(profile: Profile): Float64Array {
  const usual = new Float64Array(METRICS.length).fill(Number.NaN);
  const count = profile.dayCount;
  if (count < BASELINE_DAYS_MIN) return usual;
  const sorted = new Float64Array(count);
  for (let metric = 0; metric < usual.length; metric++) {
    for (let i = 0; i < count; i++) sorted[i] = profile.dayOf(i, metric);
    sorted.sort();
    const at = USUAL_SHARE * (count - 1);
    const below = Math.floor(at);
    const above = Math.min(below + 1, count - 1);
    usual[metric] = sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
  }
  return usual;
}
