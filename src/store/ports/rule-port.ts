import type { EpochMs } from "../../domain/index.ts";

/** What a version of a rule says. */
export interface RuleState {
  /** The detector's id. */
  readonly id: string;
  readonly title: string;
  /** YAML; null: the text comes with Gait or stands in another rule's, and this says only whether the rule looks. */
  readonly text: string | null;
  readonly isEnabled: boolean;
  /** True: it was taken away, and what it said is kept. */
  readonly isRemoved: boolean;
  /** Why, in the words of whoever did it; null: nothing was said. */
  readonly note: string | null;
}

export interface NewRuleVersion extends RuleState {
  /** The version that the change starts from; 0: there was none. */
  readonly after: number;
  /** What was done, for the audit. */
  readonly action: "import" | "change" | "enable" | "disable" | "remove" | "rollback";
}

export interface StoredRule extends RuleState {
  /** From 1; each change adds one, and those before are kept. */
  readonly version: number;
  /** Who made it: a user's name. */
  readonly by: string;
  readonly at: EpochMs;
}

/** Rules that people brought, and which rules they switched off. Nothing is ever changed or removed: later rows count. */
export interface RuleStore {
  /** Goes up with every change, from 0. */
  readRevision(): Promise<number>;
  /** The latest version of each, also of those that were taken away, in the order in which they came. */
  list(): Promise<readonly StoredRule[]>;
  /** All versions of one, the latest first; none: it has no row. */
  listVersions(id: string): Promise<readonly StoredRule[]>;
  /** Writes all or none. Throws STORE_RULE_CHANGED where somebody else was quicker. */
  save(rules: readonly NewRuleVersion[], by: string): Promise<readonly StoredRule[]>;
  /** Every version, in the order in which they were made. */
  listAll(): Promise<readonly StoredRule[]>;
  /** Adds what another store holds; what is there is left. */
  restore(rules: readonly StoredRule[]): Promise<void>;
}
