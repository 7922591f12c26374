import { toDay } from "../domain/index.ts";
import type { ByteReader, ByteWriter } from "./bytes.ts";
import { HOUR_STEP_MS, HOUR_STEPS } from "./windows.ts";

/**
 * What is summed for an address or a resource. `errors` are all calls that failed, `denied` those refused; `taken` are
 * downloads that succeeded.
 */
export const LENS_METRICS = [
  "events",
  "errors",
  "denied",
  "bytesOut",
  "bytesIn",
  "failedLogins",
  "taken",
  "distinctActors",
] as const;
export type LensMetric = (typeof LENS_METRICS)[number];
export const LENS_METRIC = {
  events: 0,
  errors: 1,
  denied: 2,
  bytesOut: 3,
  bytesIn: 4,
  failedLogins: 5,
  taken: 6,
  distinctActors: 7,
} as const satisfies Record<LensMetric, number>;

/** Days with events whose sums are kept. */
export const LENS_DAYS_MAX = 14;
const WIDTH = LENS_METRICS.length;
const HOUR = HOUR_STEPS * WIDTH;
const TODAY = HOUR + WIDTH;
const PEAK = TODAY + WIDTH;

/** A past day's sums, and the largest sums that one of its sliding hours had. */
export interface LensDay {
  readonly day: number;
  readonly sums: Float64Array;
  readonly peaks: Float64Array;
}

/** All that is kept of one address or resource, besides who touched it. Windows are as in a profile of an actor. */
export class LensState {
  readonly entity: number;
  firstAt = 0;
  lastAt = 0;
  events = 0;
  activeDays = 0;
  day = -1;
  /** Decayed events. */
  total = 0;
  readonly tables = new Int32Array(3);
  /** Steps of the sliding hour, their sums, the sums of today, the largest hours of today. */
  readonly #sums = new Float64Array(PEAK + WIDTH);
  #at = 0;
  readonly days: LensDay[] = [];

  constructor(entity: number) {
    this.entity = entity;
  }

  hourSum(metric: number): number {
    return this.#sums[HOUR + metric]!;
  }

  todaySum(metric: number): number {
    return this.#sums[TODAY + metric]!;
  }

  peakOf(metric: number): number {
    return this.#sums[PEAK + metric]!;
  }

  isInHour(at: number): boolean {
    return Math.floor(this.#at / HOUR_STEP_MS) - Math.floor(at / HOUR_STEP_MS) < HOUR_STEPS;
  }

  moveTo(at: number): void {
    const before = Math.floor(this.#at / HOUR_STEP_MS);
    const now = Math.floor(at / HOUR_STEP_MS);
    this.#at = at;
    if (now - before >= HOUR_STEPS) {
      this.#sums.fill(0, 0, HOUR + WIDTH);
      return;
    }
    for (let step = before + 1; step <= now; step++) {
      const from = (step % HOUR_STEPS) * WIDTH;
      for (let metric = 0; metric < WIDTH; metric++) {
        this.#sums[HOUR + metric]! -= this.#sums[from + metric]!;
        this.#sums[from + metric] = 0;
      }
    }
  }

  add(metric: number, amount: number): void {
    this.#sums[this.#step + metric]! += amount;
    this.#sums[HOUR + metric]! += amount;
    this.#sums[TODAY + metric]! += amount;
  }

  /** A value that was last used at `last` (milliseconds; -1: never) is used now. */
  addDistinct(metric: number, last: number): void {
    if (last < 0) {
      this.add(metric, 1);
      return;
    }
    if (toDay(last) !== toDay(this.#at)) this.#sums[TODAY + metric]! += 1;
    this.#sums[this.#step + metric]! += 1;
    if (this.isInHour(last))
      this.#sums[(Math.floor(last / HOUR_STEP_MS) % HOUR_STEPS) * WIDTH + metric]! -= 1;
    else this.#sums[HOUR + metric]! += 1;
  }

  /** All sums of an event are added. */
  notePeaks(): void {
    const sums = this.#sums;
    for (let metric = 0; metric < WIDTH; metric++) {
      if (sums[HOUR + metric]! > sums[PEAK + metric]!) sums[PEAK + metric] = sums[HOUR + metric]!;
    }
  }

  closeDay(): void {
    if (this.#sums[TODAY]! === 0) return;
    if (this.days.length === LENS_DAYS_MAX) this.days.shift();
    this.days.push({ day: this.day, sums: this.#sums.slice(TODAY, PEAK), peaks: this.#sums.slice(PEAK) });
    this.#sums.fill(0, TODAY);
    this.activeDays++;
  }

  write(writer: ByteWriter): void {
    writer.u32(this.entity);
    writer.i32(this.day);
    writer.u32(this.activeDays);
    for (const value of [this.firstAt, this.lastAt, this.events, this.total]) writer.f64(value);
    writer.sparse(this.#sums, (sum) => writer.f64(sum));
    writer.u8(this.days.length);
    for (const { day, sums, peaks } of this.days) {
      writer.i32(day);
      writer.sparse(sums, (sum) => writer.f64(sum));
      writer.sparse(peaks, (sum) => writer.f64(sum));
    }
  }

  static read(reader: ByteReader): LensState {
    const state = new LensState(reader.u32());
    state.day = reader.i32();
    state.activeDays = reader.u32();
    state.firstAt = reader.f64();
    state.lastAt = reader.f64();
    state.events = reader.f64();
    state.total = reader.f64();
    state.#at = state.lastAt;
    reader.sparse(state.#sums, () => reader.f64());
    for (let left = reader.u8(); left > 0; left--) {
      const day = reader.i32();
      const sums = new Float64Array(WIDTH);
      reader.sparse(sums, () => reader.f64());
      const peaks = new Float64Array(WIDTH);
      reader.sparse(peaks, () => reader.f64());
      state.days.push({ day, sums, peaks });
    }
    return state;
  }

  get #step(): number {
    return (Math.floor(this.#at / HOUR_STEP_MS) % HOUR_STEPS) * WIDTH;
  }
}
