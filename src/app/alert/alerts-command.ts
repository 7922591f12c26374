import { userInfo } from "node:os";
import { toAlertMessage } from "../../alert/index.ts";
import type { AlertsPort, ListedAlert, ListedDelivery, ListedMute } from "../../cli/alerts-port.ts";
import { SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import type { Delivery, StoredAlert, StoredMute } from "../../store/index.ts";
import { withStore } from "../findings/asked-store.ts";
import { openAlerting } from "./open-channels.ts";
import { ALERT_PROBLEMS } from "./problems.ts";
import { runAlerts } from "./run-alerts.ts";
import { chooseChannels, testChannel } from "./test-channel.ts";

export const ALERTS_PORT: AlertsPort = {
  list: ({ place, limit, deadOnly }) =>
    withStore(place, "alerts", async (store) => {
      const state = deadOnly ? { state: "dead" as const } : {};
      const alerts = await store.alerts.list({ limit: limit ?? Number.MAX_SAFE_INTEGER, ...state });
      const { alerts: total, deliveries } = await store.alerts.count();
      const channels = openAlerting().channels.map(({ name }) => name);
      return { channels, alerts: alerts.map(toListed), total, deliveries };
    }),
  send: ({ place, revive }) => {
    const alerting = openAlerting();
    if (alerting.channels.length === 0) throw toError(ALERT_PROBLEMS, "ALERT_NO_CHANNEL");
    return withStore(place, "alerts", async (store) => {
      if (revive) await store.alerts.reviveDead();
      return runAlerts(store, alerting);
    });
  },
  async test(name) {
    const wanted = chooseChannels(openAlerting(), name);
    return Promise.all(wanted.map((channel) => testChannel(channel, SYSTEM_CLOCK)));
  },
  mute: ({ place, by, ...mute }) =>
    withStore(place, "alerts", async (store) =>
      toListedMute(await store.alerts.addMute({ ...mute, by: by ?? userInfo().username })),
    ),
  unmute: ({ place, id, by }) =>
    withStore(place, "alerts", async (store) =>
      toListedMute(await store.alerts.endMute(id, by ?? userInfo().username)),
    ),
  listMutes: (place) =>
    withStore(place, "alerts", async (store) => (await store.alerts.listMutes()).map(toListedMute)),
};

function toListed({ alertId, body, deliveries, ...alert }: StoredAlert): ListedAlert {
  const { body: said } = toAlertMessage(body);
  return {
    id: alertId,
    version: alert.version,
    kind: alert.kind,
    reason: alert.reason,
    severity: alert.severity,
    at: alert.at,
    firstAt: alert.firstAt,
    title: said.title,
    incidents: said.incidents.map(({ id }) => id),
    incidentsTotal: said.incidents_total,
    deliveries: deliveries.map(toListedDelivery),
  };
}

const toListedDelivery = (delivery: Delivery): ListedDelivery => ({
  id: delivery.id,
  version: delivery.version,
  channel: delivery.channel,
  state: delivery.state,
  dueAt: delivery.dueAt,
  attempts: delivery.attempts,
  doneAt: delivery.doneAt,
  problem: delivery.problem,
});

const toListedMute = (mute: StoredMute): ListedMute => ({
  ...mute,
  isHeld: mute.endedAt === null && (mute.until === null || mute.until > SYSTEM_CLOCK.now()),
});
