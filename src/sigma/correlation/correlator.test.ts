import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../domain/index.ts";
import { compileWhole, listProblems, toRule } from "../fixtures/try-rule.ts";
import {
  type CorrelationMatch,
  type CorrelatorLimits,
  compileSigma,
  createCorrelator,
  extractCorrelationKeys,
  parseSigma,
  type RuleSet,
} from "../index.ts";

/** Rules a, b, c that match records with `kind` of their name. */
const RULES = ["a", "b", "c"]
  .map((name) => `${toRule(`s:\n  kind: ${name}\ncondition: s`, name)}name: ${name}\n`)
  .join("---\n");

const toCorrelation = (lines: string, name = "corr"): string =>
  `---\ntitle: ${name}\nname: ${name}\ncorrelation:\n${lines
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n")}\n`;

interface Sent extends JsonObject {
  /** Seconds. */
  t: number;
  kind: string;
}

/** Pushes records through matcher, key extraction and correlator; the record's index is its event number. */
function run(
  ruleSet: RuleSet,
  records: readonly Sent[],
  limits: Partial<CorrelatorLimits> = {},
): CorrelationMatch[] {
  const matcher = ruleSet.matcherFor({ product: "aws", service: "cloudtrail" });
  const correlator = createCorrelator(ruleSet, limits);
  const found: CorrelationMatch[] = [];
  for (const [event, record] of records.entries()) {
    const matches: number[] = [];
    matcher.match(record, matches);
    for (const rule of matches) {
      for (const input of extractCorrelationKeys(ruleSet, rule, record)) {
        correlator.push({ ...input, rule, at: record.t * 1000, event });
      }
    }
    if (event % 3 === 0) found.push(...correlator.drain());
  }
  return [...found, ...correlator.close()];
}

const sent = (kind: string, times: readonly number[], more: JsonObject = {}): Sent[] =>
  times.map((t) => ({ t, kind, user: "u", ...more }));
const merge = (...parts: readonly Sent[][]): Sent[] => parts.flat().sort((x, y) => x.t - y.t);
const eventsOf = (matches: readonly CorrelationMatch[]): number[][] => matches.map((match) => match.events);

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
  });

  it("speak or are silent by generate", () => {
    const ruleSet = compileWhole(chain);
    expect(ruleSet.rules.map((rule) => rule.silent)).toEqual([true, true, false]);
    expect(ruleSet.correlations.map((correlation) => correlation.silent)).toEqual([true, false]);
    expect(ruleSet.correlations.map((correlation) => correlation.rules)).toEqual([[0], [0, 1]]);
    expect(compileWhole(chain.replace("name: many", "generate: true\nname: many")).rules[0]!.silent).toBe(
      false,
    );
  });
});

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
      expect(correlations.map(({ name }) => name).sort()).toEqual([
        "c0",
        "c1",
        "c2",
        "c3",
        "c4",
        "c5",
        "c6",
        "c7",
      ]);
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

describe("limits", () => {
  const count = compileWhole(
    RULES +
      toCorrelation("type: event_count\nrules: [a]\ngroup-by: [user]\ntimespan: 1h\ncondition: {gte: 3}"),
  );

  it("of groups: the quietest is closed and forgotten, and that is counted", () => {
    const correlator = createCorrelator(count, { groupsMax: 2 });
    const push = (group: string, at: number): void =>
      correlator.push({ correlation: 0, rule: 0, group, value: null, at, event: at });
    for (const at of [0, 1, 2]) push("x", at);
    push("y", 3);
    expect(correlator.losses).toEqual({ groups: 0, events: 0 });
    push("z", 4);
    expect(correlator.losses.groups).toBe(1);
    expect(eventsOf(correlator.drain())).toEqual([[0, 1, 2]]);
  });

  it("of events in a group: folded events still count", () => {
    const times = Array.from({ length: 30 }, (_, i) => i);
    const [match] = run(count, sent("a", times), { groupEventsMax: 6 });
    expect(match).toMatchObject({ value: 30 });
    expect(match!.events).toHaveLength(30);
    const sums = compileWhole(
      RULES +
        toCorrelation(
          "type: value_sum\nrules: [a]\ngroup-by: [user]\ntimespan: 1h\ncondition: {field: v, gte: 290}",
        ),
    );
    expect(run(sums, sent("a", times, { v: 10 }), { groupEventsMax: 2 })).toMatchObject([{ value: 300 }]);
    const average = compileWhole(
      RULES +
        toCorrelation(
          "type: value_avg\nrules: [a]\ngroup-by: [user]\ntimespan: 1h\ncondition: {field: v, gte: 10}",
        ),
    );
    expect(run(average, sent("a", times, { v: 10 }), { groupEventsMax: 2 })).toMatchObject([{ value: 10 }]);
  });

  it("of events in a group: a correlation that waits for many gets room for them", () => {
    const many = compileWhole(
      RULES +
        toCorrelation(
          "type: value_count\nrules: [a]\ngroup-by: [user]\ntimespan: 1h\ncondition: {field: t, gte: 50}",
        ),
    );
    expect(
      run(
        many,
        sent(
          "a",
          Array.from({ length: 50 }, (_, i) => i),
        ),
        { groupEventsMax: 5 },
      ),
    ).toHaveLength(1);
  });

  it("of a temporal window: a flood of one kind leaves the other in", () => {
    const both = compileWhole(
      RULES + toCorrelation("type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [user]\ntimespan: 1h"),
    );
    const records = [
      ...sent("a", [0]),
      ...sent(
        "b",
        Array.from({ length: 2000 }, (_, i) => i / 10),
      ),
      ...sent("c", [300]),
    ];
    expect(run(both, records, { temporalEventsMax: 10 })).toHaveLength(1);
  });

  it("of events in all windows", () => {
    const correlator = createCorrelator(count, { eventsMax: 3 });
    for (let i = 0; i < 10; i++)
      correlator.push({ correlation: 0, rule: 0, group: `g${i}`, value: null, at: i, event: i });
    expect(correlator.losses.groups).toBe(7);
  });

  it("of events listed in a match: the rest is counted", () => {
    const [match] = run(
      count,
      sent(
        "a",
        Array.from({ length: 20 }, (_, i) => i),
      ),
      { matchEventsMax: 5 },
    );
    expect(match).toMatchObject({ events: [0, 1, 2, 3, 4], unlisted: 15 });
  });
});

/** The definition, straight: at every event of a group look at all events of the last minute. */
function bruteForce(records: readonly Sent[], holds: (window: readonly Sent[]) => boolean): number[][] {
  const found: number[][] = [];
  for (const user of new Set(records.map((record) => record["user"]))) {
    const group = records.flatMap((record, event) => (record["user"] === user ? [{ record, event }] : []));
    let open: number[] | null = null;
    for (const [i, { record, event }] of group.entries()) {
      const window = group.slice(0, i + 1).filter((other) => other.record.t > record.t - 60);
      if (open !== null && window.length === 1) {
        found.push(open);
        open = null;
      }
      if (!holds(window.map((other) => other.record))) {
        if (open !== null) found.push(open);
        open = null;
      } else if (open === null) open = window.map((other) => other.event);
      else open.push(event);
    }
    if (open !== null) found.push(open);
  }
  return found.sort((x, y) => x[0]! - y[0]! || x.length - y.length);
}

const streams = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 1, 10, 29, 30, 31, 59, 60, 61),
      kind: fc.constantFrom("a", "b", "c"),
      user: fc.constantFrom("u", "v"),
      v: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 40 },
  )
  .map((gaps) => {
    let t = 0;
    return gaps.map(({ gap, ...rest }): Sent => {
      t += gap;
      return { ...rest, t };
    });
  });
const distinct = (window: readonly Sent[], field: string): number =>
  new Set(window.map((record) => record[field])).size;
const total = (window: readonly Sent[]): number =>
  window.reduce((sum, record) => sum + Number(record["v"]), 0);
const median = (window: readonly Sent[]): number => {
  const sorted = window.map((record) => Number(record["v"])).sort((x, y) => x - y);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};
const isOrdered = (window: readonly Sent[]): boolean =>
  window.some(
    (a) =>
      a.kind === "a" &&
      window.some((b) => b.kind === "b" && b.t >= a.t && window.some((c) => c.kind === "c" && c.t >= b.t)),
  );

it.each<[string, string, (window: readonly Sent[]) => boolean]>([
  ["event_count", "{gte: 3}", (window) => window.length >= 3],
  ["event_count", "{eq: 2}", (window) => window.length === 2],
  ["event_count", "{gt: 1, neq: 3}", (window) => window.length > 1 && window.length !== 3],
  ["value_count", "{field: v, gte: 3}", (window) => distinct(window, "v") >= 3],
  ["value_sum", "{field: v, gt: 7}", (window) => total(window) > 7],
  ["value_avg", "{field: v, lt: 2}", (window) => total(window) / window.length < 2],
  ["value_percentile", "{field: v, gte: 3}", (window) => median(window) >= 3],
  ["temporal", "{gte: 3}", (window) => distinct(window, "kind") >= 3],
  [
    "temporal",
    "a and not b",
    (window) => window.some(({ kind }) => kind === "a") && !window.some(({ kind }) => kind === "b"),
  ],
  ["temporal_ordered", "{gte: 3}", isOrdered],
])("%s %s equals a brute-force computation on random streams", (type, condition, holds) => {
  const rules = condition.startsWith("{") ? "rules: [a, b, c]\n" : "";
  const kinds = condition.startsWith("{") ? ["a", "b", "c"] : ["a", "b"];
  const ruleSet = compileWhole(
    RULES + toCorrelation(`type: ${type}\n${rules}group-by: [user]\ntimespan: 1m\ncondition: ${condition}`),
  );
  fc.assert(
    fc.property(streams, (stream) => {
      const records = stream.filter((record) => kinds.includes(record.kind));
      const found = eventsOf(run(ruleSet, records)).sort((x, y) => x[0]! - y[0]! || x.length - y.length);
      expect(found).toEqual(bruteForce(records, holds));
    }),
    { numRuns: 150 },
  );
});
