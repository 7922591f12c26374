import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/index.ts";
import { type CloudTrailOptions, generateCloudTrail, type LabelledRecord, STORIES, textOf } from "./index.ts";

const DAY_MS = 86_400_000;
const START_AT = Date.UTC(2026, 0, 5);

const make = (rest: Partial<CloudTrailOptions> = {}): readonly (readonly LabelledRecord[])[] => [
  ...generateCloudTrail({ seed: 7, people: 30, days: 14, startAt: START_AT, stories: null, ...rest }),
];
const inside = (record: JsonObject, ...path: readonly string[]): JsonValue | undefined => {
  let value: JsonValue | undefined = record;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return value;
};

const DAYS = make();
const ALL = DAYS.flat();
const ATTACKS = ALL.filter((one) => one.story !== null);
const ORDINARY = ALL.filter((one) => one.story === null);

describe("generated CloudTrail", () => {
  test("the same seed gives the same bytes, another seed others", () => {
    const small = { people: 8, days: 3 };
    expect(JSON.stringify(make(small))).toBe(JSON.stringify(make(small)));
    expect(JSON.stringify(make({ ...small, seed: 4 }))).not.toBe(JSON.stringify(make(small)));
  });

  test("stories change nothing about the ordinary days under them", () => {
    const calm = make({ stories: [] });
    expect(calm.flat().every((one) => one.story === null)).toBe(true);
    expect(calm.flat().map((one) => one.record)).toEqual(ORDINARY.map((one) => one.record));
  });

  test("each day is in order of time, and event ids are never used twice", () => {
    for (const day of DAYS)
      expect(day.map((one) => one.at)).toEqual(day.map((one) => one.at).toSorted((a, b) => a - b));
    expect(new Set(ALL.map((one) => textOf(one.record, "eventID"))).size).toBe(ALL.length);
    for (const { at, record } of ALL) expect(Date.parse(textOf(record, "eventTime"))).toBe(at - (at % 1000));
  });

  test.each(STORIES.map((story) => story.name))("the story %s is told, each step with its tactic", (name) => {
    const records = ATTACKS.filter((one) => one.story === name);
    expect(records.length).toBeGreaterThan(0);
    for (const { tactic } of records) expect(tactic).toMatch(/^TA\d{4}$/);
  });

  test.each([1, 2, 3, 5])(
    "in %i days nothing happens outside of them, and stories are told from two days on",
    (days) => {
      for (const seed of [1, 2]) {
        const records = make({ seed, people: 7, days }).flat();
        const ends = START_AT + days * DAY_MS;
        // People who live far to the east or west work across midnight.
        for (const { at } of records) expect(at).toBeGreaterThan(START_AT - DAY_MS);
        for (const { at } of records) expect(at).toBeLessThan(ends + DAY_MS);
        const told = new Set(records.flatMap(({ story }) => story ?? []));
        if (days >= 2) expect([...told].toSorted()).toEqual(STORIES.map((story) => story.name).toSorted());
      }
    },
  );
});

/** What would give attackers away without looking at what they do. */
describe("nothing but what they do tells attackers from others", () => {
  const features: readonly (readonly [string, (record: JsonObject) => string | null])[] = [
    ["user agent", (record) => textOf(record, "userAgent")],
    ["tool", (record) => textOf(record, "userAgent").split("/")[0]!],
    ["kind of identity", (record) => JSON.stringify(inside(record, "userIdentity", "type"))],
    ["shape of the identity", (record) => shapeOf(inside(record, "userIdentity"))],
    ["prefix and length of the key", (record) => shapeOfId(inside(record, "userIdentity", "accessKeyId"))],
    [
      "prefix and length of the principal",
      (record) => shapeOfId(inside(record, "userIdentity", "principalId")),
    ],
    [
      "fields of the record",
      (record) =>
        Object.keys(record)
          .filter((key) => !/^(errorCode|errorMessage)$/.test(key))
          .toString(),
    ],
    ["version", (record) => textOf(record, "eventVersion")],
    ["shape of the event id", (record) => textOf(record, "eventID").replaceAll(/[0-9a-f]/g, "x")],
    ["fields of TLS", (record) => shapeOf(record["tlsDetails"])],
    ["text of an error", (record) => textOf(record, "errorMessage")],
  ];

  function shapeOf(value: JsonValue | undefined): string {
    if (!isJsonObject(value)) return typeof value;
    return Object.entries(value)
      .map(([key, inner]) => `${key}:${shapeOf(inner)}`)
      .toString();
  }
  const shapeOfId = (value: JsonValue | undefined): string =>
    typeof value === "string" ? `${value.slice(0, 4)} ${value.split(":")[0]!.length}` : "none";

  test.each(features)("%s", (_, featureOf) => {
    const usual = new Set(ORDINARY.map((one) => featureOf(one.record)));
    const unusual = new Set(
      ATTACKS.map((one) => featureOf(one.record)).filter((value) => !usual.has(value!)),
    );
    expect([...unusual]).toEqual([]);
  });

  test("their addresses are from where people of many companies are", () => {
    const octetOf = ({ record }: LabelledRecord): string => textOf(record, "sourceIPAddress").split(".")[0]!;
    const usual = new Set(
      [...ORDINARY, ...make({ seed: 9, people: 400, days: 1, stories: [] }).flat()].map(octetOf),
    );
    expect(ATTACKS.map(octetOf).filter((octet) => !usual.has(octet))).toEqual([]);
  });

  test("bits of ids are even in both", () => {
    for (const group of [ORDINARY, ATTACKS]) {
      const ids = group.map((one) => textOf(one.record, "eventID"));
      const low = ids.filter((id) => Number.parseInt(id[0]!, 16) < 8).length / ids.length;
      expect(low).toBeGreaterThan(0.45);
      expect(low).toBeLessThan(0.55);
    }
  });

  test("milliseconds of their times are even in both", () => {
    for (const group of [ORDINARY, ATTACKS]) {
      const round = group.filter(({ at }) => at % 1000 < 500).length / group.length;
      expect(round).toBeGreaterThan(0.4);
      expect(round).toBeLessThan(0.6);
    }
  });
});
