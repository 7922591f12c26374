import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { FieldMemory } from "./field-memory.ts";
import { compileFieldPath, type FieldPath } from "./field-path.ts";
import { readOne } from "./find-values.ts";

const toPath = (name: string): FieldPath => {
  const path = compileFieldPath(name);
  if (typeof path === "string") throw new Error(path);
  return path;
};

const NAMES = [
  "eventName",
  "__proto__",
  "constructor",
  "toString",
  "gait",
  "gait.outcome",
  "gait.tool.family",
  "gait.tool.name",
  "gait.__proto__",
  "gait.constructor.name",
  "userIdentity.type",
  "userIdentity.type.x",
];

test("gives what reading the field anew would give, whatever stands on the way to it", () => {
  const inner = fc.constantFrom("tool", "family", "name", "outcome", "type", "x", "constructor", "__proto__");
  const value: fc.Arbitrary<JsonValue> = fc.oneof(
    fc.constantFrom<JsonValue>("x", "", null, 1, false, '{"family":"x","type":"y"}', "[1]", []),
    fc.dictionary(
      inner,
      fc.constantFrom<JsonValue>("x", null, 2, { family: "x", name: null }, ["x"], '{"family":1}'),
    ),
    fc.array(fc.dictionary(inner, fc.constant("x")), { maxLength: 2 }),
  );
  const root = fc.constantFrom(
    "eventName",
    "gait",
    "userIdentity",
    "userIdentity.type",
    "gait.outcome",
    "__proto__",
  );
  const records = fc.array(fc.dictionary(root, value), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(records, fc.shuffledSubarray(NAMES, { minLength: 1 }), (drawn, names) => {
      const memory = new FieldMemory();
      const slots = names.map((name) => ({ path: toPath(name), slot: memory.slotOf(toPath(name)) }));
      for (const record of drawn) {
        memory.reset();
        for (const { path, slot } of [...slots, ...slots])
          expect(memory.read(slot, record, path)).toBe(readOne(record, path));
      }
    }),
    { numRuns: 500 },
  );
});

test("looks an object up once for a record, however many of its fields are asked for", () => {
  let asked = 0;
  const record: JsonObject = {
    get gait() {
      asked++;
      return { outcome: "denied", region: "eu-west-1" };
    },
  };
  const memory = new FieldMemory();
  const read = (name: string) => memory.read(memory.slotOf(toPath(name)), record, toPath(name));
  for (let i = 1; i <= 2; i++) {
    memory.reset();
    expect([read("gait.outcome"), read("gait.region"), read("gait.outcome")]).toEqual([
      "denied",
      "eu-west-1",
      "denied",
    ]);
    expect(asked).toBe(i);
  }
});
