import type { RulesPort } from "../../cli/rules.ts";
import { checkRules, coverRules, listRules } from "./rule-catalogue.ts";
import { testRules } from "./test-rules.ts";

export const RULES_PORT: RulesPort = {
  list: listRules,
  check: checkRules,
  test: testRules,
  cover: coverRules,
};
