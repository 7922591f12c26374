import { expect, test } from "vitest";
import { ContentIds, canonicalJson, OrdinalIds } from "./content-id.ts";

test("equal records of one input have ids of their own, the same ones in every reading", () => {
  const read = () => {
    const ids = new ContentIds("upload");
    return [{ a: "1" }, { a: "2" }, { a: "1" }, { a: "1" }].map((record) => ids.toId(record));
  };
  expect(new Set(read()).size).toBe(4);
  expect(read()).toEqual(read());
});

test("the order of fields does not matter, their values and the kind of log do", () => {
  const idOf = (record: { [name: string]: string }, logType: "upload" | "activity" = "upload") =>
    new ContentIds(logType).toId(record);
  expect(idOf({ a: "1", b: "2" })).toBe(idOf({ b: "2", a: "1" }));
  expect(idOf({ a: "1", b: "2" })).not.toBe(idOf({ a: "2", b: "1" }));
  expect(idOf({ a: "1" })).not.toBe(idOf({ a: "1" }, "activity"));
});

test("remembers a record for at least the stated number of other ones", () => {
  const ids = new ContentIds("upload", 4);
  const first = ids.toId({ a: "first" });
  for (let other = 0; other < 4; other++) ids.toId({ a: `${other}` });
  expect(ids.toId({ a: "first" })).not.toBe(first);
  for (let other = 10; other < 20; other++) ids.toId({ a: `${other}` });
  expect(ids.toId({ a: "first" })).toBe(first);
});

test("canonical JSON says what the record says", () => {
  const text = '{"__proto__":{"x":1},"b":[1,{"d":null,"c":true}],"a":"é\\n"}';
  expect(JSON.parse(canonicalJson(JSON.parse(text)))).toEqual(JSON.parse(text));
  expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
});

test("ordinal ids tell the records of one reading apart, whatever they say", () => {
  const ids = new OrdinalIds();
  expect([ids.toId(), ids.toId(), ids.toId()]).toEqual(["0", "1", "2"]);
});
