import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { EXAMPLE_RECORDS_MAX, toExampleRecords } from "./example-records.ts";
import { RULES_PORT } from "./rules-port.ts";

const RULE = `
title: Trail stopped
id: 5f1b0a3e-0000-4000-8000-000000000001
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: StopLogging }, condition: selection }
level: high
tags: [attack.defense-impairment, attack.t1685.002]
`;
const EXAMPLES = `
fires:
- name: stopped
  records: [{ eventSource: cloudtrail.amazonaws.com, eventName: StopLogging }]
quiet:
- name: looked at
  records: [{ eventSource: cloudtrail.amazonaws.com, eventName: GetTrailStatus }]
`;

function makeRules(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "gait-test-rules-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const testOne = async (files: Readonly<Record<string, string>>) => RULES_PORT.test(makeRules(files));
const reasons = async (files: Readonly<Record<string, string>>) =>
  (await testOne(files)).map(({ passed, why }) => (passed ? "passed" : why));

describe("gait rules test", () => {
  test("a rule with right examples passes them, each by its name", async () => {
    expect(await testOne({ "impact/stop.yml": RULE, "impact/stop.examples.yml": EXAMPLES })).toEqual([
      { file: join("impact", "stop.yml"), name: "stopped", expected: "fires", passed: true, why: null },
      { file: join("impact", "stop.yml"), name: "looked at", expected: "quiet", passed: true, why: null },
    ]);
  });

  test("a rule without examples fails", async () => {
    expect(await reasons({ "stop.yml": RULE })).toEqual(["there is no file of examples beside the rule"]);
  });

  test("an example that should fire and does not, and one that should be quiet and is not, fail", async () => {
    const turned = EXAMPLES.replace("fires:", "x:").replace("quiet:", "fires:").replace("x:", "quiet:");
    expect(await reasons({ "stop.yml": RULE, "stop.examples.yml": turned })).toEqual([
      "should fire, and stayed quiet",
      expect.stringMatching(/^should stay quiet, and fired: Trail stopped: alice called StopLogging/),
    ]);
  });

  test.each([
    ["that lack the quiet ones", EXAMPLES.split("quiet:")[0]!, /quiet/],
    [
      "with a field that there is not",
      EXAMPLES.replace("- name: stopped", "- name: stopped\n  wants: x"),
      /wants/,
    ],
    ["that are no YAML", "fires: [{{{", /the examples are not valid YAML/],
    ["that are empty", "", /expected object/],
    ["with a bad offset", EXAMPLES.replace("records: [{", "records: [{ at: soon,"), /`at` and `every`/],
    [
      "with a bad count",
      EXAMPLES.replace("records: [{", "records: [{ repeat: many,"),
      /`repeat` is no count/,
    ],
    [
      "with too many records",
      EXAMPLES.replace("records: [{", `records: [{ repeat: ${EXAMPLE_RECORDS_MAX + 1},`),
      /more than/,
    ],
    [
      "with a record that is none",
      EXAMPLES.replace("records: [{", "records: [{ eventTime: never,"),
      /was rejected: .*eventTime/,
    ],
  ])("examples %s fail with the reason, and do not stop the others", async (_, examples, why) => {
    const results = await testOne({
      "a.yml": RULE,
      "a.examples.yml": examples,
      "b.yml": RULE,
      "b.examples.yml": EXAMPLES,
    });
    const failed = results.filter(({ file }) => file === "a.yml").find(({ passed }) => !passed);
    expect(failed?.why).toMatch(why);
    expect(results.filter(({ file }) => file === "b.yml").every(({ passed }) => passed)).toBe(true);
  });

  test("a rule that is broken fails with line and column", async () => {
    const [why] = await reasons({ "stop.yml": RULE.replace("condition: selection", "condition: nothing") });
    expect(why).toMatch(/^\d+:\d+: .*nothing/);
  });

  test("no rule at all is not a test that passes", async () => {
    await expect(testOne({ "readme.txt": "" })).rejects.toMatchObject({ report: { code: "RUN_RULES_NONE" } });
  });
});

describe("records of an example", () => {
  const make = (...records: readonly Record<string, unknown>[]) =>
    toExampleRecords({ name: "x", records: [...records] }, "cloudtrail");

  test("are ten seconds apart, numbered, and filled with what the example leaves out", () => {
    const records = make({ eventName: "A" }, { eventName: "B", userIdentity: { type: "Root" } });
    expect(records).toMatchObject([
      { eventName: "A", eventTime: "2026-01-05T10:00:00Z", userIdentity: { userName: "alice" } },
      { eventName: "B", eventTime: "2026-01-05T10:00:10Z", userIdentity: { type: "Root" } },
    ]);
  });

  test("are repeated with their ordinal, from a time and at a pace", () => {
    expect(
      make({ eventName: "call-{n}", nested: [{ n: "{n}" }], repeat: 3, at: "+1h", every: "+15m" }),
    ).toMatchObject([
      { eventName: "call-0", nested: [{ n: "0" }], eventTime: "2026-01-05T11:00:00Z" },
      { eventName: "call-1", eventTime: "2026-01-05T11:15:00Z" },
      { eventName: "call-2", eventTime: "2026-01-05T11:30:00Z" },
    ]);
  });

  test("are made up to a limit", () => {
    expect(make({ repeat: EXAMPLE_RECORDS_MAX })).toHaveLength(EXAMPLE_RECORDS_MAX);
    expect(make({ repeat: EXAMPLE_RECORDS_MAX }, {})).toMatch(/more than/);
  });
});

describe("gait rules list, check and coverage", () => {
  test("list: worst first, with tactics by name, from folders below as well", async () => {
    const low = RULE.replace("level: high", "level: low")
      .replace("Trail stopped", "A low one")
      .replace("000000000001", "000000000002");
    const folder = makeRules({
      "a/low.yml": low,
      "b/high.yml": RULE,
      "b/high.examples.yml": EXAMPLES,
      "c.txt": "no",
    });
    expect(await RULES_PORT.list(folder)).toEqual([
      expect.objectContaining({
        title: "Trail stopped",
        severity: "high",
        kind: "rule",
        tactics: ["Defense Impairment"],
        techniques: ["T1685.002"],
        logsource: "aws cloudtrail",
        file: join("b", "high.yml"),
      }),
      expect.objectContaining({ title: "A low one", severity: "low" }),
    ]);
  });

  test("check: problems with file, line and column; a broken rule is not counted as read", async () => {
    const folder = makeRules({ "good.yml": RULE, "bad.yml": "title: x\nlogsource: 7\n" });
    const { rules, problems } = await RULES_PORT.check(folder);
    expect(rules).toBe(1);
    expect(problems.filter(({ level }) => level === "error")[0]).toMatchObject({
      file: join(folder, "bad.yml"),
      line: expect.any(Number),
      column: expect.any(Number),
    });
  });

  test("coverage counts a rule once for each of its tactics and techniques", async () => {
    const folder = makeRules({
      "a.yml": RULE.replace("attack.t1685.002", "attack.t1562.008, attack.impact"),
    });
    const coverage = await RULES_PORT.cover(folder);
    expect(coverage).toHaveLength(15);
    expect(coverage.filter(({ rules }) => rules > 0)).toEqual([
      { tactic: "TA0112", name: "Defense Impairment", rules: 1, techniques: [{ id: "T1685.002", rules: 1 }] },
      { tactic: "TA0040", name: "Impact", rules: 1, techniques: [{ id: "T1685.002", rules: 1 }] },
    ]);
  });

  test("a folder that is not there, and one without a rule, are said to be that", async () => {
    await expect(RULES_PORT.list("/nowhere/rules")).rejects.toMatchObject({
      report: { code: "RUN_RULES_MISSING" },
    });
    const folder = makeRules({ "readme.txt": "" });
    const asked = [RULES_PORT.list(folder), RULES_PORT.check(folder), RULES_PORT.cover(folder)];
    for (const answer of await Promise.allSettled(asked)) {
      expect(answer).toMatchObject({ status: "rejected", reason: { report: { code: "RUN_RULES_NONE" } } });
    }
  });

  test("a folder that is called like a rule is none", async () => {
    const folder = makeRules({ "odd.yml/stop.yml": RULE });
    expect(await RULES_PORT.list(folder)).toHaveLength(1);
  });
});
