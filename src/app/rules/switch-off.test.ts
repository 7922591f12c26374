import { describe, expect, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { compileSigma, parseSigma } from "../../sigma/index.ts";
import { withStoredRules } from "./store-rules.ts";
import { gatherReferred, leaveOff } from "./switch-off.ts";

const toRule = (name: string): string => `title: ${name}
id: ${name}
name: ${name}
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${name} }, condition: selection }
`;
const toCorrelation = (id: string, rules: string, generate = false): string => `title: ${id}
id: ${id}
name: ${id}
correlation: { type: event_count, rules: [${rules}], timespan: 1h, condition: { gte: 2 }, group-by: [a]${generate ? ", generate: true" : ""} }
`;
const parse = (...texts: readonly string[]) => texts.map((text, n) => parseSigma(text, `${n}.yml`));

/** Ids of detectors that report. */
function speaking(sigma: ReturnType<typeof parse>, off: readonly string[]): readonly string[] {
  const { rules, correlations } = compileSigma(leaveOff(sigma, (id) => off.includes(id)));
  return [...rules, ...correlations].filter(({ silent }) => !silent).map(({ id }) => id ?? "");
}

describe("what is off", () => {
  const sigma = parse(
    toRule("alone"),
    toRule("base"),
    toRule("loud"),
    toCorrelation("low", "base"),
    toCorrelation("high", "low"),
    toCorrelation("noisy", "loud", true),
  );

  test.each([
    [[], ["alone", "loud", "high", "noisy"]],
    [["alone"], ["loud", "high", "noisy"]],
    // What only fed a correlation does not begin to report when that is off.
    [["high"], ["alone", "loud", "noisy"]],
    [["noisy"], ["alone", "loud", "high"]],
    // What others stand on goes on feeding them.
    [["loud"], ["alone", "high", "noisy"]],
    [
      ["low", "base"],
      ["alone", "loud", "high", "noisy"],
    ],
    [["alone", "loud", "high", "noisy"], []],
  ])("without %j these report: %j", (off, expected) => {
    expect(speaking(sigma, off)).toEqual(expected);
  });

  test("nothing off leaves the very same rules: their matches are kept under the same name", () => {
    expect(leaveOff(sigma, () => false)).toBe(sigma);
  });
});

test("a text is gathered with what it refers to, through correlations, which reports nothing", () => {
  const library = parse(toRule("base"), toRule("other"), toCorrelation("low", "base"));
  const { rules, correlations } = compileSigma(gatherReferred(parse(toCorrelation("mine", "low")), library));
  expect(rules.map(({ id, silent }) => [id, silent])).toEqual([["base", true]]);
  expect(correlations.map(({ id, silent }) => [id, silent])).toEqual([
    ["mine", false],
    ["low", true],
  ]);
});

describe("rules of a store", () => {
  const loaded = { sigma: parse(toRule("gait")), detectors: [], broken: null, brokenCount: 0 };
  const toStored = (id: string, changes: object) => ({
    id,
    title: id,
    text: toRule(id),
    isEnabled: true,
    isRemoved: false,
    note: null,
    version: 1,
    by: "ann",
    at: toEpochMs(0),
    ...changes,
  });
  const idsOf = (stored: object) =>
    withStoredRules(loaded, [toStored("own", stored)]).sigma.flatMap(({ rules }) =>
      rules.map(({ id }) => id),
    );

  test("look beside Gait's when they are on", () => {
    expect(idsOf({})).toEqual(["gait", "own"]);
    expect(idsOf({ id: "gait", text: null, isEnabled: false })).toEqual([]);
    expect(idsOf({ id: "gait", text: toRule("gait") })).toEqual(["gait"]);
  });

  test("leave the set as it is when they are off or were taken away: nothing is matched anew", () => {
    for (const changes of [{ isEnabled: false }, { isRemoved: true }])
      expect(withStoredRules(loaded, [toStored("own", changes)]).sigma).toEqual(loaded.sigma);
  });
});
