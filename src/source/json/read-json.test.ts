import { expect, test } from "vitest";
import {
  cloudTrailRecord,
  eventsOf,
  memoryInput,
  outcomesOf,
  readAll,
  rejectsOf,
} from "../fixtures/memory-input.ts";

const json = (...ids: string[]) => ids.map((id) => JSON.stringify(cloudTrailRecord(id)));
const idsOf = async (text: string, options: Parameters<typeof readAll>[1] = {}) =>
  eventsOf(await readAll(memoryInput(text, { chunk: 97 }), options)).map(({ id }) => id);
/** A limit under which every text here is streamed. */
const STREAMED = { recordBytesMax: 2000 };

test("a broken line costs one record, wherever it stands", async () => {
  const [one, two, three] = json("1", "2", "3");
  for (const broken of [
    '{"eventID": "x',
    "no json at all",
    '{"a":{"b":',
    '"',
    "}",
    one!.slice(0, -20),
    one!.slice(20),
  ]) {
    for (const limits of [{}, STREAMED]) {
      for (const text of [
        `${one}\n${broken}\n${two}\r\n${three}\n`,
        `${one}\n\n${two}\n${three}\n${broken}`,
        `${broken}\n${one}\n${two}\n${three}`,
      ]) {
        const items = await readAll(memoryInput(text), { limits, as: "cloudtrail" });
        expect(eventsOf(items).map(({ id }) => id)).toEqual(["1", "2", "3"]);
        expect(rejectsOf(items)).toHaveLength(1);
      }
    }
  }
});

test("a line with several records, or a list of them, gives all", async () => {
  const [one, two, three, four] = json("1", "2", "3", "4");
  const text = `${one}${two}\n{"Records":[${three}]}\n${four}\n`;
  expect(await idsOf(text)).toEqual(["1", "2", "3", "4"]);
});

test("the lines of an exported log group have their time before the record", async () => {
  const [one, two] = json("1", "2");
  expect(await idsOf(`2025-11-03T09:15:02.000Z ${one}\n2025-11-03T09:15:03.000Z ${two}\n`)).toEqual([
    "1",
    "2",
  ]);
});

test("a line that is cut at the end of the input says that it was cut", async () => {
  const [one, two, three] = json("1", "2", "3");
  const items = await readAll(memoryInput(`${one}\n${two}\n${three?.slice(0, 100)}`));
  expect(outcomesOf(items)).toEqual(["event", "event", "SOURCE_DOCUMENT_TRUNCATED"]);
  expect(rejectsOf(items)[0]?.excerpt).toContain('{"eventVersion":"1.09"');
  expect(rejectsOf(items)[0]?.origin).toEqual({ file: "memory", position: 2 });
});

test("in a document, records before and after an invalid one are read", async () => {
  const [one, two] = json("1", "2");
  for (const limits of [{}, STREAMED]) {
    const items = await readAll(memoryInput(`{"Records":[${one},{"eventID": nonsense},${two}]}`), { limits });
    expect(outcomesOf(items)).toEqual(["event", "SOURCE_JSON_INVALID", "event"]);
    expect(rejectsOf(items)[0]?.reason).toMatch(/^The record is not valid JSON: Unexpected token/);
  }
});

test("in a document, a record that is not closed costs itself", async () => {
  const [one, two, three, four] = json("1", "2", "3", "4");
  // Without its last bracket, a record swallows its successors; with a quote too many, strings turn inside out.
  for (const broken of [two!.slice(0, -1), two!.replace('"GetObject"', '"GetObject'), two!.slice(0, -30)]) {
    for (const limits of [{}, { recordBytesMax: 4000 }]) {
      for (const gap of [",", ",\n  "]) {
        const text = `{"Records":[${[one, broken, three, four].join(gap)}]}`;
        const items = await readAll(memoryInput(text), { limits });
        expect(eventsOf(items).map(({ id }) => id)).toEqual(["1", "3", "4"]);
        expect(rejectsOf(items)).toHaveLength(1);
      }
    }
  }
});

test("the search for the next record begins a limited number of times", async () => {
  const broken = '{"eventVersion":"1.09",'.repeat(50);
  const read = async (resumesMax: number) =>
    (await readAll(memoryInput(`[${broken}`), { as: "cloudtrail", limits: { resumesMax } })).length;
  expect([await read(0), await read(10), await read(11)]).toEqual([1, 11, 12]);
});

test("lists, single objects, pretty-printed and concatenated ones give the same records", async () => {
  const records = ["1", "2", "3"].map((id) => cloudTrailRecord(id));
  const pretty = records.map((record) => JSON.stringify(record, null, 2));
  const texts = [
    JSON.stringify({ Records: records }),
    JSON.stringify({ Records: records }, null, 4),
    JSON.stringify(records),
    JSON.stringify(records, null, "\t"),
    json("1", "2", "3").join("\n"),
    json("1", "2", "3").join(""),
    `[\n${json("1", "2", "3").join(",\n")}\n]`,
    `{"Records":[\n${json("1", "2", "3").join(",\n")}\n]}`,
    pretty.join("\n"),
    pretty.join(""),
    pretty.join(",\r\n"),
    `${JSON.stringify({ Records: records.slice(0, 2) })}\n${JSON.stringify({ Records: records.slice(2) })}`,
  ];
  for (const text of texts) {
    for (const limits of [{}, STREAMED]) expect(await idsOf(text, { limits })).toEqual(["1", "2", "3"]);
  }
});

test("a record may have the largest size, and one byte more makes it a reject in every container", async () => {
  const sized = (id: string, bytes: number) => {
    const bare = JSON.stringify(cloudTrailRecord(id, { filler: "" })).length;
    return JSON.stringify(cloudTrailRecord(id, { filler: "f".repeat(bytes - bare) }));
  };
  const records = [sized("1", 3000), sized("2", 3001), sized("3", 90_000), sized("4", 900)];
  for (const text of [
    `{"Records":[${records}]}`,
    `[${records}]`,
    records.join("\n"),
    `${records.join("\n")}\n`,
  ]) {
    const items = await readAll(memoryInput(text, { chunk: 1000 }), { limits: { recordBytesMax: 3000 } });
    expect(outcomesOf(items)).toEqual([
      "event",
      "SOURCE_RECORD_TOO_LARGE",
      "SOURCE_RECORD_TOO_LARGE",
      "event",
    ]);
    expect(rejectsOf(items)[0]?.excerpt).toContain('{"eventVersion":"1.09"');
  }
});

test("records nested 100 levels deep are events, deeper ones rejects, and 10,000 levels are no crash", async () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`;
  const record = (id: string, levels: number) =>
    JSON.stringify(cloudTrailRecord(id, { requestParameters: 0 })).replace(
      '"requestParameters":0',
      `"requestParameters":${nested(levels - 1)}`,
    );
  const records = [record("1", 100), record("2", 101), record("3", 10_000), record("4", 5)];
  for (const text of [`{"Records":[${records}]}`, records.join("\n")]) {
    for (const limits of [{}, { recordBytesMax: 70_000 }]) {
      expect(outcomesOf(await readAll(memoryInput(text), { limits }))).toEqual([
        "event",
        "SOURCE_RECORD_TOO_DEEP",
        "SOURCE_RECORD_TOO_DEEP",
        "event",
      ]);
    }
  }
  const bare = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  expect(outcomesOf(await readAll(memoryInput(bare)))).toEqual(["SOURCE_FORMAT_UNKNOWN"]);
  expect(outcomesOf(await readAll(memoryInput(bare), { as: "cloudtrail" }))).toEqual([
    "SOURCE_RECORD_NOT_OBJECT",
  ]);
  const open = await readAll(memoryInput("[".repeat(100_000)), { as: "cloudtrail" });
  expect(outcomesOf(open)).toEqual(["SOURCE_DOCUMENT_TRUNCATED"]);
});

test("100 MB on one line are one reject, in little memory, and what follows is read", async () => {
  const [one, two] = json("1", "2");
  const filler = Buffer.alloc(1024 * 1024, "x");
  const input = {
    name: "long-line",
    sizeBytes: null,
    async *open() {
      yield Buffer.from(`${one}\n{"eventName":"`);
      for (let mebibyte = 0; mebibyte < 100; mebibyte++) yield filler;
      yield Buffer.from(`"}\n${two}\n`);
    },
  };
  const before = process.memoryUsage().rss;
  const items = await readAll(input);
  expect(outcomesOf(items)).toEqual(["event", "SOURCE_RECORD_TOO_LARGE", "event"]);
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
});

test("values that are no objects are told apart from broken ones", async () => {
  const items = await readAll(memoryInput(`[null, 7, "text", [1], true, ${json("1")}]`), {
    as: "cloudtrail",
  });
  expect(outcomesOf(items)).toEqual([...new Array(5).fill("SOURCE_RECORD_NOT_OBJECT"), "event"]);
  expect(rejectsOf(items)[3]?.reason).toBe("The record is a list, where an object with fields is needed.");
});

test("bytes that are no UTF-8 lose neither the file nor their record", async () => {
  const [one, two] = json("1", "2");
  const bytes = Buffer.from(`${one?.replace("q3.csv", "q3-XX.csv")}\n${two}\n`);
  bytes.fill(0xff, bytes.indexOf("XX"), bytes.indexOf("XX") + 2);
  const items = await readAll(memoryInput(bytes));
  expect(eventsOf(items).map(({ resource }) => resource)).toEqual([
    "arn:aws:s3:::ledger/2025/q3-��.csv",
    "arn:aws:s3:::ledger/2025/q3.csv",
  ]);
});
