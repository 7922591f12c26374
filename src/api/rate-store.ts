import type { FastifyRateLimitStore } from "@fastify/rate-limit";
import type { TalliesPort } from "./port/tally-port.ts";

type Told = Parameters<FastifyRateLimitStore["incr"]>[1];

/** Where the rate limiter counts: with all other processes over the same database. */
export const createRateStore = (tallies: TalliesPort): (new () => FastifyRateLimitStore) =>
  class RateStore implements FastifyRateLimitStore {
    incr(name: string, tell: Told, windowMs: number): void {
      const { count, leftMs } = tallies.count(name, windowMs);
      tell(null, { current: count, ttl: leftMs });
    }

    /** Names of limits are apart already. */
    child(): FastifyRateLimitStore {
      return this;
    }
  };
