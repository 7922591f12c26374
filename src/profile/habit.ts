/**
 * Hours of the week: 168 places, Monday 00:00 UTC first. What somebody does at ten on a Tuesday says something of eleven,
 * and something of ten on a Wednesday.
 */
export const WEEK_HOURS = 168;
const DAY_HOURS = 24;
/** 1970-01-01 was a Thursday. */
const EPOCH_HOUR_OF_WEEK = 3 * DAY_HOURS;

export const hourOfWeek = (at: number): number =>
  (Math.floor(at / 3_600_000) + EPOCH_HOUR_OF_WEEK) % WEEK_HOURS;

/** How much of an hour counts for itself, for the hours beside it, and for those beside them: together 1. */
const SAME = 0.4;
const NEAR = 0.2;
const FAR = 0.1;
/** How much the same hour of other days says, beside the hour of the week itself. */
const OTHER_DAYS = 0.3;

/** Smooths 168 counts around the week and towards the same hour of all days. The sum stays the same. */
export function smoothWeek(counts: ArrayLike<number>, into: Float64Array): void {
  OF_DAY.fill(0);
  for (let hour = 0, ofDay = 0; hour < WEEK_HOURS; hour++) {
    OF_DAY[ofDay]! += counts[hour]! / 7;
    if (++ofDay === DAY_HOURS) ofDay = 0;
  }
  for (let hour = 0, ofDay = 0; hour < WEEK_HOURS; hour++) {
    AROUND[hour + 2] = (1 - OTHER_DAYS) * counts[hour]! + OTHER_DAYS * OF_DAY[ofDay]!;
    if (++ofDay === DAY_HOURS) ofDay = 0;
  }
  AROUND[0] = AROUND[WEEK_HOURS]!;
  AROUND[1] = AROUND[WEEK_HOURS + 1]!;
  AROUND[WEEK_HOURS + 2] = AROUND[2]!;
  AROUND[WEEK_HOURS + 3] = AROUND[3]!;
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    into[hour] =
      FAR * (AROUND[hour]! + AROUND[hour + 4]!) +
      NEAR * (AROUND[hour + 1]! + AROUND[hour + 3]!) +
      SAME * AROUND[hour + 2]!;
  }
}

const OF_DAY = new Float64Array(DAY_HOURS);
/** The week with two hours of its end before and two of its beginning behind. */
const AROUND = new Float64Array(WEEK_HOURS + 4);
const ANGLES = Array.from({ length: DAY_HOURS }, (_, hour) => ((hour + 0.5) * 2 * Math.PI) / DAY_HOURS);
const COSINES = ANGLES.map((angle) => Math.cos(angle));
const SINES = ANGLES.map((angle) => Math.sin(angle));
/** Less than this length of the mean direction (0 to 1) is no habit: automation that runs around the clock. */
const HABIT_MIN = 0.25;
const HABIT_EVENTS_MIN = 20;
/** Middle of everybody's habitual day. */
const NOON = 13;

/** Hours to add to UTC so that activity centres on 13:00, from -11 to 12; 0 where there is no habit. */
export function findHabitualOffset(counts: ArrayLike<number>): number {
  let total = 0;
  let x = 0;
  let y = 0;
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    total += counts[hour]!;
    x += counts[hour]! * COSINES[hour % DAY_HOURS]!;
    y += counts[hour]! * SINES[hour % DAY_HOURS]!;
  }
  if (total < HABIT_EVENTS_MIN || Math.sqrt(x * x + y * y) < HABIT_MIN * total) return 0;
  const mean = (Math.atan2(y, x) * DAY_HOURS) / (2 * Math.PI);
  const offset = (((Math.round(NOON - mean) % DAY_HOURS) + DAY_HOURS + 11) % DAY_HOURS) - 11;
  return offset;
}

export const toLocalHour = (hour: number, offset: number): number =>
  (hour + offset + WEEK_HOURS) % WEEK_HOURS;
export const isWeekend = (localHour: number): boolean => localHour >= 5 * DAY_HOURS;
/** From 22:00 to 06:00. */
export const isNight = (localHour: number): boolean =>
  localHour % DAY_HOURS >= 22 || localHour % DAY_HOURS < 6;
