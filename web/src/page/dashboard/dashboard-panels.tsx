import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answer, client } from "../../client/client.ts";
import { useDrift } from "../../client/use-drift.ts";
import { DriftLevel } from "../../part/drift-level.tsx";
import { formatPlural } from "../../part/format.ts";
import { JobProgress } from "../../part/job-progress.tsx";
import { LogText } from "../../part/log-text.tsx";
import { PlainWords } from "../../part/plain-words.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import styles from "./dashboard-page.module.css";

const SHOWN = 8;
const REFRESH_MS = 10_000;

/** The latest alerts, and whether they reached anybody. */
export function AlertsPanel() {
  const alerts = useQuery({
    queryKey: ["alerts", "dashboard"],
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/alerts", { params: { query: { limit: SHOWN } }, signal })),
  });
  return (
    <QueryPanel
      title="Alerts"
      query={alerts}
      whenEmpty={({ items }) =>
        items.length > 0
          ? null
          : {
              kind: "empty",
              text: "Nobody was told of anything yet.",
              next: "Name a channel under Settings.",
            }
      }
    >
      {({ items }) => (
        <ul className={styles["list"]}>
          {items.map(({ id, version, severity, title, at, deliveries }) => (
            <li key={`${id} ${version}`}>
              <SeverityBadge severity={severity} />
              <span className={styles["grow"]}>
                <LogText text={title} most={120} />
              </span>
              <TimeText time={at} />
              <small>{formatPlural(deliveries.length, "message")}</small>
            </li>
          ))}
        </ul>
      )}
    </QueryPanel>
  );
}

/** Whether recent events still look like those that the models learned from. */
export function DriftPanel() {
  const { drift, check, running } = useDrift(7);
  return (
    <QueryPanel
      title="Drift"
      query={drift}
      aside={
        <Button variant="default" size="compact-sm" loading={running !== null} onClick={() => void check()}>
          Check now
        </Button>
      }
    >
      {({ level, verdict, checked_at, features }) => (
        <>
          <p className={styles["plain"]}>
            <DriftLevel level={level} /> <PlainWords text={verdict} />
          </p>
          {running !== null && <JobProgress job={running} />}
          {checked_at !== null && (
            <p className={styles["note"]}>
              {formatPlural(features.filter((one) => one.level !== "none").length, "feature")} moved; checked{" "}
              <TimeText time={checked_at} />. <Link to="/models">All of it</Link>
            </p>
          )}
        </>
      )}
    </QueryPanel>
  );
}

/** What is done in the background. */
export function JobsPanel() {
  const jobs = useQuery({
    queryKey: ["jobs", "dashboard"],
    refetchInterval: REFRESH_MS / 5,
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/jobs", { params: { query: { limit: SHOWN } }, signal })),
  });
  return (
    <QueryPanel
      title="Jobs"
      query={jobs}
      whenEmpty={({ items }) =>
        items.length > 0
          ? null
          : { kind: "empty", text: "No job ran yet.", next: "Uploads, batches and training are listed here." }
      }
    >
      {({ items }) => (
        <ul className={styles["jobs"]}>
          {items.map((job) => (
            <li key={job.id}>
              <JobProgress job={job} />
            </li>
          ))}
        </ul>
      )}
    </QueryPanel>
  );
}

/** What is done by itself, and when next. */
export function SchedulePanel() {
  const schedule = useQuery({
    queryKey: ["schedule", "dashboard"],
    refetchInterval: REFRESH_MS * 3,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/schedule", { signal })),
  });
  return (
    <QueryPanel
      title="Schedule"
      query={schedule}
      whenEmpty={({ items }) => (items.length > 0 ? null : { kind: "empty", text: "Nothing is scheduled." })}
    >
      {({ items }) => (
        <ul className={styles["list"]}>
          {items.map(({ name, summary, next_at, last }) => (
            <li key={name}>
              <span className={styles["grow"]}>{summary}</span>
              <small>{last === null ? "never ran" : last.outcome}</small>
              <small>{next_at === null ? "off" : <TimeText time={next_at} />}</small>
            </li>
          ))}
        </ul>
      )}
    </QueryPanel>
  );
}
