import { z } from "zod";
import { type AlertMessage, toAlertMessage } from "../../../alert/index.ts";
import type { AlertsPort } from "../../../api/index.ts";
import { type Clock, DAY_MS, type EpochMs, toEpochMs, toError } from "../../../domain/index.ts";
import type { Delivery, Store, StoredAlert, StoredMute } from "../../../store/index.ts";
import type { Alerting } from "../../alert/open-channels.ts";
import { ALERT_PROBLEMS } from "../../alert/problems.ts";
import { chooseChannels, testChannel } from "../../alert/test-channel.ts";
import { readCursor } from "../cursor.ts";
import type { AlertWork } from "./alert-work.ts";
import type { LiveSettings } from "./live-settings.ts";

export interface AlertParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly live: LiveSettings;
  readonly open: () => Promise<Alerting>;
  readonly work: AlertWork;
}

const PLACE = z.object({ at: z.int().transform(toEpochMs), id: z.string().max(4096) });

/** Alerts for the API. */
export const createAlertAnswers = (parts: AlertParts): AlertsPort => {
  const { store, clock, work } = parts;
  return {
    describe: () => describe(parts),
    async list({ limit, after, state }) {
      const rows = await store.alerts.list({ limit, ...toQuery({ after, state }) });
      const last = rows.length < limit ? undefined : rows.at(-1);
      return { rows: rows.map(toJson), next: last === undefined ? null : { at: last.at, id: last.alertId } };
    },
    async find(id) {
      const found = await store.alerts.find(id);
      if (found === null) throw toError(ALERT_PROBLEMS, "ALERT_UNKNOWN", { id });
      return toJson(found);
    },
    async listDeliveries({ limit, after, state }) {
      const rows = await store.alerts.listDeliveries({ limit, ...toQuery({ after, state }) });
      const last = rows.length < limit ? undefined : rows.at(-1);
      return {
        rows: rows.map(toDeliveryJson),
        next: last === undefined ? null : { at: last.at, id: last.id },
      };
    },
    async retry(id) {
      const revived = await store.alerts.revive(id);
      if (revived) work.deliver();
      return { revived };
    },
    async retryAll() {
      const revived = await store.alerts.reviveDead();
      if (revived > 0) work.deliver();
      return { revived };
    },
    async testChannel(name) {
      const wanted = chooseChannels(await parts.open(), name);
      const items = await Promise.all(wanted.map((channel) => testChannel(channel, clock)));
      return {
        items: items.map(({ channel: id, place, problem }) => ({
          id,
          place,
          delivered: problem === null,
          problem,
        })),
      };
    },
    listMutes: async () =>
      (await store.alerts.listMutes()).toReversed().map((one) => toMuteJson(one, clock.now())),
    async mute(request) {
      if (request.until !== null && request.until <= clock.now())
        throw toError(ALERT_PROBLEMS, "ALERT_MUTE_PAST", { until: toIso(request.until) });
      return toMuteJson(await store.alerts.addMute(request), clock.now());
    },
    async unmute(id, by) {
      const ended = await store.alerts.endMute(id, by);
      work.decide();
      return toMuteJson(ended, clock.now());
    },
  };
};

async function describe({ store, clock, live, open, work }: AlertParts): Promise<object> {
  const settings = await live.read();
  const { policy, channels } = await open();
  const { alerts, deliveries } = await store.alerts.count();
  const dayAgo = clock.now() - DAY_MS;
  const heads = await store.alerts.listHeads();
  return {
    policy: {
      per_day: policy.perDay,
      min_severity: policy.severityMin,
      min_score: policy.scoreMin,
      quiet_hours: settings["alerts.quiet_hours"],
      time_zone: settings["alerts.time_zone"],
      remind_hours: settings["alerts.remind_hours"],
    },
    channels: channels.map(({ name, place }) => ({ id: name, place })),
    alerts,
    alerts_last_day: heads.filter(({ firstAt }) => firstAt > dayAgo).length,
    deliveries,
    failure: work.failure(),
  };
}

type State = Delivery["state"];

const toQuery = ({ after, state }: { readonly after: unknown; readonly state: State | null }) => {
  const place = readCursor(PLACE, after);
  return { ...(state === null ? {} : { state }), ...(place === null ? {} : { after: place }) };
};

const toIso = (at: EpochMs): string => new Date(at).toISOString();
const maybeIso = (at: EpochMs | null): string | null => (at === null ? null : toIso(at));

function toJson({ alertId, body, deliveries, ...alert }: StoredAlert): object {
  const said: AlertMessage["body"] = toAlertMessage(body).body;
  return {
    id: alertId,
    version: alert.version,
    kind: alert.kind,
    reason: alert.reason,
    severity: alert.severity,
    at: toIso(alert.at),
    first_at: toIso(alert.firstAt),
    title: said.title,
    actors: said.actors,
    tactics: said.tactics,
    incidents: said.incidents,
    incidents_total: said.incidents_total,
    notes: said.notes ?? [],
    deliveries: deliveries.map(toDeliveryJson),
  };
}

const toDeliveryJson = (delivery: Delivery): object => ({
  id: delivery.id,
  alert: delivery.alertId,
  version: delivery.version,
  channel: delivery.channel,
  state: delivery.state,
  due_at: toIso(delivery.dueAt),
  attempts: delivery.attempts,
  made_at: toIso(delivery.at),
  done_at: maybeIso(delivery.doneAt),
  problem: delivery.problem,
});

const toMuteJson = (mute: StoredMute, now: EpochMs): object => ({
  id: mute.id,
  purpose: mute.purpose,
  kind: mute.kind,
  target: mute.target,
  reason: mute.reason,
  until: maybeIso(mute.until),
  by: mute.by,
  at: toIso(mute.at),
  ended_at: maybeIso(mute.endedAt),
  ended_by: mute.endedBy,
  is_held: mute.endedAt === null && (mute.until === null || mute.until > now),
});
