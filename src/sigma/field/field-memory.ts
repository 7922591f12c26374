import { isJsonObject, type JsonObject } from "../../domain/index.ts";
import type { FieldPath } from "./field-path.ts";
import { MANY, readOne } from "./find-values.ts";

export type OneValue = string | number | boolean | undefined | typeof MANY;

/**
 * Fields of the record at hand that were read already: rules ask for the same few fields again and again.
 * `reset` forgets them all at once, by counting records instead of clearing.
 */
export class FieldMemory {
  readonly #slots = new Map<string, number>();
  readonly #values: OneValue[] = [];
  /** By slot: the only key of the field in its parent; null where its name can be read in several ways. */
  readonly #keys: (string | null)[] = [];
  /** By slot: number of the object that holds the field; -1: the record itself. */
  readonly #parents: number[] = [];
  readonly #nodes = new NodeMemory();
  #readFor = new Uint32Array(8);
  #record = 1;

  /** The number by which `read` knows a path; the same for every path of that name. */
  slotOf(path: FieldPath): number {
    const known = this.#slots.get(path.name);
    if (known !== undefined) return known;
    const slot = this.#slots.size;
    this.#slots.set(path.name, slot);
    this.#values.push(undefined);
    const keys = onlyKeys(path);
    this.#keys.push(keys?.at(-1) ?? null);
    this.#parents.push(keys === null ? -1 : this.#nodes.numberOf(keys.slice(0, -1)));
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
    const value = this.#readNew(slot, record, path);
    this.#values[slot] = value;
    this.#readFor[slot] = this.#record;
    return value;
  }

  reset(): void {
    if (this.#record === 0xffffffff) {
      this.#readFor.fill(0);
      this.#nodes.forget();
      this.#record = 0;
    }
    this.#record++;
  }

  #readNew(slot: number, record: JsonObject, path: FieldPath): OneValue {
    const key = this.#keys[slot]!;
    if (key === null) return readOne(record, path);
    const parent = this.#parents[slot]!;
    const node = parent < 0 ? record : this.#nodes.read(parent, record, this.#record);
    if (node === null) return readOne(record, path);
    const value = node[key];
    if (value === undefined || value === null || typeof value === "function") return undefined;
    return typeof value === "object" ? MANY : value;
  }
}

/** The keys of a name that can be read in one way only; null: dots may be parts of keys, or a key needs a closer look. */
function onlyKeys({ steps }: FieldPath): readonly string[] | null {
  const isPlain = steps.every((ways) => ways.length === 1 && !ways[0]!.guarded);
  return isPlain ? steps.map((ways) => ways[0]!.key) : null;
}

/** Objects on the way to fields, each looked up once for a record. */
class NodeMemory {
  readonly #numbers = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #parents: number[] = [];
  readonly #nodes: (JsonObject | null)[] = [];
  readonly #readFor: number[] = [];

  /** The number of the object under these keys; -1: the record. */
  numberOf(keys: readonly string[]): number {
    if (keys.length === 0) return -1;
    const name = keys.join(".");
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const parent = this.numberOf(keys.slice(0, -1));
    const number = this.#keys.length;
    this.#numbers.set(name, number);
    this.#keys.push(keys.at(-1)!);
    this.#parents.push(parent);
    this.#nodes.push(null);
    this.#readFor.push(0);
    return number;
  }

  /** null: nothing stands there, or something that is no object. */
  read(number: number, record: JsonObject, turn: number): JsonObject | null {
    if (this.#readFor[number] === turn) return this.#nodes[number]!;
    const parent = this.#parents[number]!;
    const around = parent < 0 ? record : this.read(parent, record, turn);
    const value = around === null ? undefined : around[this.#keys[number]!];
    const node = isJsonObject(value) ? value : null;
    this.#nodes[number] = node;
    this.#readFor[number] = turn;
    return node;
  }

  forget(): void {
    this.#readFor.fill(0);
  }
}
