import type { ByteReader, ByteWriter } from "./bytes.ts";
import { METRICS, VALUE_DIMENSIONS } from "./dimension.ts";
import { DAY_WIDTH, DAYS_MAX, Profile } from "./profile.ts";
import { isBytes } from "./sketch.ts";
import { COUNT, FIRST, LAST, SLOT_DOUBLES, SLOT_WORDS, type ValuePool } from "./value-pool.ts";
import {
  CLOCK_SUMS,
  DAY_RING,
  DAY_SUMS,
  HOUR_RING,
  HOUR_SUMS,
  MINUTE_RING,
  MINUTE_SUM,
  TODAY_SUMS,
} from "./windows.ts";

/** However busy an actor is, its profile takes no more bytes in a snapshot. */
export const PROFILE_BYTES_MAX = 16 * 1024;

export function writeProfile(writer: ByteWriter, profile: Profile, pool: ValuePool): void {
  writer.u32(profile.actor);
  writer.u8(profile.kind);
  writer.u32(profile.account);
  writer.i32(profile.day);
  writer.u32(profile.activeDays);
  writer.f64s([profile.firstAt, profile.lastAt, profile.events, profile.sessionAt]);
  writer.f64s([profile.fastRecent, profile.fastUsual]);
  writer.f64s([profile.placeAt, profile.latitude, profile.longitude, profile.radiusKm]);
  writer.u32(profile.placeNetwork);
  writer.u32(profile.placeAddress);
  writer.u32(profile.placeTool);
  for (const counts of [profile.totals, profile.types]) writer.sparse(counts, (count) => writer.f64(count));
  for (const counts of [profile.hours, profile.hoursToday, profile.sketches]) {
    writer.sparse(counts, (count) => writer.f32(count));
  }
  const { sums } = profile.windows;
  for (const [from, to] of KEPT_SUMS) {
    writer.sparse(sums.subarray(from, to), (sum, i) => writeSum(writer, sum, i % METRICS.length));
  }
  writer.sparse(sums.subarray(MINUTE_RING, MINUTE_SUM), (sum) => writer.u32(sum));
  writer.u8(profile.dayCount);
  for (let i = 0; i < profile.dayCount; i++) {
    writer.u32(profile.days[i * DAY_WIDTH]!);
    for (let metric = 0; metric < METRICS.length; metric++)
      writeSum(writer, profile.dayOf(i, metric), metric);
  }
  for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
    writeValues(writer, { tables: profile.tables, dimension, pool });
  }
}

const KEPT_SUMS: readonly (readonly [number, number])[] = [
  [HOUR_RING, HOUR_SUMS],
  [DAY_RING, DAY_SUMS],
  [CLOCK_SUMS, TODAY_SUMS],
  [TODAY_SUMS, TODAY_SUMS + METRICS.length],
];

/** Bytes go beyond 32 bits, counts stop there. */
function writeSum(writer: ByteWriter, sum: number, metric: number): void {
  if (isBytes(metric)) writer.f64(sum);
  else writer.u32(sum);
}

const readSum = (reader: ByteReader, metric: number): number =>
  isBytes(metric) ? reader.f64() : reader.u32();

interface ValuesOf {
  readonly tables: Int32Array;
  readonly dimension: number;
  readonly pool: ValuePool;
}

/** By code: the order of slots depends on the order in which values came and went. */
function writeValues(writer: ByteWriter, { tables, dimension, pool }: ValuesOf): void {
  const offset = tables[dimension * 3]!;
  const slots: number[] = [];
  for (let slot = offset; slot < offset + tables[dimension * 3 + 1]!; slot++) {
    if (pool.words[slot * SLOT_WORDS] !== 0) slots.push(slot);
  }
  slots.sort((a, b) => pool.words[a * SLOT_WORDS]! - pool.words[b * SLOT_WORDS]!);
  writer.u8(slots.length);
  for (const slot of slots) {
    writer.u32(pool.words[slot * SLOT_WORDS]!);
    writer.u32(pool.words[slot * SLOT_WORDS + FIRST]!);
    writer.u32(pool.words[slot * SLOT_WORDS + LAST]!);
    writer.f64(pool.doubles[slot * SLOT_DOUBLES + COUNT]!);
  }
}

export function readProfile(reader: ByteReader, pool: ValuePool): Profile {
  const profile = new Profile(reader.u32());
  profile.kind = reader.u8();
  profile.account = reader.u32();
  profile.day = reader.i32();
  profile.activeDays = reader.u32();
  profile.firstAt = reader.f64();
  profile.lastAt = reader.f64();
  profile.events = reader.f64();
  profile.sessionAt = reader.f64();
  profile.fastRecent = reader.f64();
  profile.fastUsual = reader.f64();
  profile.placeAt = reader.f64();
  profile.latitude = reader.f64();
  profile.longitude = reader.f64();
  profile.radiusKm = reader.f64();
  profile.placeNetwork = reader.u32();
  profile.placeAddress = reader.u32();
  profile.placeTool = reader.u32();
  for (const counts of [profile.totals, profile.types]) reader.sparse(counts, () => reader.f64());
  for (const counts of [profile.hours, profile.hoursToday, profile.sketches]) {
    reader.sparse(counts, () => reader.f32());
  }
  const { sums } = profile.windows;
  for (const [from, to] of KEPT_SUMS) {
    reader.sparse(sums.subarray(from, to), (i) => readSum(reader, i % METRICS.length));
  }
  reader.sparse(sums.subarray(MINUTE_RING, MINUTE_SUM), () => reader.u32());
  profile.windows.restore(profile.lastAt);
  readDays(reader, profile);
  for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
    readValues(reader, { tables: profile.tables, dimension, pool });
  }
  return profile;
}

function readDays(reader: ByteReader, profile: Profile): void {
  const count = Math.min(reader.u8(), DAYS_MAX);
  const row = new Float64Array(METRICS.length);
  for (let i = 0; i < count; i++) {
    const day = reader.u32();
    for (let metric = 0; metric < row.length; metric++) row[metric] = readSum(reader, metric);
    profile.addDay(day, row, 0);
  }
}

function readValues(reader: ByteReader, { tables, dimension, pool }: ValuesOf): void {
  for (let left = reader.u8(); left > 0; left--) {
    const slot = pool.insert(tables, dimension, reader.u32());
    pool.words[slot * SLOT_WORDS + FIRST] = reader.u32();
    pool.words[slot * SLOT_WORDS + LAST] = reader.u32();
    pool.doubles[slot * SLOT_DOUBLES + COUNT] = reader.f64();
  }
}
