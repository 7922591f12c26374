import { Tabs } from "@mantine/core";
import "@mantine/core/styles/Tabs.layer.css";
import type { ReactNode } from "react";
import { PageHead } from "../../part/page-head.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { useMay, useSession } from "../../session/use-session.ts";
import { useUrlParam } from "../../url/url-state.ts";
import { AccountTab } from "./account-tab.tsx";
import { AlertsTab } from "./alerts-tab.tsx";
import { AuditTab } from "./audit-tab.tsx";
import { GeneratedTab } from "./generated-tab.tsx";
import { KeysTab } from "./keys-tab.tsx";
import { ModelTab } from "./model-tab.tsx";
import { PeopleTab } from "./people-tab.tsx";
import { ScheduleTab } from "./schedule-tab.tsx";
import { FixedSettings, SettingForm } from "./setting-form.tsx";
import styles from "./settings-page.module.css";
import { type Setting, useSettings } from "./use-settings.ts";

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly render: () => ReactNode;
}

/** Everything that can be set, and who may do what. */
export function SettingsPage() {
  const settings = useSettings();
  const session = useSession();
  const isAdmin = useMay("admin");
  const isPerson = session.data?.user?.kind === "user";
  const [chosen, choose] = useUrlParam("tab", "alerts");
  if (settings.data === undefined || session.data === undefined)
    return (
      <>
        <PageHead title="Settings" />
        <Panel title={null} state={toPanelState(settings, {})} />
      </>
    );
  const tabs = listTabs(settings.data.items, { isAdmin, isPerson });
  const tab = tabs.find(({ id }) => id === chosen) ?? tabs[0]!;
  return (
    <>
      <PageHead title="Settings" note="What Gait watches, whom it tells, and who may do what." />
      <Tabs value={tab.id} onChange={(value) => choose(value ?? "alerts")} keepMounted={false}>
        <Tabs.List aria-label="Settings">
          {tabs.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab.id}>{tab.render()}</Tabs.Panel>
      </Tabs>
    </>
  );
}

interface Rights {
  readonly isAdmin: boolean;
  /** Signed in with a name and a password. */
  readonly isPerson: boolean;
}

const SOURCES = ["watch.", "gaps.", "retention."] as const;

function listTabs(settings: readonly Setting[], { isAdmin, isPerson }: Rights): readonly Tab[] {
  const those = (...starts: readonly string[]): readonly Setting[] =>
    settings.filter(({ key }) => starts.some((start) => key.startsWith(start)));
  const assistant = those("llm.");
  const rest = settings.filter(({ key, is_editable }) => !is_editable && !/^(?:alerts|llm)\./.test(key));
  return [
    { id: "alerts", label: "Alerts", render: () => <AlertsTab settings={settings} /> },
    {
      id: "sources",
      label: "Sources",
      render: () => <SourcesTab settings={those(...SOURCES).filter((setting) => setting.is_editable)} />,
    },
    { id: "schedule", label: "Schedule", render: () => <ScheduleTab settings={settings} /> },
    ...(assistant.length === 0
      ? []
      : [{ id: "model", label: "Language model", render: () => <ModelTab settings={assistant} /> }]),
    ...(isAdmin
      ? [
          { id: "generated", label: "Generated data", render: () => <GeneratedTab /> },
          { id: "people", label: "People", render: () => <PeopleTab /> },
          { id: "keys", label: "Keys", render: () => <KeysTab /> },
        ]
      : []),
    ...(isPerson ? [{ id: "account", label: "Your account", render: () => <AccountTab /> }] : []),
    ...(isAdmin ? [{ id: "audit", label: "Audit log", render: () => <AuditTab /> }] : []),
    { id: "server", label: "Server", render: () => <ServerTab settings={rest} /> },
  ];
}

const SourcesTab = ({ settings }: { readonly settings: readonly Setting[] }) => (
  <div className={styles["stack"]}>
    <Panel
      title="Sources"
      note="Files that appear in a watched folder are taken in by themselves; whatever is there already is, too. Logs can also be sent to POST /api/v1/events."
    >
      <SettingForm settings={settings} />
    </Panel>
  </div>
);

const ServerTab = ({ settings }: { readonly settings: readonly Setting[] }) => (
  <div className={styles["stack"]}>
    <Panel
      title="The server"
      note="Fixed by whoever runs it: flags, the environment, .env, gait.config.yaml. gait config show says the same."
    >
      <FixedSettings settings={settings} />
    </Panel>
  </div>
);
