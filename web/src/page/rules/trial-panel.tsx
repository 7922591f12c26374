import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { answer, client } from "../../client/client.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import { BarList } from "../../part/bar-list.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatBytes, formatCount, formatPlural } from "../../part/format.ts";
import { JobProgress } from "../../part/job-progress.tsx";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useMay } from "../../session/use-session.ts";
import { DayBars } from "./day-bars.tsx";
import { NoiseNote } from "./noise-note.tsx";
import styles from "./rules-page.module.css";
import { type Subject, type TrialResult, useRuleChange, useTrial } from "./use-rule-work.ts";

const DAYS = ["7", "14", "30", "90"];
/** Actors and samples that are shown. */
const ACTORS_MAX = 8;
const SAMPLES_MAX = 10;

export interface TrialPanelProps {
  readonly subject: Subject;
  /** True: there is nothing to try yet. */
  readonly isDisabled?: boolean;
}

/** What the rule would have found in what is stored, before anybody switches it on. */
export function TrialPanel({ subject, isDisabled = false }: TrialPanelProps) {
  const [days, setDays] = useState("30");
  const [id, setId] = useState("");
  const may = useMay("triage");
  const trial = useTrial(id);
  const start = useRuleChange(
    () => answer(client.POST("/api/v1/rules/trials", { body: { ...subject, days: Number(days) } })),
    (job) => {
      setId(job.id);
      return null;
    },
  );
  const job = trial.data?.job;
  const result = trial.data?.result ?? null;
  const isRunning = start.isPending || (job !== undefined && job.finished_at === null);
  return (
    <Panel
      title="Would have fired"
      note="Goes through the stored logs with this rule alone, and keeps nothing."
      aside={
        result !== null && (
          <ExportMenu name="rule-trial" rows={() => result.by_day.map((one) => ({ ...one }))} />
        )
      }
    >
      <div className={styles["form"]}>
        <NativeSelect
          label="Over the last"
          data={DAYS.map((value) => ({ value, label: `${value} days` }))}
          value={days}
          onChange={({ currentTarget }) => setDays(currentTarget.value)}
        />
        <Button onClick={() => start.mutate(undefined)} disabled={!may || isDisabled || isRunning}>
          Try it
        </Button>
      </div>
      {!may && <p className={styles["faint"]}>Analysts and administrators may try rules.</p>}
      {job !== undefined && result === null && <JobProgress job={job} />}
      {result !== null && <Result result={result} />}
    </Panel>
  );
}

const Result = ({ result }: { readonly result: TrialResult }) => (
  <div className={styles["detail"]} aria-live="polite">
    <p className={styles["big"]}>
      <LogText text={result.text} most={400} />
    </p>
    <NoiseNote noise={result.noise} />
    {result.findings > 0 && <DayBars label="Would have been found" days={result.by_day} />}
    {result.actors.length > 0 && (
      <div>
        <h3 className={styles["small"]}>By whom</h3>
        <BarList
          bars={result.actors.slice(0, ACTORS_MAX).map(({ id, name, findings }) => ({
            key: id,
            label: <ActorLink id={id} name={name} />,
            value: findings,
            shown: formatCount(findings),
          }))}
        />
        {result.actors_total > ACTORS_MAX && (
          <p className={styles["faint"]}>
            and {formatPlural(result.actors_total - ACTORS_MAX, "more actor")}
          </p>
        )}
      </div>
    )}
    {result.samples.length > 0 && <Samples samples={result.samples} />}
    <NotLooked result={result} />
  </div>
);

const Samples = ({ samples }: Pick<TrialResult, "samples">) => (
  <div>
    <h3 className={styles["small"]}>Some of them</h3>
    <ul className={styles["samples"]}>
      {samples.slice(0, SAMPLES_MAX).map(({ time, severity, summary, events }) => (
        <li key={`${time} ${events[0] ?? ""}`}>
          <SeverityShape severity={severity} /> <TimeText time={time} />
          <span>
            <LogText text={summary} most={300} />
          </span>
        </li>
      ))}
    </ul>
  </div>
);

/** What was looked at, and what was not. */
const NotLooked = ({ result }: { readonly result: TrialResult }) => (
  <div className={styles["faint"]}>
    {result.not_looked.map(({ text }) => (
      <p key={text}>
        <strong>Not looked at:</strong> {text}
      </p>
    ))}
    <p>
      {formatPlural(result.events, "event")} looked at
      {result.bytes > 0 && ` in ${formatPlural(result.inputs, "file")} (${formatBytes(result.bytes)})`},{" "}
      {formatCount(result.matches)} matched, in {result.seconds} s.
    </p>
  </div>
);
