import { describe, expect, it } from "vitest";
import { RULES, toCorrelation } from "../fixtures/try-correlation.ts";
import { listProblems } from "../fixtures/try-rule.ts";
import { compileSigma, parseSigma } from "../index.ts";

describe("problems of correlations", () => {
  const base = "type: event_count\nrules: [a]\ngroup-by: [user]\ntimespan: 1m\ncondition: {gte: 3}";
  it.each([
    [base.replace("rules: [a]", "rules: [x]"), "SIGMA_CORRELATION_REFERENCE@35:11"],
    [base.replace("1m", "1min"), "SIGMA_TIMESPAN_INVALID@37:13"],
    [base.replace("1m", "0s"), "SIGMA_TIMESPAN_INVALID@37:13"],
    [base.replace("1m", "367d"), "SIGMA_TIMESPAN_INVALID@37:13"],
    [base.replace("event_count", "event_cnt"), "SIGMA_VALUE_UNKNOWN@34:9"],
    [base.replace("type: event_count\n", ""), "SIGMA_MISSING@34:3"],
    [base.replace("timespan: 1m\n", ""), "SIGMA_MISSING@34:3"],
    [base.replace("rules: [a]\n", ""), "SIGMA_MISSING@34:3"],
    [base.replace("\ncondition: {gte: 3}", ""), "SIGMA_MISSING@34:3"],
    [base.replace("event_count", "value_count"), "SIGMA_MISSING@38:14"],
    [base.replace("gte", "gtee"), "SIGMA_VALUE_UNKNOWN@38:15"],
    [base.replace("gte: 3", "gte: many"), "SIGMA_WRONG_TYPE@38:20"],
    [base.replace("{gte: 3}", "{}"), "SIGMA_CORRELATION_CONDITION@38:14"],
    [base.replace("{gte: 3}", "a and b"), "SIGMA_WRONG_TYPE@38:14"],
    [base.replace("gte: 3", "gte: 100001"), "SIGMA_CORRELATION_THRESHOLD@38:20"],
    [base.replace("group-by", "groupby"), "SIGMA_VALUE_UNKNOWN@36:3"],
    [
      base.replace("event_count", "temporal").replace("{gte: 3}", "a and x"),
      "SIGMA_CONDITION_NAME_UNKNOWN@38:20",
    ],
    [
      base.replace("event_count", "temporal").replace("[a]", "[a, b]").replace("{gte: 3}", "a"),
      "SIGMA_CORRELATION_CONDITION@38:14",
    ],
    [
      base.replace("event_count", "value_sum").replace("gte", "field: [x, y], gte"),
      "SIGMA_CORRELATION_CONDITION@38:14",
    ],
    [
      base.replace("event_count", "value_percentile").replace("gte", "field: x, percentile: 101, gte"),
      "SIGMA_WRONG_TYPE@38:37",
    ],
    [base.replace("rules: [a]", "rules: [corr]"), "SIGMA_CORRELATION_CYCLE@35:11"],
  ])("%j", (lines, expected) => {
    const problems = listProblems(RULES + toCorrelation(lines));
    expect(problems).toEqual([expected]);
    expect(compileSigma([parseSigma(RULES + toCorrelation(lines), "c.yml")]).correlations).toEqual([]);
  });

  it("a suggestion comes along", () => {
    const suggest = (lines: string): string | null | undefined =>
      compileSigma([parseSigma(RULES + toCorrelation(lines), "c.yml")]).problems[0]?.suggestion;
    expect(suggest(base.replace("1m", "5 min"))).toBe("Did you mean 5m?");
    expect(suggest(base.replace("event_count", "event_cout"))).toBe("Did you mean event_count?");
    expect(suggest(base.replace("[a]", "[cor]"))).toBe("Did you mean corr?");
  });

  it("circles and broken foundations take down what stands on them, and nothing else", () => {
    const over = (rules: string, name: string): string => toCorrelation(base.replace("[a]", rules), name);
    const text =
      RULES +
      over("[y]", "x") +
      over("[x]", "y") +
      over("[nope]", "z") +
      over("[z]", "top") +
      over("[a]", "fine");
    const { correlations, problems } = compileSigma([parseSigma(text, "c.yml")]);
    expect(correlations.map(({ name }) => name)).toEqual(["fine"]);
    expect(problems.map(({ code }) => code)).toContain("SIGMA_CORRELATION_CYCLE");
  });

  it("what stands on a circle or too high is left out, whatever the order of the documents", () => {
    const documents = Array.from({ length: 9 }, (_, i) =>
      toCorrelation(base.replace("[a]", i === 0 ? "[a]" : `[c${i - 1}]`), `c${i}`),
    );
    for (const order of [documents, documents.toReversed()]) {
      const { correlations, problems } = compileSigma([parseSigma(RULES + order.join(""), "t.yml")]);
      expect(
        correlations.map(({ name }) => name).toSorted((x, y) => String(x).localeCompare(String(y))),
      ).toEqual(["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"]);
      expect(problems.map(({ code }) => code)).toEqual(["SIGMA_CORRELATION_DEPTH"]);
    }
    const tower = Array.from({ length: 2_000 }, (_, i) =>
      toCorrelation(base.replace("[a]", `[c${i + 1}]`), `c${i}`),
    ).join("");
    expect(compileSigma([parseSigma(RULES + tower, "t.yml")]).correlations).toEqual([]);
  });

  it("no more may stand on one than the limit", () => {
    const toFan = (count: number): string =>
      Array.from({ length: count }, (_, i) => toCorrelation(base.replace("[a]", "[root]"), `f${i}`)).join("");
    const text = RULES + toCorrelation(base, "root");
    expect(compileSigma([parseSigma(text + toFan(64), "t.yml")]).problems).toEqual([]);
    expect(compileSigma([parseSigma(text + toFan(65), "t.yml")]).problems[0]?.code).toBe(
      "SIGMA_CORRELATION_FANOUT",
    );
  });
});
