import type { Tenant } from "./behaviour-port.ts";
import { ByteReader, ByteWriter, readHeader, writeHeader } from "./bytes.ts";
import { decayOver } from "./decay.ts";
import { DAILY_FIRST, HOURLY_FIRST, MEMBERS } from "./dimension.ts";
import { findPeerGroup, isPeerGroup } from "./peers.ts";
import { RowTable } from "./row-table.ts";
import { binsOf, quantileOfSketch, SKETCH_OFFSETS, SKETCH_PLACES } from "./sketch.ts";
import type { PeerVectors, PeerView, TenantDelta } from "./tenant-delta.ts";
import type { TenantView } from "./tenant-view.ts";

const MAGIC = 0x544e5447;
const VERSION = 1;
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
  #rows = new RowTable();
  /** Code 0 of each dimension and group: all events, and how many values there are. */
  #totals = new RowTable();

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
    const metric = dimension >= DAILY_FIRST ? dimension - DAILY_FIRST : dimension - HOURLY_FIRST;
    const sketches = new Float64Array(SKETCH_PLACES);
    for (let bin = 0; bin < binsOf(metric); bin++) {
      sketches[SKETCH_OFFSETS[metric]! + bin] = this.eventsOf(this.find(dimension, group, bin + 1));
    }
    return quantileOfSketch(sketches, metric, share);
  }

  merge(day: number, deltas: readonly TenantDelta[]): void {
    // Whole numbers first: only one addition per row meets the decayed sums, whatever the order of the partitions.
    const sum = new RowTable();
    const totals = new RowTable();
    for (const delta of deltas) {
      for (let i = 0; i < delta.codes.length; i++) {
        const row = { dimension: delta.dimensions[i]!, code: delta.codes[i]!, at: i };
        addRow(sum, totals, { ...row, group: delta.groups[i]!, delta });
        if (!isPeerGroup(delta.groups[i]!)) addRow(sum, totals, { ...row, group: 0, delta });
      }
    }
    const decay = this.day < 0 ? 1 : decayOver(day - this.day);
    this.day = day;
    for (let row = 0; row < this.#rows.rows; row++) this.#rows.events[row]! *= decay;
    for (let row = 0; row < this.#totals.rows; row++) this.#totals.events[row]! *= decay;
    addAll(sum, this.#rows);
    addAll(totals, this.#totals);
    this.#tidy();
  }

  regroup(peers: PeerView, vectors: readonly PeerVectors[]): void {
    this.#rows = keepRows(this.#rows, (row) => !isPeerGroup(this.#rows.groups[row]!));
    this.#totals = keepRows(this.#totals, (row) => !isPeerGroup(this.#totals.groups[row]!));
    for (const vector of vectors) {
      for (let a = 0; a < vector.actors.length; a++) {
        const group = findPeerGroup(peers, {
          actor: vector.actors[a]!,
          kind: vector.kinds[a]!,
          account: vector.accounts[a]!,
        });
        // The whole kind is counted by the deltas of days.
        if (!isPeerGroup(group)) continue;
        this.#rows.addActors(this.#rows.findOrAdd(MEMBERS, group, 1), 1);
        for (let i = vector.offsets[a]!; i < vector.offsets[a + 1]!; i++) {
          const dimension = vector.dimensions[i]!;
          const row = this.#rows.findOrAdd(dimension, group, vector.codes[i]!);
          // Rounded counts: the order in which actors are added makes no difference.
          this.#rows.events[row]! += vector.counts[i]!;
          this.#rows.actors[row]! += 1;
          this.#totals.addEvents(this.#totals.findOrAdd(dimension, group, 0), vector.counts[i]!);
        }
      }
    }
    this.#tidy();
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
    this.#countValues();
    const surplus = this.#findSurplus();
    for (const row of surplus) {
      const rows = this.#rows;
      const remainder = rows.findOrAdd(rows.dimensions[row]!, rows.groups[row]!, DROPPED);
      rows.addEvents(remainder, Math.round(rows.events[row]!));
      rows.addActors(remainder, 1);
    }
    const rows = this.#rows;
    let forgotten = 0;
    for (let row = 0; row < rows.rows; row++) if (isForgotten(rows, row)) forgotten++;
    if (surplus.size === 0 && forgotten === 0) return;
    this.#rows = keepRows(rows, (row) => !surplus.has(row) && !isForgotten(rows, row));
    this.#countValues();
  }

  #countValues(): void {
    const rows = this.#rows;
    const totals = this.#totals;
    totals.actors.fill(0);
    for (let row = 0; row < rows.rows; row++) {
      if (rows.dimensions[row] === MEMBERS) continue;
      const total = totals.findOrAdd(rows.dimensions[row]!, rows.groups[row]!, 0);
      totals.addActors(total, rows.codes[row] === DROPPED ? rows.actors[row]! : 1);
    }
  }

  /** The least common values of groups that know too many. */
  #findSurplus(): ReadonlySet<number> {
    const rows = this.#rows;
    const surplus = new Set<number>();
    for (let total = 0; total < this.#totals.rows; total++) {
      if (this.#totals.actors[total]! <= TENANT_VALUES_MAX) continue;
      const dimension = this.#totals.dimensions[total]!;
      const group = this.#totals.groups[total]!;
      const own: number[] = [];
      for (let row = 0; row < rows.rows; row++) {
        const isOwn = rows.dimensions[row] === dimension && rows.groups[row] === group;
        if (isOwn && rows.codes[row] !== DROPPED) own.push(row);
      }
      own.sort(
        (a, b) =>
          rows.events[a]! - rows.events[b]! ||
          rows.actors[a]! - rows.actors[b]! ||
          rows.codes[a]! - rows.codes[b]!,
      );
      for (const row of own.slice(0, Math.max(0, own.length - TENANT_VALUES_MAX))) surplus.add(row);
    }
    return surplus;
  }
}

interface AddedRow {
  readonly dimension: number;
  readonly group: number;
  readonly code: number;
  readonly delta: TenantDelta;
  readonly at: number;
}

function addRow(sum: RowTable, totals: RowTable, { dimension, group, code, delta, at }: AddedRow): void {
  const row = sum.findOrAdd(dimension, group, code);
  sum.events[row]! += delta.events[at]!;
  sum.actors[row]! += delta.actors[at]!;
  if (dimension !== MEMBERS) {
    totals.addEvents(totals.findOrAdd(dimension, group, 0), delta.events[at]!);
  }
}

function addAll(from: RowTable, into: RowTable): void {
  for (let i = 0; i < from.rows; i++) {
    const row = into.findOrAdd(from.dimensions[i]!, from.groups[i]!, from.codes[i]!);
    into.events[row]! += from.events[i]!;
    into.actors[row]! += from.actors[i]!;
  }
}

const isForgotten = (rows: RowTable, row: number): boolean =>
  rows.dimensions[row] !== MEMBERS && rows.codes[row] !== DROPPED && rows.events[row]! < FORGOTTEN_EVENTS;

function keepRows(rows: RowTable, isKept: (row: number) => boolean): RowTable {
  const kept = new RowTable();
  for (let row = 0; row < rows.rows; row++) {
    if (!isKept(row)) continue;
    const at = kept.findOrAdd(rows.dimensions[row]!, rows.groups[row]!, rows.codes[row]!);
    kept.events[at] = rows.events[row]!;
    kept.actors[at] = rows.actors[row]!;
  }
  return kept;
}
