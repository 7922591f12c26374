import type { LookTally } from "../../detect/index.ts";
import type { NotLookedReason } from "../../domain/index.ts";

/** How often each detector looked and did not, over all days and lanes. */
export class TallySum {
  readonly #sums = new Map<string, { looked: number; notLooked: Map<NotLookedReason, number> }>();

  add(tallies: readonly LookTally[]): void {
    for (const { detector, looked, notLooked } of tallies) {
      const sum = this.#sums.get(detector) ?? { looked: 0, notLooked: new Map() };
      this.#sums.set(detector, sum);
      sum.looked += looked;
      for (const why of REASONS)
        if (notLooked[why] !== undefined)
          sum.notLooked.set(why, (sum.notLooked.get(why) ?? 0) + notLooked[why]);
    }
  }

  get all(): readonly LookTally[] {
    return [...this.#sums].map(([detector, { looked, notLooked }]) => ({
      detector,
      looked,
      notLooked: Object.fromEntries(notLooked),
    }));
  }
}

const REASONS: readonly NotLookedReason[] = ["history-too-short", "field-missing", "source-gap", "disabled"];
