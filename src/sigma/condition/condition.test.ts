import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileWhole, findMatches, listProblems, toRule } from "../fixtures/try-rule.ts";
import { CONDITION_CHARS_MAX, CONDITION_DEPTH_MAX } from "../limits.ts";
import { parseSigma } from "../parse/parse-sigma.ts";
import type { Condition } from "./condition.ts";
import { parseCondition } from "./parse-condition.ts";

const NAMES = ["sel_a", "sel_b", "sel_c", "filter_x", "_hidden"];

/** Selections that hold when the field of their name is 1; all are used, so no rule has a warning. */
function toConditionRule(condition: string): string {
  const selections = NAMES.map((name) => `${name}:\n  ${name}: 1`).join("\n");
  const all = NAMES.join(" and ");
  return toRule(`${selections}\ncondition:\n  - ${condition}\n  - ${all} and never\nnever:\n  sel_a: 2`);
}

function isTrue(condition: string, ...holding: string[]): boolean {
  const record = Object.fromEntries(holding.map((name) => [name, 1]));
  return findMatches(compileWhole(toConditionRule(condition)), record).length === 1;
}

describe("conditions", () => {
  it("bind not before and before or", () => {
    expect(isTrue("sel_a or sel_b and sel_c", "sel_a")).toBe(true);
    expect(isTrue("(sel_a or sel_b) and sel_c", "sel_a")).toBe(false);
    expect(isTrue("not sel_a and sel_b", "sel_b")).toBe(true);
    expect(isTrue("not (sel_a and sel_b)", "sel_b")).toBe(true);
    expect(isTrue("not sel_a or sel_b", "sel_a", "sel_b")).toBe(true);
    expect(isTrue("not not sel_a", "sel_a")).toBe(true);
    expect(isTrue("sel_a AND NOT sel_b", "sel_a")).toBe(true);
  });

  it("count selections by pattern", () => {
    expect(isTrue("1 of sel_*", "sel_c")).toBe(true);
    expect(isTrue("any of sel_*", "sel_c")).toBe(true);
    expect(isTrue("all of sel_*", "sel_a", "sel_b")).toBe(false);
    expect(isTrue("all of sel_*", "sel_a", "sel_b", "sel_c")).toBe(true);
    expect(isTrue("2 of sel_*", "sel_a")).toBe(false);
    expect(isTrue("2 of sel_*", "sel_a", "sel_c")).toBe(true);
    expect(isTrue("3 of sel_*", "sel_a", "sel_c")).toBe(false);
    expect(isTrue("1 of *_x", "filter_x")).toBe(true);
    expect(isTrue("1 of s*_*a", "sel_a")).toBe(true);
    expect(isTrue("sel_a and not 1 of filter_*", "sel_a", "filter_x")).toBe(false);
  });

  it("leave names with a leading underscore out of them", () => {
    expect(isTrue("2 of them", "sel_a", "_hidden")).toBe(false);
    expect(isTrue("1 of _h*", "_hidden")).toBe(true);
  });

  it("in a list are joined by or", () => {
    const rule = toRule("a:\n  f: 1\nb:\n  g: 1\ncondition:\n  - a\n  - b");
    expect(findMatches(compileWhole(rule), { g: 1 })).toEqual([0]);
  });

  it("may span lines", () => {
    const rule = toRule("a:\n  f: 1\nb:\n  g: 1\ncondition: >\n  a\n  and b");
    expect(findMatches(compileWhole(rule), { f: 1, g: 1 })).toEqual([0]);
  });
});

describe("what is wrong with a condition", () => {
  const problemsOf = (condition: string): string[] =>
    listProblems(toRule(`selection:\n  f: 1\nfilter_a:\n  g: 1\ncondition: ${condition}`)).filter(
      (code) => !code.startsWith("SIGMA_SELECTION_UNUSED"),
    );

  it("is said at its place", () => {
    // The condition's text begins at 10:14.
    expect(problemsOf("selection and selektion")).toEqual(["SIGMA_CONDITION_NAME_UNKNOWN@10:28"]);
    expect(problemsOf("'selection and selektion'")).toEqual(["SIGMA_CONDITION_NAME_UNKNOWN@10:29"]);
    expect(problemsOf("selection and")).toEqual(["SIGMA_CONDITION_SYNTAX@10:27"]);
    expect(problemsOf("selection and )")).toEqual(["SIGMA_CONDITION_SYNTAX@10:28"]);
    expect(problemsOf("(selection")).toEqual(["SIGMA_CONDITION_SYNTAX@10:24"]);
    expect(problemsOf("selection)")).toEqual(["SIGMA_CONDITION_SYNTAX@10:23"]);
    expect(problemsOf("selection filter_a")).toEqual(["SIGMA_CONDITION_SYNTAX@10:24"]);
    expect(problemsOf("selection and not 1 of filtr_*")).toEqual(["SIGMA_CONDITION_PATTERN_EMPTY@10:32"]);
    expect(problemsOf("some of filter_*")).toEqual(["SIGMA_CONDITION_SYNTAX@10:14"]);
    expect(problemsOf("3 of them")).toEqual(["SIGMA_CONDITION_COUNT@10:14"]);
    expect(problemsOf("1 of")).toEqual(["SIGMA_CONDITION_SYNTAX@10:18"]);
    expect(problemsOf("''")).toEqual(["SIGMA_CONDITION_SYNTAX@10:15"]);
    expect(problemsOf("5")).toEqual(["SIGMA_CONDITION_NAME_UNKNOWN@10:14"]);
    expect(problemsOf("[selection, nothing]")).toEqual(["SIGMA_CONDITION_NAME_UNKNOWN@10:26"]);
    expect(problemsOf("{a: b}")).toEqual(["SIGMA_WRONG_TYPE@10:14"]);
    expect(problemsOf("[]")).toEqual(["SIGMA_EMPTY@10:14"]);
  });

  it("comes with a suggestion", () => {
    const suggest = (condition: string): string | null =>
      parseSigma(toRule(`selection:\n  f: 1\ncondition: ${condition}`), "r.yml").problems[0]?.suggestion ??
      null;
    expect(suggest("selektion")).toBe("Did you mean selection?");
    expect(suggest("selection*")).toBe("Write 1 of selection* or all of selection*.");
    expect(suggest("selection | count() by src > 10")).toContain("type: event_count");
    expect(suggest("selection | count() by src > 10")).toContain("group-by: [src]");
    expect(suggest("selection | count(user) by src, dst >= 5")).toContain(
      "value_count, rules: [that name], group-by: [src, dst]",
    );
    expect(suggest("selection | count(user) by src >= 5")).toContain("{field: user, gte: 5}");
    expect(suggest("selection | near other")).toContain("temporal");
  });

  it("unused selections and a timeframe are warnings", () => {
    const rule = toRule("selection:\n  f: 1\nselektion:\n  g: 1\ntimeframe: 5m\ncondition: selection");
    expect(listProblems(rule)).toEqual(["SIGMA_TIMEFRAME_IGNORED@10:3", "SIGMA_SELECTION_UNUSED@8:3"]);
    expect(parseSigma(rule, "r.yml").rules).toHaveLength(1);
  });

  it("is its length or its depth, one past the limit", () => {
    const nested = (depth: number): string => `${"(".repeat(depth)}a${")".repeat(depth)}`;
    expect(parseCondition(nested(CONDITION_DEPTH_MAX)).kind).toBe("ok");
    expect(parseCondition(nested(CONDITION_DEPTH_MAX + 1)).kind).toBe("limit");
    expect(parseCondition(`${"not ".repeat(CONDITION_DEPTH_MAX + 1)}a`).kind).toBe("limit");
    expect(parseCondition("a".repeat(CONDITION_CHARS_MAX)).kind).toBe("ok");
    expect(parseCondition("a".repeat(CONDITION_CHARS_MAX + 1)).kind).toBe("limit");
    expect(parseCondition("(".repeat(CONDITION_CHARS_MAX)).kind).toBe("limit");
  });
});

/** Truth straight from the tree that a condition was printed from: no parser in between. */
function evaluate(condition: Condition, holding: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case "and":
      return condition.parts.every((part) => evaluate(part, holding));
    case "or":
      return condition.parts.some((part) => evaluate(part, holding));
    case "not":
      return !evaluate(condition.part, holding);
    case "name":
      return holding.has(condition.name);
    case "of": {
      const names = NAMES.filter((name) =>
        condition.pattern === null
          ? !name.startsWith("_")
          : name.startsWith(condition.pattern.replace("*", "")),
      );
      const all = condition.pattern === null ? [...names, "never"] : names;
      const count = all.filter((name) => holding.has(name)).length;
      return condition.count === "all" ? count === all.length : count >= condition.count;
    }
  }
}

function print(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts
        .map((part) => (part.kind === "and" || part.kind === "or" ? `(${print(part)})` : print(part)))
        .join(` ${condition.kind} `);
    case "not":
      return `not ${condition.part.kind === "and" || condition.part.kind === "or" ? `(${print(condition.part)})` : print(condition.part)}`;
    case "name":
      return condition.name;
    case "of":
      return `${condition.count} of ${condition.pattern ?? "them"}`;
  }
}

const conditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...NAMES).map((name): Condition => ({ kind: "name", name, at: 0 })),
    fc
      .record({
        count: fc.constantFrom<(number | "all")[]>(1, 2, 3, "all"),
        pattern: fc.constantFrom("sel_*", null),
      })
      .map(({ count, pattern }): Condition => ({ kind: "of", count, pattern, text: "", at: 0 })),
    tie("condition").map((part): Condition => ({ kind: "not", part })),
    fc
      .record({
        kind: fc.constantFrom("and" as const, "or" as const),
        parts: fc.array(tie("condition"), { minLength: 2, maxLength: 4 }),
      })
      .map((joined): Condition => joined),
  ),
})).condition;

it("means what its tree means, for any condition and any record", () => {
  fc.assert(
    fc.property(conditions, fc.subarray(NAMES), (condition, holding) => {
      expect(isTrue(print(condition), ...holding)).toBe(evaluate(condition, new Set(holding)));
    }),
    { numRuns: 500 },
  );
});
