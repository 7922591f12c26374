const WEEKEND_FIRST_DAY = 5;
/** Days count from Monday, 0. */
export const isWeekend = (day: number): boolean => day >= WEEKEND_FIRST_DAY;

/** What an actor does in the hours around one hour of the week. */
export interface HourHabit {
  /** Share of its events in this hour and the ones beside it, on all days of the same kind (weekday or weekend). */
  readonly share: number;
  /** Share of its events on days of this kind. */
  readonly dayShare: number;
  /** Decayed events in all. */
  readonly events: number;
}

/** `hours`: decayed events by hour of the week, Monday 00:00 UTC first. */
export function toHourHabit(hours: Float32Array, hour: number): HourHabit {
  const weekend = isWeekend(Math.floor(hour / 24));
  const ofDay = hour % 24;
  let all = 0;
  let near = 0;
  let days = 0;
  for (let i = 0; i < hours.length; i++) {
    const events = hours[i]!;
    all += events;
    if (isWeekend(Math.floor(i / 24)) !== weekend) continue;
    days += events;
    const apart = Math.abs((i % 24) - ofDay);
    if (Math.min(apart, 24 - apart) <= 1) near += events;
  }
  return { share: all > 0 ? near / all : 0, dayShare: all > 0 ? days / all : 0, events: all };
}

/** An hour that holds less of what the actor does is an odd one. */
export const ODD_HOUR_SHARE = 0.01;
