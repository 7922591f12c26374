/** Numbers by (dimension, group, code): events and actors. Open addressing; rows stay where they are until one is removed. */
export class RowTable {
  dimensions = new Uint8Array(64);
  groups = new Uint32Array(64);
  codes = new Uint32Array(64);
  events = new Float64Array(64);
  actors = new Int32Array(64);
  rows = 0;
  /** Row + 1; 0: free. */
  #index = new Int32Array(256);

  /** -1: not there. */
  find(dimension: number, group: number, code: number): number {
    const mask = this.#index.length - 1;
    for (let i = spread(dimension, group, code) & mask; ; i = (i + 1) & mask) {
      const row = this.#index[i]! - 1;
      if (row < 0) return -1;
      if (this.codes[row] === code && this.groups[row] === group && this.dimensions[row] === dimension)
        return row;
    }
  }

  /** The row of a key; a new one has no events and no actors. */
  findOrAdd(dimension: number, group: number, code: number): number {
    const found = this.find(dimension, group, code);
    if (found >= 0) return found;
    if (this.rows === this.codes.length) this.#grow();
    const row = this.rows++;
    this.dimensions[row] = dimension;
    this.groups[row] = group;
    this.codes[row] = code;
    this.#place(row);
    return row;
  }

  /** The last row takes the place of the one that goes: rows stay put only where they are removed from the last on. */
  remove(row: number): void {
    this.#close(this.#placeOf(row));
    const last = --this.rows;
    if (row !== last) {
      this.#index[this.#placeOf(last)] = row + 1;
      this.dimensions[row] = this.dimensions[last]!;
      this.groups[row] = this.groups[last]!;
      this.codes[row] = this.codes[last]!;
      this.events[row] = this.events[last]!;
      this.actors[row] = this.actors[last]!;
    }
    this.events[last] = 0;
    this.actors[last] = 0;
  }

  // `table.events[table.findOrAdd(…)] += n` would write to an array that `findOrAdd` has just replaced.
  addEvents(row: number, events: number): void {
    this.events[row]! += events;
  }

  addActors(row: number, actors: number): void {
    this.actors[row]! += actors;
  }

  /** Places of the rows in the order of their keys: by dimension, group, code. */
  toOrder(): Uint32Array {
    const order = new Uint32Array(this.rows);
    for (let row = 0; row < order.length; row++) order[row] = row;
    return order.sort(
      (a, b) =>
        this.dimensions[a]! - this.dimensions[b]! ||
        this.groups[a]! - this.groups[b]! ||
        this.codes[a]! - this.codes[b]!,
    );
  }

  /** Where the index keeps a row. */
  #placeOf(row: number): number {
    const mask = this.#index.length - 1;
    let i = this.#homeOf(row);
    while (this.#index[i] !== row + 1) i = (i + 1) & mask;
    return i;
  }

  #homeOf(row: number): number {
    return spread(this.dimensions[row]!, this.groups[row]!, this.codes[row]!) & (this.#index.length - 1);
  }

  /** Frees a place of the index; rows behind it that would no longer be found move up. */
  #close(place: number): void {
    const mask = this.#index.length - 1;
    let free = place;
    for (let i = (place + 1) & mask; this.#index[i] !== 0; i = (i + 1) & mask) {
      const way = (i - this.#homeOf(this.#index[i]! - 1)) & mask;
      if (way < ((i - free) & mask)) continue;
      this.#index[free] = this.#index[i]!;
      free = i;
    }
    this.#index[free] = 0;
  }

  #place(row: number): void {
    const mask = this.#index.length - 1;
    let i = this.#homeOf(row);
    while (this.#index[i] !== 0) i = (i + 1) & mask;
    this.#index[i] = row + 1;
  }

  #grow(): void {
    const size = this.codes.length * 2;
    this.dimensions = widen(this.dimensions, new Uint8Array(size));
    this.groups = widen(this.groups, new Uint32Array(size));
    this.codes = widen(this.codes, new Uint32Array(size));
    this.events = widen(this.events, new Float64Array(size));
    this.actors = widen(this.actors, new Int32Array(size));
    this.#index = new Int32Array(size * 4);
    for (let row = 0; row < this.rows; row++) this.#place(row);
  }
}

function widen<T extends { set(from: T): void }>(from: T, into: T): T {
  into.set(from);
  return into;
}

function spread(dimension: number, group: number, code: number): number {
  let h = Math.imul(code ^ Math.imul(group + dimension + 1, 0x9e3779b1), 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
