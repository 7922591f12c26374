import { type EpochMs, toEpochMs } from "../../domain/index.ts";

const FIRST_MS = 30_000;
const LONGEST_MS = 3_600_000;
/** With the waits between them, a receiver may be away for half a day. */
export const ATTEMPTS_MAX = 20;

/** When a delivery is tried again after so many attempts, from 1; null: it is given up. */
export function toNextAttempt(attempts: number, now: EpochMs, afterMs: number | null): EpochMs | null {
  if (attempts >= ATTEMPTS_MAX) return null;
  const own = Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS);
  return toEpochMs(now + Math.max(own, afterMs ?? 0));
}
