import type { RulesPort } from "../../cli/rules.ts";
import { RULE_CHANGE_PORT } from "./change-command.ts";
import { checkRules, coverRules, listRules } from "./rule-catalogue.ts";
import { testRules } from "./test-rules.ts";
import { RULE_TRIAL_PORT } from "./trial/trial-command.ts";

export const RULES_PORT: RulesPort = {
  list: listRules,
  check: checkRules,
  test: testRules,
  cover: coverRules,
  ...RULE_TRIAL_PORT,
  ...RULE_CHANGE_PORT,
};
