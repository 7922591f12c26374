import { expect, test } from "vitest";
import { checkRuleEvidence } from "./rule-evidence.ts";

const judge = (...paths: readonly string[]): readonly string[] =>
  checkRuleEvidence(new Set(paths)).map((breach) => breach.path);

test("a rule without examples and examples without a rule are breaches", () => {
  expect(judge("rules/impact/a.yml")).toEqual(["rules/impact/a.yml"]);
  expect(judge("rules/impact/a.examples.yml")).toEqual(["rules/impact/a.examples.yml"]);
});

test("a rule with its examples beside it is quiet, and so is YAML elsewhere", () => {
  expect(judge("rules/impact/a.yml", "rules/impact/a.examples.yml", "deploy/compose.yml")).toEqual([]);
  expect(judge("rules/impact/a.yml", "rules/impact/a.examples.json")).toEqual([]);
});
