import { describe, expect, test } from "vitest";
import { toRuleDetectors } from "../../detect/index.ts";
import type { LogType } from "../../domain/index.ts";
import { compileSigma, parseSigma } from "../../sigma/index.ts";
import { findNotLooked } from "./not-looked.ts";

const rule = (title: string, logsource: string, rest = ""): string => `
title: ${title}
${rest}
logsource: { ${logsource} }
detection: { selection: { eventName: X }, condition: selection }
`;
const RULES = [
  rule("trail", "product: aws, service: cloudtrail"),
  rule("any aws", "product: aws"),
  rule("upload", "product: gait, service: upload"),
  rule("anything of ours", "product: gait"),
  rule("gcp", "product: gcp, service: gcp.audit"),
  rule("windows", "product: windows, category: process_creation"),
  rule("aws of another kind", "product: aws, category: network"),
  rule("base", "product: gait, service: activity", "name: base"),
  `
title: many
correlation: { type: event_count, rules: [base], group-by: [actor], timespan: 1h, condition: { gte: 2 } }
`,
].join("\n---\n");

function notLooked(...present: readonly LogType[]): Readonly<Record<string, string>> {
  const ruleSet = compileSigma([parseSigma(RULES, "rules.yml")]);
  expect(ruleSet.problems.filter(({ level }) => level === "error")).toEqual([]);
  const found = findNotLooked(
    toRuleDetectors(ruleSet),
    ruleSet,
    Object.fromEntries(present.map((type) => [type, 1])),
  );
  expect(found.every(({ why }) => why === "source-gap")).toBe(true);
  return Object.fromEntries(found.map(({ title, needs }) => [title, needs]));
}

describe("detectors that did not look", () => {
  test("are those whose logs were not there, each with what it would have needed", () => {
    expect(notLooked("aws-cloudtrail")).toEqual({
      upload: "upload logs",
      "anything of ours": "upload logs",
      gcp: "logs of gcp gcp.audit",
      windows: "logs of windows process_creation",
      "aws of another kind": "logs of aws network",
      many: "user-activity logs",
    });
  });

  test("do not include rules that any of the logs is for", () => {
    expect(Object.keys(notLooked("upload", "activity"))).toEqual([
      "trail",
      "any aws",
      "gcp",
      "windows",
      "aws of another kind",
    ]);
  });

  test("are all of them where nothing was read; a rule that only feeds others is not counted", () => {
    expect(Object.keys(notLooked())).toHaveLength(8);
    expect(Object.keys(notLooked())).not.toContain("base");
  });
});
