import { describe, expect, it } from "vitest";
import { eventsOf, merge, RULES, run, type Sent, sent, toCorrelation } from "../fixtures/try-correlation.ts";
import { compileWhole, listProblems, toRule } from "../fixtures/try-rule.ts";
import { createCorrelator, type RuleSet } from "../index.ts";

describe("event_count", () => {
  const ruleSet = compileWhole(
    RULES +
      toCorrelation("type: event_count\nrules: [a]\ngroup-by: [user]\ntimespan: 1m\ncondition: {gte: 3}"),
  );

  it("finds a burst in a sliding window, across any boundary of the clock", () => {
    expect(run(ruleSet, sent("a", [3590, 3595, 3605]))).toEqual([
      {
        correlation: 0,
        group: '["u"]',
        from: 3_590_000,
        until: 3_605_000,
        events: [0, 1, 2],
        unlisted: 0,
        value: 3,
      },
    ]);
    expect(run(ruleSet, sent("a", [0, 30]))).toEqual([]);
  });

  it("has a half-open window: an event leaves exactly one timespan after its time", () => {
    expect(eventsOf(run(ruleSet, sent("a", [0, 30, 59])))).toEqual([[0, 1, 2]]);
    expect(eventsOf(run(ruleSet, sent("a", [0, 30, 60])))).toEqual([]);
  });

  it("one burst is one match that grows", () => {
    const [match, ...others] = run(
      ruleSet,
      sent(
        "a",
        Array.from({ length: 50 }, (_, i) => i * 20),
      ),
    );
    expect(others).toEqual([]);
    expect(match).toMatchObject({ from: 0, until: 980_000, value: 3 });
    expect(match!.events).toHaveLength(50);
  });

  it("after a pause it is another match", () => {
    expect(eventsOf(run(ruleSet, sent("a", [0, 1, 2, 100, 101, 102])))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it("counts groups apart, and leaves out what lacks a field", () => {
    const records = merge(
      sent("a", [0, 2]),
      sent("a", [1, 3], { user: "v" }),
      sent("a", [4, 5, 6], { user: null }),
    );
    expect(run(ruleSet, records)).toEqual([]);
  });

  it("equal times come in any order; earlier ones are a mistake", () => {
    expect(eventsOf(run(ruleSet, sent("a", [5, 5, 5])))).toEqual([[0, 1, 2]]);
    expect(() => run(ruleSet, sent("a", [5, 4]))).toThrow(RangeError);
  });

  it("does not depend on when it is drained, and gives each match once", () => {
    const correlator = createCorrelator(ruleSet);
    const push = (at: number, event: number): void =>
      correlator.push({ correlation: 0, rule: 0, group: "g", value: null, at, event });
    for (let i = 0; i < 3; i++) push(i, i);
    expect(correlator.drain()).toEqual([]); // may still grow
    push(60_002, 3); // the window of the last has just ended
    expect(eventsOf(correlator.drain())).toEqual([[0, 1, 2]]);
    expect(correlator.drain()).toEqual([]);
    expect(correlator.close()).toEqual([]);
  });
});

describe("value correlations", () => {
  const compile = (type: string, condition: string): RuleSet =>
    compileWhole(
      RULES +
        toCorrelation(`type: ${type}\nrules: [a]\ngroup-by: [user]\ntimespan: 1m\ncondition: ${condition}`),
    );
  const withValues = (values: readonly (string | number | null)[]): Sent[] =>
    values.map((v, t) => ({ t, kind: "a", user: "u", v }));

  it("value_count counts different values exactly", () => {
    const ruleSet = compile("value_count", "{field: v, gte: 3}");
    expect(eventsOf(run(ruleSet, withValues(["x", "x", "y", "x", "z"])))).toEqual([[0, 1, 2, 3, 4]]);
    expect(run(ruleSet, withValues(["x", "y", null, "x"]))).toEqual([]);
    expect(run(ruleSet, [...withValues(["x", "y"]), ...sent("a", [61], { v: "z" })])).toEqual([]);
  });

  it("value_count over several fields counts their combinations", () => {
    const ruleSet = compile("value_count", "{field: [v, w], gte: 3}");
    const records = [
      ["a", "bc"],
      ["ab", "c"],
      ["a", "bc"],
      ["b", "c"],
    ].map(([v, w], t) => ({ t, kind: "a", user: "u", v: v!, w: w! }));
    expect(run(ruleSet, records)[0]).toMatchObject({ value: 3, events: [0, 1, 2, 3] });
  });

  it("value_sum adds numbers and texts that are numbers", () => {
    const ruleSet = compile("value_sum", "{field: v, gt: 100}");
    expect(run(ruleSet, withValues([60, "41", "many"]))).toMatchObject([{ value: 101, events: [0, 1] }]);
    expect(run(ruleSet, withValues([60, 40]))).toEqual([]);
    expect(run(ruleSet, [...withValues([60]), ...sent("a", [60], { v: 50 })])).toEqual([]);
  });

  it("sums of fractions do not drift", () => {
    const records = Array.from({ length: 1000 }, (_, i) => ({ t: i, kind: "a", user: "u", v: 0.1 }));
    expect(run(compile("value_sum", "{field: v, gt: 6.0001}"), records)).toEqual([]);
    expect(run(compile("value_sum", "{field: v, gt: 5.9999}"), records)).toHaveLength(1);
  });

  it("value_avg and value_percentile", () => {
    expect(run(compile("value_avg", "{field: v, gt: 10}"), withValues([10, 12]))).toMatchObject([
      { value: 11, events: [0, 1] },
    ]);
    expect(run(compile("value_percentile", "{field: v, gte: 5}"), withValues([1, 9]))).toMatchObject([
      { value: 5 },
    ]); // the median
    expect(
      run(compile("value_percentile", "{field: v, percentile: 90, gt: 9}"), withValues([0, 10, 10, 10])),
    ).toMatchObject([{ value: 10 }]);
  });

  it("a range closes when it is left, and low bounds keep the least value", () => {
    const ruleSet = compileWhole(
      RULES +
        toCorrelation(
          "type: event_count\nrules: [a]\ngroup-by: [user]\ntimespan: 1m\ncondition: {gt: 1, lte: 3}",
        ),
    );
    expect(eventsOf(run(ruleSet, sent("a", [0, 1, 2, 3, 4])))).toEqual([[0, 1, 2]]);
    expect(run(compile("value_avg", "{field: v, lt: 10}"), withValues([9, 2, 4]))).toMatchObject([
      { value: 5 },
    ]);
  });
});

describe("temporal", () => {
  const compile = (lines: string): RuleSet =>
    compileWhole(RULES + toCorrelation(`${lines}\ngroup-by: [user]\ntimespan: 1m`));

  it("wants all rules in one window, in any order", () => {
    const ruleSet = compile("type: temporal\nrules: [a, b]");
    expect(eventsOf(run(ruleSet, merge(sent("b", [0]), sent("a", [59]))))).toEqual([[0, 1]]);
    expect(run(ruleSet, merge(sent("b", [0]), sent("a", [60])))).toEqual([]);
    expect(run(ruleSet, sent("a", [0, 1, 2]))).toEqual([]);
    expect(run(ruleSet, merge(sent("b", [0], { user: "v" }), sent("a", [1])))).toEqual([]);
  });

  it("takes a number of different rules as its condition", () => {
    const ruleSet = compile("type: temporal\nrules: [a, b, c]\ncondition: {gte: 2}");
    expect(run(ruleSet, merge(sent("a", [0, 1]), sent("c", [2])))).toMatchObject([
      { value: 2, events: [0, 1, 2] },
    ]);
  });

  it("takes an expression over rules", () => {
    const ruleSet = compile("type: temporal\ncondition: (a or b) and c and not (a and b)");
    expect(eventsOf(run(ruleSet, merge(sent("a", [0]), sent("c", [1]))))).toEqual([[0, 1]]);
    expect(run(ruleSet, merge(sent("a", [0]), sent("b", [1]), sent("c", [2])))).toEqual([]);
    const counted = compile("type: temporal\nrules: [a, b, c]\ncondition: 2 of them");
    expect(run(counted, merge(sent("a", [0]), sent("c", [1])))).toHaveLength(1);
  });

  it("an ordered expression wants what it names in the order of the document", () => {
    const ruleSet = compile("type: temporal_ordered\ncondition: a and b");
    expect(run(ruleSet, merge(sent("a", [0]), sent("b", [1])))).toHaveLength(1);
    expect(run(ruleSet, merge(sent("b", [0]), sent("a", [1])))).toEqual([]);
  });

  it("ordered wants the order of the document", () => {
    const ruleSet = compile("type: temporal_ordered\nrules: [a, b, c]");
    expect(run(ruleSet, merge(sent("a", [0]), sent("b", [1]), sent("c", [2])))).toHaveLength(1);
    expect(run(ruleSet, merge(sent("b", [0]), sent("a", [1]), sent("c", [2])))).toEqual([]);
    expect(run(ruleSet, merge(sent("b", [0]), sent("a", [1]), sent("b", [2]), sent("c", [3])))).toHaveLength(
      1,
    );
    expect(run(ruleSet, merge(sent("a", [0]), sent("b", [30]), sent("c", [61])))).toEqual([]);
  });

  it("ordered takes events of the same second in any order", () => {
    const ruleSet = compile("type: temporal_ordered\nrules: [a, b, c]");
    for (const kinds of [
      ["c", "b", "a"],
      ["b", "c", "a"],
      ["a", "c", "b"],
    ]) {
      expect(
        run(
          ruleSet,
          kinds.map((kind) => ({ t: 7, kind, user: "u" })),
        ),
      ).toHaveLength(1);
    }
  });

  it("one event that matches two rules is no sequence, two such events are", () => {
    const both = toRule("s:\n  kind: [a, x]\ncondition: s", "any").replace("title", "name: any\ntitle");
    const text =
      RULES +
      "---\n" +
      both +
      toCorrelation("type: temporal_ordered\nrules: [a, any]\ngroup-by: [user]\ntimespan: 1m");
    expect(run(compileWhole(text), sent("a", [0]))).toEqual([]);
    expect(run(compileWhole(text), sent("a", [0, 0]))).toHaveLength(1);
    expect(run(compileWhole(text), merge(sent("a", [0]), sent("x", [1])))).toHaveLength(1);
    expect(run(compileWhole(text), merge(sent("x", [0]), sent("a", [1])))).toEqual([]);
  });

  it("a rule listed twice must match twice in order", () => {
    const ruleSet = compile("type: temporal_ordered\nrules: [a, b, a]\ncondition: {gte: 3}");
    expect(run(ruleSet, merge(sent("a", [0, 2]), sent("b", [1])))).toHaveLength(1);
    expect(run(ruleSet, merge(sent("a", [0, 1]), sent("b", [2])))).toEqual([]);
  });
});

describe("aliases", () => {
  const lines =
    "type: temporal\nrules: [a, b]\ngroup-by: [ip]\ntimespan: 1m\naliases:\n  ip:\n    a: source.ip\n    b: dest.ip";

  it("join different fields of different rules", () => {
    const ruleSet = compileWhole(RULES + toCorrelation(lines));
    const records = (ip: string): Sent[] => [
      { t: 0, kind: "a", source: { ip: "1.1.1.1" } },
      { t: 1, kind: "b", dest: { ip } },
    ];
    expect(run(ruleSet, records("1.1.1.1"))).toHaveLength(1);
    expect(run(ruleSet, records("2.2.2.2"))).toEqual([]);
  });

  it("must cover every rule and no other", () => {
    expect(listProblems(RULES + toCorrelation(lines.replace("    b: dest.ip", "")))).toEqual([
      "SIGMA_ALIAS_INCOMPLETE@31:1",
    ]);
    expect(listProblems(RULES + toCorrelation(`${lines}\n    c: x`))).toEqual([
      "SIGMA_ALIAS_UNKNOWN_RULE@31:1",
    ]);
  });
});

describe("correlations over correlations", () => {
  const chain =
    RULES +
    toCorrelation(
      "type: event_count\nrules: [a]\ngroup-by: [host]\ntimespan: 1m\ncondition: {gte: 3}",
      "many",
    ) +
    toCorrelation("type: temporal_ordered\nrules: [many, b]\ngroup-by: [user]\ntimespan: 10m", "then");

  it("count from the moment at which the match below holds, with its events and its own grouping", () => {
    const ruleSet = compileWhole(chain);
    const fails = sent("a", [0, 1, 2], { host: "h" });
    expect(
      run(ruleSet, [...fails, ...sent("b", [300])]).map(({ correlation, events, group }) => ({
        correlation,
        events,
        group,
      })),
    ).toEqual([
      { correlation: 0, events: [0, 1, 2], group: '["h"]' },
      { correlation: 1, events: [0, 1, 2, 3], group: '["u"]' },
    ]);
    expect(
      run(ruleSet, [...fails, ...sent("b", [300], { user: "v" })]).map((match) => match.correlation),
    ).toEqual([0]);
    expect(
      run(ruleSet, [...sent("b", [0]), ...sent("a", [1, 2, 3], { host: "h" })]).map(
        (match) => match.correlation,
      ),
    ).toEqual([0]);
    expect(run(ruleSet, [...fails.slice(1), ...sent("b", [300])])).toEqual([]);
    const early = merge(sent("a", [0, 1, 3], { host: "h" }), sent("b", [2]));
    expect(run(ruleSet, early).map((match) => match.correlation)).toEqual([0]);
  });

  it("take all events of a match below, also those from before their own window", () => {
    const text =
      RULES +
      toCorrelation(
        "type: event_count\nrules: [a]\ngroup-by: [host]\ntimespan: 1h\ncondition: {gte: 3}",
        "many",
      ) +
      toCorrelation("type: temporal_ordered\nrules: [many, b]\ngroup-by: [user]\ntimespan: 10s");
    const records = [...sent("a", [0, 1000, 2000], { host: "h" }), ...sent("b", [2005])];
    const match = run(compileWhole(text), records).find(({ correlation }) => correlation === 1);
    expect(match).toMatchObject({ events: [0, 1, 2, 3], from: 0, until: 2_005_000 });
  });

  it("see a burst that lasted longer than their own window, as long as it ended within", () => {
    const fails = sent(
      "a",
      Array.from({ length: 100 }, (_, i) => i * 15),
      { host: "h" },
    );
    expect(
      run(compileWhole(chain), [...fails, ...sent("b", [1500])]).some((match) => match.correlation === 1),
    ).toBe(true);
    expect(
      run(compileWhole(chain), [...fails, ...sent("b", [2200])]).some((match) => match.correlation === 1),
    ).toBe(false);
  });

  it("count bursts, not their events", () => {
    const text =
      RULES +
      toCorrelation(
        "type: event_count\nrules: [a]\ngroup-by: [host]\ntimespan: 10s\ncondition: {gte: 2}",
        "burst",
      ) +
      toCorrelation(
        "type: event_count\nrules: [burst]\ngroup-by: [user]\ntimespan: 1h\ncondition: {gte: 3}",
        "bursts",
      );
    const burstAt = (t: number): Sent[] => sent("a", [t, t + 1, t + 2, t + 3], { host: `h${t}` });
    const bursts = (...starts: number[]): number =>
      run(compileWhole(text), starts.flatMap(burstAt)).filter((match) => match.correlation === 1).length;
    expect(bursts(0, 100)).toBe(0);
    expect(bursts(0, 100, 200)).toBe(1);
    expect(bursts(0, 3_000, 4_000)).toBe(0); // the first has left the hour
  });

  it("speak or are silent by generate", () => {
    const ruleSet = compileWhole(chain);
    expect(ruleSet.rules.map((rule) => rule.silent)).toEqual([true, true, false]);
    expect(ruleSet.correlations.map((correlation) => correlation.silent)).toEqual([true, false]);
    expect(ruleSet.correlations.map((correlation) => correlation.rules)).toEqual([[0], [0, 1]]);
    expect(compileWhole(chain.replace("name: many", "generate: true\nname: many")).rules[0]!.silent).toBe(
      false,
    );
    // One correlation that lets the rule speak is enough, whichever comes first.
    const count = "type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: 2}";
    for (const [first, second] of [
      ["true", "false"],
      ["false", "true"],
    ]) {
      const text = `${RULES}${toCorrelation(`${count}\ngenerate: ${first}`, "x")}${toCorrelation(`${count}\ngenerate: ${second}`, "y")}`;
      expect(compileWhole(text).rules[0]!.silent).toBe(false);
    }
  });
});
