import fc from "fast-check";
import { expect, test } from "vitest";
import type { PieceKind } from "./piece.ts";
import { JsonSplitter } from "./split-json.ts";

const LIST_FIELDS = ["Records", "Events"];

interface Found {
  readonly kind: PieceKind;
  readonly text: string;
}

/** The pieces of a text that comes in chunks of the given sizes, over and over. */
function split(
  text: string,
  sizes: readonly number[] = [text.length + 1],
  recordBytesMax = 1_000_000,
): Found[] {
  const splitter = new JsonSplitter({ listFields: LIST_FIELDS, recordBytesMax });
  const bytes = Buffer.from(text);
  const found: Found[] = [];
  const drain = () => {
    for (let kind = splitter.next(); kind !== null; kind = splitter.next())
      found.push({ kind, text: splitter.text() });
  };
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    splitter.append(bytes.subarray(at, at + size));
    at += size;
    drain();
  }
  splitter.end();
  drain();
  return found;
}

const values = (found: readonly Found[]) =>
  found.map(({ kind, text }) => (kind === "value" ? JSON.parse(text) : kind));

/** Any JSON value, with the characters and names that could confuse a splitter. */
const confusing = fc.constantFrom(
  '"',
  "\\",
  '\\"',
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "Records",
  "\n",
  '{"Records":[',
  "é",
  "😀",
);
const anyText = fc
  .array(fc.oneof(confusing, fc.string({ maxLength: 4 })), { maxLength: 5 })
  .map((parts) => parts.join(""));
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      anyText,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(anyText, tie("value"), { maxKeys: 4 }),
  ),
})).value;
/** A record: not an object that would itself be taken for a list of records. */
const anyRecord = fc
  .dictionary(anyText, anyJson, { maxKeys: 5 })
  .filter((record) => !LIST_FIELDS.some((field) => Array.isArray(record[field])));
const anySizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
const anyIndent = fc.constantFrom(undefined, 1, "\t");
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("finds in a list what JSON.parse finds, wherever the chunks end", () => {
  fc.assert(
    fc.property(fc.array(anyJson, { maxLength: 6 }), anySizes, anyIndent, (list, sizes, indent) => {
      expect(values(split(JSON.stringify(list, null, indent), sizes))).toEqual(plain(list));
    }),
    { numRuns: 400 },
  );
});

test("finds in a field of an object what JSON.parse finds, whatever stands around it", () => {
  const around = fc
    .dictionary(anyText, anyJson, { maxKeys: 3 })
    .filter((fields) => !LIST_FIELDS.some((f) => f in fields));
  fc.assert(
    fc.property(around, fc.array(anyJson, { maxLength: 5 }), around, anySizes, anyIndent, (...drawn) => {
      const [before, list, after, sizes, indent] = drawn;
      const document = Object.fromEntries([
        ...Object.entries(before),
        ["Records", list],
        ...Object.entries(after).filter(([name]) => !(name in before)),
      ]);
      expect(values(split(JSON.stringify(document, null, indent), sizes))).toEqual(plain(list));
    }),
    { numRuns: 400 },
  );
});

test("finds objects that stand one after the other, with anything or nothing between them", () => {
  const between = fc.constantFrom("", "\n", " ", "\r\n", ",", "\u001e", "\n\n");
  fc.assert(
    fc.property(
      fc.array(anyRecord, { maxLength: 6 }),
      between,
      anySizes,
      anyIndent,
      (records, gap, sizes, indent) => {
        const text = records.map((record) => JSON.stringify(record, null, indent)).join(gap);
        expect(values(split(text, sizes))).toEqual(plain(records));
      },
    ),
    { numRuns: 400 },
  );
});

test("a document that is cut anywhere gives its first records and one cut piece", () => {
  const records = [{ a: "x\\" }, { b: [1, { c: '"}' }] }, { d: null }];
  for (const text of [JSON.stringify({ Records: records }), JSON.stringify(records, null, 2)]) {
    for (let length = 1; length < text.length; length++) {
      const found = split(text.slice(0, length), [3]);
      const whole = found.filter(({ kind }) => kind === "value");
      expect(found.length - whole.length, text.slice(0, length)).toBe(1);
      expect(found.at(-1)?.kind).toBe("cut");
      expect(values(whole)).toEqual(records.slice(0, whole.length));
    }
  }
});

test("a record of the largest size is kept, one byte more is not, and the next one is read", () => {
  const record = (bytes: number) => `{"a":"${"x".repeat(bytes - 8)}"}`;
  for (const sizes of [[7], [10_000]]) {
    for (const [open, close] of [
      ["[", "]"],
      ['{"Records":[', "]}"],
      ["", ""],
    ] as const) {
      const text = `${open}${record(100)},${record(101)},${record(5000)},{"b":1}${close}`;
      const kinds = split(text, sizes, 100).map(({ kind }) => kind);
      expect(kinds).toEqual(["value", "too-large", "too-large", "value"]);
    }
  }
});

test("a list is found after a field that is too large to keep", () => {
  const text = `{"padding":"${"x".repeat(5000)}","Records":[{"a":1},{"b":2}]}`;
  for (const size of [1, 7, 100]) expect(values(split(text, [size], 100))).toEqual([{ a: 1 }, { b: 2 }]);
});

test("a text of one record in ever so many chunks costs no more than the record", () => {
  const text = `[{"a":"${"x".repeat(3_000_000)}"},{"b":1}]`;
  const started = performance.now();
  expect(split(text, [1000], 10_000_000).map(({ kind }) => kind)).toEqual(["value", "value"]);
  expect(performance.now() - started).toBeLessThan(2000);
});

test("what is no JSON is one piece up to the line's end or the next object", () => {
  const found = split('hello {"a":1}\nworld, oh world\n[1, x, {"b":2}]', [2]);
  expect(found.map(({ text }) => text)).toEqual([
    "hello ",
    '{"a":1}',
    "world, oh world",
    "1",
    "x",
    '{"b":2}',
  ]);
});
