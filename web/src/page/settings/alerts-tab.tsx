import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client, type Schema } from "../../client/client.ts";
import { formatCount } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useToast } from "../../part/toast.tsx";
import { useMay } from "../../session/use-session.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { FixedSettings, SettingForm } from "./setting-form.tsx";
import styles from "./settings-page.module.css";
import type { Setting } from "./use-settings.ts";

type Alerting = Schema<"Alerting">;

/** When people are told, and how. */
export function AlertsTab({ settings }: { readonly settings: readonly Setting[] }) {
  const policy = settings.filter(({ key, is_editable }) => key.startsWith("alerts.") && is_editable);
  const fixed = settings.filter(({ key, is_editable }) => key.startsWith("alerts.") && !is_editable);
  return (
    <div className={styles["stack"]}>
      <Panel
        title="What alerts"
        note="Findings and incidents are kept in any case; this says about which of them people are told."
      >
        <SettingForm settings={policy} />
      </Panel>
      <ChannelsPanel />
      <Panel
        title="How channels are set up"
        note="Addresses and passwords of channels stay with whoever runs the server: in the environment, in .env or in gait.config.yaml."
      >
        <FixedSettings settings={fixed} />
      </Panel>
    </div>
  );
}

function ChannelsPanel() {
  const alerting = useQuery({
    queryKey: ["alerting"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/alerting", { signal })),
  });
  return (
    <QueryPanel
      title="Channels"
      note={alerting.data === undefined ? undefined : <DeliveryWords alerting={alerting.data} />}
      query={alerting}
      whenEmpty={({ channels, failure }) =>
        failure !== null
          ? {
              kind: "not-looked",
              reason: failure,
              next: "Correct the setting that it names, and start the server again.",
            }
          : channels.length > 0
            ? null
            : {
                kind: "empty",
                text: "Nobody is told of anything yet.",
                next: "Set up mail, Slack, Teams, a webhook, SNS or syslog as below.",
              }
      }
    >
      {({ channels }) => (
        <ScrollTable label="Channels" heads={["Channel", "Goes to"]} deeds="Try it">
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </ScrollTable>
      )}
    </QueryPanel>
  );
}

function DeliveryWords({ alerting: { alerts, deliveries } }: { readonly alerting: Alerting }) {
  const { delivered, waiting, dead } = deliveries;
  if (alerts === 0) return "There was nothing to tell yet.";
  return (
    `${formatCount(alerts)} alerts; ${formatCount(delivered)} deliveries arrived, ` +
    `${formatCount(waiting)} wait, ${formatCount(dead)} were given up.`
  );
}

function ChannelRow({ channel: { id, place } }: { readonly channel: Alerting["channels"][number] }) {
  const toast = useToast();
  const may = useMay("admin");
  const send = useMutation({
    mutationFn: () => answer(client.POST("/api/v1/alerts/channels/{id}/test", { params: { path: { id } } })),
    onSuccess: () => toast({ text: `The test went out over ${id}. Look whether it arrived.` }),
    onError: (error) => toast({ text: toProblem(error).detail, isProblem: true }),
  });
  return (
    <tr>
      <td>{id}</td>
      <td>
        <LogText text={place} />
      </td>
      <td className={styles["end"]}>
        {may && (
          <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
            Send a test
          </Button>
        )}
      </td>
    </tr>
  );
}
