import type { TalliesPort } from "../../../api/index.ts";
import { type Clock, toEpochMs } from "../../../domain/index.ts";
import type { Store, Tally } from "../../../store/index.ts";
import { createRepeater } from "../operations/repeater.ts";

/** How often the others are told, and asked: so late a limit may hold that is reached in several processes. */
const TELL_MS = 1000;
/** Names that are counted; beyond that those are forgotten that were counted first. */
export const TALLIES_MAX = 10_000;
/** Names that the store is told of at once; the others wait for the next time. */
const TOLD_AT_ONCE_MAX = 1000;

interface Counted {
  readonly name: string;
  readonly from: number;
  readonly until: number;
  own: number;
  /** What the store was told of the own. */
  told: number;
  /** What others counted, when the store was last asked. */
  others: number;
}

export interface SharedTallies extends TalliesPort {
  /** Tells the store what was counted, and asks what the others counted. Done by itself once a second. */
  tell(): Promise<void>;
  /** What is left is told. */
  stop(): Promise<void>;
}

export interface TallyParts {
  readonly store: Pick<Store, "together">;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Counts here and tells the store now and then: a request waits for no database. Windows begin at the same instants in
 * all processes. While the store cannot be asked each process counts for itself.
 */
export function createSharedTallies({ store, clock, onFailure }: TallyParts): SharedTallies {
  const counted = new Map<string, Counted>();
  const tell = async (): Promise<void> => {
    const now = clock.now();
    for (const [name, one] of counted) if (one.until <= now) counted.delete(name);
    const untold = [...counted.values()].filter(({ own, told }) => own > told).slice(0, TOLD_AT_ONCE_MAX);
    if (untold.length === 0) return;
    const owns = untold.map(({ own }) => own);
    const totals = await store.together.tally(untold.map(toTally));
    for (const [at, one] of untold.entries()) {
      one.told = owns[at]!;
      one.others = totals[at]! - one.told;
    }
  };
  const telling = createRepeater({
    async work() {
      await tell();
      return undefined;
    },
    onFailure,
    everyMs: TELL_MS,
  });
  telling.request();
  return {
    count(name, windowMs) {
      const now = clock.now();
      let one = counted.get(name);
      if (one === undefined || one.until <= now) {
        const from = Math.floor(now / windowMs) * windowMs;
        one = { name, from, until: from + windowMs, own: 0, told: 0, others: 0 };
        counted.delete(name);
        counted.set(name, one);
        const first = counted.size > TALLIES_MAX ? counted.keys().next() : null;
        if (first?.done === false) counted.delete(first.value);
      }
      one.own++;
      return { count: one.own + one.others, leftMs: one.until - now };
    },
    tell,
    async stop() {
      await telling.stop();
      await tell().catch(onFailure);
    },
  };
}

const toTally = ({ name, from, until, own, told }: Counted): Tally => ({
  name,
  from: toEpochMs(from),
  until: toEpochMs(until),
  by: own - told,
});
