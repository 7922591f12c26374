import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import { formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { BytesText, NumberText } from "../../part/number-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SEVERITIES } from "../../part/severity.ts";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { Tiles } from "../../part/tiles.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import styles from "./dashboard-page.module.css";
import { AlertsPanel, DriftPanel, JobsPanel, SchedulePanel } from "./dashboard-panels.tsx";

const REFRESH_MS = 10_000;
const DAYS = ["7", "30", "90", "365"] as const;
const WINDOWS = [
  { value: "300", label: "last 5 minutes" },
  { value: "3600", label: "last hour" },
  { value: "86400", label: "last day" },
] as const;

type Statistics = Schema<"Statistics">;

/** How the system itself does: what it holds, what it serves, what it told, whether it still fits. */
export function DashboardPage() {
  const [days, setDays] = useUrlParam("days", "30");
  const [window, setWindow] = useUrlParam("window", "3600");
  const statistics = useQuery({
    queryKey: ["statistics", days],
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      const found = await answer(
        client.GET("/api/statistics", { params: { query: { days: Number(days) } }, signal }),
      );
      return found.statistics;
    },
  });
  return (
    <>
      <PageHead title="Dashboard" note="How Gait itself does: what it holds, what it serves, what it told." />
      <div className={styles["grid"]}>
        <QueryPanel
          title="System statistics"
          query={statistics}
          aside={
            <NativeSelect
              aria-label="Days that are counted"
              value={days}
              data={DAYS.map((value) => ({ value, label: `last ${value} days with events` }))}
              onChange={(event) => setDays(event.currentTarget.value)}
            />
          }
        >
          {(found) => <SystemTiles statistics={found} />}
        </QueryPanel>
        <RequestsPanel window={window} onWindow={setWindow} />
        <QueryPanel title="Storage and ingestion" query={statistics}>
          {({ stored, detection }) => <StorageTiles stored={stored} waiting={detection.events_waiting} />}
        </QueryPanel>
        <HealthPanel />
        <AlertsPanel />
        <DriftPanel />
        <JobsPanel />
        <SchedulePanel />
      </div>
    </>
  );
}

function SystemTiles({ statistics }: { readonly statistics: Statistics }) {
  const { events, actors, failures, bytes_in, bytes_out, findings, incidents } = statistics;
  const open = SEVERITIES.filter((severity) => (findings.by_severity[severity] ?? 0) > 0);
  return (
    <>
      <Tiles
        tiles={[
          { label: "Events", value: <NumberText value={events} style="short" /> },
          { label: "Actors", value: <NumberText value={actors} /> },
          { label: "Denied or failed", value: <NumberText value={failures} style="short" /> },
          { label: "Bytes in", value: <BytesText value={bytes_in} /> },
          { label: "Bytes out", value: <BytesText value={bytes_out} /> },
          { label: "Open findings", value: <NumberText value={findings.total} /> },
          { label: "Open incidents", value: <NumberText value={incidents.total} /> },
        ]}
      />
      <ul className={styles["severities"]} aria-label="Open findings by severity">
        {open.map((severity) => (
          <li key={severity}>
            <SeverityBadge severity={severity} /> <NumberText value={findings.by_severity[severity] ?? 0} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface RequestsPanelProps {
  readonly window: string;
  readonly onWindow: (window: string) => void;
}

function RequestsPanel({ window, onWindow }: RequestsPanelProps) {
  const metrics = useQuery({
    queryKey: ["metrics", window],
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      const query = { time_window: Number(window) };
      return (await answer(client.GET("/api/metrics", { params: { query }, signal }))).metrics;
    },
  });
  return (
    <QueryPanel
      title="Performance"
      query={metrics}
      aside={
        <NativeSelect
          aria-label="Time that is counted"
          value={window}
          data={[...WINDOWS]}
          onChange={(event) => onWindow(event.currentTarget.value)}
        />
      }
    >
      {({ requests, errors, refused, predictions, anomalies, anomaly_rate, latency_ms, since }) => (
        <>
          <Tiles
            tiles={[
              { label: "Requests", value: <NumberText value={requests} /> },
              { label: "Errors", value: <NumberText value={errors} /> },
              { label: "Refused", value: <NumberText value={refused} /> },
              { label: "Predictions", value: <NumberText value={predictions} /> },
              {
                label: "Anomalies",
                value: <NumberText value={anomalies} />,
                note: <NumberText value={anomaly_rate} style="share" />,
              },
              { label: "Median answer", value: <Milliseconds value={latency_ms?.p50} /> },
              { label: "95 of 100 within", value: <Milliseconds value={latency_ms?.p95} /> },
              { label: "99 of 100 within", value: <Milliseconds value={latency_ms?.p99} /> },
            ]}
          />
          <p className={styles["note"]}>
            Of this process, which counts since <TimeText time={since} />.
          </p>
        </>
      )}
    </QueryPanel>
  );
}

const Milliseconds = ({ value }: { readonly value: number | undefined }) =>
  value === undefined ? (
    <>–</>
  ) : (
    <>
      <NumberText value={value} style="number" /> ms
    </>
  );

interface StorageTilesProps {
  readonly stored: Statistics["stored"];
  readonly waiting: number;
}

function StorageTiles({ stored, waiting }: StorageTilesProps) {
  const bytesPerEvent = stored.events === 0 ? null : stored.database_bytes / stored.events;
  return (
    <>
      <Tiles
        tiles={[
          { label: "Events stored", value: <NumberText value={stored.events} style="short" /> },
          { label: "Inputs read", value: <NumberText value={stored.inputs} /> },
          { label: "Records rejected", value: <NumberText value={stored.rejects} /> },
          { label: "Events to look at", value: <NumberText value={waiting} /> },
          {
            label: "Database",
            value: <BytesText value={stored.database_bytes} />,
            note: bytesPerEvent === null ? undefined : `${Math.round(bytesPerEvent)} bytes an event`,
          },
          { label: "First event", value: <TimeText time={stored.first_time} style="day" /> },
          { label: "Newest event", value: <TimeText time={stored.last_time} style="day" /> },
        ]}
      />
      <ul className={styles["severities"]} aria-label="Events by kind of log">
        {Object.entries(stored.events_by_log_type).map(([type, count]) => (
          <li key={type}>
            <LogText text={type} most={40} />: <NumberText value={count} style="short" />
          </li>
        ))}
      </ul>
    </>
  );
}

function HealthPanel() {
  const health = useQuery({
    queryKey: ["health"],
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) => answer(client.GET("/health", { signal })),
  });
  const detection = useQuery({
    queryKey: ["detection"],
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/detection", { signal })),
  });
  return (
    <QueryPanel title="Health" query={health}>
      {({ status, version, checks }) => (
        <>
          <Tiles
            tiles={[
              {
                label: "Server",
                value: status === "healthy" ? "● Healthy" : "▲ Unhealthy",
                note: `version ${version}`,
              },
              ...Object.entries(checks).map(([name, state]) => ({
                label: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
                value: state === "ok" ? "● Well" : "▲ Failed",
              })),
              { label: "Detection", value: detection.data?.state ?? "–" },
              {
                label: "Looked at last",
                value: <TimeText time={detection.data?.finished_at ?? null} />,
              },
            ]}
          />
          {detection.data?.failure != null && (
            <p className={styles["problem"]}>
              <LogText text={detection.data.failure} most={300} />
            </p>
          )}
          {(detection.data?.inputs_waiting ?? 0) > 0 && (
            <p className={styles["note"]}>
              {formatPlural(detection.data?.inputs_waiting ?? 0, "input")} to look at.
            </p>
          )}
        </>
      )}
    </QueryPanel>
  );
}
