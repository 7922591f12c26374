import type { JsonObject } from "../../domain/index.ts";
import type { FieldPath } from "./field-path.ts";
import { type MANY, readOne } from "./find-values.ts";

export type OneValue = string | number | boolean | undefined | typeof MANY;

/**
 * Fields of the record at hand that were read already: rules ask for the same few fields again and again.
 * `reset` forgets them all at once, by counting records instead of clearing.
 */
export class FieldMemory {
  readonly #slots = new Map<string, number>();
  readonly #values: OneValue[] = [];
  #readFor = new Uint32Array(8);
  #record = 1;

  /** The number by which `read` knows a path; the same for every path of that name. */
  slotOf(path: FieldPath): number {
    const known = this.#slots.get(path.name);
    if (known !== undefined) return known;
    const slot = this.#slots.size;
    this.#slots.set(path.name, slot);
    this.#values.push(undefined);
    if (slot >= this.#readFor.length) {
      const larger = new Uint32Array(this.#readFor.length * 2);
      larger.set(this.#readFor);
      this.#readFor = larger;
    }
    return slot;
  }

  /** The same as `readOne`. */
  read(slot: number, record: JsonObject, path: FieldPath): OneValue {
    if (this.#readFor[slot] === this.#record) return this.#values[slot];
    const value = readOne(record, path);
    this.#values[slot] = value;
    this.#readFor[slot] = this.#record;
    return value;
  }

  reset(): void {
    if (this.#record === 0xffffffff) {
      this.#readFor.fill(0);
      this.#record = 0;
    }
    this.#record++;
  }
}
