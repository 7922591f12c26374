import { DAY_MS, type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { AccountHours, Store } from "../../store/index.ts";

/** What the logs of one account are at now. */
export interface AccountFlow {
  readonly account: string;
  readonly lastAt: EpochMs;
  /** Time since its last event. */
  readonly silentMs: number;
  /** From which silence on it is told of; null: its past is too short to say. */
  readonly strangeMs: number | null;
  readonly isSilent: boolean;
}

const HOUR_MS = 3_600_000;
/** Past that is looked at. */
export const GAP_DAYS = 14;
/** Hours with events that make a past. */
const HOURS_MIN = 24;
/** Days from the first of them. */
const PAST_MS_MIN = 3 * DAY_MS;
/** No silence below is strange. */
const STRANGE_MS_MIN = 3 * HOUR_MS;
/** An account that was silent for so long is not missed any more. */
export const RETIRED_MS = 7 * DAY_MS;

/** How every account that was heard of lately flows. */
export async function findGaps(
  store: Store,
  { now, hours }: { readonly now: EpochMs; readonly hours: number | null },
): Promise<readonly AccountFlow[]> {
  const flows = await store.upkeep.readAccountHours(toEpochMs(now - GAP_DAYS * DAY_MS));
  return flows.map((flow) => judgeFlow(flow, { now, hours }));
}

/**
 * How long an account has been silent, and whether that is longer than its own past makes usual: half as long again as
 * its longest silence of the last 14 days, and at least three hours. With `hours` that is the bound for all; 0: none.
 */
export function judgeFlow(
  flow: AccountHours,
  { now, hours }: { readonly now: EpochMs; readonly hours: number | null },
): AccountFlow {
  const silentMs = Math.max(0, now - flow.lastAt);
  const strangeMs = hours === null ? learnStrange(flow) : hours === 0 ? null : hours * HOUR_MS;
  const isSilent = strangeMs !== null && silentMs > strangeMs && silentMs <= RETIRED_MS;
  return { account: flow.account, lastAt: flow.lastAt, silentMs, strangeMs, isSilent };
}

function learnStrange({ hours, lastAt }: AccountHours): number | null {
  const [first] = hours;
  if (first === undefined || hours.length < HOURS_MIN || lastAt - first * HOUR_MS < PAST_MS_MIN) return null;
  let longest = 1;
  for (let at = 1; at < hours.length; at++) longest = Math.max(longest, hours[at]! - hours[at - 1]!);
  return Math.max(STRANGE_MS_MIN, longest * HOUR_MS * 1.5);
}

/** "3 h", "2 days". */
export function formatSilence(ms: number): string {
  const hours = Math.floor(ms / HOUR_MS);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
