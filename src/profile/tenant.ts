import type { Tenant } from "./behaviour-port.ts";
import { ByteReader, ByteWriter, readHeader, writeHeader } from "./bytes.ts";
import { decayOver } from "./decay.ts";
import { DAILY_FIRST, HOURLY_FIRST, MEMBERS } from "./dimension.ts";
import { toGroupUsual } from "./group-usual.ts";
import { findLeastCommon } from "./least-common.ts";
import { findPeerGroup, isPeerGroup } from "./peers.ts";
import { QuantileCache } from "./quantile-cache.ts";
import { RowTable } from "./row-table.ts";
import { binsOf, quantileOfSketch, SKETCH_OFFSETS, SKETCH_PLACES } from "./sketch.ts";
import type { PeerVectors, PeerView, TenantDelta } from "./tenant-delta.ts";
import type { GroupUsual, TenantView } from "./tenant-view.ts";

const MAGIC = 0x544e5447;
const VERSION = 2;
/** Values of one dimension that a group keeps at most; the least common ones are counted as dropped. */
export const TENANT_VALUES_MAX = 20_000;
/** A value with fewer decayed events is forgotten: one event, 200 days ago. */
const FORGOTTEN_EVENTS = 0.01;
/** Stands for the values that were dropped: its `actors` says how many. */
const DROPPED = 0;

/** The tenant as `snapshot` left it, or one that knows nothing. Throws a `TypeError` on bytes of another version. */
export function createTenant(resume?: Uint8Array): Tenant {
  const state = new TenantState();
  if (resume !== undefined) state.restore(resume);
  return state;
}

class TenantState implements Tenant, TenantView {
  day = -1;
  readonly #rows = new RowTable();
  /** Code 0 of each dimension and group: all events, and how many values there are. */
  readonly #totals = new RowTable();
  /** Of each row its place in the totals. */
  #totalOfRow = new Int32Array(0);
  /** What was worked out since the tables changed: groups that have actors, and no more. */
  readonly #usual = new Map<number, GroupUsual>();
  readonly #quantiles = new QuantileCache();

  get view(): TenantView {
    return this;
  }

  find(dimension: number, group: number, code: number): number {
    return this.#rows.find(dimension, group, code);
  }

  eventsOf(row: number): number {
    return row < 0 ? 0 : this.#rows.events[row]!;
  }

  actorsOf(row: number): number {
    return row < 0 ? 0 : Math.max(0, this.#rows.actors[row]!);
  }

  totalOf(dimension: number, group: number): number {
    const row = this.#totals.find(dimension, group, 0);
    return row < 0 ? 0 : this.#totals.events[row]!;
  }

  valuesOf(dimension: number, group: number): number {
    const row = this.#totals.find(dimension, group, 0);
    return row < 0 ? 0 : this.#totals.actors[row]!;
  }

  membersOf(group: number): number {
    return this.actorsOf(this.find(MEMBERS, group, 1));
  }

  quantileOf(dimension: number, group: number, share: number): number {
    return this.#quantiles.get(dimension, group, share) ?? this.#findQuantile(dimension, group, share);
  }

  #findQuantile(dimension: number, group: number, share: number): number {
    const metric = dimension >= DAILY_FIRST ? dimension - DAILY_FIRST : dimension - HOURLY_FIRST;
    const sketches = new Float64Array(SKETCH_PLACES);
    for (let bin = 0; bin < binsOf(metric); bin++) {
      sketches[SKETCH_OFFSETS[metric]! + bin] = this.eventsOf(this.find(dimension, group, bin + 1));
    }
    const quantile = quantileOfSketch(sketches, metric, share);
    this.#quantiles.set(dimension, group, { share, quantile });
    return quantile;
  }

  usualOf(group: number): GroupUsual {
    let usual = this.#usual.get(group);
    if (usual === undefined) {
      usual = toGroupUsual(this, group);
      this.#usual.set(group, usual);
    }
    return usual;
  }

  merge(day: number, deltas: readonly TenantDelta[]): void {
    // Whole numbers first: only one addition per row meets the decayed sums, whatever the order of the partitions.
    const sum = new RowTable();
    const totals = new RowTable();
    for (const delta of deltas) addDelta(sum, totals, delta);
    const decay = this.day < 0 ? 1 : decayOver(day - this.day);
    this.day = day;
    for (let row = 0; row < this.#rows.rows; row++) this.#rows.events[row]! *= decay;
    for (let row = 0; row < this.#totals.rows; row++) this.#totals.events[row]! *= decay;
    addAll(sum, this.#rows);
    addAll(totals, this.#totals);
    this.#tidy();
  }

  regroup(peers: PeerView, vectors: readonly PeerVectors[]): void {
    dropPeerGroups(this.#rows);
    dropPeerGroups(this.#totals);
    for (const vector of vectors) {
      for (let a = 0; a < vector.actors.length; a++) {
        const group = findPeerGroup(peers, {
          actor: vector.actors[a]!,
          kind: vector.kinds[a]!,
          account: vector.accounts[a]!,
        });
        // The whole kind is counted by the deltas of days.
        if (isPeerGroup(group)) this.#addMember(vector, a, group);
      }
    }
    this.#tidy();
  }

  #addMember(vector: PeerVectors, place: number, group: number): void {
    this.#rows.addActors(this.#rows.findOrAdd(MEMBERS, group, 1), 1);
    for (let i = vector.offsets[place]!; i < vector.offsets[place + 1]!; i++) {
      const dimension = vector.dimensions[i]!;
      const row = this.#rows.findOrAdd(dimension, group, vector.codes[i]!);
      // Rounded counts: the order in which actors are added makes no difference.
      this.#rows.events[row]! += vector.counts[i]!;
      this.#rows.actors[row]! += 1;
      this.#totals.addEvents(this.#totals.findOrAdd(dimension, group, 0), vector.counts[i]!);
    }
  }

  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writeHeader(writer, MAGIC, VERSION);
    writer.i32(this.day);
    for (const table of [this.#rows, this.#totals]) {
      writer.u32(table.rows);
      for (const row of table.toOrder()) {
        writer.u8(table.dimensions[row]!);
        writer.u32(table.groups[row]!);
        writer.u32(table.codes[row]!);
        writer.f64(table.events[row]!);
        writer.i32(table.actors[row]!);
      }
    }
    return writer.take();
  }

  restore(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes);
    readHeader(reader, MAGIC, VERSION);
    this.day = reader.i32();
    for (const table of [this.#rows, this.#totals]) {
      for (let left = reader.u32(); left > 0; left--) {
        const row = table.findOrAdd(reader.u8(), reader.u32(), reader.u32());
        table.events[row] = reader.f64();
        table.actors[row] = reader.i32();
      }
    }
  }

  /** Forgets what is long gone, drops what is too much, and counts the values of each group. */
  #tidy(): void {
    this.#usual.clear();
    this.#quantiles.clear();
    this.#countValues();
    const surplus = this.#findSurplus();
    const rows = this.#rows;
    for (const row of surplus) {
      const remainder = rows.findOrAdd(rows.dimensions[row]!, rows.groups[row]!, DROPPED);
      rows.addEvents(remainder, Math.round(rows.events[row]!));
      rows.addActors(remainder, 1);
    }
    const gone = surplus.concat(findForgotten(rows)).sort((a, b) => a - b);
    if (gone.length === 0) return;
    for (let at = gone.length - 1; at >= 0; at--) if (gone[at] !== gone[at + 1]) rows.remove(gone[at]!);
    this.#countValues();
  }

  #countValues(): void {
    const rows = this.#rows;
    const totals = this.#totals;
    totals.actors.fill(0);
    if (this.#totalOfRow.length < rows.rows) this.#totalOfRow = new Int32Array(rows.codes.length);
    // Rows of one dimension and group often follow each other.
    let dimension = -1;
    let group = -1;
    let total = -1;
    for (let row = 0; row < rows.rows; row++) {
      if (rows.dimensions[row] !== dimension || rows.groups[row] !== group) {
        dimension = rows.dimensions[row]!;
        group = rows.groups[row]!;
        total = dimension === MEMBERS ? -1 : totals.findOrAdd(dimension, group, 0);
      }
      this.#totalOfRow[row] = total;
      if (total >= 0) totals.actors[total]! += rows.codes[row] === DROPPED ? rows.actors[row]! : 1;
    }
  }

  /** The least common values of groups that know too many. */
  #findSurplus(): readonly number[] {
    const rows = this.#rows;
    const surplus: number[] = [];
    for (let total = 0; total < this.#totals.rows; total++) {
      if (this.#totals.actors[total]! <= TENANT_VALUES_MAX) continue;
      const own: number[] = [];
      for (let row = 0; row < rows.rows; row++) {
        if (this.#totalOfRow[row] === total && rows.codes[row] !== DROPPED) own.push(row);
      }
      for (const row of findLeastCommon(rows, own, own.length - TENANT_VALUES_MAX)) surplus.push(row);
    }
    return surplus;
  }
}

function addDelta(sum: RowTable, totals: RowTable, delta: TenantDelta): void {
  const { dimensions, groups, codes, events, actors } = delta;
  for (let i = 0; i < codes.length; i++) {
    const dimension = dimensions[i]!;
    // Deltas of kinds add up to the whole tenant; groups of peers are within them.
    const isWithin = isPeerGroup(groups[i]!);
    for (let group = groups[i]!; ; group = 0) {
      const row = sum.findOrAdd(dimension, group, codes[i]!);
      sum.events[row]! += events[i]!;
      sum.actors[row]! += actors[i]!;
      if (dimension !== MEMBERS) totals.addEvents(totals.findOrAdd(dimension, group, 0), events[i]!);
      if (isWithin || group === 0) break;
    }
  }
}

function addAll(from: RowTable, into: RowTable): void {
  for (let i = 0; i < from.rows; i++) {
    const row = into.findOrAdd(from.dimensions[i]!, from.groups[i]!, from.codes[i]!);
    into.events[row]! += from.events[i]!;
    into.actors[row]! += from.actors[i]!;
  }
}

function findForgotten(rows: RowTable): readonly number[] {
  const forgotten: number[] = [];
  for (let row = 0; row < rows.rows; row++) {
    if (!(rows.events[row]! < FORGOTTEN_EVENTS)) continue;
    if (rows.dimensions[row] !== MEMBERS && rows.codes[row] !== DROPPED) forgotten.push(row);
  }
  return forgotten;
}

function dropPeerGroups(rows: RowTable): void {
  for (let row = rows.rows - 1; row >= 0; row--) if (isPeerGroup(rows.groups[row]!)) rows.remove(row);
}
