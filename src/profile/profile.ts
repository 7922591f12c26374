import { METRICS, VALUE_DIMENSIONS } from "./dimension.ts";
import type { GroupDay } from "./group-day.ts";
import { WEEK_HOURS } from "./habit.ts";
import { SKETCH_OFFSETS, SKETCH_PLACES } from "./sketch.ts";
import { createTables } from "./value-pool.ts";
import { Windows } from "./windows.ts";

/** Days with activity whose sums are kept. */
export const DAYS_MAX = 30;
/** Places of a kept day: its number, then its sum of each metric. */
export const DAY_WIDTH = 1 + METRICS.length;
/** A pause of so long ends a session. */
export const SESSION_IDLE_MS = 30 * 60_000;
/** From so many events and active days on a profile is mature. */
export const MATURE_EVENTS = 50;
export const MATURE_DAYS = 7;

/** What is worked out anew at an actor's first event of a day; never kept. */
export interface Baseline {
  group: GroupDay;
  /** Hours to add to UTC for the time that the actor keeps. */
  offset: number;
  /** p(hour of the week) in UTC, backed off to peers, and the largest of them. */
  readonly hourShares: Float32Array;
  peakShare: number;
  weekendBits: number;
  nightBits: number;
  /** What 95% of the actor's own hours and days stay below; NaN: too few. */
  readonly hourly: Float64Array;
  readonly daily: Float64Array;
}

/** All that is kept of one actor. Its values stand in the pool of the instance. */
export class Profile {
  actor: number;
  kind = 0;
  account = 0;
  /** Code of the actor's group of peers, however small it is; found anew every day. */
  peerGroup = 0;
  firstAt = 0;
  /** When the last event was. Time never goes back: an earlier event counts as of then. */
  lastAt = 0;
  events = 0;
  /** Days with events before `day`. */
  activeDays = 0;
  /** The running day; -1: no event yet. */
  day = -1;
  sessionAt = 0;
  /** Share of recent events that came within a second of the one before, and of all; both decayed. */
  fastRecent = 0;
  fastUsual = 0;
  /** Last known place; `placeAt` NaN: none. */
  placeAt = Number.NaN;
  latitude = 0;
  longitude = 0;
  radiusKm = 0;
  placeNetwork = 0;
  placeAddress = 0;
  placeTool = 0;
  readonly tables = createTables();
  /** Per dimension: decayed events with a value, and decayed first uses. */
  readonly totals = new Float64Array(VALUE_DIMENSIONS);
  readonly types = new Float64Array(VALUE_DIMENSIONS);
  readonly windows = new Windows();
  /** Decayed events per hour of the week without today's, and today's by hour of the day. */
  readonly hours = new Float32Array(WEEK_HOURS);
  readonly hoursToday = new Float32Array(24);
  /** Histograms of the sums of past hours, one after the other by metric. */
  readonly sketches = new Float32Array(SKETCH_PLACES);
  /** Past days with activity, oldest first. */
  days = new Float64Array(4 * DAY_WIDTH);
  dayCount = 0;
  baseline: Baseline | null = null;

  constructor(actor: number) {
    this.actor = actor;
  }

  get maturity(): number {
    return Math.min(1, this.activeDays / MATURE_DAYS, this.events / MATURE_EVENTS);
  }

  /** Sum of a past day; `index` 0 is the oldest kept. */
  dayOf(index: number, metric: number): number {
    return this.days[index * DAY_WIDTH + 1 + metric]!;
  }

  /** How many past hours had events, decayed. */
  get hoursKnown(): number {
    let sum = 0;
    for (let i = SKETCH_OFFSETS[0]!; i < SKETCH_OFFSETS[1]!; i++) sum += this.sketches[i]!;
    return sum;
  }

  addDay(day: number, sums: Float64Array, from: number): void {
    if (this.dayCount === DAYS_MAX) {
      this.days.copyWithin(0, DAY_WIDTH);
      this.dayCount--;
    } else if ((this.dayCount + 1) * DAY_WIDTH > this.days.length) {
      const wider = new Float64Array(Math.min(this.days.length * 2, DAYS_MAX * DAY_WIDTH));
      wider.set(this.days);
      this.days = wider;
    }
    const at = this.dayCount++ * DAY_WIDTH;
    this.days[at] = day;
    for (let metric = 0; metric < METRICS.length; metric++) this.days[at + 1 + metric] = sums[from + metric]!;
  }
}
