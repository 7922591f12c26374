import { FIELD_DEPTH_MAX } from "../limits.ts";

/** One way on from a node: a key (which may hold dots of the name) and the segment that follows it. */
export interface Step {
  readonly key: string;
  readonly next: number;
  /** The key is a name of `Object.prototype`: only an own property counts. */
  readonly guarded: boolean;
}

/** A compiled field name. `steps[i]` are the keys that segment i may stand for: `a`, but also `a.b` and `a.b.c`. */
export interface FieldPath {
  readonly name: string;
  readonly length: number;
  readonly steps: readonly (readonly Step[])[];
}

/**
 * Under this root callers put what they derived themselves. No key there holds a dot, so a name below it is read in
 * one way only: it is asked for by many rules, for every record.
 */
const DERIVED_ROOT = "gait";

/** The compiled name, or in words why it cannot be one. */
export function compileFieldPath(name: string): FieldPath | string {
  if (name === "") return "it is empty";
  const segments = name.split(".");
  if (segments.length > FIELD_DEPTH_MAX) return `it has more than ${FIELD_DEPTH_MAX} parts`;
  const keysMax = segments[0] === DERIVED_ROOT ? 1 : segments.length;
  const steps = segments.map((_, start) =>
    segments.slice(start, start + keysMax).map((_, length): Step => {
      const key = segments.slice(start, start + length + 1).join(".");
      return { key, next: start + length + 1, guarded: key in Object.prototype };
    }),
  );
  return { name, length: segments.length, steps };
}
