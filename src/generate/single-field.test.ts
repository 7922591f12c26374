import { describe, expect, test } from "vitest";
import type { JsonObject } from "../domain/index.ts";
import { generateCloudTrail, type LabelledRecord, textOf } from "./index.ts";

const START_AT = Date.UTC(2026, 0, 5);
const ALL: readonly LabelledRecord[] = [
  ...generateCloudTrail({ seed: 11, people: 60, days: 28, startAt: START_AT, stories: null }),
].flat();

type FieldOf = (record: JsonObject) => string;

const FIELDS: readonly (readonly [name: string, fieldOf: FieldOf])[] = [
  ["action", (record) => `${textOf(record, "eventSource")} ${textOf(record, "eventName")}`],
  ["tool", (record) => textOf(record, "userAgent")],
  ["range of addresses", (record) => textOf(record, "sourceIPAddress").split(".").slice(0, 2).join(".")],
  ["error", (record) => textOf(record, "errorCode")],
  ["region", (record) => textOf(record, "awsRegion")],
  ["hour", (record) => textOf(record, "eventTime").slice(11, 13)],
  ["weekday", (record) => String(new Date(textOf(record, "eventTime")).getUTCDay())],
  ["read or write", (record) => JSON.stringify(record["readOnly"])],
];

/** Attacks and others by the value of one field. */
function countValues(
  fieldOf: FieldOf,
): readonly { readonly value: string; attacks: number; others: number }[] {
  const counts = new Map<string, { readonly value: string; attacks: number; others: number }>();
  for (const { record, story } of ALL) {
    const value = fieldOf(record);
    const count = counts.get(value) ?? { value, attacks: 0, others: 0 };
    if (story === null) count.others++;
    else count.attacks++;
    counts.set(value, count);
  }
  return [...counts.values()];
}

/** Average precision of a classifier that knows each value's share of attacks beforehand: the most that one field can tell. */
function boundOf(fieldOf: FieldOf): number {
  const counts = [...countValues(fieldOf)].sort(
    (a, b) => b.attacks / (b.attacks + b.others) - a.attacks / (a.attacks + a.others),
  );
  const total = counts.reduce((sum, { attacks }) => sum + attacks, 0);
  let found = 0;
  let seen = 0;
  return counts.reduce((sum, { attacks, others }) => {
    found += attacks;
    seen += attacks + others;
    return sum + (attacks / total) * (found / seen);
  }, 0);
}

describe("one field alone does not tell attacks from ordinary work", () => {
  test.each(FIELDS)("%s: no value is the attackers' own", (_, fieldOf) => {
    const own = countValues(fieldOf).filter(({ attacks, others }) => attacks > 0 && others === 0);
    expect(own.map(({ value }) => value)).toEqual([]);
  });

  test.each(FIELDS)(
    "%s: a classifier that knows how often each value is an attack stays below 0.25",
    (_, fieldOf) => {
      expect(boundOf(fieldOf)).toBeLessThan(0.25);
    },
  );

  test("of all calls of an action that attackers make, more are ordinary than not", () => {
    const actions = countValues(FIELDS[0]![1]).filter(({ attacks }) => attacks > 0);
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter(({ attacks, others }) => attacks > others).map(({ value }) => value)).toEqual([]);
  });
});
