import { type Channel, type SendOutcome, toAlertMessage, toNextAttempt } from "../../alert/index.ts";
import type { AlertTurn } from "../../cli/alert-turn.ts";
import type { ClaimedDelivery, DeliveryEnd, Store } from "../../store/index.ts";
import type { Alerting } from "./open-channels.ts";

export type Delivered = Pick<AlertTurn, "delivered" | "postponed" | "dead" | "waiting">;

export const NOTHING_DELIVERED: Delivered = { delivered: 0, postponed: [], dead: [], waiting: 0 };

/** Deliveries under way at once. */
const DELIVERIES_AT_ONCE = 10;
/** A message that is not through by then is tried again later. */
const SEND_MS_MAX = 60_000;
/** Longer than a message may take: whoever claims it next can be sure that it is not under way. */
const CLAIM_MS = 180_000;

/** Delivers what is due, until nothing is. */
export async function deliverAlerts(
  store: Store,
  { channels, clock }: Alerting,
  { stop, cut }: { readonly stop?: AbortSignal; readonly cut?: AbortSignal },
): Promise<Delivered> {
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  const asked = { channels: [...byName.keys()], limit: DELIVERIES_AT_ONCE, durationMs: CLAIM_MS };
  let delivered = 0;
  const postponed: { channel: string; problem: string }[] = [];
  const dead: typeof postponed = [];
  while (stop?.aborted !== true) {
    const claimed = await store.alerts.claim(asked);
    if (claimed.length === 0) break;
    const ends = await Promise.all(
      claimed.map(async (one) => {
        const outcome = await send(byName.get(one.channel)!, one, cut);
        const end = toEnd(outcome, { now: clock.now(), attempts: one.attempts });
        // Noted as soon as it is known: a crash now repeats what is under way, not what arrived.
        await store.alerts.settle(one, end);
        return { channel: one.channel, end };
      }),
    );
    for (const { channel, end } of ends) {
      if (end.kind === "delivered") delivered++;
      else (end.kind === "dead" ? dead : postponed).push({ channel, problem: end.problem });
    }
  }
  const { deliveries } = await store.alerts.count();
  return { delivered, postponed, dead, waiting: deliveries.waiting };
}

function send(
  channel: Channel,
  { body }: ClaimedDelivery,
  cut: AbortSignal | undefined,
): Promise<SendOutcome> {
  const late = AbortSignal.timeout(SEND_MS_MAX);
  const signal = cut === undefined ? late : AbortSignal.any([late, cut]);
  return channel.send(toAlertMessage(body), { signal });
}

type Attempt = { readonly now: Parameters<typeof toNextAttempt>[1]; readonly attempts: number };

function toEnd(outcome: SendOutcome, { now, attempts }: Attempt): DeliveryEnd {
  if (outcome.kind === "delivered") return outcome;
  const { problem } = outcome;
  if (outcome.kind === "refused") return { kind: "dead", problem };
  const dueAt = toNextAttempt(attempts, now, outcome.afterMs);
  return dueAt === null
    ? { kind: "dead", problem: `${problem} (after ${attempts} attempts)` }
    : { kind: "waiting", problem, dueAt };
}
