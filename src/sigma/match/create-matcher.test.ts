import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { compileWhole, findMatches, isMet, toRule } from "../fixtures/try-rule.ts";
import { compileSigma, explainMatch, parseSigma } from "../index.ts";
import {
  FIELD_DEPTH_MAX,
  FORK_CHARS_MAX,
  FORK_NODES_MAX,
  INDEX_MEMORY_MAX,
  JSON_TEXT_CHARS_MAX,
} from "../limits.ts";
import { compileSearch } from "./compile-search.ts";
import { MatchContext } from "./match-context.ts";

describe("field lookup", () => {
  it("goes through levels, arrays and keys with dots", () => {
    expect(isMet("a.b.c: x", { a: { b: { c: "x" } } })).toBe(true);
    expect(isMet("a.b.c: x", { a: [{ b: 1 }, [{ b: [{ c: ["y", ["x"]] }] }]] })).toBe(true);
    expect(isMet("a.b.c: x", { "a.b": { c: "x" } })).toBe(true);
    expect(isMet("a.b.c: x", { a: { "b.c": "x" } })).toBe(true);
    expect(isMet("a.b.c: x", { "a.b.c": "x" })).toBe(true);
    expect(isMet("a.b: x", { a: { b: "y" }, "a.b": "x" })).toBe(true);
    expect(isMet("a.b: x", { A: { b: "x" } })).toBe(false);
  });

  it("descends into JSON in strings, also percent-encoded, also twice", () => {
    const policy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:Get*", "iam:PassRole"] }],
    };
    const lines = "p.doc.Statement.Action: iam:passrole\np.doc.Statement.Effect: Allow";
    expect(isMet(lines, { p: { doc: policy } })).toBe(true);
    expect(isMet(lines, { p: { doc: JSON.stringify(policy) } })).toBe(true);
    expect(isMet(lines, { p: { doc: JSON.stringify(policy, null, 2) } })).toBe(true);
    expect(isMet(lines, { p: { doc: encodeURIComponent(JSON.stringify(policy)) } })).toBe(true);
    expect(isMet(lines, { p: JSON.stringify({ doc: JSON.stringify(policy) }) })).toBe(true);
    expect(isMet("p.doc.Statement.Action: nothing", { p: { doc: JSON.stringify(policy) } })).toBe(false);
    for (const broken of ["{", "%7B%", "[1,", "{'a': 1}", "%zz", "plain"])
      expect(isMet("p.a: 1", { p: broken })).toBe(false);
  });

  it("never sees what every object inherits", () => {
    for (const name of [
      "constructor",
      "__proto__",
      "toString",
      "hasOwnProperty",
      "a.constructor.name",
      "a.__proto__.x",
      "a.length",
    ]) {
      expect(isMet(`${name}|exists: true`, { a: [{}], b: "x" })).toBe(false);
    }
    const own: JsonObject = JSON.parse('{"__proto__": {"x": "1"}, "constructor": "mine"}');
    expect(isMet("__proto__.x: 1\nconstructor: mine", own)).toBe(true);
  });

  it("reads getters of a class under a root, lazily", () => {
    let asked = 0;
    class Facts {
      get policy(): JsonValue {
        asked++;
        return { admin: true };
      }
      get nothing(): null {
        return null;
      }
      method(): number {
        return 1;
      }
    }
    const record: JsonObject = { eventName: "X", gait: new Facts() as never };
    expect(isMet("eventName: Y\ngait.policy.admin: true", record)).toBe(false);
    expect(asked).toBe(0);
    expect(isMet("eventName: X\ngait.policy.admin: true", record)).toBe(true);
    expect(isMet("gait.nothing: null", record)).toBe(true);
    expect(isMet("gait.method|exists: true", record)).toBe(false);
  });

  it("stops at the limit of depth", () => {
    const nest = (depth: number): JsonValue => (depth === 0 ? "x" : [nest(depth - 1)]);
    expect(isMet("a: x", { a: nest(FIELD_DEPTH_MAX - 1) })).toBe(true);
    expect(isMet("a: x", { a: nest(FIELD_DEPTH_MAX + 2) })).toBe(false);
    const segments = Array.from({ length: FIELD_DEPTH_MAX }, () => "a").join(".");
    expect(compileSigma([parseSigma(toRule(`s:\n  ${segments}: 1\ncondition: s`), "r")]).rules).toHaveLength(
      1,
    );
    expect(
      compileSigma([parseSigma(toRule(`s:\n  ${segments}.a: 1\ncondition: s`), "r")]).problems[0]?.code,
    ).toBe("SIGMA_FIELD_INVALID");
  });

  it("caps the JSON text of an object", () => {
    expect(isMet("a|contains: needle", { a: { x: "y".repeat(JSON_TEXT_CHARS_MAX - 30), z: "needle" } })).toBe(
      true,
    );
    expect(isMet("a|contains: needle", { a: { x: "y".repeat(JSON_TEXT_CHARS_MAX), z: "needle" } })).toBe(
      false,
    );
  });

  it("does not mix up objects that change between records", () => {
    const ruleSet = compileWhole(toRule("s:\n  a|contains: x\ncondition: s"));
    const inner = { v: "x" };
    expect(findMatches(ruleSet, { a: inner })).toEqual([0]);
    inner.v = "y";
    expect(findMatches(ruleSet, { a: inner })).toEqual([]);
  });
});

describe("hostile records", () => {
  const lines = [
    "a|contains: x",
    "a.b|re: 'x+y'",
    "a.b.c|cidr: 10.0.0.0/8",
    "a|fieldref|contains: b",
    "a|exists: false",
    "a|gt: 5",
    "a|hour: 3",
    "a: ['*x*y*', z]",
  ];
  const rules = [
    ...lines.map((line) => toRule(`s:\n  ${line}\ncondition: s`)),
    toRule("k:\n  - needle\ncondition: k"),
  ];
  const ruleSet = compileSigma(rules.map((text, i) => parseSigma(text, `${i}.yml`)));

  it("of ten thousand levels or a megabyte end within a moment", () => {
    let deep: JsonValue = "x";
    for (let i = 0; i < 10_000; i++) deep = i % 2 === 0 ? [deep] : { b: deep };
    const text = `${'{"b":'.repeat(10_000)}1${"}".repeat(10_000)}`;
    const start = performance.now();
    for (const a of [
      deep,
      text,
      "x".repeat(1_000_000),
      Array.from({ length: 100_000 }, () => "x"),
      `%7B${"x".repeat(1_000_000)}`,
    ]) {
      findMatches(ruleSet, { a, b: a });
    }
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it("of any shape never throw", () => {
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: "medium" },
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.json(),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__", "a.b", "constructor"), tie("value"), {
          maxKeys: 3,
        }) as fc.Arbitrary<JsonObject>,
      ),
    }));
    fc.assert(
      fc.property(fc.record({ a: value, b: value }), (record) => {
        for (const rule of findMatches(ruleSet, record)) explainMatch(ruleSet, rule, record);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the matcher", () => {
  it("gives rule numbers in ascending order after what is already there", () => {
    const rules = ["k: 1", "f: x", "g|exists: true", "f|contains: x", "g: 2"].map((line) =>
      toRule(`s:\n  ${line}\ncondition: s`),
    );
    const ruleSet = compileSigma(rules.map((text, i) => parseSigma(text, `${i}.yml`)));
    const matches = [99];
    ruleSet.matcherFor({ product: "aws", service: "cloudtrail" }).match({ f: "X", g: 2 }, matches);
    expect(matches).toEqual([99, 1, 2, 3, 4]);
  });

  it("takes the rules of the log source: what a rule leaves out means any", () => {
    const sources = [
      "{product: aws, service: cloudtrail}",
      "{product: aws}",
      "{service: cloudtrail}",
      "{product: aws, service: vpcflow}",
      "{product: azure}",
      "{category: management}",
      "{product: aws, category: management}",
    ];
    const texts = sources.map(
      (source) => `title: t\nlogsource: ${source}\ndetection: {s: {f: 1}, condition: s}`,
    );
    const ruleSet = compileSigma(texts.map((text, i) => parseSigma(text, `${i}.yml`)));
    const found = (category?: string): number[] => {
      const matches: number[] = [];
      const query = {
        product: "AWS",
        service: "CloudTrail",
        ...(category === undefined ? {} : { category }),
      };
      ruleSet.matcherFor(query).match({ f: 1 }, matches);
      return matches;
    };
    expect(found()).toEqual([0, 1, 2]);
    expect(found("management")).toEqual([0, 1, 2, 5, 6]);
    expect(ruleSet.matcherFor({ product: "a", service: "b" })).toBe(
      ruleSet.matcherFor({ product: "a", service: "b" }),
    );
  });

  it("remembers no more values than its limit, and stays right beyond", () => {
    // Two fields choose among rules; the third and fourth have an index each.
    const lines = ["e: x", "e: y", "g: x", "g: y", "f|contains: '77'"];
    const texts = lines.map((line) => toRule(`s:\n  ${line}\ncondition: s`));
    const ruleSet = compileSigma(texts.map((text, i) => parseSigma(text, `${i}.yml`)));
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i <= INDEX_MEMORY_MAX; i++) {
        expect(findMatches(ruleSet, { f: `v${i}` }).length === 1).toBe(String(i).includes("77"));
      }
    }
  });

  it("remembers no more combinations of values than its limit, and stays right beyond", () => {
    const ruleSet = compileWhole(toRule("s:\n  e: x\n  f|contains: '77'\ncondition: s"));
    for (let i = 0; i <= FORK_NODES_MAX + 1; i++) {
      const isMatch = findMatches(ruleSet, { e: "x", f: `v${i}` }).length === 1;
      if (isMatch !== String(i).includes("77")) expect.fail(`wrong about v${i}`);
    }
    const long = `77${"x".repeat(FORK_CHARS_MAX)}`;
    expect(findMatches(ruleSet, { e: "x", f: long })).toEqual([0]);
    expect(findMatches(ruleSet, { e: "x", f: long.slice(1) })).toEqual([]);
  });

  it("chooses among many rules as if each were asked alone", () => {
    const values = fc.constantFrom<JsonValue>("x", "Y", "z", null, 1, true, ["x", "y"], { a: "x" }, '"x"');
    const outcomes = fc.constantFrom<JsonValue>("success", "denied", "failure", null);
    const record = fc.record(
      { e: values, f: values, g: values, gait: fc.record({ outcome: outcomes }) },
      { requiredKeys: [] },
    );
    const conditions = [
      "a and b",
      "a or c",
      "a and not b",
      "not (a or b)",
      "1 of them",
      "all of them",
      "c and not d",
      "(a or b) and d",
      "not a and not c",
      "d",
    ];
    const texts = conditions.map((condition) =>
      toRule(
        "a:\n  e: [x, '1']\nb:\n  f|startswith: y\nc:\n  gait.outcome: success\nd:\n  g: [x, 'true', y]\n  e|exists: true\n" +
          `condition: ${condition}`,
      ),
    );
    const together = compileSigma(texts.map((text, i) => parseSigma(text, `${i}.yml`)));
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
        for (const one of records) {
          const alone = together.rules.flatMap(({ search }, i) =>
            compileSearch(search, new MatchContext())(one) ? [i] : [],
          );
          expect(findMatches(together, one)).toEqual(alone);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("finds a rule through any of several fields, and once", () => {
    const ruleSet = compileWhole(toRule("a:\n  f: x\nb:\n  g: y\ncondition: a or b"));
    expect(findMatches(ruleSet, { f: "x", g: "y" })).toEqual([0]);
    expect(findMatches(ruleSet, { g: "Y" })).toEqual([0]);
    expect(findMatches(ruleSet, { g: ["z", "Y"] })).toEqual([0]);
  });
});

describe("explanations", () => {
  it("name the selection, field, value and test of what held", () => {
    const ruleSet = compileWhole(
      toRule(
        "selection:\n  eventName: [A, B]\n  p.list|contains: need\nextra:\n  gone: null\nfilter:\n  q: 1\nkeywords:\n  - haystack\ncondition: (selection or keywords) and extra and not filter",
      ),
    );
    const record = { eventName: "b", p: { list: ["hay", "a NEEDle", "need"] }, text: ["x", "a haystack"] };
    expect(explainMatch(ruleSet, 0, record)).toEqual([
      { selection: "selection", field: "eventName", value: "b", test: "equals 'A' or 'B'" },
      { selection: "selection", field: "p.list", value: "a NEEDle", test: "contains 'need'" },
      { selection: "extra", field: "gone", value: null, test: "equals null" },
      { selection: "keywords", field: "*", value: "a haystack", test: "contains 'haystack'" },
    ]);
  });

  it("are capped and plain JSON", () => {
    const ruleSet = compileWhole(toRule("s:\n  f|contains: x\n  g|neq: y\ncondition: s"));
    const explained = explainMatch(ruleSet, 0, { f: "x".repeat(10_000), g: { a: "z".repeat(1000) } });
    expect(JSON.stringify(explained).length).toBeLessThan(1_000);
    expect(explained).toEqual(JSON.parse(JSON.stringify(explained)));
    expect(explained[1]).toMatchObject({ field: "g", test: "neq 'y'" });
  });
});
