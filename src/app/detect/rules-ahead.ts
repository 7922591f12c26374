import type { Detected } from "../../detect/index.ts";
import type { RuleSet } from "../../sigma/index.ts";
import type { NewInputs, ReplacedCounts, Store, WriteOptions } from "../../store/index.ts";
import { compileRules, matchStored, toRuleSetName } from "./look-at-store.ts";
import type { LookOptions } from "./look-options.ts";
import { addCounts } from "./pass-days.ts";
import { passRuleDays, RULES_LENS } from "./rule-days.ts";
import type { StoredRules } from "./stored-rules.ts";
import { readDetected } from "./stored-stories.ts";

/** The part of a look that nobody should have to wait for: what rules find is kept and told before the rest, and again meanwhile. */
export class RulesAhead {
  readonly #store: Store;
  readonly #options: LookOptions;
  readonly #rules: StoredRules;
  #admitted: NewInputs = { inputs: 0, fromDay: null };
  #ruled: ReplacedCounts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  /** Goes up whenever findings of rules change. */
  #changes = 0;

  private constructor(store: Store, options: LookOptions) {
    this.#store = store;
    this.#options = options;
    const { rules } = options.choice;
    this.#rules = { ruleSet: compileRules(rules), name: toRuleSetName(rules) };
  }

  /** With the first look. */
  static async begin(store: Store, options: LookOptions): Promise<RulesAhead> {
    const ahead = new RulesAhead(store, options);
    ahead.#admitted = await ahead.look();
    return ahead;
  }

  get ruleSet(): RuleSet {
    return this.#rules.ruleSet;
  }

  /** What was new at the first look. */
  get admitted(): NewInputs {
    return this.#admitted;
  }

  /** What all looks changed. */
  get ruled(): ReplacedCounts {
    return this.#ruled;
  }

  /** Whatever is admitted was matched: also what came in after the last matching. */
  async look(): Promise<NewInputs> {
    const { choice, fence, memory, onProgress, onRules } = this.#options;
    const admitted = await admitInputs(this.#store, [RULES_LENS], fence);
    await matchStored(this.#store, choice, onProgress);
    const counts = await passRuleDays(this.#store, this.#rules, fence);
    if (hasChanged(counts)) {
      this.#changes++;
      memory?.dropDetected(RULES_LENS);
    }
    this.#ruled = addCounts(this.#ruled, counts);
    await onRules?.();
    return admitted;
  }

  /** What rules found so far. */
  async readDetected(): Promise<readonly Detected[]> {
    const { memory } = this.#options;
    const known = memory?.recallDetected(RULES_LENS) ?? null;
    if (known !== null) return known;
    const changes = this.#changes;
    const detected = await readDetected(this.#store, RULES_LENS);
    // What changed while it was read is read anew the next time.
    if (changes === this.#changes) memory?.keepDetected(RULES_LENS, detected);
    return detected;
  }
}

export const hasChanged = ({ added, changed, removed }: ReplacedCounts): boolean =>
  added + changed + removed > 0;

/** Takes note of new inputs: days from their first event on are to be done again. */
export async function admitInputs(
  store: Store,
  lenses: readonly string[],
  fence: WriteOptions,
): Promise<NewInputs> {
  let inputs = 0;
  let fromDay: number | null = null;
  for (const lens of lenses) {
    const admitted = await store.passes.admitInputs(lens, fence);
    inputs = Math.max(inputs, admitted.inputs);
    if (admitted.fromDay !== null) fromDay = Math.min(fromDay ?? admitted.fromDay, admitted.fromDay);
  }
  return { inputs, fromDay };
}

/** Does the work whenever there is something fresh; what goes wrong is told when it is stopped. */
export function followFresh(
  untilFresh: (stop: AbortSignal) => Promise<boolean>,
  work: () => Promise<unknown>,
): { readonly stop: () => Promise<void> } {
  const stopped = new AbortController();
  const follow = async (): Promise<void> => {
    while (await untilFresh(stopped.signal)) await work();
  };
  const following = follow();
  following.catch(() => {});
  return {
    stop() {
      stopped.abort();
      return following;
    },
  };
}
