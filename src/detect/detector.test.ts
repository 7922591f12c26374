import { describe, expect, test } from "vitest";
import { toAttackRefs, toDetector } from "./detector.ts";
import { compileRules } from "./fixtures/detect-samples.ts";

describe("ATT&CK references of Sigma tags", () => {
  test.each([
    ["current names", ["attack.stealth", "attack.t1070"], [["TA0005", "T1070"]]],
    ["names of before v19", ["attack.defense-evasion", "attack.t1562.008"], [["TA0005", "T1685.002"]]],
    ["underscores, capitals", ["attack.Initial_Access", "attack.T1078.004"], [["TA0001", "T1078.004"]]],
    ["tactic ids", ["attack.ta0010"], [["TA0010", null]]],
    ["the same tactic twice", ["attack.stealth", "attack.defense_evasion"], [["TA0005", null]]],
    [
      "each tactic with the first technique, further techniques with the first tactic",
      ["attack.persistence", "attack.privilege-escalation", "attack.t1098", "attack.t1136"],
      [
        ["TA0003", "T1098"],
        ["TA0004", "T1098"],
        ["TA0003", "T1136"],
      ],
    ],
    ["a technique without a tactic", ["attack.t1098"], []],
    [
      "tags of other kinds",
      ["car.2016-03-002", "cve.2021.44228", "detection.threat-hunting", "attack.g0016"],
      [],
    ],
  ] as const)("%s", (_, tags, expected) => {
    expect(toAttackRefs(tags)).toEqual(expected.map(([tactic, technique]) => ({ tactic, technique })));
  });
});

describe("a detector from a rule", () => {
  const detectorOf = (rest: string) =>
    toDetector(
      compileRules(`
title: A rule
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: X }, condition: selection }
${rest}`).rules[0]!,
      "rule",
    );

  test.each([
    ["level: informational", "info"],
    ["level: low", "low"],
    ["level: critical", "critical"],
    ["", "low"],
  ])("level %j is severity %s", (level, severity) => {
    expect(detectorOf(level).severity).toBe(severity);
  });

  test("what it says of its own fields is taken where it has the right shape and left out where not", () => {
    expect(detectorOf("gait: { entity: ip, response: [Look, 7, Act] }")).toMatchObject({
      entity: "ip",
      response: ["Look", "Act"],
    });
    expect(detectorOf("gait: { entity: planet, response: Look }")).toMatchObject({
      entity: "actor",
      response: [],
    });
    expect(detectorOf("gait: yes")).toMatchObject({ entity: "actor", response: [] });
  });

  test("without an id its title stands for one", () => {
    expect(detectorOf("").ref).toEqual({ id: "A rule", kind: "rule", title: "A rule" });
  });
});
