import ipaddr from "ipaddr.js";
import { type Clock, toEpochMs } from "../../../domain/index.ts";
import type { Tally, TogetherStore } from "../../../store/index.ts";

/** Counts what somebody tries. */
export interface Attempts {
  /** Counts one; how many seconds to wait before the next is looked at, 0: none. */
  take(who: string): Promise<number>;
  /** It was no try to guess. */
  forgive(who: string): Promise<void>;
}

export interface AttemptLimits {
  readonly most: number;
  readonly windowMs: number;
}

/** Of whom is counted; beyond that those are forgotten who tried first. */
export const COUNTED_MAX = 10_000;

interface Count {
  readonly since: number;
  tries: number;
}

export interface AttemptParts {
  readonly clock: Clock;
  readonly together: Pick<TogetherStore, "isShared" | "tally">;
  /** What is tried, so that the same name of two limits counts apart. */
  readonly what: string;
}

/** Of several processes over one database all count together: who is sent from one to the next gets no more tries. */
export const createAttempts = (parts: AttemptParts, limits: AttemptLimits): Attempts =>
  parts.together.isShared ? createSharedAttempts(parts, limits) : createOwnAttempts(parts.clock, limits);

/** In windows that begin at the same instants everywhere. */
function createSharedAttempts(
  { clock, together, what }: AttemptParts,
  { most, windowMs }: AttemptLimits,
): Attempts {
  const toTally = (who: string, by: number): Tally => {
    const from = Math.floor(clock.now() / windowMs) * windowMs;
    return { name: `${what} ${who}`, from: toEpochMs(from), until: toEpochMs(from + windowMs), by };
  };
  return {
    async take(who) {
      const tally = toTally(who, 1);
      const [tries = 0] = await together.tally([tally]);
      return tries <= most ? 0 : Math.ceil((tally.until - clock.now()) / 1000);
    },
    async forgive(who) {
      await together.tally([toTally(who, -1)]);
    },
  };
}

/** In windows that begin with the first try. */
function createOwnAttempts(clock: Clock, { most, windowMs }: AttemptLimits): Attempts {
  const counts = new Map<string, Count>();
  const read = (who: string): Count | null => {
    const count = counts.get(who);
    if (count === undefined) return null;
    if (clock.now() - count.since < windowMs) return count;
    counts.delete(who);
    return null;
  };
  return {
    async take(who) {
      const count = read(who);
      if (count === null) {
        counts.set(who, { since: clock.now(), tries: 1 });
        const first = counts.size > COUNTED_MAX ? counts.keys().next() : null;
        if (first?.done === false) counts.delete(first.value);
        return 0;
      }
      count.tries++;
      return count.tries <= most ? 0 : Math.ceil((count.since + windowMs - clock.now()) / 1000);
    },
    async forgive(who) {
      const count = read(who);
      if (count !== null) count.tries--;
    },
  };
}

/** Whoever has one IPv6 address has 2^64 of them: they count as one. */
export function toAddressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return parsed.toByteArray().slice(0, 8).join(".");
}
