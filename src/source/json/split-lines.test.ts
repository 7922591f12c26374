import fc from "fast-check";
import { expect, test } from "vitest";
import { LineSplitter } from "./split-lines.ts";

function split(text: string, size: number, recordBytesMax = 1000): string[] {
  const splitter = new LineSplitter(recordBytesMax);
  const found: string[] = [];
  const drain = () => {
    for (let kind = splitter.next(); kind !== null; kind = splitter.next())
      found.push(`${kind} ${splitter.text()}`);
  };
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    splitter.append(bytes.subarray(at, at + size));
    drain();
  }
  splitter.end();
  drain();
  return found;
}

test("gives the lines that are not blank, wherever the chunks end", () => {
  const line = fc.string({ maxLength: 8, unit: "grapheme" }).map((text) => text.replaceAll("\n", ""));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), fc.integer({ min: 1, max: 20 }), (lines, size) => {
      const filled = lines.filter((text) => /[^\u0000- ]/.test(text));
      expect(split(lines.map((text) => `${text}\n`).join(""), size)).toEqual(
        filled.map((text) => `value ${text}`),
      );
    }),
  );
});

test("says of the last line that it has no end", () => {
  expect(split("one\n\r\n two", 2)).toEqual(["value one", "tail  two"]);
});

test("a line of the largest size is kept, one byte more is not, and the next is read", () => {
  for (const size of [1, 9, 1000]) {
    const found = split(
      `${"a".repeat(10)}\n${"b".repeat(11)}\n${"c".repeat(500)}\nd\n${"e".repeat(99)}`,
      size,
      10,
    );
    expect(found.map((piece) => piece.slice(0, 11))).toEqual([
      "value aaaaa",
      "too-large b",
      "too-large c",
      "value d",
      "too-large e",
    ]);
  }
});
