import { describe, expect, it } from "vitest";
import type { JsonValue } from "../domain/index.ts";
import { RULES, toCorrelation } from "./fixtures/try-correlation.ts";
import { compileWhole, findMatches, isMet, listProblems, toRule } from "./fixtures/try-rule.ts";
import { extractCorrelationKeys } from "./index.ts";
import {
  CORRELATION_RULES_MAX,
  CORRELATION_THRESHOLD_MAX,
  EMBEDDED_JSON_CHARS_MAX,
  GROUP_VALUE_CHARS_MAX,
  GROUPS_REMEMBERED_MAX,
  KEYWORD_VALUES_MAX,
  TIMESPAN_MS_MAX,
  YAML_NODES_MAX,
} from "./limits.ts";
import { parseTimespan } from "./parse/parse-timespan.ts";

describe("limits hold at their edge and one past it", () => {
  it("nodes of a YAML document", () => {
    // Besides the items the document has ten nodes: maps, scalars and the list itself.
    const withItems = (items: number): string =>
      `${toRule("s:\n  f: 1\ncondition: s")}x: [${"1,".repeat(items)}]`;
    expect(listProblems(withItems(YAML_NODES_MAX - 10))).toEqual([]);
    expect(listProblems(withItems(YAML_NODES_MAX - 9))).toEqual(["SIGMA_YAML_TOO_LARGE@1:1"]);
  });

  it("characters of JSON inside a string", () => {
    const toText = (chars: number): string => `{"a":"x","b":"${"y".repeat(chars - 16)}"}`;
    expect(toText(100)).toHaveLength(100);
    expect(isMet("p.a: x", { p: toText(EMBEDDED_JSON_CHARS_MAX) })).toBe(true);
    expect(isMet("p.a: x", { p: toText(EMBEDDED_JSON_CHARS_MAX + 1) })).toBe(false);
  });

  it("values that keywords look at", () => {
    const ruleSet = compileWhole(toRule("k:\n  - needle\ncondition: k"));
    const withNeedleAt = (place: number): JsonValue => [
      ...Array.from({ length: place }, () => "hay"),
      "needle",
    ];
    // The record and the list are two of the values.
    expect(findMatches(ruleSet, { a: withNeedleAt(KEYWORD_VALUES_MAX - 3) })).toEqual([0]);
    expect(findMatches(ruleSet, { a: withNeedleAt(KEYWORD_VALUES_MAX - 2) })).toEqual([]);
  });

  it("rules of a correlation, and the number it waits for", () => {
    const withRules = (count: number): string => {
      const names = Array.from({ length: count }, (_, i) => "abc"[i % 3]);
      return (
        RULES +
        toCorrelation(`type: event_count\nrules: [${names.join(", ")}]\ntimespan: 1m\ncondition: {gte: 2}`)
      );
    };
    expect(listProblems(withRules(CORRELATION_RULES_MAX))).toEqual([]);
    expect(listProblems(withRules(CORRELATION_RULES_MAX + 1))).toEqual(["SIGMA_CORRELATION_CONDITION@34:3"]);
    const waitingFor = (count: number): string =>
      RULES + toCorrelation(`type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: ${count}}`);
    expect(listProblems(waitingFor(CORRELATION_THRESHOLD_MAX))).toEqual([]);
    expect(listProblems(waitingFor(CORRELATION_THRESHOLD_MAX + 1))).toEqual([
      "SIGMA_CORRELATION_THRESHOLD@37:20",
    ]);
  });

  it("characters of a value in a group: longer ones become a hash, different ones stay different", () => {
    const ruleSet = compileWhole(
      RULES +
        toCorrelation("type: event_count\nrules: [a]\ngroup-by: [user]\ntimespan: 1m\ncondition: {gte: 2}"),
    );
    const groupOf = (user: JsonValue): string | undefined =>
      extractCorrelationKeys(ruleSet, 0, { kind: "a", user })[0]?.group;
    expect(groupOf("x".repeat(GROUP_VALUE_CHARS_MAX))).toBe(`["${"x".repeat(GROUP_VALUE_CHARS_MAX)}"]`);
    expect(groupOf("x".repeat(GROUP_VALUE_CHARS_MAX + 1))).toMatch(/^\["sha256:[0-9a-f]{64}"\]$/);
    expect(groupOf("x".repeat(1000))).not.toBe(groupOf("x".repeat(1001)));
    expect(groupOf({ a: 1 })).toBe('["{\\"a\\":1}"]');
    expect(groupOf([null, "second"])).toBe('["second"]');
    expect(groupOf(null)).toBeUndefined();
    // As many as are remembered, one more, and those that were forgotten by then.
    for (let i = 0; i <= GROUPS_REMEMBERED_MAX; i++) {
      if (groupOf(`"${i}\n`) !== `["\\"${i}\\n"]`) expect.fail(`wrong about group ${i}`);
    }
    expect(groupOf('"0\n')).toBe('["\\"0\\n"]');
  });

  it("timespans", () => {
    expect(["30s", "90m", "2h", "1d", "1w", "1M"].map(parseTimespan)).toEqual([
      30e3, 5.4e6, 7.2e6, 8.64e7, 6.048e8, 2_629_746_000,
    ]);
    expect(parseTimespan("366d")).toBe(TIMESPAN_MS_MAX);
    for (const bad of ["367d", "0s", "5", "m", "5 m", "5min", "1.5h", "-1h", "1y", "5H", ""])
      expect(parseTimespan(bad), bad).toBeNull();
  });
});
