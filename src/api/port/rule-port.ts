import type { EntityType, EpochMs, JsonObject } from "../../domain/index.ts";
import type { JobAnswer } from "./jobs-port.ts";

/** A rule by its id, or a text that nobody has kept. */
export type RuleSubject =
  | { readonly kind: "rule"; readonly id: string }
  | { readonly kind: "text"; readonly text: string };

export interface RuleTrialRequest {
  readonly subject: RuleSubject;
  readonly days: number;
  readonly by: string;
}

export interface RuleTestRequest {
  readonly subject: RuleSubject;
  /** Records as their log writes them; null: the rule's own examples. */
  readonly records: readonly JsonObject[] | null;
}

export interface RuleImportRequest {
  readonly text: string;
  readonly isEnabled: boolean;
  readonly note: string | null;
  readonly by: string;
}

export interface RuleSwitchRequest {
  readonly id: string;
  readonly isEnabled: boolean;
  readonly note: string | null;
  readonly by: string;
}

export interface RuleExceptionRequest {
  readonly rule: string;
  readonly entity: { readonly type: EntityType; readonly id: string } | null;
  readonly actor: string | null;
  readonly reason: string;
  readonly until: EpochMs | null;
  readonly by: string;
}

/** Detection rules: which there are, what they say, what they would find, and people's own. */
export interface RulesPort {
  /** The most severe first. */
  list(): Promise<readonly object[]>;
  /** Throws RUN_RULE_UNKNOWN. */
  find(id: string): Promise<object>;
  /** What it found in the last so many days that have events, and what people said to it. Throws RUN_RULE_UNKNOWN. */
  readOutcome(id: string, days: number): Promise<object>;
  /** The latest first. Throws RUN_RULE_UNKNOWN. */
  listVersions(id: string): Promise<readonly object[]>;
  /** What stands in a text, and what is wrong with it. */
  check(text: string): Promise<object>;
  /** Which records match, and which conditions hold for each. Throws RULES_BROKEN and others. */
  test(request: RuleTestRequest): Promise<object>;
  /** Tries it on what is stored, in the background. */
  startTrial(request: RuleTrialRequest): Promise<JobAnswer>;
  /** A trial with what came of it. Throws STORE_JOB_UNKNOWN. */
  findTrial(job: string): Promise<object>;
  /** Keeps own rules, all or none. Throws RULES_BROKEN. */
  import(request: RuleImportRequest): Promise<object>;
  /** Own rules as one YAML text; null: all. */
  export(id: string | null): Promise<object>;
  switch(request: RuleSwitchRequest): Promise<object>;
  /** Makes the text of an older version the latest. Throws RULES_VERSION_UNKNOWN. */
  rollBack(request: { readonly id: string; readonly version: number; readonly by: string }): Promise<object>;
  /** Takes an own rule away; its versions are kept. Throws RULES_NOT_OWN. */
  remove(request: { readonly id: string; readonly by: string }): Promise<object>;
  /** Leaves something out of what the rule finds. Throws RUN_RULE_UNKNOWN. */
  addException(request: RuleExceptionRequest): Promise<object>;
}
