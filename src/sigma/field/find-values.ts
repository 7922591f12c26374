import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import { FIELD_DEPTH_MAX, KEYWORD_VALUES_MAX } from "../limits.ts";
import { type EmbeddedJson, mayBeJson } from "./embedded-json.ts";
import type { FieldPath, Step } from "./field-path.ts";

export type Visit = (value: JsonValue) => boolean;

/** Stands for "more than one value, or one that needs the long way": see `readOne`. */
export const MANY = Symbol("many");

interface FieldSearchOptions {
  readonly path: FieldPath;
  readonly visit: Visit;
  /** Offer the items of an array at the end, and then the array; else the array only: for "is it there", "is it null". */
  readonly opensArrays: boolean;
  readonly embedded: EmbeddedJson;
}

/**
 * Walks to every value that a field name can mean and stops at the first that `visit` accepts.
 * A name's dots may be levels or parts of keys; arrays on the way are gone through element by element; a string on the
 * way is read as JSON. Made once per rule, so that a lookup allocates nothing.
 */
export class FieldSearch {
  readonly #path: FieldPath;
  readonly #visit: Visit;
  readonly #opensArrays: boolean;
  readonly #embedded: EmbeddedJson;

  constructor(options: FieldSearchOptions) {
    this.#path = options.path;
    this.#visit = options.visit;
    this.#opensArrays = options.opensArrays;
    this.#embedded = options.embedded;
  }

  run(record: JsonObject): boolean {
    return this.#walk(record, 0, 0);
  }

  #walk(node: JsonValue, at: number, depth: number): boolean {
    if (depth > FIELD_DEPTH_MAX) return false;
    if (at === this.#path.length) return this.#opensArrays ? this.#offer(node, depth) : this.#visit(node);
    if (typeof node === "string") {
      const value = this.#embedded.read(node);
      return value !== undefined && this.#walk(value, at, depth + 1);
    }
    if (Array.isArray(node)) {
      for (let i = 0; i < node.length; i++) if (this.#walk(node[i]!, at, depth + 1)) return true;
      return false;
    }
    if (!isJsonObject(node)) return false;
    const steps = this.#path.steps[at]!;
    for (let i = 0; i < steps.length; i++) {
      const value = readStep(node, steps[i]!);
      if (value !== undefined && this.#walk(value, steps[i]!.next, depth + 1)) return true;
    }
    return false;
  }

  #offer(value: JsonValue, depth: number): boolean {
    if (!Array.isArray(value)) return this.#visit(value);
    if (depth > FIELD_DEPTH_MAX) return false;
    for (let i = 0; i < value.length; i++) if (this.#offer(value[i]!, depth + 1)) return true;
    return this.#visit(value);
  }
}

/** Getters of a class count as fields (that is how `gait` is made), methods and what every object inherits do not. */
function readStep(node: JsonObject, step: Step): JsonValue | undefined {
  if (step.guarded && !Object.hasOwn(node, step.key)) return undefined;
  const value = node[step.key];
  return typeof value === "function" ? undefined : value;
}

/**
 * The one scalar that a name means, on the short way: plain levels only. undefined: nothing, or null.
 * `MANY`: arrays, embedded JSON, keys with dots or an object at the end; ask a `FieldSearch`.
 */
export function readOne(
  record: JsonObject,
  path: FieldPath,
): string | number | boolean | undefined | typeof MANY {
  let node: JsonObject = record;
  const last = path.length - 1;
  for (let at = 0; at <= last; at++) {
    const steps = path.steps[at]!;
    for (let i = 1; i < steps.length; i++) if (readStep(node, steps[i]!) !== undefined) return MANY;
    const value = readStep(node, steps[0]!);
    if (value === undefined || value === null) return undefined;
    if (at === last) return typeof value === "object" ? MANY : value;
    if (typeof value !== "object") return typeof value === "string" && mayBeJson(value) ? MANY : undefined;
    if (Array.isArray(value)) return MANY;
    node = value;
  }
  return undefined;
}

/** Every scalar of a record, at any depth down to the limit: what keywords search. Objects with a class of their own are no part of the log. */
export function someScalar(record: JsonObject, visit: Visit): boolean {
  return new ScalarWalk(visit).walk(record, 0);
}

class ScalarWalk {
  readonly #visit: Visit;
  #left = KEYWORD_VALUES_MAX;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  walk(node: JsonValue, depth: number): boolean {
    if (depth > FIELD_DEPTH_MAX || this.#left-- <= 0) return false;
    if (node === null) return false;
    if (typeof node !== "object") return this.#visit(node);
    if (Array.isArray(node)) {
      for (const item of node) if (this.walk(item, depth + 1)) return true;
      return false;
    }
    const prototype: unknown = Object.getPrototypeOf(node);
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const key of Object.keys(node)) {
      const value = node[key];
      if (value !== undefined && this.walk(value, depth + 1)) return true;
    }
    return false;
  }
}
