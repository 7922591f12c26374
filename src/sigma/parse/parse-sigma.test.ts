import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileWhole, findMatches, listProblems, toRule } from "../fixtures/try-rule.ts";
import { compileSigma, formatSigmaProblem } from "../index.ts";
import { RULE_FILE_CHARS_MAX, YAML_DEPTH_MAX } from "../limits.ts";
import { parseSigma } from "./parse-sigma.ts";

const RULE = toRule("selection:\n  f: 1\ncondition: selection");

describe("a rule", () => {
  it("keeps what it says about itself, and keys of its author's own", () => {
    const text = `
title: Trail stopped
id: 5638f7c0-ac70-491d-8465-2a65075e0d86
name: trail_stopped
status: test
description: Somebody stopped a trail.
references: [https://example.com/a]
author: Ann
date: 2024-01-02
modified: 2024/02/03
tags: [attack.defense-evasion, attack.t1562.008]
logsource: {product: AWS, service: cloudtrail, definition: any trail}
detection: {selection: {eventName: StopLogging}, condition: selection}
falsepositives: Maintenance
fields: [userIdentity.arn]
level: high
related: [{id: 6638f7c0-ac70-491d-8465-2a65075e0d86, type: similar}]
gait: {response: [Ask, Start it again], __proto__: {polluted: true}}
`;
    const { rules, problems } = parseSigma(text, "a.yml");
    expect(problems).toEqual([]);
    expect(rules[0]).toMatchObject({
      title: "Trail stopped",
      id: "5638f7c0-ac70-491d-8465-2a65075e0d86",
      name: "trail_stopped",
      status: "test",
      level: "high",
      author: "Ann",
      date: "2024-01-02",
      modified: "2024-02-03",
      tags: ["attack.defense-evasion", "attack.t1562.008"],
      falsepositives: ["Maintenance"],
      references: ["https://example.com/a"],
      fields: ["userIdentity.arn"],
      related: [{ id: "6638f7c0-ac70-491d-8465-2a65075e0d86", type: "similar" }],
      logsource: { category: null, product: "aws", service: "cloudtrail" },
      custom: { gait: { response: ["Ask", "Start it again"] } },
      file: "a.yml",
      line: 2,
    });
    expect(Object.hasOwn(Object(rules[0]!.custom["gait"]), "__proto__")).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("problems", () => {
  it.each([
    ["", "SIGMA_FILE_EMPTY@1:1"],
    ["# nothing\n---\n", "SIGMA_FILE_EMPTY@1:1"],
    ["just text", "SIGMA_DOCUMENT_NOT_MAP@1:1"],
    ["- a\n- b", "SIGMA_DOCUMENT_NOT_MAP@1:1"],
    [RULE.replace("title: A rule\n", ""), "SIGMA_MISSING@1:1"],
    [RULE.replace("A rule", "''"), "SIGMA_EMPTY@1:8"],
    [RULE.replace("A rule", "[a]"), "SIGMA_WRONG_TYPE@1:8"],
    [RULE.replace(/logsource:.*(?=detection)/s, ""), "SIGMA_MISSING@1:1"],
    [RULE.replace(/ {2}product: aws\n {2}service/, "  servise"), "SIGMA_MISSING@3:3"],
    [RULE.replace(/detection:.*/s, ""), "SIGMA_MISSING@1:1"],
    [RULE.replace("detection", "detections"), "SIGMA_KEY_SUSPICIOUS@5:1,SIGMA_MISSING@1:1"],
    [RULE.replace("condition: selection", ""), "SIGMA_MISSING@6:3"],
    [`${RULE}level: hihg`, "SIGMA_VALUE_UNKNOWN@9:8"],
    [`${RULE}status: production`, "SIGMA_VALUE_UNKNOWN@9:9"],
    [`${RULE}id: my-rule`, "SIGMA_ID_NOT_UUID@9:5"],
    [`${RULE}tags: [attack.t1078, 'Attack T1078']`, "SIGMA_TAG_INVALID@9:22"],
    [`${RULE}date: yesterday`, "SIGMA_DATE_INVALID@9:7"],
    [`${RULE}falspositives: [x]`, "SIGMA_KEY_SUSPICIOUS@9:1"],
    [`${RULE}related: x`, "SIGMA_WRONG_TYPE@9:10"],
    [`${RULE}title: again`, "SIGMA_YAML_INVALID@9:1"],
    ["title: [a", "SIGMA_YAML_INVALID@1:10"],
    ["title: a\n  b: c: d", "SIGMA_YAML_INVALID@1:8"],
    ["action: globl\ntitle: x", "SIGMA_ACTION_UNKNOWN@1:9"],
    [toRule("selection: {}\ncondition: selection"), "SIGMA_EMPTY@6:14"],
    [toRule("selection: []\ncondition: selection"), "SIGMA_EMPTY@6:14"],
    [toRule("selection:\n  f: []\ncondition: selection"), "SIGMA_EMPTY@7:8"],
    [toRule("selection:\n  f: {g: 1}\ncondition: selection"), "SIGMA_WRONG_TYPE@7:8"],
    [toRule("selection:\n  - [a]\ncondition: selection"), "SIGMA_WRONG_TYPE@7:7"],
    [toRule("selection:\n  '': x\ncondition: selection"), "SIGMA_FIELD_INVALID@7:5"],
  ])("%j", (text, expected) => {
    expect(listProblems(text).join()).toBe(expected);
  });

  it("suggest the word that was meant", () => {
    const suggest = (text: string): string | null | undefined =>
      parseSigma(text, "r.yml").problems[0]?.suggestion;
    expect(suggest(`${RULE}level: hihg`)).toBe("Did you mean high?");
    expect(suggest(`${RULE}staus: test`)).toBe("Did you mean status?");
    expect(suggest(`${RULE}status: stabel`)).toBe("Did you mean stable?");
    expect(suggest(`${RULE}tags: [Attack.T1078]`)).toBe("Did you mean attack.t1078?");
    expect(suggest(RULE.replace("condition", "conditon"))).toContain("conditon");
    expect(suggest(toRule("selection:\n  f: {g: 1}\ncondition: selection"))).toBe(
      "Name nested fields with dots: f.g.",
    );
  });

  it("read like a compiler's", () => {
    const problem = parseSigma(`${RULE}level: hihg`, "rules/x.yml").problems[0]!;
    expect(formatSigmaProblem(problem)).toBe(
      "rules/x.yml:9:8: error: level hihg is unknown. Did you mean high?",
    );
  });

  it("know their place in files with Windows line ends", () => {
    expect(listProblems(`${RULE}level: hihg`.replaceAll("\n", "\r\n"))).toEqual(["SIGMA_VALUE_UNKNOWN@9:8"]);
  });

  it("of one document leave the others alone", () => {
    const text = `${RULE}---\ntitle: [broken\n---\n${RULE.replace("f: 1", "f|nope: 1")}---\n${RULE}`;
    const { rules, problems } = parseSigma(text, "r.yml");
    expect(rules).toHaveLength(2);
    expect(problems.map(({ code, line }) => `${code}@${line}`)).toEqual([
      "SIGMA_YAML_INVALID@11",
      "SIGMA_MODIFIER_UNKNOWN@18",
    ]);
  });

  it("a rule with an error is never a quiet rule", () => {
    const { rules, problems } = compileSigma([parseSigma(RULE.replace("f: 1", "f|re: '(?=x)'"), "r.yml")]);
    expect(rules).toEqual([]);
    expect(problems[0]).toMatchObject({ code: "SIGMA_REGEX_INVALID", level: "error" });
  });
});

describe("hostile YAML", () => {
  it("aliases that multiply are cut off", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 9; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    expect(listProblems(`${RULE}${lines.join("\n")}`)).toEqual(["SIGMA_YAML_TOO_LARGE@1:1"]);
  });

  it("an alias to itself is cut off", () => {
    expect(listProblems(`${RULE}loop: &a [*a]`).join()).toMatch(/SIGMA_YAML/);
  });

  it("depth is limited, far below the stack", () => {
    const nested = (depth: number): string => `${RULE}x: ${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(listProblems(nested(YAML_DEPTH_MAX))).toEqual([]);
    expect(listProblems(nested(YAML_DEPTH_MAX + 1))).toEqual(["SIGMA_YAML_TOO_DEEP@1:1"]);
    expect(listProblems(nested(20_000)).length).toBeGreaterThan(0);
  });

  it("size is limited", () => {
    const padded = (chars: number): string => `${RULE}# ${"x".repeat(chars - RULE.length - 2)}`;
    expect(listProblems(padded(RULE_FILE_CHARS_MAX))).toEqual([]);
    expect(listProblems(padded(RULE_FILE_CHARS_MAX + 1))).toEqual(["SIGMA_FILE_TOO_LARGE@1:1"]);
  });

  it("never makes the parser throw", () => {
    const pieces = fc.constantFrom(
      "title: x",
      "\n",
      "  ",
      "- ",
      "detection:",
      "selection:",
      "f|re: '('",
      "condition: ",
      "1 of ",
      "*",
      "&a ",
      "*a",
      "{",
      "}",
      "[",
      "]",
      "|",
      ">",
      "---\n",
      "correlation:",
      "filter:",
      "rules: [x]",
      "type: event_count",
      "timespan: 1h",
      "!!binary x",
      "? ",
      ": ",
      "null",
      "\t",
      "\u0000",
      "'",
      '"',
      "%",
      "action: global",
      "<<: ",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        compileSigma([parseSigma(parts.join(""), "f.yml")]);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(RULE.length), text: pieces }), { maxLength: 5 }),
        (edits) => {
          let text = RULE;
          for (const { at, text: inserted } of edits)
            text = text.slice(0, at) + inserted + text.slice(at + 1);
          compileSigma([parseSigma(text, "f.yml")]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("YAML of the field", () => {
  it("follows anchors and merge keys", () => {
    const text = toRule(
      "base: &base\n  f: 1\n  g: 2\nselection:\n  <<: *base\n  g: 3\ncondition: selection and not base",
    );
    expect(findMatches(compileWhole(text), { f: 1, g: 3 })).toEqual([0]);
    expect(findMatches(compileWhole(text), { f: 1, g: 2 })).toEqual([]);
  });

  it("reads values with a tag as texts, and numbers as field names", () => {
    expect(
      findMatches(compileWhole(toRule("s:\n  f: !!str 12\n  404: x\ncondition: s")), { f: "12", "404": "x" }),
    ).toEqual([0]);
  });

  it("merges action: global into what follows until a reset, and repeats", () => {
    const text = `action: global
title: Shared
logsource: {product: aws, service: cloudtrail}
level: low
---
detection: {a: {f: 1}, condition: a}
---
detection: {b: {f: 2}, condition: b}
level: high
---
action: repeat
title: Again
detection: {b: {f: 3}}
---
action: reset
---
${RULE}`;
    const { rules, problems } = parseSigma(text, "g.yml");
    expect(problems).toEqual([]);
    expect(rules.map(({ title, level }) => `${title} ${level}`)).toEqual([
      "Shared low",
      "Shared high",
      "Again high",
      "A rule null",
    ]);
    expect(findMatches(compileWhole(text), { f: 3 })).toEqual([2]);
  });
});

describe("several documents", () => {
  it("must not share an id or a name", () => {
    const id = "5638f7c0-ac70-491d-8465-2a65075e0d86";
    const files = ["a.yml", "b.yml"].map((file) => parseSigma(`${RULE}id: ${id}`, file));
    const { rules, problems } = compileSigma(files);
    expect(rules).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "SIGMA_DUPLICATE_ID", file: "b.yml", line: 1 });
    expect(problems[0]!.text).toContain("a.yml:1");
    expect(listProblems(`${RULE}name: x\n---\n${RULE}name: x`)).toEqual(["SIGMA_DUPLICATE_NAME@11:1"]);
  });
});

describe("filters", () => {
  const id = "5638f7c0-ac70-491d-8465-2a65075e0d86";
  const toFilter = (rules: string, condition = "not selection", logsource = "{product: aws}"): string =>
    `title: No admins\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n  selection:\n    user|startswith: adm_\n  condition: ${condition}\n`;
  const matchesWith = (filter: string, user: string): boolean =>
    findMatches(compileWhole(`${RULE}id: ${id}\nname: the_rule\n---\n${filter}`), { f: 1, user }).length ===
    1;

  it.each(["any", `[${id}]`, `${id}`, "[the_rule]", `[${id.toUpperCase()}]`])(
    "apply to the rules that they name: %s",
    (rules) => {
      expect(matchesWith(toFilter(rules), "ADM_ann")).toBe(false);
      expect(matchesWith(toFilter(rules), "bob")).toBe(true);
    },
  );

  it("apply within their log source only", () => {
    expect(matchesWith(toFilter("any", "not selection", "{product: windows}"), "adm_ann")).toBe(true);
    expect(
      matchesWith(toFilter("any", "not selection", "{product: aws, service: cloudtrail}"), "adm_ann"),
    ).toBe(false);
  });

  it("that name no rule, or keep what they describe, are warned of", () => {
    expect(listProblems(`${RULE}name: the_rule\n---\n${toFilter("[the_rul]")}`)).toEqual([
      "SIGMA_FILTER_NO_RULE@14:11",
    ]);
    expect(listProblems(`${RULE}name: the_rule\n---\n${toFilter("[the_rule]", "selection")}`)).toEqual([
      "SIGMA_FILTER_POSITIVE@17:14",
    ]);
    expect(listProblems(`${RULE}---\n${toFilter("[]").replace("  rules: []\n", "")}`)).toEqual([
      "SIGMA_MISSING@13:3",
    ]);
  });
});
