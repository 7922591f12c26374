import { decayOver } from "./decay.ts";
import { DAILY_FIRST, HOUR_OF_WEEK, HOURLY_FIRST, METRICS, VALUE_DIMENSIONS } from "./dimension.ts";
import { WEEK_HOURS } from "./habit.ts";
import type { Profile } from "./profile.ts";
import { binsOf, SKETCH_OFFSETS, toBin } from "./sketch.ts";
import type { PeerVectors } from "./tenant-delta.ts";
import { COUNT, SLOT_DOUBLES, SLOT_WORDS, type ValuePool } from "./value-pool.ts";

interface Rows {
  readonly dimensions: number[];
  readonly codes: number[];
  readonly counts: number[];
}

/** All that profiles know, with counts decayed to `day` and rounded: sums of them do not depend on an order. */
export function toPeerVectors(profiles: readonly Profile[], pool: ValuePool, day: number): PeerVectors {
  const rows: Rows = { dimensions: [], codes: [], counts: [] };
  const offsets = [0];
  const events: number[] = [];
  for (const profile of profiles) {
    const decay = decayOver(Math.max(0, day - profile.day));
    addValues(rows, profile, { pool, decay });
    addHours(rows, profile, decay);
    addSums(rows, profile, decay);
    offsets.push(rows.codes.length);
    events.push(Math.round(profile.totals[0]! * decay));
  }
  return {
    actors: Uint32Array.from(profiles, ({ actor }) => actor),
    kinds: Uint8Array.from(profiles, ({ kind }) => kind),
    accounts: Uint32Array.from(profiles, ({ account }) => account),
    events: Float64Array.from(events),
    offsets: Uint32Array.from(offsets),
    dimensions: Uint8Array.from(rows.dimensions),
    codes: Uint32Array.from(rows.codes),
    counts: Float64Array.from(rows.counts),
  };
}

function addRow(rows: Rows, dimension: number, row: { readonly code: number; readonly count: number }): void {
  rows.dimensions.push(dimension);
  rows.codes.push(row.code);
  rows.counts.push(Math.round(row.count));
}

function addValues(rows: Rows, profile: Profile, { pool, decay }: { pool: ValuePool; decay: number }): void {
  for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
    const offset = profile.tables[dimension * 3]!;
    const values: { code: number; count: number }[] = [];
    for (let slot = offset; slot < offset + profile.tables[dimension * 3 + 1]!; slot++) {
      const code = pool.words[slot * SLOT_WORDS]!;
      if (code !== 0) values.push({ code, count: pool.doubles[slot * SLOT_DOUBLES + COUNT]! * decay });
    }
    for (const value of values.sort((a, b) => a.code - b.code)) addRow(rows, dimension, value);
  }
}

function addHours(rows: Rows, profile: Profile, decay: number): void {
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    const count = profile.hours[hour]! * decay;
    if (count >= 0.5) addRow(rows, HOUR_OF_WEEK, { code: hour + 1, count });
  }
}

function addSums(rows: Rows, profile: Profile, decay: number): void {
  for (let metric = 0; metric < METRICS.length; metric++) {
    for (let bin = 0; bin < binsOf(metric); bin++) {
      const count = profile.sketches[SKETCH_OFFSETS[metric]! + bin]! * decay;
      if (count >= 0.5) addRow(rows, HOURLY_FIRST + metric, { code: bin + 1, count });
    }
    const days = new Map<number, number>();
    for (let i = 0; i < profile.dayCount; i++) {
      const code = toBin(metric, profile.dayOf(i, metric)) + 1;
      days.set(code, (days.get(code) ?? 0) + 1);
    }
    for (const [code, count] of [...days].sort((a, b) => a[0] - b[0])) {
      addRow(rows, DAILY_FIRST + metric, { code, count });
    }
  }
}
