import { DAY_MS } from "../domain/index.ts";
import { METRICS } from "./dimension.ts";

const WIDTH = METRICS.length;
export const MINUTE_STEPS = 12;
export const HOUR_STEPS = 12;
export const DAY_STEPS = 24;
export const MINUTE_STEP_MS = 5_000;
export const HOUR_STEP_MS = 300_000;
export const DAY_STEP_MS = 3_600_000;

/** Places in `Windows.sums`: steps and sums of the last hour and day, of the last minute, of the clock's hour, of today. */
export const HOUR_RING = 0;
export const HOUR_SUMS = HOUR_RING + HOUR_STEPS * WIDTH;
export const DAY_RING = HOUR_SUMS + WIDTH;
export const DAY_SUMS = DAY_RING + DAY_STEPS * WIDTH;
export const MINUTE_RING = DAY_SUMS + WIDTH;
export const MINUTE_SUM = MINUTE_RING + MINUTE_STEPS;
export const CLOCK_SUMS = MINUTE_SUM + 1;
export const TODAY_SUMS = CLOCK_SUMS + WIDTH;
const PLACES = TODAY_SUMS + WIDTH;

/**
 * Sliding windows of one profile. A window is a ring of steps of which the newest is running: the last minute has 12
 * of five seconds, the last hour 12 of five minutes, the last day 24 of an hour. All sums are of whole numbers below
 * 2^53, so adding and taking away is exact.
 *
 * Distinct values: a step counts the values whose LAST use lies in it, so the sum of the steps is the number of
 * distinct values in the window. A value that a full profile dropped and that comes back counts twice.
 */
export class Windows {
  readonly sums = new Float64Array(PLACES);
  #at = 0;
  #hour = 0;
  #day = 0;

  /** Lets time pass to `at`, not before the instant it stands at: what left a window is taken out of its sum. */
  moveTo(at: number): void {
    const from = this.#at;
    this.#at = at;
    const minute = Math.floor(at / MINUTE_STEP_MS);
    const minuteBefore = Math.floor(from / MINUTE_STEP_MS);
    if (minute === minuteBefore) return;
    this.#moveMinute(minuteBefore, minute);
    const hour = Math.floor(at / HOUR_STEP_MS);
    const hourBefore = Math.floor(from / HOUR_STEP_MS);
    if (hour === hourBefore) return;
    this.#hour = HOUR_RING + (hour % HOUR_STEPS) * WIDTH;
    if (hour - hourBefore >= HOUR_STEPS) this.sums.fill(0, HOUR_RING, HOUR_SUMS + WIDTH);
    else {
      for (let step = hourBefore + 1; step <= hour; step++) {
        this.#drop(HOUR_RING + (step % HOUR_STEPS) * WIDTH, HOUR_SUMS);
      }
    }
    const day = Math.floor(at / DAY_STEP_MS);
    const dayBefore = Math.floor(from / DAY_STEP_MS);
    if (day === dayBefore) return;
    this.#day = DAY_RING + (day % DAY_STEPS) * WIDTH;
    if (day - dayBefore >= DAY_STEPS) this.sums.fill(0, DAY_RING, DAY_SUMS + WIDTH);
    else {
      for (let step = dayBefore + 1; step <= day; step++) {
        this.#drop(DAY_RING + (step % DAY_STEPS) * WIDTH, DAY_SUMS);
      }
    }
  }

  /** One event, at the instant the windows stand at. */
  addToMinute(): void {
    this.sums[MINUTE_RING + (Math.floor(this.#at / MINUTE_STEP_MS) % MINUTE_STEPS)]! += 1;
    this.sums[MINUTE_SUM]! += 1;
  }

  add(metric: number, amount: number): void {
    const sums = this.sums;
    sums[this.#hour + metric]! += amount;
    sums[HOUR_SUMS + metric]! += amount;
    sums[this.#day + metric]! += amount;
    sums[DAY_SUMS + metric]! += amount;
    sums[CLOCK_SUMS + metric]! += amount;
    sums[TODAY_SUMS + metric]! += amount;
  }

  /** A value that was last used at `last` (milliseconds; -1: never) is used now. */
  addDistinct(metric: number, last: number): void {
    if (last < 0) {
      this.add(metric, 1);
      return;
    }
    const sums = this.sums;
    const hour = Math.floor(this.#at / HOUR_STEP_MS);
    const hourBefore = Math.floor(last / HOUR_STEP_MS);
    if (hour !== hourBefore) {
      sums[this.#hour + metric]! += 1;
      if (hour - hourBefore < HOUR_STEPS) sums[HOUR_RING + (hourBefore % HOUR_STEPS) * WIDTH + metric]! -= 1;
      else sums[HOUR_SUMS + metric]! += 1;
    }
    const day = Math.floor(this.#at / DAY_STEP_MS);
    const dayBefore = Math.floor(last / DAY_STEP_MS);
    if (day === dayBefore) return;
    sums[CLOCK_SUMS + metric]! += 1;
    sums[this.#day + metric]! += 1;
    if (day - dayBefore < DAY_STEPS) sums[DAY_RING + (dayBefore % DAY_STEPS) * WIDTH + metric]! -= 1;
    else sums[DAY_SUMS + metric]! += 1;
    if (Math.floor(last / DAY_MS) !== Math.floor(this.#at / DAY_MS)) sums[TODAY_SUMS + metric]! += 1;
  }

  /** Sums of the clock's hour (`CLOCK_SUMS`) or of today (`TODAY_SUMS`) begin anew. */
  clear(from: number): void {
    this.sums.fill(0, from, from + WIDTH);
  }

  /** After the rings were read from bytes: where the windows stand, and the sums that the rings say. */
  restore(at: number): void {
    this.#at = at;
    this.#hour = HOUR_RING + (Math.floor(at / HOUR_STEP_MS) % HOUR_STEPS) * WIDTH;
    this.#day = DAY_RING + (Math.floor(at / DAY_STEP_MS) % DAY_STEPS) * WIDTH;
    const sums = this.sums;
    for (let i = 0; i < WIDTH; i++) {
      for (let step = 0; step < HOUR_STEPS; step++)
        sums[HOUR_SUMS + i]! += sums[HOUR_RING + step * WIDTH + i]!;
      for (let step = 0; step < DAY_STEPS; step++) sums[DAY_SUMS + i]! += sums[DAY_RING + step * WIDTH + i]!;
    }
    for (let step = 0; step < MINUTE_STEPS; step++) sums[MINUTE_SUM]! += sums[MINUTE_RING + step]!;
  }

  #moveMinute(before: number, now: number): void {
    const sums = this.sums;
    if (now - before >= MINUTE_STEPS) {
      sums.fill(0, MINUTE_RING, MINUTE_SUM + 1);
      return;
    }
    for (let step = before + 1; step <= now; step++) {
      const at = MINUTE_RING + (step % MINUTE_STEPS);
      sums[MINUTE_SUM]! -= sums[at]!;
      sums[at] = 0;
    }
  }

  #drop(step: number, target: number): void {
    const sums = this.sums;
    for (let i = 0; i < WIDTH; i++) {
      sums[target + i]! -= sums[step + i]!;
      sums[step + i] = 0;
    }
  }
}
