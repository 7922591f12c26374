import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type AlertDecision, type DecidedAlert, decideAlerts } from "../../alert/index.ts";
import type { AlertTurn } from "../../cli/alert-turn.ts";
import type { JsonObject } from "../../domain/index.ts";
import type { NewAlertVersion, Store } from "../../store/index.ts";
import { HeldLeases } from "../detect/held-leases.ts";
import { type Delivered, deliverAlerts, NOTHING_DELIVERED } from "./deliver-alerts.ts";
import type { Alerting } from "./open-channels.ts";
import { readCandidates } from "./read-candidates.ts";

const LEASE_NAME = "alerts";
const LEASE_POLL_MS = 200;

export interface AlertOptions {
  /** What is under way is finished, and nothing is begun any more. */
  readonly stop?: AbortSignal;
  /** What is being sent is given up, too, and sent again later. */
  readonly cut?: AbortSignal;
}

/**
 * Decides what to tell of the incidents as they are stored, writes it to the outbox, and delivers what is due. Without a
 * channel it only counts.
 *
 * Deciding comes after the pass that wrote the incidents, not within its transaction: whom to tell depends on other days'
 * incidents, on what was told before and on the time. Nothing is lost by that, for a decision is made from what is stored
 * and repeats itself: after a crash between the two, the next detect, watch or send finds the same incidents untold. An
 * alert's versions and their deliveries are written in one transaction.
 */
export async function runAlerts(
  store: Store,
  alerting: Alerting,
  options: AlertOptions = {},
): Promise<AlertTurn> {
  const hasChannels = alerting.channels.length > 0;
  const decision = hasChannels ? await decideAlone(store, alerting) : await decide(store, alerting);
  const delivered = hasChannels ? await deliverAlerts(store, alerting, options) : NOTHING_DELIVERED;
  return toTurn(alerting, decision, delivered);
}

/** Decides and writes to the outbox, and delivers nothing. Answers how many alerts were written. */
export async function runDecision(store: Store, alerting: Alerting): Promise<readonly DecidedAlert[]> {
  return alerting.channels.length === 0 ? [] : (await decideAlone(store, alerting)).alerts;
}

/** Delivers what is due without looking at incidents. */
export async function runDeliveries(
  store: Store,
  alerting: Alerting,
  options: AlertOptions = {},
): Promise<AlertTurn> {
  const delivered =
    alerting.channels.length > 0 ? await deliverAlerts(store, alerting, options) : NOTHING_DELIVERED;
  return toTurn(alerting, { alerts: [], muted: 0, held: 0 }, delivered);
}

/** One process at a time decides: two would both think that there is room in the budget. */
async function decideAlone(store: Store, alerting: Alerting): Promise<AlertDecision> {
  const leases = new HeldLeases(store.leases, randomUUID());
  while (!(await leases.acquire(LEASE_NAME))) await wait(LEASE_POLL_MS);
  try {
    const decision = await decide(store, alerting);
    const channels = alerting.channels.map(({ name }) => name);
    const versions = decision.alerts.map((alert) => toVersion(alert, channels));
    if (versions.length > 0) await store.alerts.add(versions, leases.fence(LEASE_NAME));
    return decision;
  } finally {
    await leases.releaseAll();
  }
}

async function decide(store: Store, { policy, clock }: Alerting): Promise<AlertDecision> {
  const now = clock.now();
  const known = await store.alerts.listHeads();
  const mutes = (await store.alerts.listMutes()).filter(({ endedAt }) => endedAt === null);
  const found = await readCandidates(store, { policy, known, now });
  return decideAlerts({ now, policy, known, mutes, ...found });
}

const toVersion = ({ body, ...alert }: DecidedAlert, channels: readonly string[]): NewAlertVersion => ({
  ...alert,
  channels,
  body: JSON.parse(JSON.stringify(body)) as JsonObject,
});

function toTurn(
  { channels }: Alerting,
  { alerts, muted, held }: AlertDecision,
  delivered: Delivered,
): AlertTurn {
  const of = (wanted: string): number => alerts.filter(({ reason }) => reason === wanted).length;
  return {
    channels: channels.map(({ name }) => name),
    added: of("new"),
    updated: of("update"),
    reminded: of("reminder"),
    muted,
    held,
    ...delivered,
  };
}
